/// Statements: one function each, chosen by the word they start with.
extension Parser {
    /// Whether a statement starts here rather than a board: a statement word that is not an object's name, or
    /// an action phrase.
    var isAtStatement: Bool {
        guard case .name(let word) = current.kind else { return false }
        if peek().isSymbol(.dot) || peek().isSymbol(.pipe) || isSourceAt(1) { return false }
        if Words.statements.contains(word) { return true }
        if Words.stages.contains(word) || ForeignWords.stages[word.lowercased()] != nil
            || ForeignWords.queryStarts.contains(word.lowercased())
        {
            return false
        }
        guard !Words.reserved.contains(word), case .name(let next) = peek().kind else {
            return false
        }
        // `Album show Title` lacks a '|'; `add group name: "X"` has inputs.
        return !Words.stages.contains(next) || wordsEndInInput
    }

    private var wordsEndInInput: Bool {
        var offset = 1
        while case .name = peek(offset).kind { offset += 1 }
        return peek(offset).isSymbol(.colon)
    }

    /// The form of each statement, shown when one is mistaken.
    private static let forms: [String: String] = [
        "param": "param days: duration = 90d",
        "let": "let leavers = hris.employees | where status = \"Terminated\"",
        "link": "link okta.users.email = github.members.email",
        "unlink": "unlink okta.users.id = jira.issues.id",
        "primary": "primary hris.employees = employee_number",
        "source": "source snipe.assets = \"exports/assets.csv\"",
        "skip": "skip \"old/*\"",
        "queries": "queries \"queries\"",
        "connect": "connect okta \"acme.okta.com\"",
        "same": "same okta.users \"ada@acme.com\" github.members \"ada-l\"",
        "different": "different okta.users \"j.doe\" slack.users \"j.doe\"",
        "allow": "allow deactivate user",
        "deny": "deny delete *",
        "timezone": "timezone \"Europe/Berlin\"",
        "now": "now 2026-08-03T00:00:00Z",
    ]

    mutating func parseStatement() throws(Diagnostic) -> Statement {
        let start = current.span
        guard case .name(let word) = current.kind, Words.statements.contains(word) else {
            let (words, inputs) = try parseAction(isStage: false)
            return Statement(.action(words: words, inputs: inputs), span: spanSince(start.start))
        }
        advance()
        do {
            let kind = try parseStatement(word)
            return Statement(kind, span: spanSince(start.start))
        } catch {
            var mistake = error
            // A word alone may as well have been meant as an object.
            if mistake.help == nil, let form = Self.forms[word] {
                mistake.help =
                    lexemes[index - 1].span == start && current.isEnd
                    ? "\(form); in backticks `\(word)` is an object" : "as in \(form)"
            }
            throw mistake
        }
    }

    private mutating func parseStatement(_ word: String) throws(Diagnostic) -> StatementKind {
        switch word {
        case "param": return try parseParameter()
        case "let": return try parseLet()
        case "link": return try parseLink()
        case "unlink":
            let left = try parseLinkSide()
            try expectEqualSign()
            return .unlink(left: left, right: try parseLinkSide())
        case "primary":
            let object = try parseObject("an object")
            try expectEqualSign()
            return .primary(object: object, field: try parseObject("a field"))
        case "source": return try parseSourceStatement()
        case "skip": return .skip(pattern: try parseText("a pattern in quotes"))
        case "queries": return .queries(folder: try parseText("a folder in quotes"))
        case "connect": return try parseConnect()
        case "same": return .same(try parseSameSide(), try parseSameSide())
        case "different": return .different(try parseSameSide(), try parseSameSide())
        case "allow": return .allow(words: try parsePattern())
        case "deny": return .deny(words: try parsePattern())
        case "timezone": return .timezone(try parseText("a time zone in quotes"))
        default:
            switch current.kind {
            case .date, .time: return .now(try parsePrimary(after: nil))
            default: throw unexpected(expected: "a date or a time")
            }
        }
    }

    private mutating func expectEqualSign() throws(Diagnostic) {
        if isSymbol(.exactlyEqual) {
            throw Diagnostic("'==' where '=' is due", at: current.span, help: "one '=' here")
        }
        try expect(.equal, "'='")
    }

    // MARK: - Parameters and boards

    private static let typesMeant = [
        "string": "text", "str": "text", "char": "text", "int": "integer", "float": "number",
        "double": "number", "decimal": "number", "boolean": "bool", "datetime": "time",
        "timestamp": "time", "days": "duration", "interval": "duration", "day": "date",
    ]

