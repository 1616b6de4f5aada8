/// Every object that can be read from an org. A new one is a line here and its declaration.
public enum ListRegistry {
    /// Parents before their children.
    public static let all: [ObjectList] = [
        .users, .userTypes, .groups, .groupMembers, .groupOwners, .groupRules, .apps, .appUsers,
        .appGroups, .devices, .deviceUsers, .policies, .rules, .admins, .adminRoles,
        .groupAdminRoles, .authenticators, .linkedObjects, .zones, .trustedOrigins, .authServers,
        .idps, .eventHooks, .apiTokens, .events, .factors,
    ]

    /// Those that a board may name.
    public static var objects: [ObjectList] { all.filter { !$0.isInternal } }

    public static var users: ObjectList { .users }

    /// What the System Log tells of changes to the other lists; no object of its own.
    public static var changes: ObjectList { .changes }

    public static func list(named name: String) -> ObjectList? { all.first { $0.name == name } }

    /// Lists with the parents that they need, in the order to read them.
    public static func withParents(_ lists: [ObjectList]) -> [ObjectList] {
        var names = Set(lists.map(\.name))
        for list in all.reversed() where names.contains(list.name) {
            if let parent = list.parentList { names.insert(parent) }
        }
        return all.filter { names.contains($0.name) }
    }
}
