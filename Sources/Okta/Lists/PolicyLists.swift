/// Policies of all types and their rules.
extension ObjectList {
    static let policyTypes = [
        "OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY", "IDP_DISCOVERY",
        "PROFILE_ENROLLMENT", "DEVICE_SIGNAL_COLLECTION", "ENTITY_RISK", "POST_AUTH_SESSION",
        "SESSION_VIOLATION_DETECTION", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING",
    ]

    /// A type must be named, so there is one list a type; those that an org does not own are refused.
    static let policies = ObjectList(
        "policies", scope: "okta.policies.read", path: "/api/v1/policies"
    ).adjusted { $0.parts = .values(parameter: "type", policyTypes) }

    static let rules = ObjectList(
        "rules", scope: "okta.policies.read", path: "/api/v1/policies/{part}/rules"
    ).adjusted {
        $0.parts = .parents(Parent(list: "policies"))
        $0.shape.change = .injecting("policyId", last: true)
    }
}
