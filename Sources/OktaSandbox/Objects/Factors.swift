/// Enrolled factors of users.
enum Factors {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/users/{id}/factors", "okta.users.read") { tenant, call in
            let id = try tenant.userID(call.parameter("id"), call)
            let rows = tenant.factors[id]?.rows ?? []
            return .json(.array(rows.map { tenant.factorJSON($0.value, of: id, call) }))
        },
        .get("/api/v1/users/{id}/factors/{factorId}", "okta.users.read") { tenant, call in
            let (id, factor) = try tenant.factor(call)
            return .json(tenant.factorJSON(factor, of: id, call))
        },
        .delete("/api/v1/users/{id}/factors/{factorId}", "okta.users.manage") {
            try $0.unenrollFactor($1)
        },
        .post("/api/v1/users/{id}/factors/{factorId}/lifecycle/activate", "okta.users.manage") {
            try $0.activateFactor($1)
        },
    ]

    /// Okta Verify enrols these together, and they go together.
    fileprivate static let verifyTypes: Set<String> = [
        "push", "signed_nonce", "token:software:totp",
    ]

    /// Which types are proved by a code that only the user has.
    fileprivate static let codeTypes: Set<String> = [
        "sms", "call", "email", "token:software:totp", "token:hotp",
    ]

    /// The code that every factor of a sandbox takes.
    public static let passCode = "123456"
}

extension Tenant {
    fileprivate func factor(_ call: Call) throws -> (userID: String, factor: Record) {
        let id = try userID(call.parameter("id"), call)
        let factorID = call.parameter("factorId")
        guard let factor = factors[id]?[factorID] else {
            throw APIError.notFound(factorID, "UserFactor")
        }
        return (id, factor)
    }

    fileprivate func factorJSON(_ factor: Record, of userID: String, _ call: Call) -> JSON {
        var row = factor
        let base = "/api/v1/users/\(userID)/factors/\(factor.text("id") ?? "")"
        row["userId"] = nil
        var links: Record = [
            "self": call.href(base), "user": call.href("/api/v1/users/\(userID)"),
        ]
        if factor.text("status") == "PENDING_ACTIVATION" {
            links["activate"] = call.href(base + "/lifecycle/activate", "POST")
        }
        row["_links"] = .object(links)
        return .object(row)
    }

    fileprivate mutating func unenrollFactor(_ call: Call) throws -> Reply {
        let (id, factor) = try factor(call)
        guard status(ofUser: id) != "DEPROVISIONED" else { throw APIError.wrongStatus }
        let type = factor.text("factorType") ?? ""
        var removed = [factor.text("id") ?? ""]
        if type == "push" || type == "signed_nonce" {
            let siblings = (factors[id]?.rows ?? []).filter {
                $0.value.text("provider") == "OKTA"
                    && Factors.verifyTypes.contains($0.value.text("factorType") ?? "")
            }
            removed = siblings.map(\.id)
        }
        for factorID in removed { factors[id]?.remove(factorID) }
        record(
            "user.mfa.factor.deactivate", "Reset factor for user", [.user(id)], call,
            reason: "User reset \(type.uppercased()) factor")
        return .noContent
    }

    fileprivate mutating func activateFactor(_ call: Call) throws -> Reply {
        let (id, factor) = try factor(call)
        let type = factor.text("factorType") ?? ""
        guard factor.text("status") == "PENDING_ACTIVATION", type != "signed_nonce" else {
            throw APIError.validation("factor", "factor: The factor is not pending activation")
        }
        if Factors.codeTypes.contains(type), try call.json().text("passCode") != Factors.passCode {
            throw APIError.wrongPassCode
        }
        let factorID = factor.text("id") ?? ""
        factors[id]?.update(factorID) { factor in
            factor["status"] = "ACTIVE"
            factor["lastUpdated"] = .string(call.now.text)
        }
        record("user.mfa.factor.activate", "Enroll new factor", [.user(id)], call)
        return .json(factorJSON(factors[id]?[factorID] ?? factor, of: id, call))
    }
}
