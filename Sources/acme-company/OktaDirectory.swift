extension Company {
    private func oktaID(_ person: Int) -> JSON { .text(people[person].okta?.id ?? "") }

    /// `GET /api/v1/groups`
    func oktaGroups() -> [JSON] {
        groups.map { group in
            let object =
                group.type == "APP_GROUP" ? "okta:windows_security_principal" : "okta:user_group"
            var profile: [(String, JSON)] = [("name", .text(group.name))]
            profile.append(
                ("description", .optional(group.description.isEmpty ? nil : group.description)))
            return [
                "id": .text(group.id),
                "created": .text(group.created.okta),
                "lastUpdated": .text(group.created.plus(days: 20).okta),
                "lastMembershipUpdated": .text(Moment.daysAgo(9).okta),
                "objectClass": .texts([object]),
                "type": .text(group.type),
                "profile": .object(profile),
                "_links": [
                    "users": ["href": .text("\(Self.site)/groups/\(group.id)/users")],
                    "apps": ["href": .text("\(Self.site)/groups/\(group.id)/apps")],
                ],
            ]
        }
    }

    /// The N+1 list `GET /api/v1/groups/{groupId}/users` in file form: one pair of ids a membership.
    func oktaGroupMembers() -> [JSON] {
        groups.flatMap { group in
            group.members.map { ["groupId": .text(group.id), "userId": oktaID($0)] }
        }
    }

    /// `GET /api/v1/groups/{groupId}/owners`, each with its `groupId`.
    func oktaGroupOwners() -> [JSON] {
        groups.flatMap { group in
            group.owners.map { owner in
                [
                    "groupId": .text(group.id), "id": oktaID(owner), "type": "USER",
                    "displayName": .text(people[owner].okta?.display ?? ""),
                    "originType": "OKTA_DIRECTORY", "originId": .null, "resolved": true,
                    "lastUpdated": .text(group.created.plus(days: 1).okta),
                ]
            }
        }
    }

    /// `GET /api/v1/groups/rules`
    func oktaGroupRules() -> [JSON] {
        var draw = stream("group rules")
        return ["Engineering", "Sales", "Data", "Finance"].map { name in
            let group = groups.first { $0.name == name }?.id ?? ""
            return [
                "type": "group_rule", "id": .text("0pr" + draw.token(17)),
                "status": .text(name == "Finance" ? "INACTIVE" : "ACTIVE"),
                "name": .text("\(name) by department"),
                "created": .text(Moment.daysAgo(700).okta),
                "lastUpdated": .text(Moment.daysAgo(200).okta),
                "conditions": [
                    "people": ["users": ["exclude": []], "groups": ["exclude": []]],
                    "expression": [
                        "value": .text("user.department==\"\(name)\""),
                        "type": "urn:okta:expression:1.0",
                    ],
                ],
                "actions": ["assignUserToGroups": ["groupIds": .texts([group])]],
            ]
        }
    }

    /// `GET /api/v1/users/{userId}/roles`, each with its `userId`.
    func oktaAdminRoles() -> [JSON] {
        var draw = stream("admin roles")
        return people.flatMap { person -> [JSON] in
            guard let account = person.okta else { return [] }
            return account.roles.map { label in
                let type = label.uppercased().replacing(" ", with: "_")
                    .replacing("ADMINISTRATOR", with: "ADMIN")
                    .replacing("ORGANIZATION", with: "ORG").replacing("APPLICATION", with: "APP")
                return [
                    "id": .text("ra1" + draw.token(17)), "label": .text(label),
                    "type": .text(type), "status": "ACTIVE",
                    "created": .text(Moment.daysAgo(draw.within(60...900)).okta),
                    "lastUpdated": .text(Moment.daysAgo(draw.within(10...59)).okta),
                    "assignmentType": "USER", "userId": .text(account.id),
                ]
            }
        }
    }

    /// `GET /api/v1/users/{userId}/factors`, each with its `userId`.
    func oktaFactors() -> [JSON] {
        var draw = stream("factors")
        return people.flatMap { person -> [JSON] in
            guard let account = person.okta, account.factors != .none else { return [] }
            if account.factors == .pendingOnly {
                return [factor(account, "push", "PENDING_ACTIVATION", &draw)]
            }
            var kinds = [draw.pick(["push", "signed_nonce", "webauthn", "token:software:totp"])]
            if draw.isWithin(percent: 35) { kinds.append("sms") }
            return kinds.map { factor(account, $0, "ACTIVE", &draw) }
        }
    }

    private func factor(
        _ account: OktaAccount, _ kind: String, _ status: String, _ draw: inout SeededRandom
    ) -> JSON {
        let provider = kind == "webauthn" ? "FIDO" : "OKTA"
        let prefixes = ["push": "opf", "signed_nonce": "pfd", "webauthn": "fuf", "sms": "mbl"]
        let profile: JSON =
            switch kind {
            case "sms": ["phoneNumber": .text("+491515550\(draw.within(1000...9999))")]
            case "webauthn": ["authenticatorName": "Security Key"]
            default: ["credentialId": .text(account.login), "platform": "IOS"]
            }
        return [
            "id": .text((prefixes[kind] ?? "ost") + draw.token(17)), "factorType": .text(kind),
            "provider": .text(provider), "vendorName": .text(provider), "status": .text(status),
            "created": .text(account.created.plus(days: 2).okta),
            "lastUpdated": .text(account.created.plus(days: 2, seconds: 120).okta),
            "profile": profile, "userId": .text(account.id),
        ]
    }
}
