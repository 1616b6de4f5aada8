import Actions
import BoardLanguage
import Columns
import Engine
import Okta
import Render
import Runs

/// Boards that end in an action: their rows are what a plan is made for.
extension Session {
    /// `cork plan BOARD`
    public func plan(_ board: String, arguments: [(name: String, value: String)]) -> Reply {
        answering {
            guard folder.saved.names.contains(board) || board.hasPrefix("@") else {
                return answer(board, path: nil)
            }
            do throws(Refused) {
                let saved = try savedBoard(board)
                return run(saved, parameters: try ParameterValues.literals(arguments, for: saved))
            } catch {
                return error.reply
            }
        }
    }

    /// `.plan BOARD [-o FILE]`
    func planLine(_ line: String) -> Reply {
        let before = acting
        defer { acting = before }
        acting.onlyPlans = true
        var board = line
        if let range = line.ranges(of: " -o ").last {
            acting.planFile = SavedBoards.trimmed(line[range.upperBound...])
            board = SavedBoards.trimmed(line[..<range.lowerBound])
        }
        do throws(Refused) {
            guard folder.saved.names.contains(board) || board.hasPrefix("@") else {
                return answer(board, path: nil)
            }
            return run(try savedBoard(board), parameters: [:])
        } catch {
            return error.reply
        }
    }

    /// Carries out an action that needs no row: `add group name: "Contractors"`.
    func act(on words: [Name], _ inputs: [Input], _ span: Span, text: String, path: String?)
        -> Reply
    {
        let action: BoundAction
        do throws(BoardError) {
            action = try BoardRunner(environment: environment(for: text)).action(
                words, inputs, at: span, text: text, path: path)
        } catch {
            return reply(to: error)
        }
        return act(on: action, isIncomplete: false, text: text)
    }

    /// Plans what the rows of a board ask for, and carries it out when somebody agrees.
    func act(on action: BoundAction, isIncomplete: Bool, text: String) -> Reply {
        if asOf != nil {
            return .error(
                "an action is not carried out on data of an earlier time",
                help: "leave --as-of out", status: .refused)
        }
        if let refused = denial(of: action.name) { return refused }
        let asked = secretsToAsk(action)
        defer { typedSecrets = [:] }
        if !action.missing.isEmpty, asked.isEmpty {
            return completed(action, text: text)
                ?? .error(
                    escapedForTerminal(action.missingSentence ?? "an input is missing"),
                    status: .badBoard)
        }
        guard
            let connection = folder.setup.connections.first(where: { $0.name == action.tool }),
            let known = actionLookup(connection)(action.name)
        else {
            return .error(
                "'\(escapedForTerminal(action.name))' needs a connection to an org",
                help: "cork connect okta ORG", status: .usage)
        }
        if let refused = refusal(known, connection, isIncomplete) { return refused }
        return act(on: intention(action, known, connection, asked, text))
    }

    /// Names of the secrets that are all that is missing, where somebody is here to type them.
    private func secretsToAsk(_ action: BoundAction) -> [String] {
        guard configuration.ask != nil, configuration.credentials.prompt != nil, !acting.applies,
            action.missing.allSatisfy(\.isSecret)
        else { return [] }
        return action.missing.map(\.name)
    }

    /// Actions rest on what was synced: what is not all there, or too old, may name the wrong people.
    private func refusal(
        _ action: any Action, _ connection: Connection, _ isIncomplete: Bool
    ) -> Reply? {
        let reasons = folder.incomplete(at: configuration.clock())
        for role in action.roles {
            let name = ObjectName(tool: connection.name, object: role.object)
            guard let reason = reasons[name] else { continue }
            return .error(
                escapedForTerminal("nothing is planned on \(name), which is incomplete: \(reason)"),
                help: "cork sync reads it again; --fresh does so first", status: .refused)
        }
        guard isIncomplete else { return nil }
        return .error(
            "nothing is planned on an answer that rests on incomplete data",
            help: "without its last stage the board says what is missing", status: .refused)
    }

    private func intention(
        _ action: BoundAction, _ known: any Action, _ connection: Connection, _ asked: [String],
        _ text: String
    ) -> Intention {
        var secrets = secrets(of: action)
        for name in asked { secrets[name] = Deed.prompted }
        let deeds = action.rows.map {
            Deed(action.name, $0.values(for: known), secrets: secrets)
        }
        let first = deeds.first ?? Deed(action.name, [:], secrets: secrets)
        let isSame = deeds.allSatisfy { $0 == first }
        var intention = Intention(
            deed: isSame ? first : Deed(action.name), wanted: [],
            board: SavedBoards.trimmed(text[...]), connection: connection)
        for (row, deed) in zip(action.rows, deeds) {
            var target = row.target
            if target.records.isEmpty, row.skipped != nil, let role = known.roles.first {
                target.records = [.init(role: role.name, id: "", name: row.label)]
            }
            intention.wanted.append(
                Planner.Wanted(target, deed: isSame ? nil : deed, skipped: row.skipped))
        }
        if action.repeatedCount > 0 {
            intention.notes.append(
                "\(Phrase.count(action.repeatedCount, "row")) more with a target that is here already"
            )
        }
        return intention
    }

    private func secrets(of action: BoundAction) -> [String: String] {
        action.secrets.mapValues { reference in
            switch reference {
            case .environment(let name): "env:\(name)"
            case .file(let path): "file:\(path)"
            case .generated: Deed.generated
            }
        }
    }

    /// Asks for what is missing and answers the board with it; nil where nobody can be asked.
    private func completed(_ action: BoundAction, text: String) -> Reply? {
        guard let ask = configuration.ask, !acting.applies,
            let missing = action.missing.first(where: { !$0.isSecret }),
            let file = try? parseFile(text)
        else { return nil }
        var hasInputs = false
        if case .action(_, let inputs)? = file.board?.stages.last?.kind {
            hasInputs = !inputs.isEmpty
        }
        if case .action(_, let inputs)? = file.statements.last?.kind, file.board == nil {
            hasInputs = !inputs.isEmpty
        }
        let question = escapedForTerminal("\(action.name): \(missing.name) (\(missing.what)): ")
        guard let typed = ask(question) else { return .note("nothing was done") }
        let isText = missing.what.hasPrefix("a text") || missing.what.hasPrefix("one of")
        let value = isText ? JSONText.encode(typed) : typed
        let more = SavedBoards.trimmed(text[...]) + (hasInputs ? ", " : " ")
        return answer(more + "\(missing.name): \(value)", path: nil)
    }
}
