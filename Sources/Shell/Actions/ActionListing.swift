import Actions
import Columns
import Engine
import Render

extension MetaCommand {
    /// What can be done with rows.
    static let actionCommands = [
        MetaCommand(
            name: "actions", usage: "[WORD]",
            summary: "what rows can be fed to, with inputs, risk and whether it is allowed",
            argument: .word(["user", "group", "app", "device", "policy", "factor"], kind: "word")
        ) { arguments, session in session.listActions(arguments) }
    ]
}

extension Session {
    /// Every action, or those that have the words; without a connection too, as they are worth reading before.
    public func actions(_ word: String) -> Reply { answering { listActions(word) } }

    func listActions(_ word: String) -> Reply {
        let wanted = word.lowercased().split(separator: " ").map(String.init)
        let actions = knownActions.filter { action in
            let words = action.name.split(separator: " ").map(String.init)
            return wanted.allSatisfy { words.contains($0) }
        }
        if actions.isEmpty {
            return .error(
                "no action has '\(escapedForTerminal(word))' in its name",
                help: Suggestion.nearest(word, in: knownActions.map(\.name))
                    ?? "cork actions lists all of them", status: .usage)
        }
        return show(actionTable(actions))
    }

    /// Actions with the org's own attributes, of the first connection; all orgs have the same ones.
    private var knownActions: [any Action] {
        folder.setup.connections.first.map { actionRegistry($0).all } ?? ActionRegistry().all
    }

    private func actionTable(_ actions: [any Action]) -> Table {
        var listing = Listing(
            "actions", ["action", "acts_on", "risk", "allowed", "by", "needs", "request", "scope"])
        for action in actions {
            let denial = permissionLine(against: action.name)
            listing.append([
                action.name, action.roles.map(\.name).joined(separator: ", "),
                action.risk.rawValue, denial == nil ? "yes" : "no", denial ?? "",
                action.precondition, action.endpoint, action.scope,
            ])
        }
        let table = listing.table()
        var starts: [Int32] = [0]
        var names = TextBuilder()
        var count: Int32 = 0
        for action in actions {
            for input in action.inputs {
                names.append(input.isRequired ? input.name : input.name + "?")
                count += 1
            }
            starts.append(count)
        }
        let inputs = Column(
            .list(ListColumn(starts: starts, elements: Column(.text(names.finish())))))
        return Table(
            name: table.name,
            fields: Array(table.fields[..<2]) + [Field(name: "inputs", type: .list(.text))]
                + Array(table.fields[2...]),
            columns: Array(table.columns[..<2]) + [inputs] + Array(table.columns[2...]),
            rowCount: table.rowCount)
    }

    /// What `.help deactivate user` tells; nil when no action is called so.
    func help(onAction phrase: String) -> String? {
        let words = phrase.lowercased().split(separator: " ").joined(separator: " ")
        guard let action = knownActions.first(where: { $0.name == words }) else { return nil }
        var facts: [(String, String)] = []
        if !action.roles.isEmpty {
            facts.append(("  acts on", action.roles.map(\.name).joined(separator: ", ")))
        }
        facts.append(("  needs", action.precondition))
        facts.append(("  risk", action.risk.rawValue))
        if action.takesOneRow { facts.append(("  rows", "one")) }
        facts.append(("  request", action.endpoint))
        facts.append(("  scope", action.scope))
        if let line = permissionLine(against: action.name) {
            facts.append(("  not allowed", escapedForTerminal(line)))
        }
        var lines = ["\(action.name)\n  \(action.summary)", Self.aligned(facts)]
        let inputs = action.inputs.map { input in
            let standard = input.standard.map { "; Okta's own is \($0)" } ?? ""
            return (
                "    \(input.name):" + (input.isRequired ? " (required)" : ""),
                "\(input.kindText): \(input.summary)\(standard)"
            )
        }
        if !inputs.isEmpty { lines.append("  inputs\n" + Self.aligned(inputs)) }
        return lines.joined(separator: "\n")
    }

    private static func aligned(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { left, right in
            left + String(repeating: " ", count: max(0, width - left.count)) + "  " + right
        }.joined(separator: "\n")
    }
}

extension Session {
    /// The `deny` line that keeps an action from running; nil when it may.
    func permissionLine(against action: String) -> String? {
        permissions.denial(of: action).map { "\($0.place): \($0.line)" }
    }
}
