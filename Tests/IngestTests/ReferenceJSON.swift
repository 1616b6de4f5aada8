/// JSON as RFC 8259 has it, recognised by a parser that is nothing but the grammar, with no limits.
///
/// It shares no code with the reader and decides for the tests which texts are JSON.
struct ReferenceJSON {
    private let bytes: [UInt8]
    private var at = 0

    private struct Fault: Error {}

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the whole text is one value.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        values(bytes) == 1
    }

    /// How many values stand one after another, white space between them or not; nil if something else
    /// is among them. A number ends where no further character of a number stands.
    static func values(_ bytes: [UInt8], onlyKinds kinds: Set<UInt8>? = nil) -> Int? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var parser = ReferenceJSON(bytes)
        var count = 0
        do {
            parser.space()
            while parser.at < bytes.count {
                if let kinds, !kinds.contains(parser.next) { return nil }
                try parser.value()
                parser.space()
                count += 1
            }
            return count
        } catch {
            return nil
        }
    }

    private var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func space() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(next), at < bytes.count { at += 1 }
    }

    private mutating func take(_ text: String) throws {
        for byte in text.utf8 {
            guard at < bytes.count, bytes[at] == byte else { throw Fault() }
            at += 1
        }
    }

    private mutating func value() throws {
        switch next {
        case UInt8(ascii: "{"): try members(close: "}", isObject: true)
        case UInt8(ascii: "["): try members(close: "]", isObject: false)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try take("true")
        case UInt8(ascii: "f"): try take("false")
        case UInt8(ascii: "n"): try take("null")
        default: try number()
        }
    }

    private mutating func members(close: String, isObject: Bool) throws {
        at += 1
        space()
        if next == close.utf8.first! {
            at += 1
            return
        }
        while true {
            space()
            if isObject {
                try string()
                space()
                try take(":")
                space()
            }
            try value()
            space()
            if next == UInt8(ascii: ",") {
                at += 1
                continue
            }
            try take(close)
            return
        }
    }

    private mutating func string() throws {
        try take("\"")
        while next != UInt8(ascii: "\"") {
            guard at < bytes.count, next >= 0x20 else { throw Fault() }
            if next == UInt8(ascii: "\\") {
                at += 1
                if next == UInt8(ascii: "u") {
                    at += 1
                    for _ in 0..<4 {
                        guard Array("0123456789abcdefABCDEF".utf8).contains(next) else {
                            throw Fault()
                        }
                        at += 1
                    }
                    continue
                }
                guard Array("\"\\/bfnrt".utf8).contains(next) else { throw Fault() }
            }
            at += 1
        }
        at += 1
    }

    private mutating func number() throws {
        if next == UInt8(ascii: "-") { at += 1 }
        if next == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
    }

    private mutating func digits() throws {
        guard (0x30...0x39).contains(next) else { throw Fault() }
        while (0x30...0x39).contains(next) { at += 1 }
    }
}
