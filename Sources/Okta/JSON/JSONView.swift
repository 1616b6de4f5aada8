/// One value inside checked JSON text, read where it stands.
///
/// Records stay the bytes that came; only the few members that a client must know are ever decoded.
///
/// - Invariant: `bytes[range]` is one whole value without white space around it, of text that `JSONCheck`
///   has passed, so reading never runs past its end.
public struct JSONView: Sendable {
    let bytes: [UInt8]
    let range: Range<Int>

    /// The value that the bytes are; nil if they are not one JSON value.
    public init?(_ bytes: [UInt8]) {
        guard (try? JSONCheck.check(bytes)) != nil else { return nil }
        self.init(checked: bytes)
    }

    public init(checked bytes: [UInt8]) {
        self.bytes = bytes
        let start = Self.behindSpace(bytes, 0)
        range = start..<Self.behindValue(bytes, start)
    }

    private init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    private var first: UInt8 { bytes[range.lowerBound] }
    public var isObject: Bool { first == UInt8(ascii: "{") }
    public var isList: Bool { first == UInt8(ascii: "[") }
    public var isNull: Bool { first == UInt8(ascii: "n") }

    /// The value's own text.
    public var text: ArraySlice<UInt8> { bytes[range] }

    /// Members of an object in their order; nothing for other values.
    public func members() -> [(key: String, value: JSONView)] {
        guard isObject else { return [] }
        var members: [(String, JSONView)] = []
        var at = Self.behindSpace(bytes, range.lowerBound + 1)
        while bytes[at] == UInt8(ascii: "\"") {
            let keyEnd = Self.behindString(bytes, at)
            let key = Self.decoded(bytes[at + 1..<keyEnd - 1])
            let start = Self.behindSpace(bytes, Self.behindSpace(bytes, keyEnd) + 1)
            let end = Self.behindValue(bytes, start)
            members.append((key, JSONView(bytes: bytes, range: start..<end)))
            at = Self.behindSpace(bytes, end)
            guard bytes[at] == UInt8(ascii: ",") else { break }
            at = Self.behindSpace(bytes, at + 1)
        }
        return members
    }

    /// Elements of a list; nothing for other values.
    public func elements() -> [JSONView] {
        guard isList else { return [] }
        var elements: [JSONView] = []
        var at = Self.behindSpace(bytes, range.lowerBound + 1)
        while bytes[at] != UInt8(ascii: "]") {
            let end = Self.behindValue(bytes, at)
            elements.append(JSONView(bytes: bytes, range: at..<end))
            at = Self.behindSpace(bytes, end)
            guard bytes[at] == UInt8(ascii: ",") else { break }
            at = Self.behindSpace(bytes, at + 1)
        }
        return elements
    }

    /// The member that keys lead to, one inside another; a repeated key's last value counts.
    public subscript(path: String...) -> JSONView? { member(path) }

    func member(_ path: [String]) -> JSONView? {
        var value = self
        for key in path {
            guard let next = value.members().last(where: { $0.key == key }) else { return nil }
            value = next.value
        }
        return value
    }

    public var string: String? {
        guard first == UInt8(ascii: "\"") else { return nil }
        return Self.decoded(bytes[range.lowerBound + 1..<range.upperBound - 1])
    }

    public var integer: Int? { Int(String(decoding: text, as: UTF8.self)) }

    public var bool: Bool? {
        switch first {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    // MARK: - Scanning

    private static func behindSpace(_ bytes: [UInt8], _ at: Int) -> Int {
        var at = at
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        return at
    }

    private static func behindString(_ bytes: [UInt8], _ at: Int) -> Int {
        var at = at + 1
        while bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return at + 1
    }

    private static func behindValue(_ bytes: [UInt8], _ start: Int) -> Int {
        var at = start
        var depth = 0
        repeat {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at = behindString(bytes, at)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default:
                if depth == 0 { return behindScalar(bytes, at) }
            }
            at += 1
        } while depth > 0
        return at
    }

    private static func behindScalar(_ bytes: [UInt8], _ at: Int) -> Int {
        var at = at
        while at < bytes.count, bytes[at] > 0x20, bytes[at] != UInt8(ascii: ","),
            bytes[at] != UInt8(ascii: "}"), bytes[at] != UInt8(ascii: "]")
        {
            at += 1
        }
        return at
    }

    /// The content of a string, unescaped; half a surrogate pair gives U+FFFD.
    private static func decoded(_ content: ArraySlice<UInt8>) -> String {
        guard content.contains(UInt8(ascii: "\\")) else {
            return String(decoding: content, as: UTF8.self)
        }
        var units: [UInt16] = []
        var plain: [UInt8] = []
        var text = ""
        func flush(_ text: inout String) {
            text += String(decoding: plain, as: UTF8.self) + String(decoding: units, as: UTF16.self)
            plain = []
            units = []
        }
        var at = content.startIndex
        while at < content.endIndex {
            if content[at] != UInt8(ascii: "\\") {
                if !units.isEmpty { flush(&text) }
                plain.append(content[at])
                at += 1
                continue
            }
            let letter = content[at + 1]
            if letter == UInt8(ascii: "u") {
                if !plain.isEmpty { flush(&text) }
                let digits = content[at + 2..<at + 6]
                units.append(
                    digits.reduce(0) { $0 << 4 | UInt16(PercentEncoding.hexValue($1) ?? 0) })
                at += 6
                continue
            }
            if !units.isEmpty { flush(&text) }
            plain.append(Self.escapes[letter] ?? letter)
            at += 2
        }
        flush(&text)
        return text
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    ]
}
