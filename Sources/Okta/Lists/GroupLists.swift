/// Groups, who is in them, who owns them, and the rules that fill them.
extension ObjectList {
    /// With Okta's own counts, which say where there is nothing to read and check what was read. Pages of more
    /// than 200 were inconsistent once (OKTA-795107).
    static let groups = ObjectList(
        "groups", scope: "okta.groups.read", path: "/api/v1/groups"
    ).adjusted {
        $0.query = [("limit", "200"), ("expand", "stats")]
        $0.sticky = ["expand"]
        $0.isNeverEmpty = true
        $0.changedSince = {
            [("filter", #"lastUpdated gt "\#($0)" or lastMembershipUpdated gt "\#($0)""#)]
        }
    }

    private static func usersCount(_ group: JSONView) -> Int? {
        group["_embedded", "stats", "usersCount"]?.integer
    }

    /// Walked by group, of which there are far fewer than users.
    static let groupMembers = ObjectList(
        "group_members", scope: "okta.groups.read", path: "/api/v1/groups/{part}/users"
    ).adjusted {
        $0.query = [("limit", "200")]
        $0.parts = .parents(
            Parent(
                list: "groups", isWorthReading: { usersCount($0) != 0 }, expected: usersCount))
        $0.shape.change = .pair("groupId", "userId")
        $0.recount = Recount(
            path: "/api/v1/groups/{part}", query: [("expand", "stats")], count: usersCount)
    }

    static let groupOwners = ObjectList(
        "group_owners", scope: "okta.groups.read", path: "/api/v1/groups/{part}/owners"
    ).adjusted {
        $0.query = [("limit", "200")]
        $0.parts = .parents(
            Parent(list: "groups", isWorthReading: { $0["type"]?.string != "BUILT_IN" }))
        $0.shape.change = .injecting("groupId")
    }

    static let groupRules = ObjectList(
        "group_rules", scope: "okta.groups.read", path: "/api/v1/groups/rules"
    ).adjusted { $0.query = [("limit", "200")] }

    /// Only groups that Okta says give a role; where it says nothing, all.
    static let groupAdminRoles = ObjectList(
        "group_admin_roles", scope: "okta.roles.read", path: "/api/v1/groups/{part}/roles"
    ).adjusted {
        $0.parts = .parents(
            Parent(
                list: "groups",
                isWorthReading: { group in
                    let stats = group["_embedded", "stats"]
                    // The specification misspells it; both are read.
                    let flag = stats?["hasAdminPrivilege"] ?? stats?["hasAdminPrivlege"]
                    return flag?.bool ?? true
                }))
        $0.shape.change = .injecting("groupId", last: true)
    }
}
