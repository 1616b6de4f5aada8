/// What the parser says when something else was due.
extension Parser {
    /// The mistake at the cursor: its own, if it is no token, else that something else was expected.
    ///
    /// - Parameter isAfterValue: an operator could stand here, so a word may be another language's operator.
    func unexpected(expected: String, isAfterValue: Bool = false, help: String? = nil) -> Diagnostic
    {
        if case .bad(let diagnostic, _) = current.kind { return diagnostic }
        if current.isEnd {
            let continues = index < lexemes.count - 1
            return Diagnostic(
                "expected \(expected), found the end", at: current.span,
                help: help ?? (continues ? Self.continuation : nil))
        }
        return Diagnostic(
            "expected \(expected), found \(describe(current))", at: current.span,
            help: help ?? (isAfterValue ? helpAfterValue() : helpForStage()))
    }

    static let continuation = "a line that goes on is indented or starts with '|'"

    func describe(_ lexeme: Lexeme) -> String {
        switch lexeme.kind {
        case .end: "the end"
        case .text: "a text"
        case .regex: "a regex"
        default: "'\(lexer.text(lexeme.span.start, lexeme.span.end))'"
        }
    }

    /// A value was due where an operator's or a list's next part starts.
    func missingValue(after what: String) -> Diagnostic {
        if case .bad(let diagnostic, _) = current.kind { return diagnostic }
        if current.isEnd {
            return Diagnostic(
                "no value after \(what)", at: current.span,
                help: index < lexemes.count - 1 ? Self.continuation : nil)
        }
        var help: String?
        if isComparison(current), index > 0, isComparison(lexemes[index - 1]) {
            help = "at least is '>=', at most '<=', equal '=' and exactly equal '=='"
        } else if isSymbol(.star), !current.isSpaced {
            help = "'*' multiplies, or walks a link when it touches a name: manager*"
        } else if isSymbol(.question) {
            help = "'??' gives a value for missing ones: a ?? b"
        }
        return Diagnostic(
            "no value between \(what) and \(describe(current))", at: current.span, help: help)
    }

    /// The help line for something that stands behind a value and is no operator.
    private func helpAfterValue() -> String? {
        guard index > 0 else { return nil }
        let left = lexemes[index - 1]
        let leftText = lexer.text(left.span.start, left.span.end)
        if case .text = left.kind, case .name = current.kind, !current.isSpaced {
            return "a quote within a text is \\' or \\\", or the text stands in the other quotes"
        }
        guard case .name(let word) = current.kind else {
            guard case .name = left.kind else { return nil }
            if isSymbol(.openParen) { return "a function's name has no dots: lower(email)" }
            let right = lexer.text(current.span.start, current.span.end)
            return isValueStart(current) && right.utf8.count < 40
                ? "an operator stands between two values: \(leftText) = \(right)" : nil
        }
        if current.isSpaced, case .integer = left.kind, let unit = Lexer.unit(meant: word) {
            return "a duration has no space: \(leftText)\(unit)"
        }
        if let operatorHelp = ForeignWords.operators[word.lowercased()] { return operatorHelp }
        if word.lowercased() == "is" { return helpForIs() }
        if Words.afterValue.contains(word.lowercased()), !Words.afterValue.contains(word) {
            return "it is written in lower case: \(word.lowercased())"
        }
        if word == "not" { return "'not' stands before a comparison: not (a = 1)" }
        if let stage = helpForStage() { return stage }
        if case .name(let leftName) = left.kind {
            return "a name with a space goes in backticks: `\(leftName) \(word)`"
        }
        return nil
    }

    private func helpForStage() -> String? {
        guard case .name(let word) = current.kind, Words.stages.contains(word) else { return nil }
        return "a stage follows a '|': | \(word) …"
    }

    private func isComparison(_ lexeme: Lexeme) -> Bool {
        switch lexeme.kind {
        case .symbol(.equal), .symbol(.exactlyEqual), .symbol(.notEqual), .symbol(.less),
            .symbol(.lessOrEqual), .symbol(.greater), .symbol(.greaterOrEqual), .symbol(.matches),
            .symbol(.notMatches):
            true
        default: false
        }
    }

    private func helpForIs() -> String {
        let negated = peek().isWord("not") || peek().isWord("NOT")
        let tested: String =
            if case .name(let word) = peek(negated ? 2 : 1).kind { word.lowercased() } else { "" }
        guard ["null", "nil", "missing", "empty", "blank"].contains(tested) else {
            return negated ? "'!=' is unequal" : "'=' compares: status = \"ACTIVE\""
        }
        let field =
            if case .name(let name) = lexemes[index - 1].kind { name } else { "field" }
        return negated ? "has \(field)" : "no \(field)"
    }
}
