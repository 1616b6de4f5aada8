/// Users: list, read, change, delete. Creation and the status changes have files of their own.
enum Users {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/users", "okta.users.read") { try $0.listUsers($1) },
        .post("/api/v1/users", "okta.users.manage") { try $0.createUser($1) },
        .get("/api/v1/users/{id}", "okta.users.read") { try $0.readUser($1) },
        .post("/api/v1/users/{id}", "okta.users.manage") { try $0.updateUser($1, replaces: false) },
        .put("/api/v1/users/{id}", "okta.users.manage") { try $0.updateUser($1, replaces: true) },
        .delete("/api/v1/users/{id}", "okta.users.manage") { try $0.deleteUser($1) },
    ]

    static let pageRule = PageRule(standard: 200, maximum: 200)
}

extension Tenant {
    func listUsers(_ call: Call) throws -> Reply {
        let fields = try call.query("fields").map(FieldSelection.init(parsing:))
        let render: (String, Record) -> JSON = { _, user in
            var row = user
            row["_links"] = ["self": call.href("/api/v1/users/\(user.text("id") ?? "")")]
            if let hints = call.header("content-type") { row.omit(hints: hints) }
            return .object(fields?.apply(to: row) ?? row)
        }
        let (search, filter) = (call.query("search"), call.query("filter"))
        if search != nil && filter != nil { throw APIError.searchAndFilter }
        if let text = search ?? filter {
            let rule =
                search == nil
                ? FilterRule.usersFilter : .usersSearch(profile: profileAttributes())
            let expression = try call.filter(text, rule)
            guard search != nil, let sortBy = call.query("sortBy") else {
                return try call.page(
                    of: users, Users.pageRule,
                    where: { expression.matches($0, foldingCase: rule.foldsCase) }, render: render)
            }
            let kept = users.rows.filter {
                expression.matches($0.value, foldingCase: rule.foldsCase)
            }
            let sorted = call.sorted(kept.map(\.value), by: sortBy)
            return try call.page(ofSorted: sorted, Users.pageRule) { render("", $0) }
        }
        if let start = call.query("q")?.lowercased() {
            let limit = try PageRule(standard: 10, maximum: 200).limit(call) ?? 10
            let names = ["profile.firstName", "profile.lastName", "profile.email", "profile.login"]
            let found = users.rows.lazy.filter { row in
                row.value.text("status") != "DEPROVISIONED"
                    && names.contains {
                        row.value.text($0)?.lowercased().hasPrefix(start) ?? false
                    }
            }
            return .json(.array(found.prefix(limit).map { render($0.id, $0.value) }))
        }
        // The plain list leaves deactivated users out; a search or a filter does not.
        return try call.page(
            of: users, Users.pageRule, where: { $0.text("status") != "DEPROVISIONED" },
            render: render)
    }

    func readUser(_ call: Call) throws -> Reply {
        let id = try userID(call.parameter("id"), call)
        return userReply(id, call)
    }

    /// A user with the links of what may be done now, and the tag that a later write can name.
    func userReply(_ id: String, _ call: Call) -> Reply {
        var row = user(id)
        let tag = Self.tag(of: row)
        row["_links"] = .object(userLinks(id, call))
        if call.expands("blocks") { row["_embedded"] = ["blocks": .array(blocks(ofUser: id))] }
        if let hints = call.header("content-type") { row.omit(hints: hints) }
        return Reply(headers: [(name: "etag", value: tag)], body: .json(.object(row)))
    }

    static func tag(of record: Record) -> String {
        // FNV-1a over the record's bytes: the same content, the same tag, in every run.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in JSON.object(record).bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "W/\"\(String(hash, radix: 16))\""
    }

