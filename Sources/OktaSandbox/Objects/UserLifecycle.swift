/// The state machine of users: which status each call needs, where it leads, and the code of a refusal.
enum UserLifecycle {
    /// The addresses below a user, by the name of the link that offers them.
    static let paths: [String: String] = [
        "activate": "/lifecycle/activate", "reactivate": "/lifecycle/reactivate",
        "deactivate": "/lifecycle/deactivate", "suspend": "/lifecycle/suspend",
        "unsuspend": "/lifecycle/unsuspend", "unlock": "/lifecycle/unlock",
        "resetPassword": "/lifecycle/reset_password",
        "expirePassword": "/lifecycle/expire_password",
        "resetFactors": "/lifecycle/reset_factors",
        "changePassword": "/credentials/change_password",
        "forgotPassword": "/credentials/forgot_password",
    ]

    private static func post(
        _ path: String, _ action: @escaping @Sendable (inout Tenant, String, Call) throws -> Reply
    ) -> Endpoint {
        .post("/api/v1/users/{id}\(path)", "okta.users.manage") { tenant, call in
            try action(&tenant, tenant.userID(call.parameter("id"), call), call)
        }
    }

    static let endpoints: [Endpoint] = [
        post("/lifecycle/activate") { try $0.activate(user: $1, $2) },
        post("/lifecycle/reactivate") { try $0.reactivate(user: $1, $2) },
        post("/lifecycle/deactivate") { tenant, id, call in
            guard tenant.status(ofUser: id) != "DEPROVISIONED" else { throw APIError.wrongStatus }
            tenant.deactivate(user: id, call)
            return .emptyObject
        },
        post("/lifecycle/suspend") { tenant, id, call in
            guard tenant.status(ofUser: id) == "ACTIVE" else {
                throw APIError.validation("Cannot suspend a user that is not active")
            }
            tenant.move(user: id, to: "SUSPENDED", call)
            tenant.record("user.lifecycle.suspend", "Suspend Okta user", [.user(id)], call)
            return .emptyObject
        },
        post("/lifecycle/unsuspend") { tenant, id, call in
            guard tenant.status(ofUser: id) == "SUSPENDED" else {
                throw APIError.validation("Cannot unsuspend a user that is not suspended")
            }
            tenant.move(user: id, to: "ACTIVE", call)
            tenant.record("user.lifecycle.unsuspend", "Unsuspend Okta user", [.user(id)], call)
            return .emptyObject
        },
        post("/lifecycle/unlock") { tenant, id, call in
            guard tenant.status(ofUser: id) == "LOCKED_OUT" else { throw APIError.unlockRefused }
            tenant.move(user: id, to: "ACTIVE", call)
            tenant.record("user.account.unlock", "Unlock Okta user", [.user(id)], call)
            return .emptyObject
        },
        post("/lifecycle/reset_factors") { tenant, id, call in
            guard tenant.status(ofUser: id) != "DEPROVISIONED" else { throw APIError.wrongStatus }
            tenant.factors[id] = nil
            tenant.record(
                "user.mfa.factor.reset_all", "Reset all factors for user", [.user(id)], call)
            return .emptyObject
        },
    ]
}

extension Tenant {
    /// Sets a status with the two stamps that move with it.
    mutating func move(user id: String, to status: String, _ call: Call) {
        users.update(id) { user in
            user["status"] = .string(status)
            user["statusChanged"] = .string(call.now.text)
            user["lastUpdated"] = .string(call.now.text)
        }
    }

    mutating func activate(user id: String, _ call: Call) throws -> Reply {
        switch status(ofUser: id) {
        case "STAGED", "DEPROVISIONED": break
        case "ACTIVE": throw APIError.alreadyActive
        default: throw APIError.wrongStatus
        }
        let isFederated = user(id).text("credentials.provider.type") != "OKTA"
        let hasPassword = user(id).value("passwordChanged")?.isNull == false
        move(user: id, to: hasPassword || isFederated ? "ACTIVE" : "PROVISIONED", call)
        users.update(id) { $0["activated"] = .string(call.now.text) }
        if let everyoneID { members.set(everyoneID, id, call.now) }
        reconcileApps(ofUser: id, call)
        record("user.lifecycle.activate", "Activate Okta user", [.user(id)], call)
        return activationReply(call, sendsEmail: call.flag("sendEmail", default: true))
    }

    mutating func reactivate(user id: String, _ call: Call) throws -> Reply {
        guard ["PROVISIONED", "RECOVERY"].contains(status(ofUser: id)) else {
            throw APIError.wrongStatus
        }
        record("user.lifecycle.reactivate", "Reactivate Okta user", [.user(id)], call)
        return activationReply(call, sendsEmail: call.flag("sendEmail", default: false))
    }

    /// The link a user follows, which is a secret; Okta answers with it only when it sends no mail.
    private mutating func activationReply(_ call: Call, sendsEmail: Bool) -> Reply {
        if sendsEmail { return .emptyObject }
        let token = identifiers.makeSecret(20)
        return .json([
            "activationUrl": .string("\(call.origin)/welcome/\(token)"),
            "activationToken": .string(token),
        ])
    }

    /// Takes apps, the password and the tokens of the user away; group memberships stay, but for Everyone.
    mutating func deactivate(user id: String, _ call: Call) {
        move(user: id, to: "DEPROVISIONED", call)
        users.update(id) { user in
            user["passwordChanged"] = .null
            user[object: "credentials"]["password"] = nil
        }
        passwords[id] = nil
        for appID in appUsers.lefts(of: id).sorted() {
            appUsers.remove(appID, id)
            record(
                "application.user_membership.remove", "Remove user's application membership",
                [.user(id), .app(appID)], call)
        }
        if let everyoneID { members.remove(everyoneID, id) }
        tokens = tokens.filter { $0.value.ownerID != id }
        for token in lists["api-tokens"]?.rows ?? [] where token.value.text("userId") == id {
            lists["api-tokens"]?.remove(token.id)
        }
        record("user.lifecycle.deactivate", "Deactivate Okta user", [.user(id)], call)
    }
}
