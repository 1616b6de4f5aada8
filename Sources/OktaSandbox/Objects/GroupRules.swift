/// Rules that put users into groups. They are kept and switched; their expressions are not evaluated.
enum GroupRules {
    private static let base = "/api/v1/groups/rules"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.groups.read") { tenant, call in
            let word = call.query("search")?.lowercased()
            return try call.page(
                of: tenant.groupRules, PageRule(standard: 50, maximum: 200),
                where: { rule in
                    word.map { (rule.text("name") ?? "").lowercased().contains($0) } ?? true
                }
            ) { tenant.groupRuleJSON($1, call) }
        },
        .post(base, "okta.groups.manage") { try $0.createGroupRule($1) },
        .get("\(base)/{groupRuleId}", "okta.groups.read") { tenant, call in
            .json(tenant.groupRuleJSON(try tenant.groupRule(call), call))
        },
        .put("\(base)/{groupRuleId}", "okta.groups.manage") { try $0.replaceGroupRule($1) },
        .delete("\(base)/{groupRuleId}", "okta.groups.manage") { tenant, call in
            let rule = try tenant.groupRule(call)
            let id = rule.text("id") ?? ""
            tenant.groupRules.remove(id)
            tenant.record(
                "group.rule.delete", "Delete group rule",
                [.groupRule(id, name: rule.text("name") ?? "")], call)
            return Reply(status: 202)
        },
        .post("\(base)/{groupRuleId}/lifecycle/activate", "okta.groups.manage") {
            try $0.moveGroupRule($1, to: "ACTIVE")
        },
        .post("\(base)/{groupRuleId}/lifecycle/deactivate", "okta.groups.manage") {
            try $0.moveGroupRule($1, to: "INACTIVE")
        },
    ]
}

extension Tenant {
    fileprivate func groupRule(_ call: Call) throws -> Record {
        let id = call.parameter("groupRuleId")
        guard let rule = groupRules[id] else { throw APIError.notFound(id, "GroupRule") }
        return rule
    }

    fileprivate func groupRuleJSON(_ rule: Record, _ call: Call) -> JSON {
        var row = rule
        if call.expands("groupIdToGroupNameMap") {
            let ids = rule.value("actions.assignUserToGroups.groupIds")?.texts ?? []
            row["_embedded"] = [
                "groupIdToGroupNameMap": .object(
                    Record(ids.map { ($0, JSON(groups[$0]?.text("profile.name"))) }))
            ]
        }
        return .object(row)
    }

    fileprivate mutating func createGroupRule(_ call: Call) throws -> Reply {
        let body = try call.json()
        try checkGroupRule(body)
        let id = identifiers.makeID(.groupRule)
        let now = JSON.string(call.now.text)
        let row: Record = [
            "type": "group_rule", "id": .string(id), "status": "INACTIVE",
            "name": body["name"] ?? .null, "created": now, "lastUpdated": now,
            "conditions": body["conditions"] ?? [:], "actions": body["actions"] ?? [:],
        ]
        groupRules.set(id, row)
        record(
            "group.rule.create", "Create group rule",
            [.groupRule(id, name: body.text("name") ?? "")], call)
        return .record(row)
    }

    fileprivate mutating func replaceGroupRule(_ call: Call) throws -> Reply {
        let rule = try groupRule(call)
        let id = rule.text("id") ?? ""
        guard rule.text("status") == "INACTIVE" else {
            throw APIError.validation("status", "status: Only inactive rules can be changed")
        }
        let body = try call.json()
        try checkGroupRule(body)
        guard body["actions"] == nil || body["actions"] == rule["actions"] else {
            throw APIError.validation("actions", "actions: The action of a rule cannot be changed")
        }
        groupRules.update(id) { rule in
            rule["name"] = body["name"]
            rule["conditions"] = body["conditions"] ?? rule["conditions"]
            rule["lastUpdated"] = .string(call.now.text)
        }
        record(
            "group.rule.update", "Update group rule",
            [.groupRule(id, name: body.text("name") ?? "")], call)
        return .record(groupRules[id] ?? rule)
    }

    private func checkGroupRule(_ body: Record) throws {
        guard let name = body.text("name"), (1...50).contains(name.count) else {
            throw APIError.validation("name", "name: A name of 1 to 50 characters is needed")
        }
        let ids = body.value("actions.assignUserToGroups.groupIds")?.texts ?? []
        for id in ids where groups[id]?.text("type") != "OKTA_GROUP" {
            throw APIError.validation("groupIds", "groupIds: \(id) is not a group of Okta's own")
        }
    }

    fileprivate mutating func moveGroupRule(_ call: Call, to status: String) throws -> Reply {
        let rule = try groupRule(call)
        let id = rule.text("id") ?? ""
        if rule.text("status") == status { return .noContent }
        groupRules.update(id) { rule in
            rule["status"] = .string(status)
            rule["lastUpdated"] = .string(call.now.text)
        }
        let (verb, title) =
            status == "ACTIVE" ? ("activate", "Activate") : ("deactivate", "Deactivate")
        record(
            "group.rule.\(verb)", "\(title) group rule",
            [.groupRule(id, name: rule.text("name") ?? "")], call)
        return .noContent
    }
}
