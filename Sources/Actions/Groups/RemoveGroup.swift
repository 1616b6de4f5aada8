import Okta

extension GroupActions {
    static let remove = RemoveGroup()
}

/// Apps that only this group granted go from its members too.
struct RemoveGroup: Action {
    let name = "remove group"
    let summary = "deletes a group with its memberships and what it grants"
    let roles = [TargetRole.group]
    let inputs: [ActionInput] = []
    let risk = Risk.destructive
    let scope = GroupActions.scope
    let precondition = "a group of type OKTA_GROUP, or APP_GROUP that no push mapping uses"
    let endpoint = "DELETE /api/v1/groups/{group}"
    let changes = ["groups", "group_members", "group_owners", "app_groups", "app_users"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("group", target.groupPath, mayBeMissing: true)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        if state.isMissing("group") { return [Fact("group", "gone")] }
        return ["type", "lastUpdated", "lastMembershipUpdated"].compactMap { member in
            state.text("group", member).map { Fact(member, $0) }
        }
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let group = state["group"] else { return .skips("Okta has no such group any more") }
        switch group["type"]?.string {
        case "OKTA_GROUP", "APP_GROUP": break
        case "BUILT_IN": return .refuses("'\(target.name(.group))' is kept by Okta itself")
        case let type: return .refuses("it is a group of type \(type ?? "unknown")")
        }
        return .does(
            effect: "deleted",
            losses: [
                "the group with its id: rules and policies that name it no longer find it",
                "its memberships, and the apps that only it grants",
            ], inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        [Call(.delete, target.groupPath)]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.isMissing("group")
    }
}
