/// One function per stage.
extension Parser {
    mutating func parseStage() throws(Diagnostic) -> Stage {
        let start = current.span
        guard case .name(let word) = current.kind else { throw missingStage() }
        if !Words.stages.contains(word) {
            if let mistake = mistakenStage(word) { throw mistake }
            let (words, inputs) = try parseAction(isStage: true)
            return Stage(.action(words: words, inputs: inputs), span: spanSince(start.start))
        }
        advance()
        let kind: StageKind
        switch word {
        case "where": kind = .where(try parseWhere())
        case "with": kind = .with(try parseItems(after: "'with'"))
        case "show": kind = .show(try parseItems(after: "'show'"))
        case "hide": kind = .hide(try parseHide())
        case "sort": kind = .sort(try parseSort())
        case "take": kind = try parseTake()
        case "group": kind = try parseGroup()
        case "expand": kind = try parseExpand()
        case "reconcile": kind = try parseReconcile()
        case "append": kind = .append(try parseAppend())
        case "expect": kind = .expect(try parseExpect())
        case "export": kind = try parseExport()
        default: kind = try parseSend()
        }
        return Stage(kind, span: spanSince(start.start))
    }

    private func missingStage() -> Diagnostic {
        if case .bad(let diagnostic, _) = current.kind { return diagnostic }
        let span = current.isEnd ? current.span : lexemes[index - 1].span
        let found = current.isEnd ? "after '|'" : "between '|' and \(describe(current))"
        // Two pipes in a row are a slip of the hand, not a stage that was forgotten.
        let isDoubled = !current.isEnd && isSymbol(.pipe)
        return Diagnostic(
            "no stage \(found)", at: span,
            help: isDoubled ? "one of the two '|' is too many" : Self.allStages)
    }

    private static let allStages = "stages are \(Words.stages.joined(separator: " "))"

    /// A word that no stage is called by but another language's, or that differs in case.
    private func mistakenStage(_ word: String) -> Diagnostic? {
        let folded = word.lowercased()
        if word != folded, Words.stages.contains(folded) {
            return Diagnostic(
                "no stage '\(word)'", at: current.span, help: "stages are in lower case: \(folded)")
        }
        return ForeignWords.stages[folded].map {
            Diagnostic("no stage '\(word)'", at: current.span, help: "in this language: \($0)")
        }
    }

    // MARK: - Rows

    private mutating func parseWhere() throws(Diagnostic) -> Expression {
        let condition = try parseExpression(after: "'where'")
        if isSymbol(.comma) {
            throw unexpected(expected: "'and' or '|'", help: "conditions are joined by 'and'")
        }
        return condition
    }

    private mutating func parseHide() throws(Diagnostic) -> [Path] {
        var paths: [Path] = []
        repeat {
            guard name(current) != nil else {
                throw unexpected(expected: "a column", help: "hide email, title")
            }
            paths.append(try parsePath())
        } while take(.comma)
        return paths
    }

    private mutating func parseSort() throws(Diagnostic) -> [SortKey] {
        try refuseBy("sort")
        var keys: [SortKey] = []
        repeat {
            let expression = try parseExpression(after: keys.isEmpty ? "'sort'" : "','")
            let isDescending = take("desc")
            if !isDescending { _ = take("asc") }
            keys.append(SortKey(expression: expression, isDescending: isDescending))
        } while take(.comma)
        return keys
    }

    /// `sort by x` and `group by x` as in SQL; `by` alone is a field.
    private func refuseBy(_ stage: String) throws(Diagnostic) {
        guard isWord("by"), isNameStart(peek()) || peek().isSymbol(.openParen) else { return }
        let first = lexer.text(peek().span.start, peek().span.end)
        throw Diagnostic(
            "'\(stage)' takes no 'by'", at: current.span, help: "\(stage) \(first)")
    }

    private mutating func parseTake() throws(Diagnostic) -> StageKind {
        let count: Expression
        switch current.kind {
        case .integer, .parameter: count = try parsePrimary(after: "'take'")
        case .bad: throw unexpected(expected: "a count")
        default:
            throw Diagnostic(
                current.isEnd
                    ? "no count after 'take'"
                    : "'take' needs a whole number, not \(describe(current))",
                at: current.span, help: "take 10, or take $count with param count: integer")
        }
        let keys = take("per") ? try parseExpressions(after: "'per'") : []
        return .take(count: count, per: keys)
    }

    private mutating func parseGroup() throws(Diagnostic) -> StageKind {
        try refuseBy("group")
        var keys: [Item] = []
        if !endsStage, !isSymbol(.colon) { keys = try parseItems(after: "'group'") }
        guard take(.colon) else { return .group(keys: keys, aggregates: nil) }
        return .group(keys: keys, aggregates: try parseItems(after: "':'"))
    }

    var endsStage: Bool {
        current.isEnd || isSymbol(.pipe) || isSymbol(.closeParen)
    }

