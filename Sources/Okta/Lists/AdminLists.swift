/// Who administers the org.
extension ObjectList {
    /// Everybody with a role: asked here, roles cost a call per admin instead of one per user.
    static let admins = ObjectList(
        "admins", scope: "okta.roles.read", path: "/api/v1/iam/assignees/users"
    ).adjusted {
        $0.isInternal = true
        $0.query = [("limit", "100")]
        $0.shape.envelope = "value"
    }

    static let adminRoles = ObjectList(
        "admin_roles", scope: "okta.roles.read", path: "/api/v1/users/{part}/roles"
    ).adjusted {
        $0.parts = .parents(Parent(list: "admins"))
        $0.shape.change = .injecting("userId", last: true)
    }

    static let apiTokens = ObjectList(
        "api_tokens", scope: "okta.apiTokens.read", path: "/api/v1/api-tokens")
}
