/// The token endpoint of the org's own authorization server: client credentials by a signed assertion.
enum OAuthToken {
    static let path = "/oauth2/v1/token"
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    private static let lifetime = 3600

    /// Answers `POST /oauth2/v1/token`; refusals have OAuth's form, not the API's.
    static func answer(_ form: [UInt8], origin: String, now: Instant, _ tenant: inout Tenant)
        -> Reply
    {
        guard let pairs = PercentEncoding.pairs(String(decoding: form, as: UTF8.self)) else {
            return refusal("invalid_request", "The form cannot be decoded.")
        }
        let fields = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        guard fields["grant_type"] == "client_credentials" else {
            return refusal(
                "unsupported_grant_type", "The only grant type is client_credentials.")
        }
        guard fields["client_assertion_type"] == assertionType,
            let assertion = fields["client_assertion"]
        else {
            return refusal(
                "invalid_client", "A client assertion of type jwt-bearer is needed.", status: 401)
        }
        let client: ServiceClient
        let claims: ClientAssertion
        do {
            claims = try ClientAssertion(assertion)
            guard let known = tenant.clients[claims.clientID] else {
                return refusal(
                    "invalid_client", "Invalid value for 'client_id' parameter.", status: 401)
            }
            client = known
            try claims.verify(keys: client.keys, audience: origin + path, now: now)
        } catch {
            return refusal("invalid_client", error.reason, status: 401)
        }
        if let identifier = claims.identifier {
            guard tenant.usedAssertions.insert("\(claims.clientID) \(identifier)").inserted else {
                return refusal(
                    "invalid_client", "The client_assertion token has already been used.",
                    status: 401)
            }
        }
        let wanted = Set((fields["scope"] ?? "").split(separator: " ").map(String.init))
        guard !wanted.isEmpty, wanted.isSubset(of: client.scopes) else {
            return refusal("invalid_scope", "One or more scopes are not granted to the app.")
        }
        let value = "eyJ" + tenant.identifiers.makeSecret(61)
        tenant.accessTokens[value] = AccessToken(
            clientID: claims.clientID, scopes: wanted, expires: now + lifetime)
        return .json([
            "token_type": "Bearer", "expires_in": .integer(lifetime),
            "access_token": .string(value),
            "scope": .string(wanted.sorted().joined(separator: " ")),
        ])
    }

    private static func refusal(_ error: String, _ description: String, status: Int = 400) -> Reply
    {
        Reply(
            status: status,
            body: .json(["error": .string(error), "error_description": .string(description)]))
    }
}
