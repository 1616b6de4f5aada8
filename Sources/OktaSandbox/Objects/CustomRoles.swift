/// Custom admin roles and resource sets; their lists carry the way to the next page in the body.
enum CustomRoles {
    private static let rule = PageRule(standard: 20, maximum: 100)

    private static func list(_ path: String, key: String, name: String) -> Endpoint {
        .get("/api/v1/iam/\(path)", "okta.roles.read") { tenant, call in
            var rule = rule
            rule.place = .body(name: name)
            return try call.page(of: tenant.lists[key] ?? Records(), rule) { id, row in
                var row = row
                row["_links"] = ["self": call.href("/api/v1/iam/\(key)/\(id)")]
                return .object(row)
            }
        }
    }

    private static func find(_ tenant: Tenant, _ key: String, _ id: String) throws -> String {
        let rows = tenant.lists[key]?.rows ?? []
        // A role or a set may be named by its label too.
        guard let row = rows.first(where: { $0.id == id || $0.value.text("label") == id }) else {
            throw APIError.notFound(id, key == "roles" ? "IamRole" : "ResourceSet")
        }
        return row.id
    }

    private static func child(
        _ path: String, of key: String, name: String, _ rule: PageRule = rule
    ) -> Endpoint {
        .get("/api/v1/iam/\(key)/{id}/\(path)", "okta.roles.read") { tenant, call in
            let id = try find(tenant, key, call.parameter("id"))
            var rule = rule
            rule.place = .body(name: name)
            return try call.page(of: tenant.childLists["\(key)/\(id)/\(path)"] ?? Records(), rule) {
                .object($1)
            }
        }
    }

    private static func single(_ key: String) -> Endpoint {
        .get("/api/v1/iam/\(key)/{id}", "okta.roles.read") { tenant, call in
            let id = try find(tenant, key, call.parameter("id"))
            return .record(tenant.lists[key]?[id] ?? [:])
        }
    }

    static let endpoints: [Endpoint] = [
        list("roles", key: "roles", name: "roles"),
        single("roles"),
        child("permissions", of: "roles", name: "permissions"),
        list("resource-sets", key: "resource-sets", name: "resource-sets"),
        single("resource-sets"),
        child("resources", of: "resource-sets", name: "resources"),
        child(
            "bindings", of: "resource-sets", name: "roles", PageRule(standard: 100, maximum: 100)),
        .get("/api/v1/iam/resource-sets/{id}/bindings/{roleId}/members", "okta.roles.read") {
            tenant, call in
            let set = try find(tenant, "resource-sets", call.parameter("id"))
            let role = try find(tenant, "roles", call.parameter("roleId"))
            var rule = PageRule(standard: 100, maximum: 100)
            rule.place = .body(name: "members")
            return try call.page(
                of: tenant.childLists["resource-sets/\(set)/bindings/\(role)/members"] ?? Records(),
                rule
            ) { .object($1) }
        },
    ]
}
