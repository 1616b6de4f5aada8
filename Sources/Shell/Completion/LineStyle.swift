import BoardLanguage

/// How a piece of an entry is drawn while it is typed.
public enum LineStyle: Sendable, Equatable {
    case plain
    /// A word that begins a stage or a statement, a meta command, and `|`.
    case stage
    /// `and`, `has`, `desc`: a word with a fixed meaning where it stands.
    case word
    case text, number, function
    /// `@board` and `$parameter`.
    case reference
    case comment
    /// What is no token, or no stage.
    case unknown

    /// The pieces of an entry that are not plain, in order; ranges are of bytes of UTF-8.
    public static func pieces(of entry: String) -> [(range: Range<Int>, style: LineStyle)] {
        if entry.hasPrefix(".") {
            let command = entry.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != 0x0A }
            return [(0..<command.count, .stage)]
        }
        return tokens(entry).compactMap { token in
            let style = LineStyle(token.kind)
            return style == .plain ? nil : (token.span.start..<token.span.end, style)
        }
    }

    private init(_ kind: Token.Kind) {
        self =
            switch kind {
            case .stage, .statement, .pipe: .stage
            case .keyword: .word
            case .text, .regex: .text
            case .integer, .number, .date, .time, .duration: .number
            case .function: .function
            case .parameter, .saved: .reference
            case .comment: .comment
            case .unknown: .unknown
            case .name, .quotedName, .action, .operator, .comma, .dot, .colon, .open, .close: .plain
            }
    }
}
