/// Policies of every type, listed one type at a time.
enum Policies {
    private static let base = "/api/v1/policies"

    static let types: [String] = [
        "ACCESS_POLICY", "OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "IDP_DISCOVERY",
        "PROFILE_ENROLLMENT", "DEVICE_SIGNAL_COLLECTION", "ENTITY_RISK", "POST_AUTH_SESSION",
        "SESSION_VIOLATION_DETECTION", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING",
    ]

    fileprivate static let creatable: Set<String> = [
        "ACCESS_POLICY", "MFA_ENROLL", "OKTA_SIGN_ON", "PASSWORD", "PROFILE_ENROLLMENT",
        "DEVICE_SIGNAL_COLLECTION",
    ]

    static let endpoints: [Endpoint] = [
        .get(base, "okta.policies.read") { try $0.listPolicies($1) },
        .post(base, "okta.policies.manage") { try $0.createPolicy($1) },
        .get("\(base)/{policyId}", "okta.policies.read") { tenant, call in
            let (id, policy) = try tenant.policy(call)
            return .json(tenant.policyJSON(id, policy, call))
        },
        .put("\(base)/{policyId}", "okta.policies.manage") { try $0.replacePolicy($1) },
        .delete("\(base)/{policyId}", "okta.policies.manage") { tenant, call in
            let (id, policy) = try tenant.policy(call)
            guard policy["system"] != true else { throw APIError.forbidden }
            tenant.policies.remove(id)
            tenant.policyRules[id] = nil
            tenant.record(
                "policy.lifecycle.delete", "Delete policy",
                [.policy(id, name: policy.text("name") ?? "")], call)
            return .noContent
        },
        .post("\(base)/{policyId}/lifecycle/activate", "okta.policies.manage") {
            try $0.movePolicy($1, to: "ACTIVE")
        },
        .post("\(base)/{policyId}/lifecycle/deactivate", "okta.policies.manage") {
            try $0.movePolicy($1, to: "INACTIVE")
        },
        .get("\(base)/{policyId}/mappings", "okta.policies.read") { tenant, call in
            let (id, _) = try tenant.policy(call)
            let apps = tenant.apps.rows.filter { $0.value.text("accessPolicyId") == id }
            return .json(
                .array(
                    apps.map { app in
                        [
                            "id": .string("mapping-\(app.id)"),
                            "_links": [
                                "application": call.href("/api/v1/apps/\(app.id)"),
                                "policy": call.href("\(base)/\(id)"),
                            ],
                        ]
                    }))
        },
    ]
}

extension Tenant {
    func policy(_ call: Call) throws -> (id: String, policy: Record) {
        let id = call.parameter("policyId")
        guard let policy = policies[id] else { throw APIError.notFound(id, "Policy") }
        return (id, policy)
    }

    fileprivate func listPolicies(_ call: Call) throws -> Reply {
        guard let type = call.query("type") else {
            throw APIError(
                code: "E0000028", status: 400,
                summary: "The request is missing a required parameter.",
                causes: ["type: The parameter is required"])
        }
        guard Policies.types.contains(type) else {
            throw APIError.validation("type", "type: Invalid policy type '\(type)'")
        }
        let (status, start) = (call.query("status"), call.query("q")?.lowercased())
        func fits(_ policy: Record) -> Bool {
            if policy.text("type") != type { return false }
            if let status, policy.text("status") != status { return false }
            guard let start else { return true }
            return policy.text("name")?.lowercased().hasPrefix(start) ?? false
        }
        return try call.page(of: policies, PageRule(standard: 20, maximum: 200), where: fits) {
            policyJSON($0, $1, call)
        }
    }

    fileprivate func policyJSON(_ id: String, _ policy: Record, _ call: Call) -> JSON {
        var row = policy
        let base = "/api/v1/policies/\(id)"
        var links: Record = [
            "self": call.href(base), "rules": call.href(base + "/rules"),
            "mappings": call.href(base + "/mappings"),
        ]
        if policy["system"] != true {
            let verb = policy.text("status") == "ACTIVE" ? "deactivate" : "activate"
            links[verb] = call.href("\(base)/lifecycle/\(verb)", "POST")
        }
        row["_links"] = .object(links)
        if call.expands("rules") {
            row["_embedded"] = [
                "rules": .array((policyRules[id]?.rows ?? []).map { .object($0.value) })
            ]
        }
        return .object(row)
    }

    fileprivate mutating func createPolicy(_ call: Call) throws -> Reply {
        let body = try call.json()
        guard let name = body.text("name"), !name.isEmpty else {
            throw APIError.validation("name", "name: The field cannot be left blank")
        }
        guard let type = body.text("type"), Policies.creatable.contains(type) else {
            throw APIError.validation("type", "type: Policies of this type cannot be created")
        }
        let isTaken = policies.rows.contains {
            $0.value.text("type") == type && $0.value.text("name") == name
        }
        if isTaken {
            throw APIError.validation("name", "name: Policy name already in use")
        }
        let id = identifiers.makeID(.policy)
        let now = JSON.string(call.now.text)
        let siblings = policies.rows.filter { $0.value.text("type") == type }.count
        policies.set(
            id,
            [
                "id": .string(id), "status": .string(body.text("status") ?? "ACTIVE"),
                "name": .string(name), "description": body["description"] ?? .null,
                "priority": body["priority"] ?? .integer(siblings + 1), "system": false,
                "conditions": body["conditions"] ?? .null, "settings": body["settings"] ?? .null,
                "created": now, "lastUpdated": now, "type": .string(type),
            ])
        if type == "ACCESS_POLICY" {
            addRule(
                to: id,
                [
                    "name": "Catch-all Rule", "type": "ACCESS_POLICY", "priority": 99,
                    "system": true, "actions": ["appSignOn": ["access": "ALLOW"]],
                ], call)
        }
        record("policy.lifecycle.create", "Create policy", [.policy(id, name: name)], call)
        return .json(policyJSON(id, policies[id] ?? [:], call))
    }

    fileprivate mutating func replacePolicy(_ call: Call) throws -> Reply {
        let (id, policy) = try policy(call)
        let body = try call.json()
        guard let name = body.text("name"), body.text("type") == policy.text("type") else {
            throw APIError.validation("name", "name: The name and the policy's own type are needed")
        }
        policies.update(id) { policy in
            policy["name"] = .string(name)
            for part in ["description", "priority", "conditions", "settings"] {
                policy[part] = body[part] ?? policy[part]
            }
            policy["lastUpdated"] = .string(call.now.text)
        }
        record("policy.lifecycle.update", "Update policy", [.policy(id, name: name)], call)
        return .json(policyJSON(id, policies[id] ?? policy, call))
    }

    fileprivate mutating func movePolicy(_ call: Call, to status: String) throws -> Reply {
        let (id, policy) = try policy(call)
        guard policy["system"] != true || status == "ACTIVE" else { throw APIError.forbidden }
        guard policy.text("status") != status else {
            throw APIError.validation("status", "status: The policy is \(status) already")
        }
        policies.update(id) { policy in
            policy["status"] = .string(status)
            policy["lastUpdated"] = .string(call.now.text)
        }
        let (verb, title) =
            status == "ACTIVE" ? ("activate", "Activate") : ("deactivate", "Deactivate")
        record(
            "policy.lifecycle.\(verb)", "\(title) policy",
            [.policy(id, name: policy.text("name") ?? "")], call)
        return .noContent
    }
}
