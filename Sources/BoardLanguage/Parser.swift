/// Reads lexemes into a syntax tree by recursive descent; operators by precedence climbing.
struct Parser {
    /// Nested brackets and prefix operators; deeper would endanger the stack.
    static let maxDepth = 200
    /// Levels of an expression's tree, which those who walk it recurse through.
    static let maxHeight = 500

    let lexer: Lexer
    let lexemes: [Lexeme]
    var index = 0
    /// Lexemes that the formatter sets without a space before them, where their sign alone does not tell.
    var tight: Set<Int> = []
    var depth = 0
    /// The height of the expression parsed last.
    var height = 0

    init(_ text: String, startsWithValue: Bool = false) {
        var lexer = Lexer(text, startsWithValue: startsWithValue)
        lexer.run()
        self.lexer = lexer
        lexemes = lexer.lexemes
    }

    // MARK: - Cursor

    /// The lexeme at the cursor; the last one is an `.end`, which is never passed.
    var current: Lexeme { lexemes[index] }

    func peek(_ offset: Int = 1) -> Lexeme { lexemes[min(index + offset, lexemes.count - 1)] }

    mutating func advance() { if index < lexemes.count - 1 { index += 1 } }

    /// Where the lexeme before the cursor ends.
    var previousEnd: Int { index == 0 ? 0 : lexemes[index - 1].span.end }

    func spanSince(_ start: Int) -> Span { Span(start, max(start, previousEnd)) }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func take(_ word: String) -> Bool {
        guard current.isWord(word) else { return false }
        advance()
        return true
    }

    func isSymbol(_ symbol: Symbol) -> Bool { current.isSymbol(symbol) }

    func isWord(_ word: String) -> Bool { current.isWord(word) }

    mutating func expect(_ symbol: Symbol, _ expected: String, help: String? = nil)
        throws(Diagnostic)
    {
        guard take(symbol) else { throw unexpected(expected: expected, help: help) }
    }

    /// Any name, in backticks or not; reserved words too.
    func name(_ lexeme: Lexeme) -> Name? {
        switch lexeme.kind {
        case .name(let text): Name(text, span: lexeme.span)
        case .quotedName(let text): Name(text, isQuoted: true, span: lexeme.span)
        default: nil
        }
    }

    mutating func parseName(_ expected: String) throws(Diagnostic) -> Name {
        guard let name = name(current) else { throw unexpected(expected: expected) }
        advance()
        return name
    }

    /// A name that is not reserved.
    mutating func parseFreeName(_ expected: String) throws(Diagnostic) -> Name {
        if let reserved = reservedWord(current) { throw reservedName(reserved, at: current.span) }
        return try parseName(expected)
    }

    func reservedWord(_ lexeme: Lexeme) -> String? {
        if case .name(let word) = lexeme.kind, Words.reserved.contains(word) { word } else { nil }
    }

    func reservedName(_ word: String, at span: Span) -> Diagnostic {
        Diagnostic("'\(word)' is reserved", at: span, help: "in backticks it is a name: `\(word)`")
    }

    // MARK: - Brackets

    /// Goes one level deeper; the caller takes the level back.
    mutating func enter(at span: Span) throws(Diagnostic) {
        guard depth < Self.maxDepth else {
            throw Diagnostic(
                "more than \(Self.maxDepth) levels of nesting", at: span,
                help: "let NAME = … gives a part of it a name")
        }
        depth += 1
    }

    /// The bracket that closes the one at `opening`.
    mutating func close(_ symbol: Symbol, opening: Span, expected: String? = nil)
        throws(Diagnostic)
    {
        if take(symbol) { return }
        if current.isEnd || current.isAtMargin { throw unclosed(opening) }
        if isSymbol(.pipe) {
            throw unclosed(
                opening, help: "a board in parentheses starts with an object: (okta.users | …)")
        }
        throw unexpected(expected: expected ?? "'\(symbol.rawValue)'", isAfterValue: true)
    }

    func unclosed(_ opening: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(
            "this '\(lexer.text(opening.start, opening.end))' is not closed", at: opening,
            help: help)
    }

    // MARK: - Files

    mutating func parseFile() throws(Diagnostic) -> SourceFile {
        do {
            return try parseStatements()
        } catch {
            throw missingQuote(before: error) ?? error
        }
    }

    private mutating func parseStatements() throws(Diagnostic) -> SourceFile {
        var statements: [Statement] = []
        var board: Board?
        while true {
            while current.isEnd, index < lexemes.count - 1 { index += 1 }
            if current.isEnd { break }
            if let board { throw afterBoard(board) }
            if isAtStatement {
                statements.append(try parseStatement())
                if !current.isEnd { throw unexpected(expected: "the end of the statement") }
            } else {
                let parsed = try parseBoard(isNested: false)
                try expectEnd(after: parsed)
                board = parsed
            }
        }
        return SourceFile(statements: statements, board: board)
    }

    private func afterBoard(_ board: Board) -> Diagnostic {
        if isAtStatement {
            return Diagnostic(
                "a statement after the board", at: current.span,
                help: "statements come first, then one board")
        }
        if case .name(let word) = current.kind, Words.stages.contains(word) {
            return Diagnostic(
                "a stage without '|'", at: current.span,
                help: "| \(word) …; \(Self.continuation)")
        }
        return Diagnostic(
            "a second board", at: current.span,
            help:
                "let NAME = … gives a board a name; a line that goes on is indented or starts with '|'"
        )
    }

    /// A mistake found right behind a text over several lines is most likely that text's missing quote.
    private func missingQuote(before error: Diagnostic) -> Diagnostic? {
        guard let span = lexer.textOverLines, error.span.start >= span.end,
            !lexer.bytes[span.end..<error.span.start].contains(.newline)
        else { return nil }
        return Diagnostic(
            "this text is not closed on its line",
            at: Span(span.start, span.start + 1),
            help: "it ends where the next quote stands; a line end in a text is written \\n")
    }

    mutating func expectEnd(after board: Board) throws(Diagnostic) {
        if current.isEnd { return }
        var endsInValue = false
        if let last = board.stages.last { endsInValue = last.kind.endsInValue }
        throw unexpected(
            expected: endsInValue ? "an operator or '|'" : "'|'", isAfterValue: endsInValue)
    }
}

extension StageKind {
    /// An operator could go on where the stage ends.
    fileprivate var endsInValue: Bool {
        switch self {
        case .where, .with, .show, .sort, .group, .send, .expect: true
        case .take(_, let keys): !keys.isEmpty
        case .action(_, let inputs): !inputs.isEmpty
        case .hide, .expand, .reconcile, .append, .export: false
        }
    }
}
