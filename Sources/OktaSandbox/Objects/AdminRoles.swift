/// Admin roles held by users, groups and service apps.
enum AdminRoles {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/users/{id}/roles", "okta.roles.read") { tenant, call in
            let id = try tenant.userID(call.parameter("id"), call)
            return .json(
                .array((tenant.userRoles[id]?.rows ?? []).map { roleJSON($0.value, call) }))
        },
        .post("/api/v1/users/{id}/roles", "okta.roles.manage") { try $0.assignRole($1) },
        .delete("/api/v1/users/{id}/roles/{roleId}", "okta.roles.manage") { tenant, call in
            let id = try tenant.userID(call.parameter("id"), call)
            let role = call.parameter("roleId")
            guard tenant.userRoles[id]?.remove(role) != nil else {
                throw APIError.notFound(role, "Role")
            }
            tenant.record(
                "user.account.privilege.revoke", "Revoke user privilege", [.user(id)], call)
            return .noContent
        },
        .get("/api/v1/groups/{groupId}/roles", "okta.roles.read") { tenant, call in
            let (id, _) = try tenant.group(call)
            return .json(
                .array((tenant.groupRoles[id]?.rows ?? []).map { roleJSON($0.value, call) }))
        },
        .get("/oauth2/v1/clients/{clientId}/roles", "okta.roles.read") { tenant, call in
            let id = call.parameter("clientId")
            guard tenant.isClient(id) else { throw APIError.notFound(id, "PublicClientApp") }
            return .json(
                .array((tenant.clientRoles[id]?.rows ?? []).map { roleJSON($0.value, call) }))
        },
        .get("/api/v1/iam/assignees/users", "okta.roles.read") { tenant, call in
            let holders = tenant.userRoles.filter { !$0.value.isEmpty }.keys
            return try call.page(
                of: tenant.users,
                PageRule(standard: 100, maximum: 100, place: .body(name: "value")),
                where: { holders.contains($0.text("id") ?? "") }
            ) { id, _ in
                [
                    "id": .string(id), "orn": .string("orn:okta:directory:sandbox:users:\(id)"),
                    "_links": [
                        "self": call.href("/api/v1/users/\(id)"),
                        "roles": call.href("/api/v1/users/\(id)/roles"),
                    ],
                ]
            }
        },
    ]

    static let labels: [String: String] = [
        "SUPER_ADMIN": "Super Administrator", "ORG_ADMIN": "Organization Administrator",
        "APP_ADMIN": "Application Administrator", "USER_ADMIN": "Group Administrator",
        "HELP_DESK_ADMIN": "Help Desk Administrator",
        "GROUP_MEMBERSHIP_ADMIN": "Group Membership Administrator",
        "READ_ONLY_ADMIN": "Read-only Administrator", "REPORT_ADMIN": "Report Administrator",
        "API_ACCESS_MANAGEMENT_ADMIN": "API Access Management Administrator",
    ]

    private static func roleJSON(_ role: Record, _ call: Call) -> JSON {
        var row = role
        row["userId"] = nil
        if call.query("expand")?.hasPrefix("targets") == true {
            row["_embedded"] = ["targets": ["groups": [], "catalog": ["apps": []]]]
        }
        return .object(row)
    }
}

extension Tenant {
    fileprivate func isClient(_ id: String) -> Bool {
        clients[id] != nil || apps.contains(id)
            || apps.rows.contains { $0.value.text("credentials.oauthClient.client_id") == id }
    }

    fileprivate mutating func assignRole(_ call: Call) throws -> Reply {
        let id = try userID(call.parameter("id"), call)
        guard let type = try call.json().text("type"), let label = AdminRoles.labels[type] else {
            throw APIError.validation("type", "type: A standard role's type is needed")
        }
        if (userRoles[id]?.rows ?? []).contains(where: { $0.value.text("type") == type }) {
            throw APIError(
                code: "E0000090", status: 409, summary: "Duplicate role assignment exception.",
                causes: ["The role specified is already assigned to the user."])
        }
        let roleID = identifiers.makeID(.role)
        let row: Record = [
            "id": .string(roleID), "label": .string(label), "type": .string(type),
            "status": "ACTIVE", "created": .string(call.now.text),
            "lastUpdated": .string(call.now.text), "assignmentType": "USER",
        ]
        userRoles[id, default: Records()].set(roleID, row)
        record("user.account.privilege.grant", "Grant user privilege", [.user(id)], call)
        return Reply(status: 201, body: .json(.object(row)))
    }
}
