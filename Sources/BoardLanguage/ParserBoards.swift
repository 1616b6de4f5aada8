/// Boards, sources and stages.
extension Parser {
    /// - Parameter isNested: in parentheses, where nothing may follow that ends a board.
    mutating func parseBoard(isNested: Bool) throws(Diagnostic) -> Board {
        let start = current.span.start
        let source = try parseSource()
        var stages: [Stage] = []
        while isSymbol(.pipe) {
            if let last = stages.last, let word = last.kind.closingWord {
                throw Diagnostic(
                    "a stage after \(word), which ends a board", at: current.span.to(peek().span),
                    help: "\(word) is the last stage")
            }
            advance()
            let stage = try parseStage()
            if isNested, let word = stage.kind.closingWord {
                throw Diagnostic(
                    "\(word) in a board in parentheses", at: stage.span,
                    help: "only the outermost board ends in \(word)")
            }
            stages.append(stage)
        }
        return Board(source: source, stages: stages, span: spanSince(start))
    }

    // MARK: - Sources

    mutating func parseSource() throws(Diagnostic) -> Source {
        if case .saved = current.kind { return .saved(try parseSaved()) }
        if let mistake = mistakenStart() { throw mistake }
        let object = try parseObject("an object")
        guard take("at") else { return .object(object, at: nil) }
        return .object(object, at: try parsePostfix(after: "'at'"))
    }

    /// A board that starts with a stage, or as a query in another language.
    private func mistakenStart() -> Diagnostic? {
        let example = "a board starts with an object: okta.users | where status = \"ACTIVE\""
        if isSymbol(.pipe) {
            return Diagnostic("no object before '|'", at: current.span, help: example)
        }
        guard case .name(let word) = current.kind else {
            if name(current) != nil { return nil }
            return current.isEnd
                ? nil : unexpected(expected: "an object or a saved board", help: example)
        }
        let next = peek()
        if next.isSymbol(.dot) || next.isSymbol(.pipe) || next.isEnd || isSourceAt(1) { return nil }
        let isStage = Words.stages.contains(word) || ForeignWords.stages[word.lowercased()] != nil
        guard isStage || ForeignWords.queryStarts.contains(word.lowercased()) else { return nil }
        return Diagnostic(
            "a board does not start with '\(word)'", at: current.span,
            help: Words.stages.contains(word)
                ? "an object comes first: okta.users | \(word) …; a line that goes on is indented or starts with '|'"
                : example)
    }

    /// Whether the lexeme at `offset` is the `at` behind a source.
    func isSourceAt(_ offset: Int) -> Bool {
        guard peek(offset).isWord("at") else { return false }
        switch peek(offset + 1).kind {
        case .text, .date, .time, .duration, .integer, .parameter, .symbol(.openParen),
            .name("now"), .name("today"):
            return true
        default: return false
        }
    }

    /// `@stale(days: 30d)`
    mutating func parseSaved() throws(Diagnostic) -> SavedReference {
        guard case .saved(let text) = current.kind else {
            throw unexpected(expected: "a saved board, as in @stale")
        }
        let name = Name(text, span: current.span)
        advance()
        var inputs: [Input] = []
        if isSymbol(.openParen) {
            let opening = current.span
            tight.insert(index)
            try enter(at: opening)
            defer { depth -= 1 }
            advance()
            if !isSymbol(.closeParen) { inputs = try parseInputs() }
            try close(.closeParen, opening: opening, expected: "',' or ')'")
        }
        return SavedReference(name: name, inputs: inputs, span: spanSince(name.span.start))
    }

    mutating func parseInputs() throws(Diagnostic) -> [Input] {
        var inputs = [try parseInput()]
        while take(.comma) { inputs.append(try parseInput()) }
        return inputs
    }

    mutating func parseInput() throws(Diagnostic) -> Input {
        let start = current.span.start
        var names = [try parseName("an input, as in days: 30d")]
        while take(.dot) { names.append(try parseName("a name")) }
        let path = ObjectPath(names: names, span: spanSince(start))
        if isSymbol(.equal) {
            throw unexpected(expected: "':'", help: "an input is given with ':', as in days: 30d")
        }
        try expect(.colon, "':'", help: "an input is given with ':', as in days: 30d")
        return Input(name: path, value: try parseExpression(after: "':'"))
    }

    // MARK: - Items

    mutating func parseItems(after what: String) throws(Diagnostic) -> [Item] {
        var items = [try parseItem(after: what)]
        while take(.comma) { items.append(try parseItem(after: "','")) }
        return items
    }

    private mutating func parseItem(after what: String) throws(Diagnostic) -> Item {
        if isSymbol(.star), endsItem(peek()) {
            let span = current.span
            advance()
            return .all(span)
        }
        var itemName: Name?
        if let name = name(current), peek().isSymbol(.equal) {
            if let reserved = reservedWord(current) {
                throw reservedName(reserved, at: current.span)
            }
            advance()
            advance()
            itemName = name
        }
        let expression = try parseExpression(after: itemName == nil ? what : "'='")
        if itemName == nil, case .binary(.equal, let left, _, let sign) = expression.kind,
            case .path = left.kind
        {
            throw Diagnostic(
                "'=' after a path names nothing", at: sign,
                help: "a column's name is one word: name = …; a comparison stands in parentheses")
        }
        if isWord("as") {
            let value = lexer.text(expression.span.start, expression.span.end)
            let alias = name(peek()).map { lexer.text($0.span.start, $0.span.end) } ?? "name"
            throw Diagnostic(
                "'as' does not name a column", at: current.span, help: "\(alias) = \(value)")
        }
        return .expression(name: itemName, expression)
    }

    private func endsItem(_ lexeme: Lexeme) -> Bool {
        switch lexeme.kind {
        case .end, .symbol(.comma), .symbol(.pipe), .symbol(.colon), .symbol(.closeParen): true
        default: false
        }
    }
}

extension StageKind {
    /// What a stage that ends a board is called; nil for one that others may follow.
    fileprivate var closingWord: String? {
        switch self {
        case .expect: "'expect'"
        case .export: "'export'"
        case .send: "'send'"
        case .action: "an action"
        default: nil
        }
    }
}
