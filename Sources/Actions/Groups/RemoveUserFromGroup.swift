import Okta

extension GroupActions {
    static let removeUser = RemoveUserFromGroup()
}

/// Apps that only this group granted go too.
struct RemoveUserFromGroup: Action {
    let name = "remove user from group"
    let summary = "ends a membership, and the access to apps that only this group grants"
    let roles = [TargetRole.user, .group]
    let inputs: [ActionInput] = []
    let risk = Risk.reversible
    let scope = GroupActions.scope
    let precondition = "a group of type OKTA_GROUP"
    let endpoint = "DELETE /api/v1/groups/{group}/users/{user}"
    let changes = ["group_members", "app_users", "group_rules"]

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
        if Membership.holds(target, state) == false {
            return .skips("not in '\(target.name(.group))'")
        }
        return .does(
            effect: "leaves '\(target.name(.group))'",
            losses: [
                "the profiles in apps that only this group grants",
                "a group rule that added the user leaves it out from now on",
            ], inverse: Inverse("add user to group"))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        [Call(.delete, ActionPath.of("groups", target[.group], "users", target[.user]))]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        Membership.holds(target, state).map { !$0 }
    }
}
