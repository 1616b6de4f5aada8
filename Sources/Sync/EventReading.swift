import Okta
import Synchronization
import Workspace

/// Reads again what a batch of events names, and makes the tables of it.
struct EventReading: Sendable {
    let context: SyncContext
    /// What was known before, by object.
    let states: [String: ObjectState]
    let targets: EventTargets

    private var changes: OrgChanges { targets.changes }

    func run(_ outcome: inout EventSync.Outcome) async throws {
        var users = SeenUsers()
        if let list = list("users") {
            // The log also names actors that are no users: `00u` begins the id of each that is one.
            let ids = changes.users.filter { $0.hasPrefix("00u") }
            let seen = try await rows(of: list, ids.sorted(), &outcome)
            users.gone = seen.gone
            for (id, row) in seen.rows {
                users.isDeactivated[id] = row["status"]?.string == "DEPROVISIONED"
            }
        }
        let membersMayChange =
            !changes.memberships.isEmpty || !users.gone.isEmpty || !users.isDeactivated.isEmpty
        if let list = list("groups") {
            var ids = targets.groups.union(changes.memberships.keys)
            // Everybody who is not deactivated is in Everyone, and its count is another then.
            if membersMayChange { ids.formUnion(try await everyone(list)) }
            _ = try await rows(of: list, ids.sorted(), &outcome)
        }
        if let list = list("apps") {
            _ = try await rows(of: list, targets.apps.sorted(), &outcome)
        }
        if membersMayChange || !targets.groups.isEmpty, let list = list("group_members") {
            var rest = changes
            for group in try await shortLists(list, &outcome) { rest.memberships[group] = nil }
            try await planned("group_members", users, &outcome, changes: rest)
        }
        if !changes.accounts.isEmpty { try await planned("app_users", users, &outcome) }
        if !changes.appGroups.isEmpty { try await planned("app_groups", users, &outcome) }
        if !changes.owners.isEmpty { try await planned("group_owners", users, &outcome) }
        if !changes.factors.isEmpty { try await planned("factors", users, &outcome) }
        if changes.hasDevices {
            for name in ["devices", "device_users"] { try await whole(name, &outcome) }
        }
        for name in targets.whole.sorted() { try await whole(name, &outcome) }
    }

    /// An object that was synced before; others are nobody's concern here.
    private func list(_ name: String) -> ObjectList? {
        guard states[name]?.hasBeenComplete == true else { return nil }
        return ListRegistry.list(named: name)
    }

    /// What the last sync found wrong with an object stays true.
    private func reason(_ name: String) -> String? { states[name]?.ledger.first?.reason }

    private func everyone(_ list: ObjectList) async throws -> Set<String> {
        let rows = try await context.rows(of: list)
        return Set(
            rows.filter { $0["type"]?.string == "BUILT_IN" }.compactMap { $0["id"]?.string })
    }

    // MARK: - Rows by their ids

    private struct Seen {
        var rows: [String: JSONView] = [:]
        var gone: Set<String> = []
    }

    /// Reads rows again, and removes those that Okta says are not there.
    private func rows(
        of list: ObjectList, _ ids: [String], _ outcome: inout EventSync.Outcome
    ) async throws -> Seen {
        var seen = Seen()
        if ids.isEmpty { return seen }
        let reading = try await ChangeReading(list, context)
        for start in stride(from: 0, to: ids.count, by: ObjectList.identifiersMax) {
            let chunk = Array(ids[start..<min(start + ObjectList.identifiersMax, ids.count)])
            let records = Mutex<[Record]>([])
            let ledger = try await ListReading(
                client: context.client, list: list, parts: [list.part(ofIdentifiers: chunk)]
            ).run { page in records.withLock { $0 += page.records } }
            await reading.note(ledger)
            let found = records.withLock { $0 }
            try await reading.change(part: "", put: found)
            for record in found { seen.rows[record.key] = JSONView(checked: record.json) }
            guard ledger.isComplete else { break }
            for id in chunk where seen.rows[id] == nil {
                await reading.note(calls: 1)
                do {
                    let target = list.target(of: id, in: "")
                    guard let row = try await context.client.send(Call(.get, target)).json else {
                        continue
                    }
                    // Listed a moment too late: with what only the list says, at the next event or sync.
                    let records = try list.records(row, part: "")
                    try await reading.change(part: "", put: records)
                    seen.rows[id] = row
                } catch OktaError.refused(let refusal) where refusal.status == 404 {
                    try await reading.change(part: "", put: [], remove: [id])
                    seen.gone.insert(id)
                } catch let error as OktaError {
                    try await reading.fail(error)
                }
            }
        }
        try await keep(list, try await reading.finish(parentTrouble: reason(list.name)), &outcome)
        return seen
    }