    private mutating func parseParameter() throws(Diagnostic) -> StatementKind {
        if case .parameter(let text) = current.kind {
            throw Diagnostic(
                "'$' where a parameter is declared", at: current.span,
                help: "param \(text): duration = 90d; it is used as $\(text)")
        }
        let name = try parseName("a name")
        try expect(.colon, "':' and a type")
        let type = try parseName("a type")
        guard Words.types.contains(type.text) else {
            let meant =
                Self.typesMeant[type.text.lowercased()]
                ?? nearestNames(to: type.text, in: Words.types, limit: 1).first
            throw Diagnostic(
                "no type '\(type.text)'", at: type.span,
                help: meant.map { "nearest is '\($0)'" }
                    ?? "types are \(Words.types.joined(separator: " "))")
        }
        guard !current.isEnd else { return .parameter(name: name, type: type, value: nil) }
        try expectEqualSign()
        return .parameter(name: name, type: type, value: try parseExpression(after: "'='"))
    }

    private mutating func parseLet() throws(Diagnostic) -> StatementKind {
        if case .saved(let text) = current.kind {
            throw Diagnostic(
                "'@' where a board is named", at: current.span,
                help: "let \(text) = …; it is used as @\(text)")
        }
        let name = try parseName("a name")
        try expectEqualSign()
        if isSymbol(.openParen), isBoardAhead(1) {
            throw unexpected(expected: "a board", help: "no parentheses are needed after 'let'")
        }
        switch current.kind {
        case .text, .integer, .number, .date, .time, .duration, .name("true"), .name("false"):
            throw Diagnostic(
                "'let' names a board, not a value", at: current.span,
                help: "param \(name.text): … = \(lexer.text(current.span.start, current.span.end))")
        default:
            let board = try parseBoard(isNested: false)
            try expectEnd(after: board)
            return .binding(name: name, board: board)
        }
    }

    // MARK: - Links and sources

    private mutating func parseLink() throws(Diagnostic) -> StatementKind {
        let left = try parseLinkSide()
        let isWeak = take(.matches)
        if !isWeak { try expectEqualSign() }
        let right = try parseLinkSide()
        let name = take("as") ? try parseFreeName("a name") : nil
        return .link(left: left, right: right, isWeak: isWeak, name: name)
    }

    private mutating func parseLinkSide() throws(Diagnostic) -> LinkSide {
        let path = try parseObject("a field, as in okta.users.email")
        guard isValueStart(current) else { return LinkSide(path: path, expression: nil) }
        return LinkSide(path: path, expression: try parseExpression(level: Level.coalesce))
    }

    private mutating func parseSourceStatement() throws(Diagnostic) -> StatementKind {
        let object = try parseObject("an object")
        try expectEqualSign()
        let file = try parseText("a file name in quotes")
        var options: [Input] = []
        if isSymbol(.openParen) {
            let opening = current.span
            advance()
            options = try parseInputs()
            try close(.closeParen, opening: opening, expected: "',' or ')'")
        }
        return .source(object: object, file: file, options: options)
    }

    private mutating func parseConnect() throws(Diagnostic) -> StatementKind {
        let tool = try parseFreeName("a tool")
        let organisation = try parseText("an organisation in quotes")
        let name = take("as") ? try parseFreeName("a name") : nil
        var insteadOfFiles = false
        if take("instead") {
            guard take("of"), take("files") else {
                throw unexpected(expected: "'instead of files'")
            }
            insteadOfFiles = true
        }
        return .connect(
            tool: tool, organisation: organisation, name: name, insteadOfFiles: insteadOfFiles)
    }

    private mutating func parseSameSide() throws(Diagnostic) -> SameSide {
        let object = try parseObject("an object")
        switch current.kind {
        case .text, .integer: return SameSide(object: object, record: try parsePrimary(after: nil))
        default: throw unexpected(expected: "a record's key in quotes")
        }
    }

    /// Words of an action with `*` for any: `delete *`, `remove user from *`.
    private mutating func parsePattern() throws(Diagnostic) -> [Name] {
        var words: [Name] = []
        while true {
            let part: String
            switch current.kind {
            case .name(let word): part = word
            case .symbol(.star): part = "*"
            default:
                guard !words.isEmpty else { throw unexpected(expected: "words of an action") }
                return words
            }
            if let last = words.indices.last, !current.isSpaced {
                tight.insert(index)
                words[last].text += part
                words[last].span = words[last].span.to(current.span)
            } else {
                words.append(Name(part, span: current.span))
            }
            advance()
        }
    }
}
