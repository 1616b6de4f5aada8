/// App instances.
enum Apps {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/apps", "okta.apps.read") { try $0.listApps($1) },
        .get("/api/v1/apps/{appId}", "okta.apps.read") { tenant, call in
            let (id, app) = try tenant.app(call)
            return .json(tenant.appJSON(id, app, call))
        },
        .delete("/api/v1/apps/{appId}", "okta.apps.manage") { try $0.deleteApp($1) },
        .post("/api/v1/apps/{appId}/lifecycle/activate", "okta.apps.manage") {
            try $0.moveApp($1, to: "ACTIVE")
        },
        .post("/api/v1/apps/{appId}/lifecycle/deactivate", "okta.apps.manage") {
            try $0.moveApp($1, to: "INACTIVE")
        },
    ]

    static let pageRule = PageRule(standard: 20, maximum: 200)
}

extension Tenant {
    func app(_ call: Call) throws -> (id: String, app: Record) {
        let id = call.parameter("appId")
        guard let app = apps[id] else { throw APIError.notFound(id, "AppInstance") }
        return (id, app)
    }

    func listApps(_ call: Call) throws -> Reply {
        let start = call.query("q")?.lowercased()
        let includesAll = call.flag("includeNonDeleted", default: true)
        let expression = try call.query("filter").map { try call.filter($0, .appsFilter) }
        let userID = (call.query("expand") ?? "").split(separator: "/")
        let embedsUser = userID.count == 2 && userID[0] == "user"
        func fits(_ app: Record) -> Bool {
            if !includesAll && app.text("status") != "ACTIVE" { return false }
            let names = [app.text("name"), app.text("label")].compactMap { $0?.lowercased() }
            if let start, !names.contains(where: { $0.hasPrefix(start) }) { return false }
            return expression?.matches(withAssignments(app, call), foldingCase: false) ?? true
        }
        return try call.page(of: apps, Apps.pageRule, where: fits) { id, app in
            let row = appJSON(id, app, call)
            guard embedsUser, var record = row.record, let account = appUsers[id, String(userID[1])]
            else { return row }
            record["_embedded"] = [
                "user": appUserJSON(app: id, user: String(userID[1]), account, call)
            ]
            return .object(record)
        }
    }

    /// An app with the ids that `user.id` and `group.id` in a filter are held against.
    private func withAssignments(_ app: Record, _ call: Call) -> Record {
        guard call.query("filter")?.contains(".id ") == true else { return app }
        var row = app
        let id = app.text("id") ?? ""
        row["user"] = .array(appUsers[id].rows.map { ["id": .string($0.id)] })
        row["group"] = .array(appGroups[id].rows.map { ["id": .string($0.id)] })
        return row
    }

    func appJSON(_ id: String, _ app: Record, _ call: Call) -> JSON {
        var row = app
        let base = "/api/v1/apps/\(id)"
        var links: Record = [
            "self": call.href(base), "users": call.href(base + "/users"),
            "groups": call.href(base + "/groups"),
            "logo": .array([
                [
                    "name": "medium", "type": "image/png",
                    "href": .string(call.origin + "/assets/img/logos/default.png"),
                ]
            ]),
        ]
        let isActive = app.text("status") == "ACTIVE"
        let verb = isActive ? "deactivate" : "activate"
        links[verb] = call.href("\(base)/lifecycle/\(verb)")
        if let policyID = app.text("accessPolicyId") {
            links["accessPolicy"] = call.href("/api/v1/policies/\(policyID)")
            row["accessPolicyId"] = nil
        }
        if call.flag("useOptimization", default: false) {
            (row["settings"], row["credentials"]) = (nil, nil)
        }
        row["_links"] = .object(links)
        return .object(row)
    }

    mutating func deleteApp(_ call: Call) throws -> Reply {
        let (id, app) = try app(call)
        guard app.text("status") != "ACTIVE" else { throw APIError.activeApp }
        record("application.lifecycle.delete", "Delete application", [.app(id)], call)
        apps.remove(id)
        appUsers.removeAll(left: id)
        appGroups.removeAll(left: id)
        for key in childLists.keys where key.hasPrefix("apps/\(id)/") { childLists[key] = nil }
        return .noContent
    }

    mutating func moveApp(_ call: Call, to status: String) throws -> Reply {
        let (id, app) = try app(call)
        // Repeating either is answered with 200 and changes nothing.
        guard app.text("status") != status else { return .emptyObject }
        apps.update(id) { app in
            app["status"] = .string(status)
            app["lastUpdated"] = .string(call.now.text)
        }
        let (verb, title) =
            status == "ACTIVE" ? ("activate", "Activate") : ("deactivate", "Deactivate")
        record("application.lifecycle.\(verb)", "\(title) application", [.app(id)], call)
        return .emptyObject
    }
}
