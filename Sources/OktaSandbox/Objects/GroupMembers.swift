/// Who is in a group, and the apps that come and go with it.
enum GroupMembers {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/groups/{groupId}/users", "okta.groups.read") { tenant, call in
            let (id, _) = try tenant.group(call)
            return try call.page(of: tenant.members[id], pageRule) { userID, _ in
                var row = tenant.user(userID)
                row["_links"] = ["self": call.href("/api/v1/users/\(userID)")]
                return .object(row)
            }
        },
        .put("/api/v1/groups/{groupId}/users/{userId}", "okta.groups.manage") { tenant, call in
            let (id, user) = try tenant.membership(call)
            tenant.add(user: user, toGroup: id, call)
            return .noContent
        },
        .delete("/api/v1/groups/{groupId}/users/{userId}", "okta.groups.manage") { tenant, call in
            let (id, user) = try tenant.membership(call)
            tenant.remove(user: user, fromGroup: id, call)
            return .noContent
        },
    ]

    static let pageRule = PageRule(standard: 1000, maximum: 1000)
}

extension Tenant {
    /// The two sides of a change of membership; only groups of Okta's own take one.
    fileprivate func membership(_ call: Call) throws -> (groupID: String, userID: String) {
        let (id, group) = try group(call)
        let user = try userID(call.parameter("userId"), call)
        guard group.text("type") == "OKTA_GROUP" else { throw APIError.forbidden }
        return (id, user)
    }

    /// Safe to repeat: a member stays one, and nothing is written.
    mutating func add(user id: String, toGroup group: String, _ call: Call) {
        guard members[group, id] == nil else { return }
        members.set(group, id, call.now)
        groups.update(group) { $0["lastMembershipUpdated"] = .string(call.now.text) }
        record(
            "group.user_membership.add", "Add user to group membership",
            [.user(id), .group(group)], call)
        reconcileApps(ofUser: id, call)
    }

    mutating func remove(user id: String, fromGroup group: String, _ call: Call) {
        guard members.remove(group, id) != nil else { return }
        groups.update(group) { $0["lastMembershipUpdated"] = .string(call.now.text) }
        record(
            "group.user_membership.remove", "Remove user from group membership",
            [.user(id), .group(group)], call)
        reconcileApps(ofUser: id, call)
    }

    /// The group that grants an app to a user, the one of least priority; nil when none does.
    func grantingGroup(app: String, user: String) -> String? {
        appGroups[app].rows.filter { members[$0.id, user] != nil }
            .min { $0.value.priority < $1.value.priority }?.id
    }

    /// Makes a user's group-granted accounts agree with the groups: missing ones come, ungranted ones go.
    mutating func reconcileApps(ofUser id: String, _ call: Call) {
        guard status(ofUser: id) != "DEPROVISIONED" else { return }
        var granted: Set<String> = []
        for group in members.lefts(of: id) { granted.formUnion(appGroups.lefts(of: group)) }
        for app in granted.sorted() where appUsers[app, id] == nil {
            assign(user: id, toApp: app, scope: .group, call)
        }
        for app in appUsers.lefts(of: id).sorted()
        where !granted.contains(app) && appUsers[app, id]?.scope == .group {
            unassign(user: id, fromApp: app, call)
        }
    }
}
