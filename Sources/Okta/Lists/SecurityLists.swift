/// What guards sign-in, besides policies.
extension ObjectList {
    static let authenticators = ObjectList(
        "authenticators", scope: "okta.authenticators.read", path: "/api/v1/authenticators"
    ).adjusted { $0.needsIdentityEngine = true }

    static let zones = ObjectList(
        "zones", scope: "okta.networkZones.read", path: "/api/v1/zones"
    ).adjusted { $0.query = [("limit", "200")] }

    static let trustedOrigins = ObjectList(
        "trusted_origins", scope: "okta.trustedOrigins.read", path: "/api/v1/trustedOrigins"
    ).adjusted { $0.query = [("limit", "200")] }

    static let authServers = ObjectList(
        "auth_servers", scope: "okta.authorizationServers.read",
        path: "/api/v1/authorizationServers"
    ).adjusted { $0.query = [("limit", "200")] }

    static let idps = ObjectList("idps", scope: "okta.idps.read", path: "/api/v1/idps").adjusted {
        $0.query = [("limit", "200")]
    }
}
