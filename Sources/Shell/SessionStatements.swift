import BoardLanguage
import Engine

/// Statements typed at the prompt: they hold for the session and are not written anywhere.
extension Session {
    /// Takes one statement in.
    ///
    /// - Returns: what it did, for the person.
    func take(_ statement: Statement, text: String, path: String?) throws(BoardError) -> String {
        switch statement.kind {
        case .parameter(let name, let type, let value):
            guard let value else {
                throw BoardError(
                    kind: .board,
                    diagnostic: Diagnostic(
                        "'\(name.text)' needs a value here", at: statement.span,
                        help: "param \(name.text): \(type.text) = VALUE"),
                    text: text, path: path)
            }
            guard let literal = ParameterValues.literal(value, as: type.text) else {
                throw BoardError(
                    kind: .board,
                    diagnostic: Diagnostic(
                        "this is no \(type.text)", at: value.span,
                        help: ParameterValues.example(of: type.text)),
                    text: text, path: path)
            }
            parameters[name.text] = literal
            return "$\(name.text) is set for this session"
        case .link, .unlink, .primary, .same, .different:
            let pin = PinStatement(statement: statement, text: text, path: path)
            try folder.check(pin)
            let effect = tellingEffect(of: pin) {
                typed.pins.append(pin)
                folder.applyPins(typed: typed.pins)
            }
            let kept =
                "holds for this session; .\(keyword(statement)) keeps it in \(Setup.fileName)"
            return (effect + [kept]).joined(separator: "\n")
        case .source, .skip, .queries, .connect:
            throw BoardError(
                kind: .board,
                diagnostic: Diagnostic(
                    "\(keyword(statement)) stands in \(Setup.fileName), not at the prompt",
                    at: statement.span, help: "the file is read again as soon as it changes"),
                text: text, path: path)
        default:
            typed.problems = []
            typed.apply(statement, text: text, path: path)
            if let problem = typed.problems.first { throw problem }
            if case .binding(let name, _) = statement.kind {
                return "@\(name.text) is set for this session"
            }
            return "holds for this session"
        }
    }

    /// Takes the `let`s of a text back if one of them does not bind: a mistake is told where it is typed, and
    /// not where the name is used. All are in place by then, so they may use each other.
    func dropWrongBindings(of file: SourceFile) -> BoardError? {
        var names: [Name] = []
        for statement in file.statements {
            if case .binding(let name, _) = statement.kind { names.append(name) }
        }
        for name in names {
            let use = "@\(name.text)"
            let runner = BoardRunner(environment: environment(for: use))
            guard let board = try? parseFile(use).board else { continue }
            do throws(BoardError) {
                _ = try runner.check(board, text: use, parameters: parameters)
            } catch {
                typed.bindings.removeAll { board in names.contains { $0.text == board.name } }
                return error
            }
        }
        return nil
    }

    private func keyword(_ statement: Statement) -> String {
        switch statement.kind {
        case .link: "link"
        case .unlink: "unlink"
        case .primary: "primary"
        case .same: "same"
        case .different: "different"
        case .source: "source"
        case .skip: "skip"
        case .queries: "queries"
        case .connect: "connect"
        default: "statement"
        }
    }
}
