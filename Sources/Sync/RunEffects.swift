import Okta
import Workspace

/// What one target of a run may have changed: the records that it is made of, and what hangs on them.
public struct RunEffect: Sendable, Equatable {
    /// Ids by the object that they are of: `users` `00u1`.
    public var records: [String: String]
    /// Further objects whose rows may be others now: `app_users`.
    public var changes: [String]
    /// The records belong together afterwards; otherwise they do not.
    public var joins: Bool

    public init(records: [String: String], changes: [String], joins: Bool) {
        self.records = records
        self.changes = changes
        self.joins = joins
    }
}

extension EventSync {
    /// Reads again what a run has changed, record by record, so that every board shows it at once. Nothing is taken
    /// from the run itself: what Okta shows is kept.
    ///
    /// - Throws: `SyncFailure`; the next sync then finds what changed.
    public func readAgain(_ effects: [RunEffect]) async throws -> Outcome {
        do {
            var outcome = Outcome()
            let states = try await states()
            if states.values.contains(where: { $0.openReading == .everything }) {
                outcome.troubles.append(
                    "a sync was stopped on its way: cork sync shows what the run has changed")
                return outcome
            }
            let targets = try await targets(of: effects)
            try await EventReading(context: context, states: states, targets: targets).run(&outcome)
            return outcome
        } catch { throw SyncFailure(error) }
    }

    /// Objects whose single rows are known to be found; others are read whole.
    private static let single: Set<String> = [
        "users", "groups", "apps", "group_members", "app_users", "app_groups", "factors",
        "group_owners", "devices", "device_users",
    ]

    private func targets(of effects: [RunEffect]) async throws -> EventTargets {
        var targets = EventTargets()
        let kept = try await KeptPairs(context)
        for effect in effects {
            let (user, group) = (effect.records["users"], effect.records["groups"])
            let app = effect.records["apps"]
            if let user { targets.changes.users.insert(user) }
            if let group { targets.groups.insert(group) }
            if let app { targets.apps.insert(app) }
            let objects = Set(effect.changes).union(effect.records.keys)
            if let user, let group, objects.contains("group_members") {
                targets.changes.memberships[group, default: [:]][user] = effect.joins
            }
            if objects.contains("app_users") {
                for (app, users) in kept.accounts(user: user, group: group, app: app) {
                    targets.changes.accounts[app, default: []].formUnion(users)
                }
            }
            if objects.contains("app_groups") {
                if let app { targets.changes.appGroups.insert(app) }
                if let group, app == nil {
                    targets.changes.appGroups.formUnion(kept.apps(of: group))
                }
            }
            if objects.contains("factors"), let user { targets.changes.factors.insert(user) }
            if objects.contains("group_owners"), let group { targets.changes.owners.insert(group) }
            if objects.contains("devices") || objects.contains("device_users") {
                targets.changes.hasDevices = true
            }
            targets.whole.formUnion(objects.subtracting(Self.single))
        }
        return targets
    }
}

/// Who is in which group and who has which app, as they were kept before.
private struct KeptPairs {
    private var members: [String: Set<String>] = [:]
    private var users: [String: Set<String>] = [:]
    private var groups: [String: Set<String>] = [:]

    init(_ context: SyncContext) async throws {
        members = try await Self.pairs("group_members", context)
        users = try await Self.pairs("app_users", context)
        groups = try await Self.pairs("app_groups", context)
    }

    /// What belongs to each part of a list.
    private static func pairs(
        _ name: String, _ context: SyncContext
    ) async throws -> [String: Set<String>] {
        guard let list = ListRegistry.list(named: name) else { return [:] }
        let object = context.object(list)
        var pairs: [String: Set<String>] = [:]
        for (part, key) in try await context.store.run({ try $0.keys(of: object) }) {
            guard key.hasPrefix(part + "/") else { continue }
            pairs[part, default: []].insert(String(key.dropFirst(part.count + 1)))
        }
        return pairs
    }

    func apps(of group: String) -> Set<String> {
        Set(groups.filter { $0.value.contains(group) }.keys)
    }

    /// Accounts that may have come or gone with one of the records.
    func accounts(user: String?, group: String?, app: String?) -> [String: Set<String>] {
        if let app {
            if let user { return [app: [user]] }
            if let group { return [app: members[group] ?? []] }
            return [app: users[app] ?? []]
        }
        if let user {
            var apps = Set(users.filter { $0.value.contains(user) }.keys)
            if let group { apps.formUnion(self.apps(of: group)) }
            return apps.reduce(into: [:]) { $0[$1] = [user] }
        }
        guard let group else { return [:] }
        return apps(of: group).reduce(into: [:]) { $0[$1] = members[group] ?? [] }
    }
}
