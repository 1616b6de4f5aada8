/// Groups of users.
enum Groups {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/groups", "okta.groups.read") { try $0.listGroups($1) },
        .post("/api/v1/groups", "okta.groups.manage") { try $0.createGroup($1) },
        .get("/api/v1/groups/{groupId}", "okta.groups.read") { tenant, call in
            let (id, group) = try tenant.group(call)
            return .json(tenant.groupJSON(id, group, call))
        },
        .put("/api/v1/groups/{groupId}", "okta.groups.manage") { try $0.replaceGroup($1) },
        .delete("/api/v1/groups/{groupId}", "okta.groups.manage") { try $0.deleteGroup($1) },
        .get("/api/v1/groups/{groupId}/apps", "okta.groups.read") { tenant, call in
            let (id, _) = try tenant.group(call)
            let ids = tenant.appGroups.lefts(of: id)
            return try call.page(
                of: tenant.apps, PageRule(standard: 20, maximum: 200),
                where: { ids.contains($0.text("id") ?? "") }
            ) { tenant.appJSON($0, $1, call) }
        },
    ]

    static let pageRule = PageRule(standard: 200, maximum: 10_000)
}

extension Tenant {
    func group(_ call: Call) throws -> (id: String, group: Record) {
        let id = call.parameter("groupId")
        guard let group = groups[id] else { throw APIError.notFound(id, "UserGroup") }
        return (id, group)
    }

    func listGroups(_ call: Call) throws -> Reply {
        let fields = try call.query("fields").map(FieldSelection.init(parsing:))
        let render: (String, Record) -> JSON = { id, group in
            let row = groupJSON(id, group, call)
            return fields.flatMap { fields in row.record.map { .object(fields.apply(to: $0)) } }
                ?? row
        }
        if let start = call.query("q")?.lowercased() {
            let limit = try PageRule(standard: 300, maximum: 300).limit(call) ?? 300
            let found = groups.rows.lazy.filter {
                $0.value.text("profile.name")?.lowercased().hasPrefix(start) ?? false
            }
            return .json(.array(found.prefix(limit).map { render($0.id, $0.value) }))
        }
        let (search, filter) = (call.query("search"), call.query("filter"))
        if search != nil && filter != nil { throw APIError.searchAndFilter }
        guard let text = search ?? filter else {
            return try call.page(of: groups, Groups.pageRule, render: render)
        }
        let rule = search == nil ? FilterRule.groupsFilter : .groupsSearch
        let expression = try call.filter(text, rule)
        let fits: (Record) -> Bool = { expression.matches($0, foldingCase: rule.foldsCase) }
        guard search != nil, let sortBy = call.query("sortBy") else {
            return try call.page(of: groups, Groups.pageRule, where: fits, render: render)
        }
        let sorted = call.sorted(groups.rows.map(\.value).filter(fits), by: sortBy)
        return try call.page(ofSorted: sorted, Groups.pageRule) { render($0.text("id") ?? "", $0) }
    }

    func groupJSON(_ id: String, _ group: Record, _ call: Call) -> JSON {
        var row = group
        let base = "/api/v1/groups/\(id)"
        var links: Record = [
            "self": call.href(base), "users": call.href(base + "/users"),
            "apps": call.href(base + "/apps"),
        ]
        let sourceID = group.text("source.id")
        if let sourceID { links["source"] = call.href("/api/v1/apps/\(sourceID)") }
        row["_links"] = .object(links)
        var embedded = Record()
        if call.expands("stats") {
            let hasRoles = groupRoles[id]?.isEmpty == false
            embedded["stats"] = [
                "usersCount": .integer(members[id].count),
                "appsCount": .integer(appGroups.lefts(of: id).count),
                "groupPushMappingsCount": .integer(pushMappings(ofGroup: id)),
                // Both spellings: the specification's, which is misspelt, and the documented one.
                "hasAdminPrivlege": .bool(hasRoles), "hasAdminPrivilege": .bool(hasRoles),
                "_links": ["self": call.href(base + "/stats")],
            ]
        }
        if call.expands("app"), let sourceID, let app = apps[sourceID] {
            embedded["app"] = [
                "id": .string(sourceID), "name": JSON(app.text("name")),
                "label": JSON(app.text("label")),
            ]
        }
        if !embedded.members.isEmpty { row["_embedded"] = .object(embedded) }
        return .object(row)
    }

    private func pushMappings(ofGroup id: String) -> Int {
        apps.rows.reduce(0) { total, app in
            let rows = childLists["apps/\(app.id)/group-push/mappings"]?.rows ?? []
            return total + rows.filter { $0.value.text("sourceGroupId") == id }.count
        }
    }

    /// - Throws: E0000001 for a name that is missing, too long, or taken by a group of Okta's own.
    private func checkGroup(profile: Record, exceptGroup: String?) throws {
        let name = profile.text("name") ?? ""
        guard !name.isEmpty else {
            throw APIError.validation("name", "name: The field cannot be left blank")
        }
        guard name.count <= 1024 else {
            throw APIError.validation("name", "name: String is too long (1024 characters)")
        }
        let isTaken = groups.rows.contains {
            $0.id != exceptGroup && $0.value.text("type") == "OKTA_GROUP"
                && $0.value.text("profile.name") == name
        }
        if isTaken {
            throw APIError.validation(
                "name",
                "name: An object with this field already exists in the current organization")
        }
    }

    mutating func createGroup(_ call: Call) throws -> Reply {
        let profile = try call.json()[object: "profile"]
        try checkGroup(profile: profile, exceptGroup: nil)
        let id = identifiers.makeID(.group)
        let now = JSON.string(call.now.text)
        groups.set(
            id,
            [
                "id": .string(id), "created": now, "lastUpdated": now,
                "lastMembershipUpdated": now, "objectClass": ["okta:user_group"],
                "type": "OKTA_GROUP", "profile": .object(profile),
            ])
        record("group.lifecycle.create", "Create Okta group", [.group(id)], call)
        return .json(groupJSON(id, groups[id] ?? [:], call))
    }

    mutating func replaceGroup(_ call: Call) throws -> Reply {
        let (id, group) = try group(call)
        guard group.text("type") == "OKTA_GROUP" else { throw APIError.forbidden }
        let profile = try call.json()[object: "profile"]
        try checkGroup(profile: profile, exceptGroup: id)
        groups.update(id) { group in
            group["profile"] = .object(profile)
            group["lastUpdated"] = .string(call.now.text)
        }
        record("group.profile.update", "Update Okta group", [.group(id)], call)
        return .json(groupJSON(id, groups[id] ?? group, call))
    }

    mutating func deleteGroup(_ call: Call) throws -> Reply {
        let (id, group) = try group(call)
        guard group.text("type") != "BUILT_IN" else { throw APIError.forbidden }
        if group.text("type") == "APP_GROUP", pushTargets(group: id) { throw APIError.forbidden }
        record("group.lifecycle.delete", "Delete Okta group", [.group(id)], call)
        let affected = members[id].rows.map(\.id)
        members.removeAll(left: id)
        appGroups.removeAll(right: id)
        (owners[id], groupRoles[id]) = (nil, nil)
        groups.remove(id)
        for user in affected { reconcileApps(ofUser: user, call) }
        return .noContent
    }

    private func pushTargets(group id: String) -> Bool {
        apps.rows.contains { app in
            (childLists["apps/\(app.id)/group-push/mappings"]?.rows ?? []).contains {
                $0.value.text("targetGroupId") == id
            }
        }
    }
}
