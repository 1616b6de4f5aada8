import Okta
import Workspace

/// Brings the members of groups up to date with the System Log, and holds every group against Okta's own count.
///
/// A group whose members then are not as many as Okta counts is read again as a whole. So the log saves calls and
/// decides nothing by itself.
struct MemberChanges: Sendable {
    let context: SyncContext
    let changes: OrgChanges
    let users: SeenUsers
    let groups: [JSONView]

    private static let list = ListRegistry.list(named: "group_members")

    func run(parentTrouble: String?) async throws -> FullReading.End? {
        guard let list = Self.list else { return nil }
        let reading = try await ChangeReading(list, context)
        let object = reading.object
        let known = try await context.store.run { try $0.parts(of: object) }
        var counts: [String: Int] = [:]
        var ids: Set<String> = []
        for group in groups {
            guard let id = group["id"]?.string else { continue }
            ids.insert(id)
            counts[id] = group["_embedded", "stats", "usersCount"]?.integer
        }
        try await apply(reading, ids)
        let rows = try await context.store.run { try $0.rowsByPart(of: object) }
        let total = rows.values.reduce(0, +)
        if parentTrouble == nil {
            let gone = Set(rows.keys).union(known).subtracting(ids)
            let lost = gone.reduce(0) { $0 + (rows[$1] ?? 0) }
            let emptied = ids.reduce(0) { $0 + (counts[$1] == 0 ? rows[$1] ?? 0 : 0) }
            if WorkspaceDatabase.isSuspicious(before: total, now: total - lost - emptied) {
                await reading.fail(
                    "by Okta's counts \(total - lost - emptied) of \(total) rows are left: nothing "
                        + "was removed")
                return try await reading.finish(parentTrouble: nil)
            }
            let empty = ids.filter { counts[$0] == 0 && rows[$0] != nil }
            try await reading.remove(parts: (gone.union(empty)).sorted())
        }
        let differing = list.parts(parents: groups).filter { part in
            guard let count = part.expected else {
                return changes.memberships[part.key] != nil || !known.contains(part.key)
            }
            return count != rows[part.key] ?? 0
        }
        try await PartsAgain(context: context, list: list).run(differing, reading)
        return try await reading.finish(parentTrouble: parentTrouble)
    }

    /// Puts in place what the log tells: who came to a group and who left, last of all.
    private func apply(_ reading: ChangeReading, _ groups: Set<String>) async throws {
        var came: [String: Set<String>] = [:]
        var left: [String: Set<String>] = [:]
        for (group, members) in changes.memberships where groups.contains(group) {
            for (user, isMember) in members {
                if isMember {
                    came[group, default: []].insert(user)
                } else {
                    left[group, default: []].insert(user)
                }
            }
        }
        // Everybody who is not deactivated is in Everyone, and no event says so.
        if let everyone = self.groups.first(where: { $0["type"]?.string == "BUILT_IN" })?["id"]?
            .string
        {
            for (user, isDeactivated) in users.isDeactivated {
                if isDeactivated {
                    left[everyone, default: []].insert(user)
                } else {
                    came[everyone, default: []].insert(user)
                }
            }
        }
        for group in groups where !users.gone.isEmpty {
            left[group, default: []].formUnion(users.gone)
            came[group]?.subtract(users.gone)
        }
        for group in Set(came.keys).union(left.keys).sorted() {
            let records = try (came[group] ?? []).sorted().flatMap { user in
                try Self.list?.records(JSONView(checked: Self.row(user)), part: group) ?? []
            }
            let keys = (left[group] ?? []).sorted().map { "\(group)/\($0)" }
            try await reading.change(part: group, put: records, remove: keys)
        }
    }

    /// As much of a user as a membership is made of; ids are letters and digits.
    private static func row(_ user: String) -> [UInt8] {
        Array(#"{"id":"\#(user.filter { $0.isLetter || $0.isNumber })"}"#.utf8)
    }
}
