/// Groups that grant an app to their members.
enum AppGroups {
    private static let base = "/api/v1/apps/{appId}/groups"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.apps.read") { tenant, call in
            let (id, _) = try tenant.app(call)
            let start = call.query("q")?.lowercased()
            return try call.page(
                of: tenant.appGroupNames(app: id), pageRule,
                where: { entry in start.map { entry.name.lowercased().hasPrefix($0) } ?? true }
            ) { tenant.appGroupJSON(app: id, group: $0, $1.assignment, call) }
        },
        .get("\(base)/{groupId}", "okta.apps.read") { tenant, call in
            let (app, group) = try tenant.appAndGroup(call)
            guard let assignment = tenant.appGroups[app, group] else {
                throw APIError.notFound(group, "ApplicationGroupAssignment")
            }
            return .json(tenant.appGroupJSON(app: app, group: group, assignment, call))
        },
        .put("\(base)/{groupId}", "okta.apps.manage") { try $0.assignGroup($1) },
        Endpoint(method: .patch, path: "\(base)/{groupId}", scope: "okta.apps.manage") {
            try $0.editGroupAssignment($1)
        },
        .delete("\(base)/{groupId}", "okta.apps.manage") { try $0.unassignGroup($1) },
    ]

    static let pageRule = PageRule(standard: 20, minimum: 20, maximum: 200)
}

extension Tenant {
    fileprivate func appAndGroup(_ call: Call) throws -> (app: String, group: String) {
        let (id, _) = try app(call)
        let (groupID, _) = try group(call)
        return (id, groupID)
    }

    /// An app's groups with the names that `q` is held against, in the order of assignment.
    fileprivate func appGroupNames(
        app: String
    ) -> OrderedMap<(name: String, assignment: AppGroup)> {
        appGroups[app].mapValues { id, assignment in
            (groups[id]?.text("profile.name") ?? "", assignment)
        }
    }

    fileprivate func appGroupJSON(
        app: String, group: String, _ assignment: AppGroup, _ call: Call
    ) -> JSON {
        var row: Record = [
            "id": .string(group), "lastUpdated": .string(assignment.lastUpdated.text),
            "priority": .integer(assignment.priority), "profile": .object(assignment.profile),
            "_links": [
                "app": call.href("/api/v1/apps/\(app)"),
                "self": call.href("/api/v1/apps/\(app)/groups/\(group)"),
                "group": call.href("/api/v1/groups/\(group)"),
            ],
        ]
        if call.expands("group"), let record = groups[group] {
            row["_embedded"] = ["group": groupJSON(group, record, call)]
        } else if call.expands("metadata") {
            row["_embedded"] = ["metadata": [:]]
        }
        return .object(row)
    }

    fileprivate mutating func assignGroup(_ call: Call) throws -> Reply {
        let (app, group) = try appAndGroup(call)
        let body = try call.json()
        let isNew = appGroups[app, group] == nil
        let assignment = AppGroup(
            priority: body["priority"]?.count ?? appGroups[app, group]?.priority
                ?? appGroups[app].count,
            lastUpdated: call.now, profile: body[object: "profile"])
        appGroups.set(app, group, assignment)
        if isNew {
            record(
                "group.application_assignment.add", "Add group to application membership",
                [.group(group), .app(app)], call)
            for member in members[group].rows { reconcileApps(ofUser: member.id, call) }
        }
        return .json(appGroupJSON(app: app, group: group, assignment, call))
    }

    /// A JSON patch; only replacing the priority or a profile attribute is known.
    fileprivate mutating func editGroupAssignment(_ call: Call) throws -> Reply {
        let (app, group) = try appAndGroup(call)
        guard var assignment = appGroups[app, group] else {
            throw APIError.notFound(group, "ApplicationGroupAssignment")
        }
        guard let steps = try? JSONParser.parse(call.body).elements else { throw APIError.badJSON }
        for step in steps {
            guard let record = step.record, record.text("op") == "replace",
                let path = record.text("path"), let value = record["value"]
            else { throw APIError.validation("op", "op: The only operation is replace") }
            if path == "/priority", let priority = value.count {
                assignment.priority = priority
            } else if path.hasPrefix("/profile/") {
                assignment.profile[String(path.dropFirst(9))] = value
            } else {
                throw APIError.validation("path", "path: /priority or /profile/NAME is needed")
            }
        }
        assignment.lastUpdated = call.now
        appGroups.set(app, group, assignment)
        record(
            "group.application_assignment.update", "Update application assignment for group",
            [.group(group), .app(app)], call)
        return .json(appGroupJSON(app: app, group: group, assignment, call))
    }

    fileprivate mutating func unassignGroup(_ call: Call) throws -> Reply {
        let (app, group) = try appAndGroup(call)
        guard appGroups.remove(app, group) != nil else {
            throw APIError.notFound(group, "ApplicationGroupAssignment")
        }
        record(
            "group.application_assignment.remove", "Remove group from application membership",
            [.group(group), .app(app)], call)
        for member in members[group].rows { reconcileApps(ofUser: member.id, call) }
        return .noContent
    }
}
