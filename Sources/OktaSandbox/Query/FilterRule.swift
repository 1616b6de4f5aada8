/// What one list endpoint lets a `filter` or `search` say.
struct FilterRule: Sendable {
    /// The operators an attribute takes; nil when it cannot be asked for.
    var operators: @Sendable (String) -> Set<FilterOperator>?
    /// `search` reads texts without case, `filter` with it.
    var foldsCase = false
    var allowsNot = false
    /// The least letters `co` takes.
    var shortestContains = 0

    /// Named attributes with the operators of each.
    static func attributes(
        _ table: [String: Set<FilterOperator>], foldsCase: Bool = false
    ) -> FilterRule {
        FilterRule(operators: { table[$0] }, foldsCase: foldsCase)
    }

    private static let equality: Set<FilterOperator> = [.equal]
    private static let stamps: Set<FilterOperator> = FilterOperator.ordering.union([.equal])
    private static let indexed: Set<FilterOperator> =
        FilterOperator.ordering.union([.equal, .starts, .present])

    static let usersFilter = attributes([
        "status": equality, "lastUpdated": stamps, "id": equality, "profile.login": equality,
        "profile.email": equality, "profile.firstName": equality, "profile.lastName": equality,
    ])

    /// - Parameter profile: The names of the schema's attributes, custom ones included.
    static func usersSearch(profile: Set<String>) -> FilterRule {
        let plain: Set<String> = [
            "id", "status", "created", "activated", "statusChanged", "lastUpdated", "type.id",
        ]
        let containing: Set<String> = [
            "profile.firstName", "profile.lastName", "profile.email", "profile.login",
        ]
        return FilterRule(
            operators: { attribute in
                if containing.contains(attribute) { return indexed.union([.contains]) }
                if plain.contains(attribute) { return indexed }
                guard attribute.hasPrefix("profile."),
                    profile.contains(String(attribute.dropFirst(8)))
                else { return nil }
                return indexed
            }, foldsCase: true, shortestContains: 3)
    }

    static let groupsFilter = attributes([
        "id": equality, "type": equality, "lastUpdated": stamps, "lastMembershipUpdated": stamps,
    ])

    static let groupsSearch = FilterRule(
        operators: { attribute in
            switch attribute {
            case "profile.name", "profile.description": indexed.union([.contains])
            case "id", "type", "created", "lastUpdated", "lastMembershipUpdated", "source.id":
                indexed
            default: attribute.hasPrefix("profile.") ? indexed : nil
            }
        }, foldsCase: true)

    static let appsFilter = attributes([
        "id": equality, "status": equality, "name": equality, "user.id": equality,
        "group.id": equality, "credentials.signing.kid": equality, "settings.slo.enabled": equality,
    ])

    static let devicesSearch = FilterRule(
        operators: { attribute in
            switch attribute {
            case "profile.displayName", "profile.serialNumber", "profile.imei", "profile.meid",
                "profile.udid", "profile.sid":
                indexed.union([.contains])
            case "id", "status", "lastUpdated": indexed
            default: attribute.hasPrefix("profile.") ? indexed : nil
            }
        }, foldsCase: true)

    /// Nearly every field of an event, but neither its time nor what was changed.
    static let logsFilter = FilterRule(
        operators: { attribute in
            let refused =
                attribute == "published" || attribute.hasPrefix("target.changeDetails")
            if refused { return nil }
            let isAddress =
                attribute == "debugContext.debugData.url"
                || attribute == "debugContext.debugData.requestUri"
            let all = Set(FilterOperator.allCases)
            return isAddress ? all.subtracting([.contains]) : all
        }, allowsNot: true)

    static let zonesFilter = attributes([
        "id": equality, "usage": equality, "system": equality,
    ])

    static let trustedOriginsFilter = attributes([
        "name": equality.union([.starts]), "origin": equality, "status": equality, "type": equality,
    ])

    static let realmsSearch = attributes(
        ["profile.name": indexed.union([.contains]), "id": equality, "lastUpdated": stamps],
        foldsCase: true)

    static let ownersSearch = attributes(["type": equality], foldsCase: true)
}
