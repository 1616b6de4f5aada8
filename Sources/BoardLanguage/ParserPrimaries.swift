/// Literals, calls, parentheses and paths.
extension Parser {
    mutating func parsePrimary(after what: String?) throws(Diagnostic) -> Expression {
        let lexeme = current
        height = 1
        switch lexeme.kind {
        case .text(let text): return literal(.text(text))
        case .integer(let magnitude):
            guard let value = Int64(exactly: magnitude) else {
                throw Diagnostic(
                    "\(magnitude) is beyond the integers", at: lexeme.span,
                    help: "integers go from \(Int64.min) to \(Int64.max)")
            }
            return literal(.integer(value))
        case .number(let number): return literal(.number(number))
        case .date(let days): return literal(.date(days))
        case .time(let time, let hasZone): return literal(.time(time, hasZone: hasZone))
        case .duration(let duration): return literal(.duration(duration))
        case .regex(let pattern): return literal(.regex(pattern))
        case .parameter(let text):
            advance()
            return Expression(.parameter(Name(text, span: lexeme.span)), span: lexeme.span)
        case .saved:
            let saved = try parseSaved()
            return Expression(.set(.saved(saved)), span: saved.span)
        case .symbol(.openParen): return try parseParenthesised()
        case .name(let word): return try parseWord(word, after: what)
        case .quotedName: return try parsePathExpression()
        default: throw missingValue(after: what ?? "what stands before")
        }
    }

    private mutating func literal(_ literal: Literal) -> Expression {
        let span = current.span
        advance()
        return Expression(.literal(literal), span: span)
    }

    private mutating func parseWord(_ word: String, after what: String?) throws(Diagnostic)
        -> Expression
    {
        let span = current.span
        let kind: Expression.Kind
        switch word {
        case "true": kind = .literal(.bool(true))
        case "false": kind = .literal(.bool(false))
        case "now": kind = .now
        case "today": kind = .today
        case "not", "has", "no":
            if peek().isSymbol(.dot) { throw reservedName(word, at: span) }
            throw Diagnostic(
                "'\(word)' cannot stand \(what.map { "after \($0)" } ?? "here")", at: span,
                help: "in parentheses it can: (\(word) …); in backticks it is a name: `\(word)`")
        case "row" where !peek().isSymbol(.openParen): return try parsePathExpression()
        default:
            if peek().isSymbol(.openParen) { return try parseCall() }
            // `where and b`: the value behind it shows that the operator was meant, not a name.
            if ["and", "or"].contains(word), let what, isValueStart(peek()) {
                throw Diagnostic("no value between \(what) and '\(word)'", at: span)
            }
            return try parsePathExpression()
        }
        advance()
        if isSymbol(.openParen) {
            throw Diagnostic(
                "'\(word)' takes no parentheses", at: current.span, help: "\(word) stands alone")
        }
        if isSymbol(.dot) || isSymbol(.openBracket) { throw reservedName(word, at: span) }
        return Expression(kind, span: span)
    }

    private mutating func parsePathExpression() throws(Diagnostic) -> Expression {
        let path = try parsePath()
        return Expression(.path(path), span: path.span)
    }

    // MARK: - Parentheses

    /// Whether a board starts `offset` lexemes on: with `@`, or with an object and `|` or `at`.
    func isBoardAhead(_ offset: Int) -> Bool {
        var i = offset
        if case .saved = peek(i).kind { return true }
        guard name(peek(i)) != nil, reservedWord(peek(i)) == nil else { return false }
        while peek(i + 1).isSymbol(.dot), name(peek(i + 2)) != nil { i += 2 }
        return peek(i + 1).isSymbol(.pipe) || peek(i + 1).isWord("at")
    }

    /// `(board)`, `(a, b)` or `(a)`.
    mutating func parseParenthesised() throws(Diagnostic) -> Expression {
        let opening = current.span
        try enter(at: opening)
        defer { depth -= 1 }
        if isBoardAhead(1) {
            let board = try parseBoardInParentheses()
            height = 1
            return Expression(.set(.board(board)), span: spanSince(opening.start))
        }
        advance()
        if isSymbol(.closeParen) {
            throw Diagnostic(
                "nothing between the parentheses", at: opening.to(current.span),
                help: "a list has at least one value: (\"a\", \"b\")")
        }
        let expressions = try parseExpressions(after: "'('")
        try close(.closeParen, opening: opening, expected: "',' or ')'")
        let span = spanSince(opening.start)
        height += 1
        return Expression(
            expressions.count == 1 ? .group(expressions[0]) : .list(expressions), span: span)
    }

