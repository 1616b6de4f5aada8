import Okta

extension UserActions {
    static let delete = DeleteUser()
}

/// Deletes for good. Okta's call only deactivates a user that is not deactivated yet, and answers as if it had
/// deleted; so such a user takes two calls, the second once the first has come through.
struct DeleteUser: Action {
    let name = "delete user"
    let summary = "removes a user for good; one that is not deactivated yet is deactivated first"
    let roles = [TargetRole.user]
    let inputs = [ActionInput("sendEmail", .flag, "tells the admins by mail", standard: "false")]
    let risk = Risk.destructive
    let scope = UserActions.scope
    let precondition = "any status; DEPROVISIONED takes one call, every other two"
    let endpoint = "DELETE /api/v1/users/{user}"
    let changes = ["app_users", "group_members", "device_users", "factors", "admin_roles"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("user", target.userPath, mayBeMissing: true)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.user.facts(state)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let user = state["user"] else { return .skips("Okta has no such user any more") }
        let status = user["status"]?.string ?? ""
        if let next = user["transitioningToStatus"]?.string {
            return .refuses("Okta is still moving it to \(next); a later sync shows how it ended")
        }
        return .does(
            effect: status == "DEPROVISIONED"
                ? "DEPROVISIONED → deleted" : "\(status) → DEPROVISIONED → deleted, in two calls",
            losses: [
                "the user with its id: one that is made again is another user",
                "groups, app assignments, factors and devices of the user",
            ], inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let query = inputs.flag("sendEmail").map { [("sendEmail", $0 ? "true" : "false")] } ?? []
        let call = Call(.delete, path: target.userPath, query: query)
        return state.text("user", "status") == "DEPROVISIONED" ? [call] : [call, call]
    }

    func isReady(call: Int, _ state: TargetState) -> Bool {
        call == 0
            || state.text("user", "status") == "DEPROVISIONED"
                && state.text("user", "transitioningToStatus") == nil
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.isMissing("user")
    }
}
