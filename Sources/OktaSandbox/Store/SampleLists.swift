/// The few rows that every org has of the objects an admin seldom makes: zones, authenticators, a default
/// authorization server. What a folder brought is left as it is.
extension Tenant {
    mutating func addSampleLists() {
        let stamp: JSON = "2022-06-25T00:00:00.000Z"
        let stamps: Record = ["created": stamp, "lastUpdated": stamp]
        let owner = ownerID ?? ""

        add(
            "zones", .zone, stamps,
            [
                "type": "IP", "name": "LegacyIpZone", "status": "ACTIVE", "usage": "POLICY",
                "system": true, "gateways": [["type": "CIDR", "value": "198.51.100.0/24"]],
                "proxies": [],
            ],
            [
                "type": "IP", "name": "BlockedIpZone", "status": "ACTIVE", "usage": "BLOCKLIST",
                "system": true, "gateways": [], "proxies": [],
            ],
            [
                "type": "IP", "name": "Offices", "status": "ACTIVE", "usage": "POLICY",
                "system": false, "gateways": [["type": "CIDR", "value": "203.0.113.0/24"]],
                "proxies": [],
            ])
        add(
            "authenticators", .authenticator, stamps,
            ["type": "password", "key": "okta_password", "name": "Password", "status": "ACTIVE"],
            ["type": "email", "key": "okta_email", "name": "Email", "status": "ACTIVE"],
            ["type": "phone", "key": "phone_number", "name": "Phone", "status": "ACTIVE"],
            ["type": "app", "key": "okta_verify", "name": "Okta Verify", "status": "ACTIVE"],
            [
                "type": "security_key", "key": "webauthn", "name": "Security Key or Biometric",
                "status": "ACTIVE",
            ])
        add(
            "authorizationServers", .authorizationServer, stamps,
            [
                "name": "default", "description": "Default Authorization Server",
                "audiences": ["api://default"], "issuer": "https://sandbox/oauth2/default",
                "issuerMode": "ORG_URL", "status": "ACTIVE",
                "credentials": ["signing": ["kid": "kid-default", "rotationMode": "AUTO"]],
            ])
        add(
            "inlineHooks", .inlineHook, stamps,
            [
                "name": "Registration check", "type": "com.okta.user.pre-registration",
                "status": "ACTIVE", "version": "1.0.3",
                "channel": [
                    "type": "HTTP", "version": "1.0.0",
                    "config": [
                        "uri": "https://hooks.example.com/register", "method": "POST",
                        "headers": [],
                    ],
                ],
            ])
        add(
            "idps", .identityProvider, stamps,
            [
                "name": "Parent company", "type": "SAML2", "status": "ACTIVE",
                "issuerMode": "ORG_URL", "policy": ["maxClockSkew": 120_000],
            ])
        add(
            "trustedOrigins", .trustedOrigin, stamps,
            [
                "name": "Intranet", "origin": "https://intranet.example.com", "status": "ACTIVE",
                "scopes": [["type": "CORS"], ["type": "REDIRECT"]], "createdBy": .string(owner),
                "lastUpdatedBy": .string(owner),
            ])
        add(
            "realms", .other, stamps,
            [
                "isDefault": true,
                "profile": ["name": "Default Realm", "realmType": "DEFAULT", "domains": []],
            ])
        add(
            "realm-assignments", .other, stamps,
            [
                "name": "Catch-all", "status": "ACTIVE", "priority": 1, "isDefault": true,
                "domains": [], "conditions": [:],
                "actions": [
                    "assignUserToRealm": ["realmId": JSON(lists["realms"]?.rows.first?.id)]
                ],
            ])
        add(
            "device-assurances", .other, [:],
            [
                "name": "Managed Macs", "platform": "MACOS", "createdDate": stamp,
                "lastUpdate": stamp, "createdBy": .string(owner), "lastUpdatedBy": .string(owner),
                "displayRemediationMode": "HIDE",
            ])
        add(
            "agentPools", .other, [:],
            [
                "name": "AD agents", "type": "AD", "operationalStatus": "OPERATIONAL",
                "disruptedAgents": 0, "inactiveAgents": 0, "agents": [],
            ])
        add("tokens", .other, [:])
        add("api-services", .other, [:])
        add(
            "roles", .other, stamps,
            ["label": "Access reviewers", "description": "Reads users and their apps"])
        add(
            "resource-sets", .other, stamps,
            ["label": "All people", "description": "Every user and group"])
        addMappings(stamps)
        addSampleChildren(stamps)
    }

