/// Rules of policies.
enum PolicyRules {
    private static let base = "/api/v1/policies/{policyId}/rules"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.policies.read") { tenant, call in
            let (id, _) = try tenant.policy(call)
            return try call.page(
                of: tenant.policyRules[id] ?? Records(), PageRule(standard: 100, maximum: 200)
            ) { tenant.ruleJSON(id, $1, call) }
        },
        .post(base, "okta.policies.manage") { try $0.createRule($1) },
        .get("\(base)/{ruleId}", "okta.policies.read") { tenant, call in
            let (policy, rule) = try tenant.rule(call)
            return .json(tenant.ruleJSON(policy, rule, call))
        },
        .delete("\(base)/{ruleId}", "okta.policies.manage") { tenant, call in
            let (policy, rule) = try tenant.rule(call)
            guard rule["system"] != true else { throw APIError.forbidden }
            let id = rule.text("id") ?? ""
            tenant.policyRules[policy]?.remove(id)
            tenant.record(
                "policy.rule.delete", "Delete policy rule",
                [.rule(id, name: rule.text("name") ?? "")], call)
            return .noContent
        },
        .post("\(base)/{ruleId}/lifecycle/activate", "okta.policies.manage") {
            try $0.moveRule($1, to: "ACTIVE")
        },
        .post("\(base)/{ruleId}/lifecycle/deactivate", "okta.policies.manage") {
            try $0.moveRule($1, to: "INACTIVE")
        },
    ]

    /// Policies of these types have the rules they came with and no more.
    fileprivate static let closedTypes: Set<String> = [
        "PROFILE_ENROLLMENT", "POST_AUTH_SESSION", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING",
    ]

    fileprivate static func ruleType(ofPolicy type: String) -> String {
        type == "OKTA_SIGN_ON" ? "SIGN_ON" : type
    }
}

extension Tenant {
    fileprivate func rule(_ call: Call) throws -> (policyID: String, rule: Record) {
        let (id, _) = try policy(call)
        let ruleID = call.parameter("ruleId")
        guard let rule = policyRules[id]?[ruleID] else {
            throw APIError.notFound(ruleID, "PolicyRule")
        }
        return (id, rule)
    }

    fileprivate func ruleJSON(_ policyID: String, _ rule: Record, _ call: Call) -> JSON {
        var row = rule
        let base = "/api/v1/policies/\(policyID)/rules/\(rule.text("id") ?? "")"
        var links: Record = ["self": call.href(base)]
        if rule["system"] != true {
            let verb = rule.text("status") == "ACTIVE" ? "deactivate" : "activate"
            links[verb] = call.href("\(base)/lifecycle/\(verb)", "POST")
        }
        row["_links"] = .object(links)
        return .object(row)
    }

    /// Adds a rule with what `body` says and the rest as Okta sets it.
    @discardableResult
    mutating func addRule(to policyID: String, _ body: Record, _ call: Call) -> Record {
        let id = identifiers.makeID(.policyRule)
        let now = JSON.string(call.now.text)
        let isActive = call.flag("activate", default: true)
        let row: Record = [
            "id": .string(id), "status": isActive ? "ACTIVE" : "INACTIVE",
            "name": body["name"] ?? .null,
            "priority": body["priority"] ?? .integer((policyRules[policyID]?.count ?? 0) + 1),
            "created": now, "lastUpdated": now, "system": body["system"] ?? false,
            "conditions": body["conditions"] ?? .null, "actions": body["actions"] ?? .null,
            "type": body["type"] ?? .null,
        ]
        policyRules[policyID, default: Records()].set(id, row)
        return row
    }

    fileprivate mutating func createRule(_ call: Call) throws -> Reply {
        let (policyID, policy) = try policy(call)
        let body = try call.json()
        let policyType = policy.text("type") ?? ""
        guard !PolicyRules.closedTypes.contains(policyType) else { throw APIError.forbidden }
        guard let name = body.text("name"), !name.isEmpty else {
            throw APIError.validation("name", "name: The field cannot be left blank")
        }
        let wanted = PolicyRules.ruleType(ofPolicy: policyType)
        guard body.text("type") == wanted else {
            throw APIError.validation("type", "type: Rules of this policy are of type \(wanted)")
        }
        let isTaken = (policyRules[policyID]?.rows ?? []).contains {
            $0.value.text("name") == name
        }
        if isTaken { throw APIError.validation("name", "name: Rule name already in use") }
        let rule = addRule(to: policyID, body, call)
        record(
            "policy.rule.add", "Add policy rule", [.rule(rule.text("id") ?? "", name: name)], call)
        return .json(ruleJSON(policyID, rule, call))
    }

    fileprivate mutating func moveRule(_ call: Call, to status: String) throws -> Reply {
        let (policyID, rule) = try rule(call)
        let id = rule.text("id") ?? ""
        guard rule["system"] != true || status == "ACTIVE" else { throw APIError.forbidden }
        guard rule.text("status") != status else {
            throw APIError.validation("status", "status: The rule is \(status) already")
        }
        policyRules[policyID]?.update(id) { rule in
            rule["status"] = .string(status)
            rule["lastUpdated"] = .string(call.now.text)
        }
        let (verb, title) =
            status == "ACTIVE" ? ("activate", "Activate") : ("deactivate", "Deactivate")
        record(
            "policy.rule.\(verb)", "\(title) policy rule",
            [.rule(id, name: rule.text("name") ?? "")], call)
        return .noContent
    }
}
