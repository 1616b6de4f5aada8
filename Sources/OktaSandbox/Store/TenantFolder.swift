import Glibc

/// Why a tenant could not be read from a folder.
public struct TenantError: Error, CustomStringConvertible, Sendable {
    public var description: String
}

extension Tenant {
    /// Reads a folder of JSON files, one per object, as `fixtures/acme/okta` has them: each file an array of
    /// rows as the API gives them, rows of a relation with the id of what they belong to (`groupId`, `appId`,
    /// `userId`, `policyId`, `deviceId`). Files that are not there are empty objects.
    ///
    /// - Throws: `TenantError` naming the file that is no array of objects, or the folder without any file.
    public init(folder: String) throws {
        try self.init(
            named: { "\(folder)/\($0).json" }, from: folder,
            contents: { Self.contents(of: "\(folder)/\($0).json") })
    }

    /// The same of what is in memory: each object's rows as one JSON list, by the object's name.
    public init(objects: [String: [UInt8]]) throws {
        try self.init(named: { $0 }, from: "the snapshot", contents: { objects[$0] })
    }

    private init(
        named: (String) -> String, from source: String, contents: (String) -> [UInt8]?
    ) throws {
        self.init()
        var found = 0
        func rows(_ name: String) throws -> [Record] {
            guard let bytes = contents(name) else { return [] }
            found += 1
            guard let elements = try? JSONParser.parse(bytes).elements else {
                throw TenantError(description: "\(named(name)) is not a JSON array of objects")
            }
            return try elements.map { element in
                guard let row = element.record else {
                    throw TenantError(description: "\(named(name)) is not a JSON array of objects")
                }
                return row
            }
        }
        try loadDirectory(rows)
        try loadApps(rows)
        try loadRest(rows)
        guard found > 0 else {
            throw TenantError(description: "\(source) has no file of a tenant, such as users.json")
        }
        finish()
    }

    private mutating func loadDirectory(_ rows: (String) throws -> [Record]) throws {
        userTypes = Records(byID: try rows("user_types"))
        for var user in try rows("users") {
            user["_links"] = nil
            users.set(user.text("id") ?? "", user)
        }
        for var group in try rows("groups") {
            group["_links"] = nil
            groups.set(group.text("id") ?? "", group)
        }
        for row in try rows("group_members") {
            guard let group = row.text("groupId"), let user = row.text("userId") else { continue }
            members.set(group, user, Instant(milliseconds: 0))
        }
        for var row in try rows("group_owners") {
            guard let group = row.text("groupId"), let id = row.text("id") else { continue }
            row["groupId"] = nil
            owners[group, default: Records()].set(id, row)
        }
        groupRules = Records(byID: try rows("group_rules"))
        for row in try rows("factors") {
            guard let user = row.text("userId"), let id = row.text("id") else { continue }
            factors[user, default: Records()].set(id, row)
        }
        for var row in try rows("admin_roles") {
            guard let user = row.text("userId"), let id = row.text("id") else { continue }
            row["userId"] = nil
            userRoles[user, default: Records()].set(id, row)
        }
        for var row in try rows("group_admin_roles") {
            guard let group = row.text("groupId"), let id = row.text("id") else { continue }
            row["groupId"] = nil
            groupRoles[group, default: Records()].set(id, row)
        }
    }

    private mutating func loadApps(_ rows: (String) throws -> [Record]) throws {
        for var app in try rows("apps") {
            app["_links"] = nil
            apps.set(app.text("id") ?? "", app)
        }
        for row in try rows("app_groups") {
            guard let app = row.text("appId"), let group = row.text("id") else { continue }
            appGroups.set(
                app, group,
                AppGroup(
                    priority: row["priority"]?.count ?? 0,
                    lastUpdated: Self.instant(row, "lastUpdated"), profile: row[object: "profile"]))
        }
        for row in try rows("app_users") {
            guard let app = row.text("appId"), let user = row.text("id") else { continue }
            appUsers.set(
                app, user,
                AppUser(
                    scope: row.text("scope").flatMap(AppUser.Scope.init) ?? .user,
                    status: row.text("status") ?? "ACTIVE",
                    created: Self.instant(row, "created"),
                    lastUpdated: Self.instant(row, "lastUpdated"),
                    statusChanged: Self.instant(row, "statusChanged"),
                    syncState: row.text("syncState") ?? "DISABLED",
                    externalID: row.text("externalId"),
                    userName: row.text("credentials.userName") ?? "",
                    profile: row[object: "profile"]))
        }
    }

