/// Creating users, with and without password, recovery question, groups and provider.
extension Tenant {
    mutating func createUser(_ call: Call) throws -> Reply {
        let body = try call.json()
        let isActivated = call.flag("activate", default: true)
        let typeID = body.text("type.id") ?? defaultUserTypeID
        if let typeID, body.text("type.id") != nil, !userTypes.contains(typeID) {
            throw APIError.notFound(typeID, "UserType")
        }
        let profile = body[object: "profile"]
        try check(profile: profile, typeID: typeID, exceptUser: nil)
        let credentials = body[object: "credentials"]
        let hasPassword = credentials["password"] != nil
        if let next = call.query("nextLogin") {
            guard next == "changePassword" else {
                throw APIError.validation(
                    "nextLogin", "nextLogin: the only value is changePassword")
            }
            if !isActivated { throw APIError.nextLoginInactive }
            if !hasPassword { throw APIError.nextLoginWithoutPassword }
        }
        let groupIDs = body["groupIds"]?.texts ?? []
        guard groupIDs.count <= 20 else {
            throw APIError.validation("groupIds", "groupIds: no more than 20 groups")
        }
        for id in groupIDs where groups[id]?.text("type") != "OKTA_GROUP" {
            throw APIError.validation("groupIds", "groupIds: \(id) is not a group of Okta's own")
        }
        let provider = credentials.text("provider.type") ?? "OKTA"
        let isFederated =
            call.flag("provider", default: false) || ["FEDERATION", "SOCIAL"].contains(provider)
        let status =
            if !isActivated { "STAGED" } else if call.query("nextLogin") != nil {
                "PASSWORD_EXPIRED"
            } else if hasPassword || isFederated { "ACTIVE" } else { "PROVISIONED" }

        let id = identifiers.makeID(.user)
        let now = JSON.string(call.now.text)
        var user: Record = [
            "id": .string(id), "status": .string(status), "created": now,
            "activated": isActivated ? now : nil, "statusChanged": isActivated ? now : nil,
            "lastLogin": nil, "lastUpdated": now, "passwordChanged": nil,
            "type": ["id": JSON(typeID)], "profile": .object(profile),
            "credentials": [
                "provider": [
                    "type": .string(provider),
                    "name": .string(credentials.text("provider.name") ?? provider),
                ]
            ],
        ]
        if let realmID = body.text("realmId") { user["realmId"] = .string(realmID) }
        try setCredentials(credentials, of: id, &user, call)
        users.set(id, user)
        if let everyoneID { members.set(everyoneID, id, call.now) }
        record("user.lifecycle.create", "Create Okta user", [.user(id)], call)
        if isActivated {
            record("user.lifecycle.activate", "Activate Okta user", [.user(id)], call)
        }
        for group in groupIDs { add(user: id, toGroup: group, call) }
        return userReply(id, call)
    }

    /// Holds a profile against the schema of its user type.
    func check(profile: Record, typeID: String?, exceptUser: String?) throws {
        for name in ["login", "email", "firstName", "lastName"] {
            guard let value = profile.text(name), !value.isEmpty else {
                throw APIError.validation(name, "\(name): The field cannot be left blank")
            }
        }
        let login = profile.text("login") ?? ""
        let email = profile.text("email") ?? ""
        guard (5...100).contains(login.count), login.contains("@") else {
            throw APIError.validation(
                "login", "login: Username must be in the form of an email address")
        }
        guard email.count <= 100, email.contains("@") else {
            throw APIError.validation("email", "email: Does not match required pattern")
        }
        for name in ["firstName", "lastName"] where (profile.text(name) ?? "").count > 50 {
            throw APIError.validation(name, "\(name): String is too long (50 characters)")
        }
        let schema = attributes(ofType: typeID)
        for member in profile.members {
            guard let attribute = schema[member.name]?.record else {
                throw APIError.validation(
                    member.name, "\(member.name): The attribute is not in the schema")
            }
            guard UserAttributes.fits(member.value, attribute) else {
                throw APIError.validation(
                    member.name,
                    "\(member.name): The value is not of type \(attribute.text("type") ?? "")")
            }
        }
        let folded = login.lowercased()
        let isTaken = users.rows.contains {
            $0.id != exceptUser && $0.value.text("profile.login")?.lowercased() == folded
        }
        if isTaken {
            throw APIError.validation(
                "login",
                "login: An object with this field already exists in the current organization")
        }
    }

    /// Takes over a password, by value, hash or hook, and a recovery question.
    mutating func setCredentials(
        _ credentials: Record, of id: String, _ user: inout Record, _ call: Call
    ) throws {
        if let password = credentials["password"]?.record {
            if let value = password.text("value") {
                try Self.check(password: value, login: user.text("profile.login") ?? "")
                passwords[id] = value
            } else if password["hash"] == nil && password["hook"] == nil {
                throw APIError.validation(
                    "password", "password: One of value, hash and hook is needed")
            }
            user["passwordChanged"] = .string(call.now.text)
            user[object: "credentials"]["password"] = [:]
        }
        if let question = credentials["recovery_question"]?.record {
            guard let text = question.text("question"), let answer = question.text("answer"),
                !text.isEmpty, answer.count >= 4
            else {
                throw APIError.validation(
                    "recovery_question",
                    "recovery_question: A question and an answer of 4 characters or more are needed"
                )
            }
            user[object: "credentials"]["recovery_question"] = ["question": .string(text)]
            recoveryAnswers[id] = answer
        }
    }

    static func check(password: String, login: String) throws {
        let name = login.prefix { $0 != "@" }.lowercased()
        guard password.count >= 8, password.contains(where: \.isNumber),
            password.contains(where: \.isUppercase), password.contains(where: \.isLowercase),
            name.isEmpty || !password.lowercased().contains(name)
        else {
            throw APIError.validation(
                "password",
                "password: Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number, no parts of your username."
            )
        }
    }
}
