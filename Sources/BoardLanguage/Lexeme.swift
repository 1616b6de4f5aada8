/// A token with its value, as the parser reads it.
struct Lexeme: Sendable {
    enum Kind: Sendable {
        case name(String)
        /// In backticks.
        case quotedName(String)
        case text(String)
        /// A magnitude: the sign is an operator, so `-9223372036854775808` needs one more than `Int64.max`.
        case integer(UInt64)
        case number(Double)
        case date(Int32)
        case time(Int64, hasZone: Bool)
        case duration(Duration)
        case regex(String)
        case parameter(String)
        case saved(String)
        case symbol(Symbol)
        /// Not a token; thrown when the parser gets there, so that the leftmost mistake is the one told.
        case bad(Diagnostic, Token.Kind)
        /// The end of a statement or of the text; its span is empty, behind the last token.
        case end
    }

    /// What the lexer expected where the lexeme stands.
    enum Place: Sendable {
        case statementStart
        /// After a `|`.
        case stageStart
        case value
        case afterDot
        /// An operator or a word after a value.
        case afterValue
    }

    var kind: Kind
    var span: Span
    var place: Place
    /// White space or a comment stands before it.
    var isSpaced: Bool
    /// First on a line, without indentation.
    var isAtMargin: Bool
    /// A blank line stands before it.
    var followsBlankLine: Bool

    func isSymbol(_ symbol: Symbol) -> Bool {
        if case .symbol(symbol) = kind { true } else { false }
    }

    func isWord(_ word: String) -> Bool {
        if case .name(word) = kind { true } else { false }
    }

    var isEnd: Bool { if case .end = kind { true } else { false } }
}

enum Symbol: String, Sendable {
    case equal = "="
    case exactlyEqual = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case matches = "~"
    case notMatches = "!~"
    case coalesce = "??"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case comma = ","
    case dot = "."
    case colon = ":"
    case question = "?"
    case pipe = "|"
    case openParen = "("
    case closeParen = ")"
    case openBracket = "["
    case closeBracket = "]"

    /// A symbol of one sign.
    init?(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "="): self = .equal
        case UInt8(ascii: "<"): self = .less
        case UInt8(ascii: ">"): self = .greater
        case UInt8(ascii: "~"): self = .matches
        case UInt8(ascii: "+"): self = .plus
        case UInt8(ascii: "-"): self = .minus
        case UInt8(ascii: "*"): self = .star
        case UInt8(ascii: "/"): self = .slash
        case UInt8(ascii: ","): self = .comma
        case UInt8(ascii: "."): self = .dot
        case UInt8(ascii: ":"): self = .colon
        case UInt8(ascii: "?"): self = .question
        case UInt8(ascii: "|"): self = .pipe
        case UInt8(ascii: "("): self = .openParen
        case UInt8(ascii: ")"): self = .closeParen
        case UInt8(ascii: "["): self = .openBracket
        case UInt8(ascii: "]"): self = .closeBracket
        default: return nil
        }
    }

    /// A symbol of two signs.
    init?(_ first: UInt8, _ second: UInt8) {
        switch (first, second) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")): self = .exactlyEqual
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): self = .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): self = .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): self = .greaterOrEqual
        case (UInt8(ascii: "!"), UInt8(ascii: "~")): self = .notMatches
        case (UInt8(ascii: "?"), UInt8(ascii: "?")): self = .coalesce
        default: return nil
        }
    }

    /// A value comes next, so that `/` opens a regex.
    var leavesValueDue: Bool {
        switch self {
        case .closeParen, .closeBracket, .question: false
        default: true
        }
    }
}

/// A `--` comment, without its line end.
struct Comment: Sendable {
    var span: Span
    /// Nothing but white space stands before it on its line.
    var isAlone: Bool
    var isAtMargin: Bool
    var followsBlankLine: Bool
    /// The index of the lexeme that comes next.
    var next: Int
}
