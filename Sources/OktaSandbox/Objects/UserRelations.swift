/// What is read below a user: groups, app links, devices and the rest.
enum UserRelations {
    private static func get(
        _ path: String, _ scope: String = "okta.users.read",
        _ action: @escaping @Sendable (Tenant, String, Call) throws -> Reply
    ) -> Endpoint {
        .get("/api/v1/users/{id}/\(path)", scope) { tenant, call in
            try action(tenant, tenant.userID(call.parameter("id"), call), call)
        }
    }

    static let endpoints: [Endpoint] = [
        get("groups") { tenant, id, call in
            // The specification has no limit here, yet the list comes in pages of 200.
            let ids = tenant.members.lefts(of: id)
            return try call.page(
                of: tenant.groups, PageRule(standard: 200, maximum: 200),
                where: { ids.contains($0.text("id") ?? "") }
            ) { tenant.groupJSON($0, $1, call) }
        },
        get("appLinks") { tenant, id, call in
            let ids = tenant.appUsers.lefts(of: id)
            let rows = tenant.apps.rows.filter { ids.contains($0.id) }
            return .json(
                .array(
                    rows.enumerated().map { order, app in
                        [
                            "id": .string("\(app.id)\(id)"), "label": JSON(app.value.text("label")),
                            "linkUrl": .string(
                                "\(call.origin)/home/\(app.value.text("name") ?? "")/\(app.id)"),
                            "logoUrl": .string("\(call.origin)/assets/img/logos/default.png"),
                            "appName": JSON(app.value.text("name")),
                            "appInstanceId": .string(app.id),
                            "appAssignmentId": .string("0ua\(app.id.dropFirst(3))"),
                            "credentialsSetup": false, "hidden": false,
                            "sortOrder": .integer(order),
                        ]
                    }))
        },
        get("devices", "okta.devices.read") { tenant, id, call in
            let ids = tenant.deviceUsers.lefts(of: id)
            let rows = tenant.devices.rows.filter { ids.contains($0.id) }
            return .json(
                .array(
                    rows.map { device in
                        [
                            "created": JSON(tenant.deviceUsers[device.id, id]?.text("created")),
                            "deviceUserId": .string(id),
                            "device": tenant.deviceJSON(device.id, device.value, call),
                        ]
                    }))
        },
        get("authenticator-enrollments") { tenant, id, call in
            let rows = tenant.factors[id]?.rows ?? []
            return .json(
                .array(
                    rows.map { row in
                        let type = row.value.text("factorType") ?? ""
                        return [
                            "id": .string(row.id),
                            "key": .string(OrgObjects.authenticatorKey(type)),
                            "type": .string(OrgObjects.authenticatorType(type)),
                            "name": .string(OrgObjects.authenticatorName(type)),
                            "status": row.value["status"] ?? .null,
                            "created": row.value["created"] ?? .null,
                            "lastUpdated": row.value["lastUpdated"] ?? .null,
                        ]
                    }))
        },
        get("blocks") { tenant, id, _ in .json(.array(tenant.blocks(ofUser: id))) },
        get("idps", "okta.idps.read") { tenant, id, _ in
            let rows = (tenant.lists["idps"]?.rows ?? []).filter {
                tenant.childLists["idps/\($0.id)/users"]?.contains(id) ?? false
            }
            return .json(.array(rows.map { .object($0.value) }))
        },
        get("clients") { tenant, id, _ in
            .json(
                .array(
                    (tenant.childLists["users/\(id)/clients"]?.rows ?? []).map { .object($0.value) }
                ))
        },
        get("grants") { tenant, id, call in
            try call.page(
                of: tenant.childLists["users/\(id)/grants"] ?? Records(),
                PageRule(standard: 20, maximum: 200)
            ) { .object($1) }
        },
        get("risk", "okta.userRisk.read") { _, id, call in
            .json([
                "riskLevel": "NONE",
                "_links": ["self": call.href("/api/v1/users/\(id)/risk")],
            ])
        },
    ]
}