    private mutating func loadRest(_ rows: (String) throws -> [Record]) throws {
        devices = Records(byID: try rows("devices"))
        for var row in try rows("device_users") {
            guard let device = row.text("deviceId"), let user = row.text("user.id") else {
                continue
            }
            row["deviceId"] = nil
            row["user"] = nil
            deviceUsers.set(device, user, row)
        }
        policies = Records(byID: try rows("policies"))
        for var row in try rows("rules") {
            guard let policy = row.text("policyId"), let id = row.text("id") else { continue }
            row["policyId"] = nil
            policyRules[policy, default: Records()].set(id, row)
        }
        // Events are persisted in the order they were published in, which is the files' order too.
        events = try rows("events").sorted {
            ($0.text("published") ?? "") < ($1.text("published") ?? "")
        }
        for name in ["zones", "authenticators", "idps", "api_tokens", "event_hooks"] {
            let given = Records(byID: try rows(name))
            guard !given.isEmpty else { continue }
            if name == "event_hooks" {
                eventHooks = given
            } else {
                lists[name == "api_tokens" ? "api-tokens" : name] = given
            }
        }
    }

    /// What every tenant has besides its rows: a token's owner, sample lists, schemas.
    mutating func finish() {
        completeApps()
        inferCustomAttributes()
        addSampleLists()
        linkManagers()
    }

    private static func instant(_ row: Record, _ name: String) -> Instant {
        row.text(name).flatMap(Instant.init) ?? Instant(milliseconds: 0)
    }

    /// Okta's own models require settings and credentials of every app.
    private mutating func completeApps() {
        let policyIDs = policies.rows.filter { $0.value.text("type") == "ACCESS_POLICY" }.map(\.id)
        for (place, row) in apps.rows.enumerated() {
            apps.update(row.id) { $0 = Self.completed(app: $0, row.id, place, policyIDs) }
        }
    }

    static func completed(
        app: Record, _ id: String, _ place: Int, _ policyIDs: [String]
    ) -> Record {
        var app = app
        if app["credentials"] == nil {
            var credentials: Record = [
                "userNameTemplate": ["template": "${source.login}", "type": "BUILT_IN"],
                "signing": ["kid": .string("kid-\(id)")],
            ]
            if app.text("signOnMode") == "OPENID_CONNECT" {
                credentials["oauthClient"] = [
                    "client_id": .string(id), "autoKeyRotation": true,
                    "token_endpoint_auth_method": "client_secret_basic",
                ]
            }
            app["credentials"] = .object(credentials)
        }
        if app["settings"] == nil {
            var settings: Record = [
                "app": [:], "notifications": ["vpn": ["network": ["connection": "DISABLED"]]],
            ]
            if app.text("signOnMode") == "OPENID_CONNECT" {
                settings["oauthClient"] = [
                    "application_type": "web", "grant_types": ["authorization_code"],
                    "response_types": ["code"], "redirect_uris": [],
                ]
            }
            app["settings"] = .object(settings)
        }
        if app["accessPolicyId"] == nil, !policyIDs.isEmpty {
            app["accessPolicyId"] = .string(policyIDs[place % policyIDs.count])
        }
        return app
    }

    /// A linked object that says what `managerId` says, as orgs keep both.
    private mutating func linkManagers() {
        linkedObjects.set(
            "manager",
            [
                "primary": [
                    "name": "manager", "title": "Manager", "description": "Manager", "type": "USER",
                ],
                "associated": [
                    "name": "subordinate", "title": "Subordinate", "description": "Subordinate",
                    "type": "USER",
                ],
            ])
        var relation = Relation<Bool>()
        for row in users.rows {
            guard let manager = row.value.text("profile.managerId"), users.contains(manager) else {
                continue
            }
            relation.set(manager, row.id, true)
        }
        linkedUsers["manager"] = relation
    }

    private static func contents(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &block, block.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }
}

extension OrderedMap where Value == Record {
    /// Rows under their own ids.
    init(byID rows: [Record]) {
        self.init()
        for row in rows { set(row.text("id") ?? "", row) }
    }
}
