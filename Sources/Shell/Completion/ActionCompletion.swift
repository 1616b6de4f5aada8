import Columns
import Engine
import Render

/// What may stand in an action: its words, its inputs, and the records and values that they take.
extension Session {
    /// Actions that a row can feed, as what is left of their words; those that are not allowed are left out.
    func actionEntries(continuing words: [String], _ scope: RowScope?) -> [CompletionEntry] {
        let typed = words.map { $0.lowercased() }
        // What acts on the row comes before what only takes values from it.
        let offered = offeredActions
        let ordered =
            scope == nil
            ? offered : offered.filter { !$0.roles.isEmpty } + offered.filter { $0.roles.isEmpty }
        return ordered.compactMap { signature in
            guard signature.words.count > typed.count, signature.words.starts(with: typed) else {
                return nil
            }
            if let scope, !signature.roles.isEmpty, scope.roles(fedTo: signature).isEmpty {
                return nil
            }
            let rest = signature.words.dropFirst(typed.count).joined(separator: " ")
            return CompletionEntry(rest, "action", signature.note)
        }
    }

    /// Records that the row does not give, then inputs, the required ones first.
    func inputEntries(ofAction words: [String], _ scope: RowScope?) -> [CompletionEntry] {
        guard let signature = action(of: words) else { return [] }
        let fed = scope?.roles(fedTo: signature) ?? []
        let roles = signature.roles.filter { !fed.contains($0.name) }.map {
            CompletionEntry($0.name + ":", "input", "one of \($0.object)")
        }
        let ordered =
            signature.inputs.filter(\.isRequired)
            + signature.inputs.filter { !$0.isRequired }
        return roles + ordered.map { CompletionEntry($0.name + ":", "input", $0.note) }
    }

    /// Names of records, words of a choice, or true and false; empty where any expression may stand.
    func valueEntries(
        of input: String, action words: [String], typed: String
    ) -> [CompletionEntry] {
        guard let signature = action(of: words) else { return [] }
        if let role = signature.roles.first(where: { $0.name == input }) {
            return recordEntries(role, typed: typed)
        }
        switch signature.inputs.first(where: { $0.name == input })?.kind {
        case .flag?: return ["true", "false"].map { CompletionEntry($0, "value") }
        case .choice(let words)?:
            return words.map { CompletionEntry(Self.quoted($0), "value") }
        case .secret?:
            return ["secret(\"env:", "secret(\"file:", "secret(generate)"].map {
                CompletionEntry($0, "function", "a secret is no text of a board")
            }
        default: return []
        }
    }

    private static let recordsMax = 40

    /// Records whose name has what is typed in it, those that begin so first.
    private func recordEntries(
        _ role: ActionSignature.Role, typed: String
    ) -> [CompletionEntry] {
        guard let table = folder.catalog[role.object],
            let position = role.nameFields.lazy.compactMap({ table.index(of: $0) }).first
        else { return [] }
        let names = table.columns[position]
        let wanted = typed.drop { $0 == "\"" }.lowercased()
        var first: [String] = []
        var other: [String] = []
        for row in 0..<table.rowCount where names.isPresent(row) {
            if first.count >= Self.recordsMax { break }
            let name = names.string(row)
            guard escapedForTerminal(name) == name else { continue }
            let folded = name.lowercased()
            if folded.hasPrefix(wanted) {
                first.append(name)
            } else if other.count < Self.recordsMax, folded.contains(wanted) {
                other.append(name)
            }
        }
        return (first + other).prefix(Self.recordsMax).map {
            CompletionEntry(Self.quoted($0), role.name)
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Each action once, however many orgs are connected.
    private var offeredActions: [ActionSignature] {
        var seen: Set<String> = []
        return actionSignatures.filter {
            seen.insert($0.name).inserted && permissionLine(against: $0.name) == nil
        }
    }

    private func action(of words: [String]) -> ActionSignature? {
        let typed = words.map { $0.lowercased() }
        return offeredActions.first { $0.words == typed }
    }
}
