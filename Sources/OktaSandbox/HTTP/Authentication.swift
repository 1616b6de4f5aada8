/// Who a request is from, by its `Authorization` header.
extension Tenant {
    /// - Throws: E0000011 for an API token that is unknown or whose owner is gone, OAuth's own answer for a bearer
    ///   token that is unknown or too old.
    func caller(authorization: String?, now: Instant) throws -> Caller {
        guard let authorization else { throw APIError.invalidToken }
        // The official Python client leaves the space out.
        if authorization.hasPrefix("SSWS") {
            let value = authorization.dropFirst(4).drop { $0 == " " }
            guard let token = tokens[String(value)] else { throw APIError.invalidToken }
            let owner = user(token.ownerID)
            let name = ["firstName", "lastName"].compactMap { owner.text("profile.\($0)") }
            return Caller(
                userID: token.ownerID, displayName: name.joined(separator: " "),
                clientID: token.id, scopes: token.scopes)
        }
        guard authorization.hasPrefix("Bearer ") else { throw APIError.invalidToken }
        let value = String(authorization.dropFirst(7))
        guard let token = accessTokens[value], token.expires > now else {
            var error = APIError.invalidToken
            error.headers = [
                (
                    "www-authenticate",
                    "Bearer authorization_uri=\"/oauth2/v1/authorize\", realm=\"Okta\", error=\"invalid_token\", error_description=\"The access token is invalid or has expired.\""
                )
            ]
            throw error
        }
        let client = clients[token.clientID]
        return Caller(
            displayName: client?.name ?? token.clientID, clientID: token.clientID,
            scopes: client?.hasRole == true ? token.scopes : [])
    }

    /// The refusal of a call whose scope the caller lacks.
    static func refusal(of scope: String, for caller: Caller) -> APIError {
        var error = APIError.forbidden
        if caller.userID == nil {
            error.headers = [
                (
                    "www-authenticate",
                    "Bearer error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\", scope=\"\(scope)\""
                )
            ]
        }
        return error
    }
}
