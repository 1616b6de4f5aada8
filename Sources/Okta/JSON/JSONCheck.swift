/// Checks that bytes are one whole JSON value (RFC 8259) and nothing else.
///
/// An answer that was cut, or that is a login page, must never pass for a short list; so every body is
/// checked before anything is taken out of it.
struct JSONCheck {
    private let bytes: [UInt8]
    private var at = 0

    /// Deeper nesting is refused: Okta's own records have fewer than ten levels.
    static let depthMax = 256

    /// What is wrong, with its offset.
    struct Fault: Error, Equatable {
        let offset: Int
        let reason: String
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func check(_ bytes: [UInt8]) throws(Fault) {
        var check = JSONCheck(bytes)
        check.skipSpace()
        try check.value(depth: 0)
        check.skipSpace()
        if check.at < bytes.count { throw check.fault("further text behind the value") }
        // Strings are checked for their escapes only; one pass over all decides about the encoding.
        if String(validating: bytes, as: UTF8.self) == nil {
            throw Fault(offset: 0, reason: "not UTF-8")
        }
    }

    private func fault(_ reason: String) -> Fault {
        Fault(offset: at, reason: at >= bytes.count ? "the text breaks off" : reason)
    }

    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func skipSpace() {
        while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func value(depth: Int) throws(Fault) {
        guard depth < Self.depthMax else { throw fault("nested too deeply") }
        switch byte {
        case UInt8(ascii: "{"): try object(depth)
        case UInt8(ascii: "["): try list(depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), 0x30...0x39: try number()
        default: throw fault("a value is due")
        }
    }

    private mutating func object(_ depth: Int) throws(Fault) {
        at += 1
        skipSpace()
        if byte == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            guard byte == UInt8(ascii: "\"") else { throw fault("a key is due") }
            try string()
            skipSpace()
            guard byte == UInt8(ascii: ":") else { throw fault("':' is due") }
            at += 1
            skipSpace()
            try value(depth: depth + 1)
            if try !isFurther(UInt8(ascii: "}")) { return }
        }
    }

    private mutating func list(_ depth: Int) throws(Fault) {
        at += 1
        skipSpace()
        if byte == UInt8(ascii: "]") {
            at += 1
            return
        }
        while true {
            try value(depth: depth + 1)
            if try !isFurther(UInt8(ascii: "]")) { return }
        }
    }

    private mutating func isFurther(_ close: UInt8) throws(Fault) -> Bool {
        skipSpace()
        if byte == UInt8(ascii: ",") {
            at += 1
            skipSpace()
            return true
        }
        guard byte == close else { throw fault("',' or the end is due") }
        at += 1
        return false
    }

    private mutating func string() throws(Fault) {
        at += 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault("a control character in a string")
            default: at += 1
            }
        }
        throw fault("")
    }

    private mutating func escape() throws(Fault) {
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 1
        case UInt8(ascii: "u"):
            at += 1
            for _ in 0..<4 {
                guard PercentEncoding.hexValue(byte) != nil else {
                    throw fault("\\u wants four hexadecimal digits")
                }
                at += 1
            }
        default: throw fault("no such escape")
        }
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[offset] else { throw fault("a value is due") }
            at += 1
        }
    }

    private mutating func number() throws(Fault) {
        if byte == UInt8(ascii: "-") { at += 1 }
        if byte == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            at += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(Fault) {
        guard (0x30...0x39).contains(byte) else { throw fault("a digit is due") }
        while (0x30...0x39).contains(byte) { at += 1 }
    }
}
