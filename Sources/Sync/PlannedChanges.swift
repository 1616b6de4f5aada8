import Okta

/// The cheap way of bringing an object up to date, for those that have one.
struct PlannedChanges: Sendable {
    let context: SyncContext
    let list: ObjectList
    let changes: OrgChanges
    let users: SeenUsers

    /// - Returns: nil where the object is to be read whole.
    func run(_ parents: [JSONView], _ parentTrouble: String?) async throws -> FullReading.End? {
        switch list.name {
        case "group_members":
            return try await MemberChanges(
                context: context, changes: changes, users: users, groups: parents
            ).run(parentTrouble: parentTrouble)
        case "group_owners":
            return try await parts(parents, changed: changes.owners).run(
                parentTrouble: parentTrouble)
        case "app_groups":
            return try await parts(parents, changed: changes.appGroups).run(
                parentTrouble: parentTrouble)
        case "app_users":
            return try await parts(parents, changed: [], rows: changes.accounts).run(
                parentTrouble: parentTrouble)
        case "factors":
            return try await parts(parents, changed: changes.factors).run(
                parentTrouble: parentTrouble)
        case "devices": return changes.hasDevices ? nil : try await unchanged()
        case "device_users":
            return changes.hasDevices || !users.gone.isEmpty ? nil : try await unchanged()
        default: return nil
        }
    }

    private func parts(
        _ parents: [JSONView], changed: Set<String>, rows: [String: Set<String>] = [:]
    ) -> PartChanges {
        PartChanges(
            context: context, list: list, parents: parents, changed: changed, rows: rows)
    }

    /// Nothing that the System Log tells has to do with the object.
    private func unchanged() async throws -> FullReading.End {
        try await ChangeReading(list, context).finish(parentTrouble: nil)
    }
}
