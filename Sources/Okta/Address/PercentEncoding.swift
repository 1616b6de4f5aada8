/// Percent encoding of RFC 3986: what is not unreserved is written as `%XX` of its UTF-8 bytes.
///
/// Ids and filters come from data and from people; encoded whole, `../groups/x`, `a%2Fb` or `x?y#z` can change
/// neither path nor query.
public enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// One path segment, or one name or value of a query.
    public static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        // `.` and `..` are unreserved and still mean another path.
        if text == "." || text == ".." {
            bytes = text.utf8.flatMap { _ in Array("%2E".utf8) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func encode(byte: UInt8) -> String {
        String(
            decoding: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]],
            as: UTF8.self)
    }

    /// The text that an encoded one stands for; a `+` is itself, and a broken escape stays as it is.
    static func decode(_ text: some StringProtocol) -> String {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let high = hexValue(source[index + 1]), let low = hexValue(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
