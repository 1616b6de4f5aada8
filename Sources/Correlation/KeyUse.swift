import Columns

/// Settles which of several possible keys an object's key is by how the fields of other objects use them.
///
/// A key is what others name the record by: where two fields of the same tool name accounts by their login and
/// none by their number, the login is the key. And a field that itself names another object's record (a
/// project's lead) does not identify its own, although no two projects may have the same lead today.
struct KeyUse {
    let profiles: [TableProfile]
    /// Candidates past the threshold.
    let accepted: [Candidate]

    /// Profiles with their keys settled; the same array when nothing changes.
    func settled() -> (profiles: [TableProfile], isChanged: Bool) {
        var settled = profiles
        var isChanged = false
        for table in profiles.indices where profiles[table].keys.count > 1 {
            guard let (column, reason) = better(table) else { continue }
            settled[table] = profiles[table].withKey(column, because: reason)
            isChanged = true
        }
        return (settled, isChanged)
    }

    private func better(_ table: Int) -> (column: Int, reason: String)? {
        let profile = profiles[table]
        let best = profile.keys[0].column
        let uses = references(to: table)
        let used = profile.keys.filter { (uses[$0.column]?.count ?? 0) >= 2 }
            .max { (uses[$0.column]?.count ?? 0) < (uses[$1.column]?.count ?? 0) }
        if uses[best] == nil, let used, let names = uses[used.column] {
            return (used.column, "named by \(names.sorted().joined(separator: ", "))")
        }
        guard uses[best] == nil, let target = refersTo(table, best),
            let other = profile.keys.first(where: {
                $0.column != best && refersTo(table, $0.column) == nil
                    && $0.score > profile.keys[0].score - 1.5
            })
        else { return nil }
        let field = profile.columns[best].field
        return (other.column, "while '\(field)' names \(target)")
    }

    /// Fields of other objects of the same tool that name records of `table`, by the column they name.
    private func references(to table: Int) -> [Int: Set<String>] {
        var found: [Int: Set<String>] = [:]
        for candidate in accepted
        where candidate.right.table == table && !isNamed(candidate.left, elsewhere: table) {
            let source = profiles[candidate.left.table]
            let field = source.columns[candidate.left.column]
            guard candidate.left.table != table, candidate.leftShare >= 0.95,
                field.uniqueness < 0.9, source.table.name.tool == profiles[table].table.name.tool
            else { continue }
            found[candidate.right.column, default: []].insert("\(source.table.name).\(field.field)")
        }
        return found
    }

    /// Whether a field is called after the key of another object, all of whose values it finds there: then it
    /// says nothing of how this one's records are named.
    private func isNamed(_ field: ColumnReference, elsewhere table: Int) -> Bool {
        accepted.contains {
            $0.left == field && $0.right.table != table && $0.leftShare >= 0.95
                && $0.likeness.value >= 0.8 && profiles[$0.right.table].key == $0.right.column
        }
    }

    /// The object whose key a column's values are, where that object has more records than the column values.
    private func refersTo(_ table: Int, _ column: Int) -> ObjectName? {
        let reference = ColumnReference(table: table, column: column)
        return accepted.first {
            $0.left == reference && $0.leftShare >= 0.95 && $0.right.table != table
                && profiles[$0.right.table].key == $0.right.column
                && profiles[$0.right.table].table.name.tool == profiles[table].table.name.tool
                && 2 * $0.common < profiles[$0.right.table].table.rowCount
        }.map { profiles[$0.right.table].table.name }
    }
}
