/// Passwords, recovery and sessions of users.
enum UserCredentials {
    private static func post(
        _ path: String, _ action: @escaping @Sendable (inout Tenant, String, Call) throws -> Reply
    ) -> Endpoint {
        .post("/api/v1/users/{id}\(path)", "okta.users.manage") { tenant, call in
            try action(&tenant, tenant.userID(call.parameter("id"), call), call)
        }
    }

    static let endpoints: [Endpoint] = [
        post("/lifecycle/reset_password") { try $0.resetPassword(of: $1, $2) },
        post("/lifecycle/expire_password") { tenant, id, call in
            try tenant.expirePassword(of: id, call)
            return tenant.userReply(id, call)
        },
        post("/lifecycle/expire_password_with_temp_password") { tenant, id, call in
            try tenant.expirePassword(of: id, call)
            let password = tenant.identifiers.makeSecret(12)
            tenant.passwords[id] = password
            return .json(["tempPassword": .string(password)])
        },
        post("/credentials/forgot_password") { tenant, id, call in
            try tenant.checkRecovery(of: id)
            tenant.record(
                "user.account.reset_password", "Self-service password recovery", [.user(id)], call)
            return tenant.resetReply(call, sendsEmail: call.flag("sendEmail", default: true))
        },
        post("/credentials/forgot_password_recovery_question") { tenant, id, call in
            try tenant.checkRecovery(of: id)
            let body = try call.json()
            guard let password = body.text("password.value"),
                let answer = body.text("recovery_question.answer")
            else {
                throw APIError.validation(
                    "password", "password: A new password and an answer are needed")
            }
            guard tenant.recoveryAnswers[id] == answer else { throw APIError.credentialsRefused }
            try tenant.setPassword(password, of: id, call)
            return .record(tenant.user(id)[object: "credentials"])
        },
        post("/credentials/change_password") { try $0.changePassword(of: $1, $2) },
        .delete("/api/v1/users/{id}/sessions", "okta.users.manage") { tenant, call in
            let id = try tenant.userID(call.parameter("id"), call)
            tenant.record("user.session.clear", "Clear user session", [.user(id)], call)
            return .noContent
        },
    ]
}

extension Tenant {
    private func hasOktaPassword(_ id: String) -> Bool {
        let user = user(id)
        return user.text("credentials.provider.type") == "OKTA"
            && user.value("passwordChanged")?.isNull == false
    }

    mutating func resetPassword(of id: String, _ call: Call) throws -> Reply {
        guard call.query("sendEmail") != nil else {
            throw APIError(
                code: "E0000028", status: 400,
                summary: "The request is missing a required parameter.",
                causes: ["sendEmail: The parameter is required"])
        }
        guard user(id).text("credentials.provider.type") == "OKTA" else {
            throw APIError.resetRefused
        }
        guard !["STAGED", "DEPROVISIONED", "SUSPENDED"].contains(status(ofUser: id)) else {
            throw APIError.wrongStatus
        }
        move(user: id, to: "RECOVERY", call)
        record(
            "user.account.reset_password", "Fired when the user's Okta password is reset",
            [.user(id)], call)
        return resetReply(call, sendsEmail: call.flag("sendEmail", default: true))
    }

    mutating func resetReply(_ call: Call, sendsEmail: Bool) -> Reply {
        if sendsEmail { return .emptyObject }
        let token = identifiers.makeSecret(20)
        return .json(["resetPasswordUrl": .string("\(call.origin)/reset_password/\(token)")])
    }

    mutating func expirePassword(of id: String, _ call: Call) throws {
        guard status(ofUser: id) == "ACTIVE", hasOktaPassword(id) else {
            throw APIError.wrongStatus
        }
        move(user: id, to: "PASSWORD_EXPIRED", call)
        record("user.account.expire_password", "Expire user's password", [.user(id)], call)
    }

    func checkRecovery(of id: String) throws {
        guard status(ofUser: id) == "ACTIVE",
            user(id).value("credentials.recovery_question") != nil
        else { throw APIError.forgotPasswordRefused }
    }

    mutating func changePassword(of id: String, _ call: Call) throws -> Reply {
        guard ["STAGED", "ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"].contains(status(ofUser: id)),
            hasOktaPassword(id)
        else { throw APIError.changePasswordRefused }
        let body = try call.json()
        guard let old = body.text("oldPassword.value"), let new = body.text("newPassword.value")
        else {
            throw APIError.validation(
                "newPassword", "newPassword: The old and the new password are needed")
        }
        // Passwords of users that came with the tenant are not known, so any old one will do for them.
        if let known = passwords[id], known != old { throw APIError.credentialsRefused }
        try setPassword(new, of: id, call)
        return .record(user(id)[object: "credentials"])
    }

    /// Sets a new password; a user that was recovering or had an expired one is active again.
    mutating func setPassword(_ password: String, of id: String, _ call: Call) throws {
        do {
            try Self.check(password: password, login: user(id).text("profile.login") ?? "")
        } catch {
            throw APIError.passwordPolicy
        }
        passwords[id] = password
        if ["RECOVERY", "PASSWORD_EXPIRED"].contains(status(ofUser: id)) {
            move(user: id, to: "ACTIVE", call)
        }
        users.update(id) { user in
            user["passwordChanged"] = .string(call.now.text)
            user["lastUpdated"] = .string(call.now.text)
            user[object: "credentials"]["password"] = [:]
        }
        record("user.account.update_password", "User update password for Okta", [.user(id)], call)
    }
}
