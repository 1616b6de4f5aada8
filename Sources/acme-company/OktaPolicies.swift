extension Company {
    private struct Policy {
        let name: String
        let type: String
        let isSystem: Bool
        let groups: [String]
        let rules: [String]
    }

    private static let policies = [
        Policy(
            name: "Default Policy", type: "OKTA_SIGN_ON", isSystem: true, groups: ["Everyone"],
            rules: ["Default Rule"]),
        Policy(
            name: "Contractors sign-on", type: "OKTA_SIGN_ON", isSystem: false,
            groups: ["Contractors"], rules: ["Office hours", "Otherwise deny"]),
        Policy(
            name: "Default Policy", type: "PASSWORD", isSystem: true, groups: ["Everyone"],
            rules: ["Default Rule"]),
        Policy(
            name: "Administrators password", type: "PASSWORD", isSystem: false,
            groups: ["Okta Administrators"], rules: ["Long and often"]),
        Policy(
            name: "Default Policy", type: "MFA_ENROLL", isSystem: true, groups: ["Everyone"],
            rules: ["Default Rule"]),
        Policy(
            name: "Any two factors", type: "ACCESS_POLICY", isSystem: false, groups: [],
            rules: ["Managed devices", "Catch-all Rule"]),
        Policy(
            name: "Phishing resistant", type: "ACCESS_POLICY", isSystem: false, groups: [],
            rules: ["Catch-all Rule"]),
        Policy(
            name: "Old VPN access", type: "ACCESS_POLICY", isSystem: false, groups: [], rules: []),
    ]

    private func policyID(_ index: Int) -> String {
        var draw = stream("policy \(index)")
        return "00p" + draw.token(17)
    }

    /// `GET /api/v1/policies`, all types in one list.
    func oktaPolicies() -> [JSON] {
        Self.policies.enumerated().map { index, policy in
            let ids = policy.groups.compactMap { name in groups.first { $0.name == name }?.id }
            var members: [(String, JSON)] = [
                ("id", .text(policyID(index))), ("status", "ACTIVE"), ("name", .text(policy.name)),
                ("description", .text("\(policy.name) (\(policy.type))")),
                ("priority", .integer(index % 2 + 1)), ("system", .bool(policy.isSystem)),
            ]
            if !ids.isEmpty {
                members.append(
                    ("conditions", ["people": ["groups": ["include": .texts(ids)]]]))
            }
            if policy.type == "PASSWORD" {
                members.append(
                    ("settings", ["password": ["complexity": ["minLength": 12, "minNumber": 1]]]))
            }
            members += [
                ("created", .text(Moment.daysAgo(1500 - index).okta)),
                ("lastUpdated", .text(Moment.daysAgo(300 - index).okta)),
                ("type", .text(policy.type)),
            ]
            return .object(members)
        }
    }

    /// `GET /api/v1/policies/{policyId}/rules`, each with its `policyId`.
    func oktaRules() -> [JSON] {
        var draw = stream("policy rules")
        return Self.policies.enumerated().flatMap { index, policy in
            policy.rules.enumerated().map { position, name in
                let type = policy.type == "OKTA_SIGN_ON" ? "SIGN_ON" : policy.type
                let access = name.contains("deny") ? "DENY" : "ALLOW"
                return [
                    "id": .text("0pr" + draw.token(17)), "status": "ACTIVE", "name": .text(name),
                    "priority": .integer(name.hasPrefix("Catch-all") ? 99 : position + 1),
                    "created": .text(Moment.daysAgo(1500 - index).okta),
                    "lastUpdated": .text(Moment.daysAgo(300 - index).okta),
                    "system": .bool(policy.isSystem),
                    "conditions": ["network": ["connection": "ANYWHERE"]],
                    "actions": ["signon": ["access": .text(access), "requireFactor": true]],
                    "type": .text(type), "policyId": .text(policyID(index)),
                ]
            }
        }
    }

    /// `GET /api/v1/logs`
    func oktaEvents() -> [JSON] { events.map(logEvent) }

    private func logEvent(_ event: Event) -> JSON {
        func party(_ target: Event.Target) -> JSON {
            [
                "id": .text(target.id), "type": .text(target.type),
                "alternateId": .text(target.alternateID),
                "displayName": .text(target.displayName), "detailEntry": .null,
            ]
        }
        return [
            "actor": party(event.actor),
            "client": [
                "userAgent": [
                    "rawUserAgent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
                    "os": "Mac OS X", "browser": "CHROME",
                ],
                "zone": "null", "device": "Computer", "id": .null,
                "ipAddress": .text(event.address),
                "geographicalContext": [
                    "city": .optional(event.city.isEmpty ? nil : event.city),
                    "country": .text(event.country),
                ],
            ],
            "displayMessage": .text(event.message),
            "eventType": .text(event.type),
            "outcome": ["result": .text(event.result), "reason": .optional(event.reason)],
            "published": .text(event.published.okta),
            "securityContext": ["asNumber": 64496, "isProxy": false],
            "severity": .text(event.severity),
            "transaction": ["type": "WEB"],
            "uuid": .text(event.uuid),
            "version": "0",
            "target": .list(event.targets.map(party)),
        ]
    }
}
