import Columns
import Correlation
import Engine
import Render

extension MetaCommand {
    /// The report that an auditor asks for.
    static let matchCommand = MetaCommand(
        name: "match", usage: "OBJECT OBJECT [STATE] [-o FILE]",
        summary: "every record of two objects with its match, the rule, and what is left over",
        argument: .objects
    ) { arguments, session in
        var words = arguments.split(separator: " ", omittingEmptySubsequences: true)
            .map(String.init)
        var file: String?
        if let flag = words.firstIndex(of: "-o") {
            guard flag == words.count - 2 else { return usageError("match") }
            file = words[flag + 1]
            words.removeLast(2)
        }
        guard words.count == 2 || words.count == 3 else { return usageError("match") }
        return session.match(
            words[0], words[1], state: words.count == 3 ? words[2] : nil, to: file,
            replaces: false)
    }
}

/// What became of one record when two objects were matched.
enum MatchState: String, CaseIterable {
    case matched
    /// Claimed by several records, or claiming several.
    case ambiguous
    /// It has a value to be matched by, and nothing has the same.
    case unmatched
    /// It has no value to be matched by.
    case blank
}

/// `.match A B`: who is who between two objects, row by row.
extension Session {
    /// - Parameters:
    ///   - state: only rows of this state; nil for all.
    ///   - file: writes the rows there; nil shows them.
    func match(
        _ first: String, _ second: String, state: String?, to file: String?, replaces: Bool
    ) -> Reply {
        var chosen: MatchState?
        if let state {
            chosen = MatchState(rawValue: state.lowercased())
            if chosen == nil {
                return .error(
                    "'\(escapedForTerminal(state))' is no state of a match",
                    help: Phrase.list(MatchState.allCases.map(\.rawValue), and: "or"),
                    status: .usage)
            }
        }
        let left: Table
        let right: Table
        switch object(first) {
        case .found(let table): left = table
        case .refused(let reply): return reply
        }
        switch object(second) {
        case .found(let table): right = table
        case .refused(let reply): return reply
        }
        do { try awaitLinks(of: folder.model) } catch { return error.reply }
        guard let side = matchSide(left.name, right.name) else {
            return .error(
                "nothing links \(left.name) and \(right.name) directly",
                help: "why \(left.name) \(right.name) tells what was considered", status: .failure)
        }
        do { try awaitRows(of: [side.link], in: folder.model) } catch { return error.reply }
        let report = MatchReport(
            side, model: folder.model, left: tellingLabels(left), right: tellingLabels(right))
        let table = report.listing(only: chosen).table()
        if let file {
            return write(table, footer: report.footer, to: file, replaces: replaces, format: nil)
        }
        var reply = show(table)
        if !settings.isQuiet { reply.notes = report.footer }
        return reply
    }

    /// The link between two objects that says most: the same things in two tools, else the surest reference.
    private func matchSide(_ left: ObjectName, _ right: ObjectName) -> MatchReport.Side? {
        let between = folder.model.links.filter {
            !$0.isContainment
                && (($0.left.object == left && $0.right.object == right)
                    || ($0.left.object == right && $0.right.object == left))
        }
        let best = between.max { a, b in
            if a.isPinned != b.isPinned { return b.isPinned }
            if a.isIdentity != b.isIdentity { return b.isIdentity }
            return a.confidence != b.confidence ? a.confidence < b.confidence : a.id > b.id
        }
        guard let best else { return nil }
        return MatchReport.Side(
            link: best, isForward: best.left.object == left, others: between.count - 1)
    }

    /// What a person calls a record, with its key where two records are called the same.
    private func tellingLabels(_ table: Table) -> (Int) -> String {
        let label = labels(of: table.name)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount { seen[label(row), default: 0] += 1 }
        let key = folder.model.key(of: table.name).compactMap { table.index(of: $0) }
            .map { table.columns[$0] }
        return { row in
            let own = label(row)
            guard seen[own, default: 1] > 1, !key.isEmpty else { return own }
            return "\(own) (\(key.map { $0.string(row) }.joined(separator: ", ")))"
        }
    }
}
