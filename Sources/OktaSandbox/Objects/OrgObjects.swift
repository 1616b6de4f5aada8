/// Lists that are only read: zones, authenticators, servers, tokens, providers and the like.
enum OrgObjects {
    private struct List {
        var path: String
        var scope: String
        var page = PageRule.whole
        /// The names of a `filter` or `search`, when there is one.
        var rule: FilterRule?
        /// Attributes that `q` is held against, from their beginning.
        var searched: [String] = []
        /// A query parameter that selects by equality.
        var selectors: [String: String] = [:]

        var key: String { String(path.split(separator: "/").last ?? "") }
    }

    private static let lists: [List] = [
        List(path: "/api/v1/zones", scope: "okta.networkZones.read", rule: .zonesFilter),
        List(path: "/api/v1/authenticators", scope: "okta.authenticators.read"),
        List(
            path: "/api/v1/authorizationServers", scope: "okta.authorizationServers.read",
            page: PageRule(standard: 200, maximum: 200), searched: ["name"]),
        List(
            path: "/api/v1/inlineHooks", scope: "okta.inlineHooks.read",
            selectors: ["type": "type"]),
        List(path: "/api/v1/api-tokens", scope: "okta.apiTokens.read"),
        List(
            path: "/api/v1/idps", scope: "okta.idps.read",
            page: PageRule(standard: 20, maximum: 200), searched: ["name"],
            selectors: ["type": "type"]),
        List(
            path: "/api/v1/mappings", scope: "okta.profileMappings.read",
            page: PageRule(standard: 20, maximum: 200),
            selectors: ["sourceId": "source.id", "targetId": "target.id"]),
        List(
            path: "/api/v1/realms", scope: "okta.realms.read",
            page: PageRule(standard: 200, maximum: 200), rule: .realmsSearch),
        List(
            path: "/api/v1/realm-assignments", scope: "okta.realmAssignments.read",
            page: PageRule(standard: 20, maximum: 200)),
        List(
            path: "/api/v1/trustedOrigins", scope: "okta.trustedOrigins.read",
            page: PageRule(standard: 20, maximum: 200), rule: .trustedOriginsFilter,
            searched: ["name", "origin"]),
        List(path: "/api/v1/device-assurances", scope: "okta.deviceAssurance.read"),
        List(
            path: "/api/v1/org/factors/yubikey_token/tokens", scope: "okta.users.read",
            page: PageRule(standard: 20, maximum: 200)),
        List(
            path: "/api/v1/agentPools", scope: "okta.agentPools.read",
            selectors: ["poolType": "type"]),
        List(path: "/integrations/api/v1/api-services", scope: "okta.oauthIntegrations.read"),
    ]

    static let endpoints: [Endpoint] =
        lists.flatMap { [whole($0), single($0)] }
        + [
            child("authorizationServers", "scopes", "okta.authorizationServers.read"),
            child("authorizationServers", "claims", "okta.authorizationServers.read"),
            child("authorizationServers", "policies", "okta.authorizationServers.read"),
            child("authorizationServers", "clients", "okta.authorizationServers.read"),
            child("idps", "users", "okta.idps.read"),
        ]

    private static func whole(_ list: List) -> Endpoint {
        .get(list.path, list.scope) { tenant, call in
            let text = call.query("search") ?? call.query("filter")
            let expression = try list.rule.flatMap { rule in
                try text.map { (rule, try call.filter($0, rule)) }
            }
            let start = call.query("q")?.lowercased()
            return try call.page(
                of: tenant.lists[list.key] ?? Records(), list.page,
                where: { row in
                    if let (rule, condition) = expression,
                        !condition.matches(row, foldingCase: rule.foldsCase)
                    {
                        return false
                    }
                    if let start,
                        !list.searched.contains(where: {
                            row.text($0)?.lowercased().hasPrefix(start) ?? false
                        })
                    {
                        return false
                    }
                    return list.selectors.allSatisfy { parameter, path in
                        call.query(parameter).map { row.text(path) == $0 } ?? true
                    }
                }
            ) { linked(list, $0, $1, call) }
        }
    }

    private static func single(_ list: List) -> Endpoint {
        .get("\(list.path)/{id}", list.scope) { tenant, call in
            let id = call.parameter("id")
            guard let row = tenant.lists[list.key]?[id] else {
                throw APIError.notFound(id, list.key)
            }
            return .json(linked(list, id, row, call))
        }
    }

    private static func linked(_ list: List, _ id: String, _ row: Record, _ call: Call) -> JSON {
        var row = row
        // Tokens name their links `_link`, unlike everything else.
        let name = list.key == "api-tokens" ? "_link" : "_links"
        row[name] = ["self": call.href("\(list.path)/\(id)")]
        return .object(row)
    }

    private static func child(_ key: String, _ path: String, _ scope: String) -> Endpoint {
        .get("/api/v1/\(key)/{id}/\(path)", scope) { tenant, call in
            let id = call.parameter("id")
            guard tenant.lists[key]?.contains(id) == true else {
                throw APIError.notFound(id, key)
            }
            return try call.page(
                of: tenant.childLists["\(key)/\(id)/\(path)"] ?? Records(),
                PageRule(standard: path == "users" ? 20 : nil, maximum: 200)
            ) { _, row in
                .object(row)
            }
        }
    }

    // Identity Engine names authenticators where the older API names factors.
    private static let authenticatorKinds: [String: (key: String, type: String, name: String)] = [
        "sms": ("phone_number", "phone", "Phone"), "call": ("phone_number", "phone", "Phone"),
        "email": ("okta_email", "email", "Email"),
        "push": ("okta_verify", "app", "Okta Verify"),
        "signed_nonce": ("okta_verify", "app", "Okta Verify"),
        "token:software:totp": ("okta_verify", "app", "Okta Verify"),
        "webauthn": ("webauthn", "security_key", "Security Key or Biometric"),
    ]

    static func authenticatorKey(_ factor: String) -> String {
        authenticatorKinds[factor]?.key ?? "okta_password"
    }
    static func authenticatorType(_ factor: String) -> String {
        authenticatorKinds[factor]?.type ?? "password"
    }
    static func authenticatorName(_ factor: String) -> String {
        authenticatorKinds[factor]?.name ?? "Password"
    }
}
