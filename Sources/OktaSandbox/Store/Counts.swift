/// What is really in a tenant, by the names boards have for Okta's objects; what a client shows is held
/// against it.
extension Tenant {
    var counts: [(name: String, count: Int)] { Self.objects.map { ($0, ids(of: $0)?.count ?? 0) } }

    static let objects: [String] = [
        "users", "groups", "group_members", "group_owners", "group_rules", "apps", "app_users",
        "app_groups", "devices", "device_users", "factors", "policies", "rules", "user_types",
        "admin_roles", "group_admin_roles", "authenticators", "linked_objects", "zones",
        "trusted_origins", "auth_servers", "idps", "event_hooks", "api_tokens", "events",
    ]

    /// The ids of an object's rows, both sides of a relation joined by a blank; nil for an unknown name.
    func ids(of object: String) -> [String]? {
        switch object {
        case "users": users.rows.map(\.id)
        case "groups": groups.rows.map(\.id)
        case "group_members": Self.pairs(members)
        case "group_owners": Self.pairs(owners)
        case "group_rules": groupRules.rows.map(\.id)
        case "apps": apps.rows.map(\.id)
        case "app_users": Self.pairs(appUsers)
        case "app_groups": Self.pairs(appGroups)
        case "devices": devices.rows.map(\.id)
        case "device_users": Self.pairs(deviceUsers)
        case "factors": Self.pairs(factors)
        case "policies": policies.rows.map(\.id)
        case "rules": Self.pairs(policyRules)
        case "user_types": userTypes.rows.map(\.id)
        case "admin_roles": Self.pairs(userRoles)
        case "group_admin_roles": Self.pairs(groupRoles)
        case "authenticators": listIDs("authenticators")
        case "linked_objects": linkedObjects.rows.map(\.id)
        case "zones": listIDs("zones")
        case "trusted_origins": listIDs("trustedOrigins")
        case "auth_servers": listIDs("authorizationServers")
        case "idps": listIDs("idps")
        case "event_hooks": eventHooks.rows.map(\.id)
        case "api_tokens": listIDs("api-tokens")
        case "events": events.compactMap { $0.text("uuid") }
        default: nil
        }
    }

    private func listIDs(_ list: String) -> [String] { lists[list]?.rows.map(\.id) ?? [] }

    private static func pairs<Value>(_ relation: Relation<Value>) -> [String] {
        relation.forward.flatMap { left, map in map.rows.map { "\(left) \($0.id)" } }.sorted()
    }

    private static func pairs(_ children: [String: Records]) -> [String] {
        children.flatMap { left, map in map.rows.map { "\(left) \($0.id)" } }.sorted()
    }
}
