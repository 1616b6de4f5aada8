import Okta

extension AppActions {
    static let addGroup = AddAppToGroup()
}

/// Every member gets an account in the app, in Okta's own time.
struct AddAppToGroup: Action {
    let name = "add app to group"
    let summary = "grants an app to every member of a group"
    let roles = [TargetRole.app, .group]
    let inputs = [
        ActionInput("priority", .whole, "which group's attributes win; 0 is first"),
        ActionInput("profile", .json, "attributes of the app for its members, as an object"),
    ]
    let risk = Risk.reversible
    let scope = AppActions.scope
    let precondition = "no such grant yet"
    let endpoint = "PUT /api/v1/apps/{app}/groups/{group}"
    let changes = ["app_groups", "app_users"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        AppGrant.readings(target)
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        AppGrant.facts(target, state)
    }

    func refusal(of inputs: InputValues) -> String? {
        if case .whole(let priority)? = inputs["priority"], priority < 0 {
            return "'priority' is 0 or more"
        }
        guard case .json(let bytes)? = inputs["profile"] else { return nil }
        return JSONView(bytes)?.isObject == true ? nil : "'profile' is a JSON object"
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        if state[AppGrant.assignment] != nil {
            return .skips("'\(target.name(.group))' grants it already")
        }
        return .does(
            effect: "every member of '\(target.name(.group))' gets '\(target.name(.app))'",
            losses: [], inverse: Inverse("remove app from group"))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let members = ["priority", "profile"].compactMap { name in
            inputs[name].map { (name, JSONBody($0)) }
        }
        return [.json(.put, AppGrant.path(target), .object(members))]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state[AppGrant.assignment] != nil
    }
}
