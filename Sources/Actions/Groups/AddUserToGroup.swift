import Okta

extension GroupActions {
    static let addUser = AddUserToGroup()
}

/// Members get what the group grants: apps, and the policies that name it.
struct AddUserToGroup: Action {
    let name = "add user to group"
    let summary = "makes a user a member of a group, with the apps that it grants"
    let roles = [TargetRole.user, .group]
    let inputs: [ActionInput] = []
    let risk = Risk.reversible
    let scope = GroupActions.scope
    let precondition = "a group of type OKTA_GROUP"
    let endpoint = "PUT /api/v1/groups/{group}/users/{user}"
    let changes = ["group_members", "app_users"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        Membership.readings(target)
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Membership.facts(target, state)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        if let reason = Membership.refusal(target, state) { return .refuses(reason) }
        if Membership.holds(target, state) == true {
            return .skips("already in '\(target.name(.group))'")
        }
        return .does(
            effect: "joins '\(target.name(.group))'", losses: [],
            inverse: Inverse("remove user from group"))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        [Call(.put, ActionPath.of("groups", target[.group], "users", target[.user]))]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        Membership.holds(target, state)
    }
}
