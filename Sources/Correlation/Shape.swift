/// What the values of a column look like, told from the values alone.
public enum Shape: String, Sendable, CaseIterable {
    case email
    case domain
    case uuid
    case url
    case phone
    /// Eight to twenty capitals and digits mixed: `C02XL0THJGH5`.
    case serial
    /// A fixed start and length, letters and digits: `00u4abcd…`.
    case prefixedID = "prefixed id"
    case time
    case personName = "person name"
    /// One word that could be a login: `ada.lovelace`, `ada-l`.
    case handle
    /// Digits, or digits with letters, that name something: `E1001`, `PLAT-12`.
    case code
    case freeText = "free text"
    case flag
    case category = "small category"
    /// 0 or 1, 2, 3 … n without a gap.
    case counter
    case number
    case text
    case blank

    /// One value's shape, as far as one value can tell.
    static func of(_ text: UnsafeBufferPointer<UInt8>) -> Shape {
        guard let base = text.baseAddress else { return .blank }
        let value = KeyText.trimmed(base, text.count)
        guard value.count > 0 else { return .blank }
        let count = Census(value)
        if count.at == 1, count.spaces == 0, isEmail(value) { return .email }
        if count.colons > 0, isURL(value) { return .url }
        if isUUID(value, count) { return .uuid }
        if isTime(value) { return .time }
        if isPhone(value, count) { return .phone }
        if count.spaces == 0 {
            if isDomain(value, count) { return .domain }
            if isSerial(value, count) { return .serial }
            if count.digits > 0, count.others == 0 { return .code }
            if count.letters > 0, count.others == 0, count.at == 0, count.slashes == 0,
                count.colons == 0
            {
                return .handle
            }
            return .code
        }
        if isPersonName(value, count) { return .personName }
        if value.count > 60 || count.spaces > 6 { return .freeText }
        return .text
    }

    /// How many bytes of each kind a value has.
    private struct Census {
        var upper = 0
        var letters = 0
        var digits = 0
        var spaces = 0
        var at = 0
        var dots = 0
        var dashes = 0
        var slashes = 0
        var colons = 0
        var others = 0

        init(_ value: UnsafeBufferPointer<UInt8>) {
            for byte in value {
                switch byte {
                case 0x41...0x5A:
                    upper += 1
                    letters += 1
                case 0x61...0x7A, 0x80...: letters += 1
                case 0x30...0x39: digits += 1
                case 0x20: spaces += 1
                case UInt8(ascii: "@"): at += 1
                case UInt8(ascii: "."): dots += 1
                case UInt8(ascii: "-"), UInt8(ascii: "_"): dashes += 1
                case UInt8(ascii: "/"), UInt8(ascii: "\\"): slashes += 1
                case UInt8(ascii: ":"): colons += 1
                default: others += 1
                }
            }
        }
    }

    private static func isEmail(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = value.firstIndex(of: UInt8(ascii: "@")), at > 0, at + 3 < value.count
        else { return false }
        let domain = value[(at + 1)...]
        return domain.dropFirst().dropLast().contains(UInt8(ascii: "."))
            && domain.allSatisfy {
                $0 >= 0x80 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                    || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26
            }
    }

    private static func isURL(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = value.firstIndex(of: UInt8(ascii: ":")), colon > 1,
            colon + 3 < value.count
        else { return false }
        return value[colon + 1] == UInt8(ascii: "/") && value[colon + 2] == UInt8(ascii: "/")
    }

    private static func isUUID(_ value: UnsafeBufferPointer<UInt8>, _ count: Census) -> Bool {
        if value.count == 38, value[0] == UInt8(ascii: "{"), value[37] == UInt8(ascii: "}") {
            return isUUID(UnsafeBufferPointer(rebasing: value[1..<37]), count)
        }
        let isDashed = value.count == 36 && count.dashes == 4 && value[8] == UInt8(ascii: "-")
        guard isDashed || (value.count == 32 && count.dashes == 0), count.digits > 0 else {
            return false
        }
        return value.allSatisfy {
            $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6
        }
    }

    private static func isTime(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count >= 10, value.count <= 35 else { return false }
        for (index, byte) in value[0..<10].enumerated() {
            let isFit =
                index == 4 || index == 7
                ? byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") : byte &- 0x30 < 10
            if !isFit { return false }
        }
        return value.count == 10 || value[10] == UInt8(ascii: "T") || value[10] == 0x20
    }

    private static func isPhone(_ value: UnsafeBufferPointer<UInt8>, _ count: Census) -> Bool {
        guard count.letters == 0, count.digits >= 7, count.digits <= 15 else { return false }
        if value[0] == UInt8(ascii: "+") { return true }
        return (count.dashes >= 2 || count.spaces >= 2 || value[0] == UInt8(ascii: "("))
            && count.dots == 0 && count.colons == 0
    }

    private static func isDomain(_ value: UnsafeBufferPointer<UInt8>, _ count: Census) -> Bool {
        guard count.dots >= 1, count.at == 0, count.others == 0, count.slashes == 0,
            count.colons == 0, count.upper == 0, let last = value.lastIndex(of: UInt8(ascii: "."))
        else { return false }
        let ending = value[(last + 1)...]
        return [
            "com", "org", "net", "io", "co", "dev", "app", "edu", "gov", "uk", "de", "eu", "ai",
        ]
        .contains(String(decoding: ending, as: UTF8.self))
    }

    private static func isSerial(_ value: UnsafeBufferPointer<UInt8>, _ count: Census) -> Bool {
        value.count >= 8 && value.count <= 20 && count.upper >= 2 && count.digits >= 2
            && count.upper + count.digits == value.count
    }

    private static func isPersonName(_ value: UnsafeBufferPointer<UInt8>, _ count: Census) -> Bool {
        guard count.digits == 0, count.at == 0, count.slashes == 0, count.colons == 0,
            count.spaces <= 3, value.count <= 48, count.letters >= 4
        else { return false }
        var atStart = true
        var starts = 0
        for byte in value {
            if byte == 0x20 {
                atStart = true
                continue
            }
            let isLetter = byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
            let isMark =
                byte == UInt8(ascii: "'") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: ",")
            if !isLetter && !isMark { return false }
            if atStart, byte >= 0x80 || byte &- 0x41 < 26 { starts += 1 }
            atStart = false
        }
        return starts >= 2 && starts >= count.spaces
    }
}