    /// `(` board `)`, from the parenthesis on.
    mutating func parseBoardInParentheses() throws(Diagnostic) -> Board {
        let opening = current.span
        advance()
        let board = try parseBoard(isNested: true)
        try close(.closeParen, opening: opening, expected: "'|' or ')'")
        return board
    }

    private mutating func parseCall() throws(Diagnostic) -> Expression {
        let function = try parseName("a function")
        let opening = current.span
        tight.insert(index)
        try enter(at: opening)
        defer { depth -= 1 }
        if isBoardAsArgument {
            let board = try parseBoardInParentheses()
            height = 1
            return Expression(
                .boardCall(name: function, board: board), span: spanSince(function.span.start))
        }
        advance()
        var arguments: [Expression] = []
        height = 0
        if !isSymbol(.closeParen) { arguments = try parseExpressions(after: "'('") }
        try close(.closeParen, opening: opening, expected: "',' or ')'")
        height += 1
        return Expression(
            .call(name: function, arguments: arguments), span: spanSince(function.span.start))
    }

    /// `count(@leavers)` is given a board; `share(@leavers, 1)` is given values.
    private var isBoardAsArgument: Bool {
        guard isBoardAhead(1) else { return false }
        guard case .saved = peek().kind else { return true }
        var end = 2
        if peek(end).isSymbol(.openParen) {
            var open = 0
            repeat {
                switch peek(end).kind {
                case .symbol(.openParen), .symbol(.openBracket): open += 1
                case .symbol(.closeParen), .symbol(.closeBracket): open -= 1
                case .end: return true
                default: break
                }
                end += 1
            } while open > 0
        }
        return peek(end).isSymbol(.pipe) || peek(end).isSymbol(.closeParen)
    }

    // MARK: - Paths

    mutating func parsePath() throws(Diagnostic) -> Path {
        let start = current.span.start
        if let reserved = reservedWord(current), reserved != "row" {
            throw reservedName(reserved, at: current.span)
        }
        var segments = [try parseSegment()]
        while take(.dot) { segments.append(try parseSegment()) }
        return Path(segments: segments, span: spanSince(start))
    }

    private mutating func parseSegment() throws(Diagnostic) -> Segment {
        var segment = Segment(name: try parseName("a name"))
        if isSymbol(.star), !current.isSpaced, !isValueStart(peek()) {
            tight.insert(index)
            advance()
            segment.isStarred = true
        }
        if isSymbol(.openBracket) { try parseBrackets(into: &segment) }
        return segment
    }

    /// `[by reporter, status = "Open"]`
    private mutating func parseBrackets(into segment: inout Segment) throws(Diagnostic) {
        let opening = current.span
        tight.insert(index)
        try enter(at: opening)
        defer { depth -= 1 }
        advance()
        if isWord("by"), isNameStart(peek()) {
            advance()
            segment.by = try parseObject("a link")
            let hasComma = take(.comma)
            if hasComma, isSymbol(.closeBracket) { throw missingValue(after: "','") }
        }
        if segment.by == nil, isSymbol(.closeBracket) {
            throw Diagnostic(
                "nothing between the brackets", at: opening.to(current.span),
                help:
                    "a condition or a link stands there: users[status = \"ACTIVE\"], issues[by reporter]"
            )
        }
        if !isSymbol(.closeBracket), segment.by == nil || !current.isEnd {
            segment.condition = try parseExpression(after: "'['")
            height += 1
        }
        if isSymbol(.comma) {
            throw unexpected(expected: "']'", help: "conditions are joined by 'and'")
        }
        try close(.closeBracket, opening: opening)
    }

    /// `okta.users`
    mutating func parseObject(_ expected: String) throws(Diagnostic) -> ObjectPath {
        let start = current.span.start
        var names = [try parseFreeName(expected)]
        while take(.dot) { names.append(try parseName("a name")) }
        return ObjectPath(names: names, span: spanSince(start))
    }

    /// A name that is not a word after a value.
    func isNameStart(_ lexeme: Lexeme) -> Bool {
        switch lexeme.kind {
        case .name(let word): !Words.afterValue.contains(word)
        case .quotedName: true
        default: false
        }
    }

    /// Whether a value may start here; a name does unless it may as well be a word after a value.
    func isValueStart(_ lexeme: Lexeme) -> Bool {
        switch lexeme.kind {
        case .name: isNameStart(lexeme)
        case .quotedName, .text, .integer, .number, .date, .time, .duration, .regex, .parameter,
            .saved, .symbol(.openParen), .symbol(.minus):
            true
        default: false
        }
    }
}