    // MARK: - Lists below others

    /// Members of a group are read again whole up to so many; of more, events are held against Okta's count.
    private static let membersMax = 1000

    /// Reads the short lists of members that events name: late or forged events cannot make them wrong, not even
    /// where one that came and one that left would leave the count right.
    ///
    /// - Returns: the groups.
    private func shortLists(
        _ list: ObjectList, _ outcome: inout EventSync.Outcome
    ) async throws -> [String] {
        guard !changes.memberships.isEmpty, let groups = ListRegistry.list(named: "groups") else {
            return []
        }
        let rows = try await context.rows(of: groups).filter { row in
            guard let id = row["id"]?.string, changes.memberships[id] != nil else { return false }
            let count = row["_embedded", "stats", "usersCount"]?.integer
            return count.map { $0 <= Self.membersMax } ?? false
        }
        // An empty list is no list to read: its rows are removed by its count.
        let parts = list.parts(parents: rows)
        if parts.isEmpty { return [] }
        let reading = try await ChangeReading(list, context)
        try await PartsAgain(context: context, list: list).run(parts, reading)
        try await keep(list, try await reading.finish(parentTrouble: reason(list.name)), &outcome)
        return parts.map(\.key)
    }

    private func planned(
        _ name: String, _ users: SeenUsers, _ outcome: inout EventSync.Outcome,
        changes rest: OrgChanges? = nil
    ) async throws {
        guard let list = list(name), let parent = list.parentList.flatMap(ListRegistry.list)
        else { return }
        let reading = PlannedChanges(
            context: context, list: list, changes: rest ?? changes, users: users)
        let parents = try await context.rows(of: parent)
        guard let end = try await reading.run(parents, reason(name)) else { return }
        try await keep(list, end, &outcome)
    }

    private func whole(_ name: String, _ outcome: inout EventSync.Outcome) async throws {
        guard let list = list(name) else { return }
        var parents: [JSONView] = []
        if let parent = list.parentList.flatMap(ListRegistry.list) {
            parents = try await context.rows(of: parent)
        }
        let end = try await FullReading(
            context: context, list: list, since: nil, parentTrouble: reason(name),
            rowsBefore: states[name]?.rows ?? 0
        ).run(parents: parents)
        try await keep(list, end, &outcome)
    }

    // MARK: - Tables

    /// Makes the columns anew. They count as read when the last sync read them: an event tells of one row.
    private func keep(
        _ list: ObjectList, _ end: FullReading.End, _ outcome: inout EventSync.Outcome
    ) async throws {
        var entry: LedgerEntry
        switch end.end {
        case .complete(let one), .incomplete(let one), .suspicious(let one, _, _): entry = one
        }
        if let reason = entry.reason, reason != self.reason(list.name) {
            outcome.troubles.append("\(list.objectName): \(reason)")
        }
        let object = context.object(list)
        let (loader, threads) = (context.request.loader, context.request.threads)
        let drawn = entry
        try await context.store.run { database in
            var entry = drawn
            let kept = try database.storedLoads().first { $0.name == object.sourceName }
            if let kept, let report = try? SyncedReport(bytes: kept.report) {
                (entry.started, entry.ended) = (report.started, report.ended)
            }
            try TableKeeping(of: object, in: database, loader: loader, threads: threads)
                .keep(entry, kept: kept)
        }
        if entry.added + entry.changed + entry.removed > 0, !outcome.objects.contains(list.name) {
            outcome.objects.append(list.name)
        }
    }
}
