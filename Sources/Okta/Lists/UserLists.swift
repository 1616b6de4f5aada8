/// Users and what hangs on them.
extension ObjectList {
    /// The plain list and `q` leave DEPROVISIONED users out (okta-sdk-python #376) and `search` runs on an
    /// index that lags, so users are listed by a filter that all of them pass.
    static let users = ObjectList("users", scope: "okta.users.read", path: "/api/v1/users").adjusted
    {
        $0.query = [
            ("limit", "200"), ("filter", #"lastUpdated gt "1970-01-01T00:00:00.000Z""#),
        ]
        $0.sticky = ["filter"]
        $0.isNeverEmpty = true
        $0.changedSince = { [("filter", #"lastUpdated gt "\#($0)""#)] }
    }

    static let userTypes = ObjectList(
        "user_types", scope: "okta.userTypes.read", path: "/api/v1/meta/types/user")

    /// What an org calls its relations (`manager`, `subordinate`); the values hang on each user and are not
    /// read.
    static let linkedObjects = ObjectList(
        "linked_objects", scope: "okta.linkedObjects.read",
        path: "/api/v1/meta/schemas/user/linkedObjects"
    ).adjusted { $0.shape.identity = ["primary", "name"] }

    /// Which factors Okta shows depends on the enrolment policy as it holds for the caller's own network and
    /// device, so some may be missing without any error.
    static let factors = ObjectList(
        "factors", scope: "okta.users.read", path: "/api/v1/users/{part}/factors"
    ).adjusted {
        $0.isPerUser = true
        $0.parts = .parents(
            Parent(
                list: "users", isWorthReading: { $0["status"]?.string != "DEPROVISIONED" }))
        $0.shape.change = .injecting("userId", last: true)
    }
}
