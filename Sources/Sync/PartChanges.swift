import Okta
import Workspace

/// Brings an object that has a list per parent up to date: lists that the System Log names are read again, those of
/// new parents are read, those of parents that are gone are removed.
struct PartChanges: Sendable {
    let context: SyncContext
    let list: ObjectList
    let parents: [JSONView]
    /// Parents whose lists have changed.
    let changed: Set<String>
    /// Single rows to read again, by parent.
    var rows: [String: Set<String>] = [:]

    /// Rows of a list that one page of it has.
    private static let rowsPerPage = 500

    func run(parentTrouble: String?) async throws -> FullReading.End {
        let reading = try await ChangeReading(list, context)
        let object = reading.object
        let known = try await context.store.run { try $0.parts(of: object) }
        let counts = try await context.store.run { try $0.rowsByPart(of: object) }
        let parts = list.parts(parents: parents)
        let keys = Set(parts.map(\.key))
        let total = counts.values.reduce(0, +)
        if parentTrouble == nil {
            let gone = known.union(counts.keys).subtracting(keys)
            let lost = gone.reduce(0) { $0 + (counts[$1] ?? 0) }
            if WorkspaceDatabase.isSuspicious(before: total, now: total - lost) {
                await reading.fail(
                    "the lists of \(total - lost) of \(total) rows are left: nothing was removed")
                return try await reading.finish(parentTrouble: nil)
            }
            try await reading.remove(parts: gone.sorted())
        }
        var whole = changed.union(keys.subtracting(known)).intersection(keys)
        for (part, ids) in rows where keys.contains(part) && !whole.contains(part) {
            if ids.count > 1 + (counts[part] ?? 0) / Self.rowsPerPage {
                whole.insert(part)
            } else {
                for id in ids.sorted() { try await look(for: id, in: part, reading) }
            }
        }
        try await PartsAgain(context: context, list: list).run(
            parts.filter { whole.contains($0.key) }, reading,
            isSuspicious: { part, rows in
                WorkspaceDatabase.isSuspicious(before: counts[part] ?? 0, now: rows)
            })
        return try await reading.finish(parentTrouble: parentTrouble)
    }

    /// Asks for one row, and removes the one that is not there.
    private func look(for id: String, in part: String, _ reading: ChangeReading) async throws {
        await reading.note(calls: 1)
        do {
            let target = list.target(of: id, in: part)
            guard let row = try await context.client.send(Call(.get, target)).json else { return }
            try await reading.change(part: part, put: list.records(row, part: part))
        } catch OktaError.refused(let refusal) where refusal.status == 404 {
            try await reading.change(part: part, put: [], remove: ["\(part)/\(id)"])
        } catch let error as OktaError {
            try await reading.fail(error)
        }
    }
}