    /// The user that tokens belong to: the first super admin, else the first active user.
    var ownerID: String? {
        let admin = users.rows.first { row in
            row.value.text("status") == "ACTIVE"
                && (userRoles[row.id]?.rows ?? []).contains {
                    $0.value.text("type") == "SUPER_ADMIN"
                }
        }
        return (admin ?? users.rows.first { $0.value.text("status") == "ACTIVE" })?.id
    }

    private mutating func add(
        _ list: String, _ kind: IdentifierKind, _ common: Record, _ rows: Record...
    ) {
        guard lists[list] == nil else { return }
        var records = Records()
        for row in rows {
            let id = identifiers.makeID(kind)
            var record: Record = ["id": .string(id)]
            for member in row.members + common.members { record[member.name] = member.value }
            records.set(id, record)
        }
        lists[list] = records
    }

    /// One mapping between each app and the default user type.
    private mutating func addMappings(_ stamps: Record) {
        guard lists["mappings"] == nil, let typeID = defaultUserTypeID else { return }
        let rows = apps.rows.map { app -> Record in
            [
                "source": [
                    "id": .string(typeID), "name": "user", "type": "user",
                ],
                "target": [
                    "id": .string(app.id), "name": JSON(app.value.text("name")),
                    "type": "appuser",
                ],
            ]
        }
        var records = Records()
        for row in rows {
            let id = identifiers.makeID(.mapping)
            var record: Record = ["id": .string(id)]
            for member in row.members { record[member.name] = member.value }
            records.set(id, record)
        }
        lists["mappings"] = records
    }

    private mutating func addSampleChildren(_ stamps: Record) {
        for row in lists["authorizationServers"]?.rows ?? [] {
            childLists["authorizationServers/\(row.id)/scopes"] = Records(byID: [
                ["id": "scpOpenID00000000001", "name": "openid", "system": true, "default": false]
            ])
        }
        for row in lists["roles"]?.rows ?? [] {
            childLists["roles/\(row.id)/permissions"] = Records(byID: [
                [
                    "id": "okta.users.read", "label": "okta.users.read",
                    "created": "2022-06-25T00:00:00.000Z",
                ],
                [
                    "id": "okta.apps.read", "label": "okta.apps.read",
                    "created": "2022-06-25T00:00:00.000Z",
                ],
            ])
        }
        // Apps that push groups have a mapping for each pair of a group and its copy in the app.
        let copies = groups.rows.filter { $0.value.text("type") == "APP_GROUP" }
        let sources = groups.rows.filter { $0.value.text("type") == "OKTA_GROUP" }
        guard
            let app = apps.rows.first(where: {
                $0.value["features"]?.texts.contains("GROUP_PUSH") ?? false
            })
        else { return }
        var mappings = Records()
        for (copy, source) in zip(copies, sources) {
            let id = identifiers.makeID(.other)
            var row: Record = [
                "id": .string(id), "status": "ACTIVE", "sourceGroupId": .string(source.id),
                "targetGroupId": .string(copy.id), "lastPush": "2026-07-01T00:00:00.000Z",
                "errorSummary": nil,
            ]
            for member in stamps.members { row[member.name] = member.value }
            mappings.set(id, row)
        }
        childLists["apps/\(app.id)/group-push/mappings"] = mappings
    }
}
