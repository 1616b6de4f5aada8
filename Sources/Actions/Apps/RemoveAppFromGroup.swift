import Okta

extension AppActions {
    static let removeGroup = RemoveAppFromGroup()
}

/// Members who have the app by this group alone lose it.
struct RemoveAppFromGroup: Action {
    let name = "remove app from group"
    let summary = "takes an app from every member who has it by this group alone"
    let roles = [TargetRole.app, .group]
    let inputs: [ActionInput] = []
    let risk = Risk.destructive
    let scope = AppActions.scope
    let precondition = "such a grant"
    let endpoint = "DELETE /api/v1/apps/{app}/groups/{group}"
    let changes = ["app_groups", "app_users"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        AppGrant.readings(target)
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        AppGrant.facts(target, state)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let grant = state[AppGrant.assignment] else {
            return .skips("'\(target.name(.group))' does not grant it")
        }
        var inputs: InputValues = [:]
        if let priority = grant["priority"]?.integer {
            inputs["priority"] = .whole(Int64(priority))
        }
        if let profile = grant["profile"], profile.isObject, !profile.members().isEmpty {
            inputs["profile"] = .json(Array(profile.text))
        }
        return .does(
            effect: "members of '\(target.name(.group))' lose '\(target.name(.app))'",
            losses: ["the profiles in the app of members who have it by this group alone"],
            inverse: Inverse("add app to group", inputs))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        [Call(.delete, AppGrant.path(target))]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.isMissing(AppGrant.assignment)
    }
}
