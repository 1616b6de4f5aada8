/// Signs that other languages have, answered with this language's own.
extension Lexer {
    /// Longest first, so that `===` is not read as `==` and `=`.
    private static let foreign: [(sign: String, help: String)] = [
        ("===", "'==' compares exactly, '=' without regard to case"),
        ("!==", "'!=' is unequal"),
        ("<=>", "'=' compares without regard to case"),
        ("<>", "'!=' is unequal"),
        ("=~", "'~' matches a regex: name ~ /x/"),
        ("~=", "'~' matches a regex: name ~ /x/"),
        ("=>", "at least is '>='"),
        ("=<", "at most is '<='"),
        (":=", "'=' names a column or a board"),
        ("&&", "'and' joins conditions"),
        ("||", "'or' joins conditions, '+' joins text"),
        ("**", "'*' multiplies"),
        ("->", "a path goes on with '.': manager.login"),
        ("&", "'and' joins conditions"),
    ]

    mutating func readForeignOperator() -> Lexeme.Kind? {
        switch at(1) {
        case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "~"),
            UInt8(ascii: "|"), UInt8(ascii: "*"):
            break
        default: if at(0) != UInt8(ascii: "&") { return nil }
        }
        for (sign, help) in Self.foreign where bytes[position...].starts(with: sign.utf8) {
            let start = position
            position += sign.utf8.count
            return bad("'\(sign)' is not an operator", start, position, help: help)
        }
        return nil
    }

    /// Says what a character that starts no token is, and what was probably meant.
    func unknownCharacter(_ start: Int) -> Lexeme.Kind {
        guard let (scalar, _) = scalar(at: start) else {
            return bad("bytes that are not UTF-8", start, position)
        }
        let help: String? =
            switch scalar {
            case "!": "'not' negates: not (a or b); '!=' is unequal"
            case ";": "a line ends a statement, no sign is needed"
            case "#": "a comment starts with '--'"
            case "%": "there is no remainder; text is searched with '~': name ~ \"x\""
            case "{", "}": "lists and boards stand in '( )', conditions on a path in '[ ]'"
            case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{AB}",
                "\u{BB}":
                "text stands in straight quotes: \"ACTIVE\""
            case "\u{2013}", "\u{2014}", "\u{2212}": "minus is '-', a comment starts with '--'"
            case "\u{2264}": "at most is '<='"
            case "\u{2265}": "at least is '>='"
            case "\u{2260}": "'!=' is unequal"
            case "\\": "a backslash stands only in text and in a regex"
            default: nil
            }
        return bad(
            "\(visible(scalar)) has no meaning here", start, position,
            help: help ?? "a name with other signs goes in backticks: `Cost (EUR)`")
    }

    private func visible(_ scalar: Unicode.Scalar) -> String {
        isDrawnEscaped(scalar) || scalar.properties.isDefaultIgnorableCodePoint
            ? "the character U+\(hex(scalar.value))" : "'\(scalar)'"
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
