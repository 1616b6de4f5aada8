/// Apps and who is assigned to them.
///
/// Everything below `/apps` shares the tightest bucket of all, 100 calls a minute for the whole org.
extension ObjectList {
    static let apps = ObjectList("apps", scope: "okta.apps.read", path: "/api/v1/apps").adjusted {
        $0.query = [("limit", "200"), ("includeNonDeleted", "true")]
        $0.sticky = ["includeNonDeleted"]
    }

    static let appUsers = ObjectList(
        "app_users", scope: "okta.apps.read", path: "/api/v1/apps/{part}/users"
    ).adjusted {
        $0.query = [("limit", "500")]
        $0.parts = .parents(Parent(list: "apps"))
        $0.shape.change = .injecting("appId")
    }

    static let appGroups = ObjectList(
        "app_groups", scope: "okta.apps.read", path: "/api/v1/apps/{part}/groups"
    ).adjusted {
        $0.query = [("limit", "200")]
        $0.parts = .parents(Parent(list: "apps"))
        $0.shape.change = .injecting("appId")
    }
}