    mutating func updateUser(_ call: Call, replaces: Bool) throws -> Reply {
        let id = try userID(call.parameter("id"), call)
        let old = user(id)
        if let tag = call.header("if-match") {
            guard tag.hasPrefix("W/\"") || tag.hasPrefix("\"") || tag == "*", tag != "\"" else {
                throw APIError.badTag
            }
            guard tag == "*" || tag == Self.tag(of: old) else { throw APIError.staleTag }
        }
        if old.text("status") == "DEPROVISIONED" { throw APIError.wrongStatus }
        let body = try call.json()
        var new = old
        if let profile = body["profile"]?.record {
            let provider = old.text("credentials.provider.type") ?? "OKTA"
            if ["ACTIVE_DIRECTORY", "LDAP", "IMPORT"].contains(provider) {
                throw APIError.masteredElsewhere
            }
            var merged = replaces ? Record() : old[object: "profile"]
            merged.merge(profile)
            try check(profile: merged, typeID: old.text("type.id"), exceptUser: id)
            new[object: "profile"] = merged
        } else if replaces {
            throw APIError.validation("profile", "profile: The field cannot be left blank")
        }
        if let typeID = body.text("type.id"), typeID != old.text("type.id") {
            guard replaces else {
                throw APIError.validation("type", "type: The user type can only be changed by PUT")
            }
            guard userTypes.contains(typeID) else { throw APIError.notFound(typeID, "UserType") }
            new["type"] = ["id": .string(typeID)]
        }
        if let credentials = body["credentials"]?.record {
            try setCredentials(credentials, of: id, &new, call)
        }
        guard new != old else { return userReply(id, call) }
        new["lastUpdated"] = .string(call.now.text)
        users.set(id, new)
        record("user.account.update_profile", "Update user profile for Okta", [.user(id)], call)
        return userReply(id, call)
    }

    mutating func deleteUser(_ call: Call) throws -> Reply {
        let id = try userID(call.parameter("id"), call)
        guard status(ofUser: id) == "DEPROVISIONED" else {
            // The first call only deactivates, and answers as if it had done everything.
            deactivate(user: id, call)
            return .noContent
        }
        record("user.lifecycle.delete.initiated", "Delete Okta user", [.user(id)], call)
        users.remove(id)
        members.removeAll(right: id)
        appUsers.removeAll(right: id)
        deviceUsers.removeAll(right: id)
        (factors[id], userRoles[id]) = (nil, nil)
        (passwords[id], recoveryAnswers[id]) = (nil, nil)
        for relation in linkedUsers.keys {
            linkedUsers[relation]?.removeAll(left: id)
            linkedUsers[relation]?.removeAll(right: id)
        }
        return .noContent
    }

    func blocks(ofUser id: String) -> [JSON] {
        status(ofUser: id) == "LOCKED_OUT"
            ? [["type": "DEVICE_BASED", "appliesTo": "ANY_DEVICES"]] : []
    }

    /// What Okta offers in a user's present status, each with its address.
    func userLinks(_ id: String, _ call: Call) -> Record {
        let base = "/api/v1/users/\(id)"
        var links: Record = ["self": call.href(base)]
        if let typeID = user(id).text("type.id") {
            links["type"] = call.href("/api/v1/meta/types/user/\(typeID)")
            links["schema"] = call.href("/api/v1/meta/schemas/user/\(schemaID(ofType: typeID))")
        }
        for name in offeredActions(user: id) {
            if name == "delete" {
                links[name] = call.href(base, "DELETE")
            } else {
                links[name] = call.href(base + (UserLifecycle.paths[name] ?? ""), "POST")
            }
        }
        return links
    }

    private func offeredActions(user id: String) -> [String] {
        var actions: [String] = []
        let hasPassword = user(id).value("passwordChanged")?.isNull == false
        switch status(ofUser: id) {
        case "STAGED": actions = ["activate"]
        case "PROVISIONED": actions = ["reactivate"]
        case "RECOVERY": actions = ["reactivate", "resetPassword"]
        case "ACTIVE": actions = ["suspend", "resetPassword", "expirePassword"]
        case "PASSWORD_EXPIRED": actions = ["resetPassword"]
        case "LOCKED_OUT": actions = ["unlock", "resetPassword"]
        case "SUSPENDED": actions = ["unsuspend"]
        case "DEPROVISIONED": return ["activate", "delete"]
        default: return []
        }
        if hasPassword, ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED"].contains(status(ofUser: id)) {
            actions.append("changePassword")
        }
        let hasQuestion = user(id).value("credentials.recovery_question") != nil
        if hasQuestion && status(ofUser: id) == "ACTIVE" { actions.append("forgotPassword") }
        if factors[id]?.isEmpty == false { actions.append("resetFactors") }
        return actions + ["deactivate"]
    }
}

extension Record {
    /// Leaves out what a client asked not to get, by the hints of its content type.
    fileprivate mutating func omit(hints: String) {
        if hints.contains("omitCredentials") { self["credentials"] = nil }
        if hints.contains("omitTransitioningToStatus") { self["transitioningToStatus"] = nil }
    }
}
