/// A piece of a text with what it is, for colouring while typing and for completion.
///
/// Made from any text, finished or not: `tokens(_:)` never fails.
public struct Token: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// `where` after a `|`.
        case stage
        /// `let` at the start of a statement.
        case statement
        /// A word of an action phrase, or a stage that does not exist.
        case action
        /// `and`, `not`, `has`, `per`, `true`, `now`: a word with a fixed meaning where it stands.
        case keyword
        case name
        /// A name in backticks.
        case quotedName
        /// A name before `(`.
        case function
        case text, integer, number, date, time, duration, regex
        /// `$days`
        case parameter
        /// `@stale`
        case saved
        case `operator`
        case pipe, comma, dot, colon
        /// `(` or `[`
        case open
        case close
        case comment
        /// Characters that belong to no token.
        case unknown
    }

    public var kind: Kind
    public var span: Span
    /// False for a text, a regex or a backtick name that goes on to the end of what was typed.
    public var isClosed: Bool

    public init(_ kind: Kind, span: Span, isClosed: Bool = true) {
        self.kind = kind
        self.span = span
        self.isClosed = isClosed
    }
}

/// The tokens of a text in order, comments included, whether or not the text parses.
public func tokens(_ text: String) -> [Token] {
    var lexer = Lexer(text)
    lexer.run()
    var tokens: [Token] = []
    tokens.reserveCapacity(lexer.lexemes.count + lexer.comments.count)
    var comments = lexer.comments[...]
    for (index, lexeme) in lexer.lexemes.enumerated() {
        if case .end = lexeme.kind { continue }
        while let comment = comments.first, comment.span.start < lexeme.span.start {
            tokens.append(Token(.comment, span: comment.span))
            comments.removeFirst()
        }
        tokens.append(lexeme.token(before: lexer.lexemes[index + 1]))
    }
    for comment in comments { tokens.append(Token(.comment, span: comment.span)) }
    return tokens
}

extension Lexeme {
    fileprivate func token(before next: Lexeme) -> Token {
        let kind: Token.Kind
        switch self.kind {
        case .name(let name):
            kind = wordKind(name, before: next)
        case .quotedName: kind = .quotedName
        case .text: kind = .text
        case .integer: kind = .integer
        case .number: kind = .number
        case .date: kind = .date
        case .time: kind = .time
        case .duration: kind = .duration
        case .regex: kind = .regex
        case .parameter: kind = .parameter
        case .saved: kind = .saved
        case .symbol(let symbol): kind = symbol.tokenKind
        case .bad(_, let kind): return Token(kind, span: span, isClosed: kind == .unknown)
        case .end: kind = .unknown
        }
        return Token(kind, span: span)
    }

    private func wordKind(_ name: String, before next: Lexeme) -> Token.Kind {
        switch place {
        case .statementStart:
            if next.isSymbol(.dot) || next.isSymbol(.pipe) { return .name }
            if Words.statements.contains(name) { return .statement }
            if case .name = next.kind { return .action }
            return .name
        case .stageStart: return Words.stages.contains(name) ? .stage : .action
        case .afterDot: return .name
        case .value:
            if Words.reserved.contains(name) { return .keyword }
            return next.isSymbol(.openParen) ? .function : .name
        case .afterValue: return Words.afterValue.contains(name) ? .keyword : .name
        }
    }
}

extension Symbol {
    fileprivate var tokenKind: Token.Kind {
        switch self {
        case .pipe: .pipe
        case .comma: .comma
        case .dot: .dot
        case .colon: .colon
        case .openParen, .openBracket: .open
        case .closeParen, .closeBracket: .close
        default: .operator
        }
    }
}
