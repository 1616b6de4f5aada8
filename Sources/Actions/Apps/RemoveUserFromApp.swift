import Okta

extension AppActions {
    static let removeUser = RemoveUserFromApp()
}

/// Ends an assignment of the user's own; one that a group grants ends in the group.
struct RemoveUserFromApp: Action {
    let name = "remove user from app"
    let summary = "ends a user's own assignment to an app; one that a group grants ends there"
    let roles = [TargetRole.user, .app]
    let inputs = [ActionInput("sendEmail", .flag, "tells the admins by mail", standard: "false")]
    let risk = Risk.destructive
    let scope = AppActions.scope
    let precondition = "an assignment whose scope is USER, with no group that grants the app"
    let endpoint = "DELETE /api/v1/apps/{app}/users/{user}"
    let changes = ["app_users"]

    private static let account = "assignment"

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading(Self.account, accountPath(target), mayBeMissing: true)]
    }

    private func accountPath(_ target: ActionTarget) -> String {
        ActionPath.of("apps", target[.app], "users", target[.user])
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        if state.isMissing(Self.account) { return [Fact("assigned", "no")] }
        return ["scope", "status", "lastUpdated"].compactMap { member in
            state.text(Self.account, member).map { Fact(member, $0) }
        }
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        let app = target.name(.app)
        guard let account = state[Self.account] else { return .skips("not assigned to '\(app)'") }
        if account["scope"]?.string == "GROUP" {
            let group = account["_links", "group", "name"]?.string
            return .refuses(
                group.map { "granted by group '\($0)': remove user from group takes it away" }
                    ?? "granted by a group: remove user from group takes it away")
        }
        return .does(
            effect: "loses '\(app)'",
            losses: [
                "the profile in the app",
                "the account in the app itself, where provisioning is set to end it",
            ], inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let query = inputs.flag("sendEmail").map { [("sendEmail", $0 ? "true" : "false")] } ?? []
        return [Call(.delete, path: accountPath(target), query: query)]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.isMissing(Self.account)
    }
}