    private mutating func parseExpand() throws(Diagnostic) -> StageKind {
        guard name(current) != nil else {
            throw unexpected(expected: "a path", help: "expand users")
        }
        let path = try parsePath()
        let keepsEmpty = take(.question)
        if isSymbol(.comma) {
            throw unexpected(expected: "'|'", help: "one path each: | expand users | expand apps")
        }
        if isSymbol(.openParen) {
            throw unexpected(
                expected: "'|'",
                help: "expand takes a path; a column can hold the list: with x = … | expand x")
        }
        return .expand(path, keepsEmpty: keepsEmpty)
    }

    // MARK: - Other boards

    private mutating func parseReconcile() throws(Diagnostic) -> StageKind {
        let source: ReconcileSource
        if isSymbol(.openParen) {
            try enter(at: current.span)
            source = .board(try parseBoardInParentheses())
            depth -= 1
        } else {
            guard !endsStage else { throw missingValue(after: "'reconcile'") }
            source = .source(try parseSource())
        }
        var name: Name?
        if take("as") { name = try parseFreeName("a name") }
        var link: ObjectPath?
        if take("by") { link = try parseObject("a link") }
        if ["on", "using", "with"].contains(where: isWord) {
            throw unexpected(
                expected: "'by' or '|'",
                help: "'by' chooses the link: reconcile hris.employees by email")
        }
        return .reconcile(source, name: name, by: link)
    }

    private mutating func parseAppend() throws(Diagnostic) -> AppendSource {
        if case .saved = current.kind { return .saved(try parseSaved()) }
        guard isSymbol(.openParen) else {
            throw unexpected(
                expected: "a board in parentheses or a saved board",
                help: "append (okta.groups), append @leavers")
        }
        try enter(at: current.span)
        let board = try parseBoardInParentheses()
        depth -= 1
        return .board(board)
    }

    // MARK: - Ends

    private mutating func parseExpect() throws(Diagnostic) -> Expectation {
        let span = current.span
        let next = peek()
        let isAlone = next.isEnd || next.isSymbol(.pipe) || next.isSymbol(.closeParen)
        if isAlone, take("none") { return .none(span) }
        if isAlone, take("some") { return .some(span) }
        return .expression(try parseExpression(after: "'expect'"))
    }

    private mutating func parseExport() throws(Diagnostic) -> StageKind {
        let file = try parseText("a file name in quotes", help: "export \"out.csv\"")
        return .export(file: file, replaces: take("replace"))
    }

    private mutating func parseSend() throws(Diagnostic) -> StageKind {
        let url = try parseText(
            "an address in quotes", help: "send \"https://hooks.example.com/x\"")
        return .send(url: url, body: endsStage ? nil : try parseInput())
    }

    /// A text literal, or a parameter that holds one.
    mutating func parseText(_ expected: String, help: String? = nil) throws(Diagnostic)
        -> Expression
    {
        switch current.kind {
        case .text, .parameter: return try parsePrimary(after: nil)
        default: throw unexpected(expected: expected, help: help)
        }
    }

    // MARK: - Actions

    /// The longest run of bare words, then inputs; a word before `:` starts the inputs.
    mutating func parseAction(isStage: Bool) throws(Diagnostic) -> (words: [Name], inputs: [Input])
    {
        var words: [Name] = []
        while case .name = current.kind, !startsInput, let word = name(current) {
            words.append(word)
            advance()
        }
        var inputs: [Input] = []
        if !words.isEmpty, name(current) != nil, startsInput { inputs = try parseInputs() }
        guard endsStage, !words.isEmpty, isStage || current.isEnd else {
            throw notAnAction(words, hasInputs: !inputs.isEmpty, isStage: isStage)
        }
        return (words, inputs)
    }

    private var startsInput: Bool { peek().isSymbol(.colon) || peek().isSymbol(.dot) }

    private func notAnAction(_ words: [Name], hasInputs: Bool, isStage: Bool) -> Diagnostic {
        if case .bad(let diagnostic, _) = current.kind { return diagnostic }
        if hasInputs {
            return unexpected(expected: "',' or the end of the action", isAfterValue: true)
        }
        guard let first = words.first else {
            return unexpected(
                expected: isStage ? "a stage or an action" : "an action",
                help: "an action is words, then inputs: add user to group group: \"Contractors\"")
        }
        let stage = nearestStage(first.text)
        if isStage, words.count == 1 || stage != nil {
            return Diagnostic(
                "no stage '\(first.text)'", at: first.span,
                help: stage.map { "nearest is '\($0)'" } ?? Self.allStages)
        }
        if !isStage, isSymbol(.pipe) || isSymbol(.dot) {
            return unexpected(
                expected: "an action's inputs",
                help: "the names of an object are joined by dots: okta.users")
        }
        return unexpected(
            expected: "an action's inputs",
            help: "an input has a name: group: \"Contractors\"")
    }
}
