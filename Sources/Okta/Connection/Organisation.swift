/// The org behind a connection, as it describes itself.
public struct Organisation: Sendable, Equatable {
    public enum Engine: Sendable, Equatable {
        case identityEngine
        case classic
        case unknown(String)

        public var name: String {
            switch self {
            case .identityEngine: "Okta Identity Engine"
            case .classic: "Okta Classic Engine"
            case .unknown(let name): "unknown engine '\(name)'"
            }
        }
    }

    public let id: String
    public let engine: Engine
    /// nil where the credential may not read the org's own record.
    public let name: String?
    public let subdomain: String?
    /// Login of the admin whose token it is; nil for a service app.
    public let tokenOwner: String?

    /// What anybody may ask: the org's id and engine. Learns the hosts that its next links may name.
    public static func engine(_ client: OktaClient) async throws(OktaError) -> (String, Engine) {
        let received = try await client.send(Call(.get, "/.well-known/okta-organization"))
        guard let json = received.json, let id = json["id"]?.string else {
            throw .damaged(reason: "this is no Okta org: it does not say its id")
        }
        for key in ["organization", "alternate"] {
            if let link = json["_links", key, "href"]?.string, let address = WebAddress(link),
                address.origin.isSecure, client.org.origin.isSecure
            {
                client.know(alias: address.origin)
            }
        }
        switch json["pipeline"]?.string {
        case "idx": return (id, .identityEngine)
        case "v1": return (id, .classic)
        case let other: return (id, .unknown(ServerRefusal.shown(other ?? "", 40)))
        }
    }

    /// Asks the org who it is and the credential whose it is.
    ///
    /// - Throws: the error of the first call that must succeed: no org there, or a credential that is not accepted.
    public static func ask(_ client: OktaClient) async throws(OktaError) -> Organisation {
        let (id, engine) = try await engine(client)
        let owner = try await optional(client, "/api/v1/users/me")
        let org = try await optional(client, "/api/v1/org")
        func text(_ view: JSONView?) -> String? {
            view?.string.map { ServerRefusal.shown($0, 100) }
        }
        return Organisation(
            id: ServerRefusal.shown(id, 40), engine: engine, name: text(org?["companyName"]),
            subdomain: text(org?["subdomain"]), tokenOwner: text(owner?["profile", "login"]))
    }

    /// What a limited credential may be refused without being wrong.
    private static func optional(
        _ client: OktaClient, _ target: String
    ) async throws(OktaError) -> JSONView? {
        do throws(OktaError) {
            return try await client.send(Call(.get, target)).json
        } catch {
            if case .refused(let refusal) = error, !refusal.isBadCredential { return nil }
            throw error
        }
    }
}
