/// Texts, regexes and backtick names.
extension Lexer {
    /// A text may run over lines; escapes are `\n \t \r \\ \" \' \u{…}`.
    mutating func readText(quote: UInt8) -> Lexeme.Kind {
        let start = position
        position += 1
        var value: [UInt8] = []
        var error: Lexeme.Kind?
        var crossesLine = false
        while position < bytes.count, bytes[position] != quote {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") {
                let escape = position
                if let scalar = readEscape() {
                    value.append(contentsOf: Unicode.UTF8.encode(scalar).map(Array.init) ?? [])
                } else if error == nil {
                    error = bad(
                        "unknown escape '\(text(escape, position))' in a text", escape, position,
                        help: #"escapes are \n \t \r \\ \" \' \u{…}; a regex is written /…/"#,
                        as: .text)
                }
                continue
            }
            if byte == .newline { crossesLine = true }
            value.append(byte)
            position += 1
        }
        guard position < bytes.count else {
            // With quotes that pair up wrongly, the first text over lines is the one that lacks its end.
            let opening = textOverLines?.start ?? start
            return bad(
                "this text is not closed", opening, opening + 1,
                help: "a text ends with the quote it starts with: \(text(opening, opening + 1))",
                as: .text)
        }
        position += 1
        if crossesLine, textOverLines == nil { textOverLines = Span(start, position) }
        return error ?? .text(String(decoding: value, as: UTF8.self))
    }

    /// Reads one escape; nil, behind it, if there is none such.
    private mutating func readEscape() -> Unicode.Scalar? {
        position += 1
        guard let (scalar, length) = scalar(at: position) else { return nil }
        // A line end or the closing quote must stay visible to the loop.
        if scalar == "\n" { return nil }
        position += length
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "\\", "\"", "'": return scalar
        case "u":
            guard at(0) == UInt8(ascii: "{") else { return nil }
            let digits = position + 1
            var end = digits
            while end < bytes.count, end - digits < 9, isHex(bytes[end]) { end += 1 }
            guard end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
            position = end + 1
            return UInt32(text(digits, end), radix: 16).flatMap(Unicode.Scalar.init)
        default: return nil
        }
    }

    private func isHex(_ byte: UInt8) -> Bool {
        byte.isDigit || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    /// `/…/` on one line; `\/` is a slash, every other escape belongs to the regex.
    mutating func readRegex() -> Lexeme.Kind {
        let start = position
        position += 1
        var pattern: [UInt8] = []
        while position < bytes.count, bytes[position] != .newline {
            let byte = bytes[position]
            if byte == UInt8(ascii: "/") {
                position += 1
                if pattern.isEmpty {
                    return bad(
                        "an empty regex", start, position,
                        help: "a comment starts with '--', a regex is written /…/")
                }
                return .regex(String(decoding: pattern, as: UTF8.self))
            }
            position += 1
            if byte == UInt8(ascii: "\\"), position < bytes.count, bytes[position] != .newline {
                if bytes[position] != UInt8(ascii: "/") { pattern.append(byte) }
                pattern.append(bytes[position])
                position += 1
            } else {
                pattern.append(byte)
            }
        }
        return bad(
            "this regex is not closed", start, start + 1,
            help: "where a value is due, '/' opens a regex, and '/' on the same line ends it",
            as: .regex)
    }

    mutating func readQuotedName() -> Lexeme.Kind {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "`") {
            if bytes[position] == .newline { break }
            position += 1
        }
        guard at(0) == UInt8(ascii: "`") else {
            return bad(
                "this name is not closed", start, start + 1,
                help: "a name in backticks ends on its line: `Last Login`", as: .quotedName)
        }
        let name = text(start + 1, position)
        position += 1
        guard name.contains(where: { !$0.isWhitespace }) else {
            return bad("an empty name", start, position, as: .quotedName)
        }
        return .quotedName(name)
    }
}
