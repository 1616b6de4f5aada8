/// What opens an org: an API token, or a service app with its private key.
public enum Credential: Sendable, Equatable {
    /// Made by an admin, with that admin's rights of the day; Okta shows it once.
    case token(Secret)
    case serviceApp(ServiceApp)

    /// How messages call it.
    public var kind: String {
        switch self {
        case .token: "API token"
        case .serviceApp(let app): "service app \(app.clientId)"
        }
    }
}

/// An OAuth 2.0 service app: client credentials with a signed assertion (`private_key_jwt`), the only way
/// that Okta's org server accepts.
public struct ServiceApp: Sendable, Equatable {
    public let clientId: String
    /// PEM (PKCS 8 or PKCS 1) or JWK, as Okta's console gives it.
    public let privateKey: Secret
    /// Key id, which Okta needs when the app has several keys.
    public let keyId: String?
    /// Asked for with each access token; they must be granted to the app, and the app needs an admin role.
    public let scopes: [String]

    public init(clientId: String, privateKey: Secret, keyId: String? = nil, scopes: [String]) {
        self.clientId = clientId
        self.privateKey = privateKey
        self.keyId = keyId
        self.scopes = scopes
    }
}
