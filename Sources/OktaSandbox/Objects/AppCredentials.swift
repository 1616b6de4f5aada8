/// What hangs on an app besides its users: pushed groups, OAuth grants, client secrets.
enum AppCredentials {
    private static func list(_ path: String, _ rule: PageRule, _ scope: String) -> Endpoint {
        .get("/api/v1/apps/{appId}/\(path)", scope) { tenant, call in
            let (id, _) = try tenant.app(call)
            let (status, source) = (call.query("status"), call.query("sourceGroupId"))
            let since = call.query("lastUpdated").flatMap(Instant.init)
            return try call.page(
                of: tenant.childLists["apps/\(id)/\(path)"] ?? Records(), rule,
                where: { row in
                    status.map { row.text("status") == $0 } ?? true
                        && source.map { row.text("sourceGroupId") == $0 } ?? true
                        && since.map { since in
                            row.text("lastUpdated").flatMap(Instant.init).map { $0 >= since }
                                ?? true
                        } ?? true
                }
            ) { _, row in
                var row = row
                row["_links"] = ["app": call.href("/api/v1/apps/\(id)")]
                return .object(row)
            }
        }
    }

    static let endpoints: [Endpoint] = [
        list(
            "group-push/mappings", PageRule(standard: 100, maximum: 1000),
            "okta.apps.read"),
        list("grants", .whole, "okta.appGrants.read"),
        list("credentials/secrets", .whole, "okta.apps.read"),
    ]
}
