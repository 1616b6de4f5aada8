extension KeyColumn.Form {
    /// Which bytes of a value are compared; all of them where the value has nothing to leave out.
    ///
    /// - Parameter value: as it stands in the file, blanks around it included.
    func part(of value: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        switch self {
        case .whole: return 0..<value.count
        case .login: return Self.login(value)
        case .number: return Self.number(value)
        case .tail: return Self.tail(value)
        case .host: return Self.host(value)
        }
    }

    /// `CORP\ada` and `ada@acme.com` are both `ada`.
    private static func login(_ value: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let end = value.lastIndex(of: UInt8(ascii: "@")) ?? value.count
        let start = value[..<end].lastIndex(of: UInt8(ascii: "\\")).map { $0 + 1 } ?? 0
        return start..<end
    }

    private static func number(_ value: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = 0
        var end = value.count
        while start < end, KeyText.isSpace(value[start]) { start += 1 }
        while end > start, KeyText.isSpace(value[end - 1]) { end -= 1 }
        if let point = value[start..<end].lastIndex(of: UInt8(ascii: ".")), point > start,
            point + 1 < end, value[(point + 1)..<end].allSatisfy({ $0 == 0x30 }),
            value[start..<point].allSatisfy({ $0 &- 0x30 < 10 })
        {
            end = point
        }
        while start + 1 < end, value[start] == 0x30 { start += 1 }
        return start..<end
    }

    private static func tail(_ value: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var end = value.count
        while end > 0, KeyText.isSpace(value[end - 1]) || value[end - 1] == UInt8(ascii: "/") {
            end -= 1
        }
        let start = value[..<end].lastIndex {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=")
        }
        return (start.map { $0 + 1 } ?? 0)..<end
    }

    private static func host(_ value: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        0..<(value.firstIndex(of: UInt8(ascii: ".")) ?? value.count)
    }

    /// As a rule's note says it.
    var note: String {
        switch self {
        case .whole: "same value, case folded"
        case .login: "user name or local part"
        case .number: "number, leading zeros folded"
        case .tail: "the end of the link or path"
        case .host: "host name without its domain"
        }
    }
}
