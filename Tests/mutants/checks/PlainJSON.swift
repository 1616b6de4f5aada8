/// Reads JSON text strictly by RFC 8259, slowly and obviously, and counts records; nothing of the product's
/// code.
struct PlainJSON {
    struct Fault: Error {}

    /// An object's member: its key as written, and its value.
    struct Member {
        let key: String
        let value: Value
    }

    /// As much of a value as counting takes.
    indirect enum Value {
        case object([Member])
        case list([Value])
        case other

        var isObject: Bool { if case .object = self { true } else { false } }
    }

    private let text: [UInt8]
    private var at = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The values that stand one after another in the text.
    static func values(_ text: [UInt8]) throws(Fault) -> [Value] {
        var parser = PlainJSON(text)
        var values: [Value] = []
        parser.space()
        while parser.at < text.count {
            values.append(try parser.value())
            parser.space()
        }
        return values
    }

    private var byte: UInt8 { at < text.count ? text[at] : 0 }

    private mutating func space() {
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
    }

    private mutating func take(_ wanted: Character) throws(Fault) {
        guard at < text.count, text[at] == wanted.asciiValue else { throw Fault() }
        at += 1
    }

    private mutating func word(_ word: String) throws(Fault) -> Value {
        for character in word { try take(character) }
        return .other
    }

    private mutating func value() throws(Fault) -> Value {
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""):
            _ = try string()
            return .other
        case UInt8(ascii: "t"): return try word("true")
        case UInt8(ascii: "f"): return try word("false")
        case UInt8(ascii: "n"): return try word("null")
        default: return try number()
        }
    }

    private mutating func object() throws(Fault) -> Value {
        try take("{")
        space()
        var members: [Member] = []
        if byte == UInt8(ascii: "}") {
            at += 1
            return .object([])
        }
        while true {
            space()
            let key = try string()
            space()
            try take(":")
            space()
            members.append(Member(key: key, value: try value()))
            space()
            if byte == UInt8(ascii: "}") { break }
            try take(",")
        }
        at += 1
        return .object(members)
    }

    private mutating func list() throws(Fault) -> Value {
        try take("[")
        space()
        var values: [Value] = []
        if byte == UInt8(ascii: "]") {
            at += 1
            return .list([])
        }
        while true {
            space()
            values.append(try value())
            space()
            if byte == UInt8(ascii: "]") { break }
            try take(",")
        }
        at += 1
        return .list(values)
    }

    /// The string as it is written, without its quotes.
    private mutating func string() throws(Fault) -> String {
        try take("\"")
        let start = at
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\""):
                let raw = text[start..<at]
                at += 1
                guard let string = String(validating: raw, as: UTF8.self) else { throw Fault() }
                return string
            case UInt8(ascii: "\\"):
                at += 1
                if byte == UInt8(ascii: "u") {
                    for offset in 1...4 where at + offset >= text.count || !isHex(text[at + offset])
                    {
                        throw Fault()
                    }
                    at += 5
                } else {
                    guard at < text.count, "\"\\/bfnrt".utf8.contains(byte) else { throw Fault() }
                    at += 1
                }
            case 0..<0x20: throw Fault()
            default: at += 1
            }
        }
        throw Fault()
    }

    private func isHex(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }

    private func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private mutating func digits() throws(Fault) {
        guard isDigit(byte) else { throw Fault() }
        while isDigit(byte) { at += 1 }
    }

    private mutating func number() throws(Fault) -> Value {
        if byte == UInt8(ascii: "-") { at += 1 }
        if byte == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            at += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return .other
    }
}
