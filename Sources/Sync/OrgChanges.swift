import Okta

/// What the System Log tells of changes since the last sync: which rows to look at again.
///
/// Never taken for the truth itself: what it names is read from Okta, or held against Okta's own counts.
public struct OrgChanges: Sendable, Equatable {
    /// Users to read again; some of them may be gone.
    public var users: Set<String> = []
    /// By group and user: whether the last event was that the user came. In no order but that.
    public var memberships: [String: [String: Bool]] = [:]
    /// Users whose account in an app is to be read again, by app.
    public var accounts: [String: Set<String>] = [:]
    /// Apps whose groups are to be read again.
    public var appGroups: Set<String> = []
    /// Groups whose owners are to be read again.
    public var owners: Set<String> = []
    /// Users whose factors are to be read again.
    public var factors: Set<String> = []
    /// Something about devices, or whose they are.
    public var hasDevices = false
    public var eventCount = 0

    public init() {}

    /// Takes an event in; events come in the order in which they happened.
    public mutating func add(_ event: JSONView) {
        eventCount += 1
        guard let type = event["eventType"]?.string else { return }
        var targets: [String: String] = [:]
        for target in event["target"]?.elements() ?? [] {
            guard let kind = target["type"]?.string, let id = target["id"]?.string else { continue }
            if targets[kind] == nil { targets[kind] = id }
        }
        let user = targets["User"]
        let group = targets["UserGroup"]
        let app = targets["AppInstance"]
        switch type {
        case "user.session.start":
            if let actor = event["actor", "id"]?.string { users.insert(actor) }
        case "group.user_membership.add", "group.user_membership.remove":
            if let group, let user {
                memberships[group, default: [:]][user] = type.hasSuffix(".add")
            }
        case _ where type.hasPrefix("application.user_membership."):
            if let app, let user { accounts[app, default: []].insert(user) }
        case _ where type.hasPrefix("group.application_assignment."):
            if let app { appGroups.insert(app) }
        case _ where type.hasPrefix("group.owner."):
            if let group { owners.insert(group) }
        case _ where type.hasPrefix("user.mfa.factor."):
            if let user { factors.insert(user) }
        case _ where type.hasPrefix("device."):
            hasDevices = true
        case _ where type.hasPrefix("user."):
            if let user { users.insert(user) }
        default: break
        }
    }
}
