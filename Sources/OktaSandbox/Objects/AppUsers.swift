/// Users' accounts in apps, assigned directly or through a group.
enum AppUsers {
    private static let base = "/api/v1/apps/{appId}/users"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.apps.read") { tenant, call in
            let (id, _) = try tenant.app(call)
            let start = call.query("q")?.lowercased()
            return try call.page(
                of: tenant.appUsers[id], pageRule,
                where: { account in
                    start.map { account.userName.lowercased().hasPrefix($0) } ?? true
                }
            ) { tenant.appUserJSON(app: id, user: $0, $1, call) }
        },
        .get("\(base)/{userId}", "okta.apps.read") { tenant, call in
            let (app, user, account) = try tenant.account(call)
            return .json(tenant.appUserJSON(app: app, user: user, account, call))
        },
        .post(base, "okta.apps.manage") { try $0.assignUser($1) },
        .delete("\(base)/{userId}", "okta.apps.manage") { tenant, call in
            let (app, user, _) = try tenant.account(call)
            guard tenant.grantingGroup(app: app, user: user) == nil else {
                throw APIError.groupAssigned
            }
            tenant.unassign(user: user, fromApp: app, call)
            return .noContent
        },
    ]

    static let pageRule = PageRule(standard: 50, maximum: 500)
}

extension Tenant {
    fileprivate func account(_ call: Call) throws -> (app: String, user: String, AppUser) {
        let (id, _) = try app(call)
        let user = call.parameter("userId")
        guard let account = appUsers[id, user] else { throw APIError.notFound(user, "AppUser") }
        return (id, user, account)
    }

    func appUserJSON(app: String, user: String, _ account: AppUser, _ call: Call) -> JSON {
        let base = "/api/v1/apps/\(app)"
        var links: Record = [
            "app": call.href(base), "user": call.href("/api/v1/users/\(user)"),
        ]
        if account.scope == .group, let group = grantingGroup(app: app, user: user) {
            links["group"] = [
                "name": JSON(groups[group]?.text("profile.name")),
                "href": .string("\(call.origin)/api/v1/groups/\(group)"),
            ]
        }
        var row: Record = [
            "id": .string(user), "externalId": JSON(account.externalID),
            "created": .string(account.created.text),
            "lastUpdated": .string(account.lastUpdated.text),
            "scope": .string(account.scope.rawValue), "status": .string(account.status),
            "statusChanged": .string(account.statusChanged.text), "passwordChanged": nil,
            "syncState": .string(account.syncState),
            "credentials": ["userName": .string(account.userName)],
            "profile": .object(account.profile), "_links": .object(links),
        ]
        if call.expands("user") {
            var embedded = self.user(user)
            embedded["_links"] = ["self": call.href("/api/v1/users/\(user)")]
            row["_embedded"] = ["user": .object(embedded)]
        }
        return .object(row)
    }

    fileprivate mutating func assignUser(_ call: Call) throws -> Reply {
        let (id, app) = try app(call)
        let body = try call.json()
        let user = body.text("id") ?? ""
        guard users.contains(user) else { throw APIError.notFound(user, "User") }
        guard app.text("status") == "ACTIVE", status(ofUser: user) != "DEPROVISIONED" else {
            throw APIError.validation(
                "id", "id: An active app and a user that is not deactivated are needed")
        }
        if appUsers[id, user] == nil { assign(user: user, toApp: id, scope: .user, call) }
        appUsers.update(id, user) { account in
            account.scope = .user
            account.userName = body.text("credentials.userName") ?? account.userName
            account.profile.merge(body[object: "profile"])
        }
        guard let account = appUsers[id, user] else { throw APIError.serverFailed }
        return .json(appUserJSON(app: id, user: user, account, call))
    }

    mutating func assign(user id: String, toApp app: String, scope: AppUser.Scope, _ call: Call) {
        appUsers.set(
            app, id,
            AppUser(
                scope: scope, created: call.now, lastUpdated: call.now, statusChanged: call.now,
                userName: user(id).text("profile.login") ?? ""))
        record(
            "application.user_membership.add", "Add user to application membership",
            [.user(id), .app(app)], call)
    }

    mutating func unassign(user id: String, fromApp app: String, _ call: Call) {
        appUsers.remove(app, id)
        record(
            "application.user_membership.remove", "Remove user's application membership",
            [.user(id), .app(app)], call)
    }
}
