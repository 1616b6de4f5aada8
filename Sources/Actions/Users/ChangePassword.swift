import Okta

extension UserActions {
    static let changePassword = ChangePassword()
}

/// Both passwords are one person's, so rows of a board cannot share them.
struct ChangePassword: Action {
    let name = "change password"
    let summary = "sets a new password for one user whose present one is known"
    let roles = [TargetRole.user]
    let inputs = [
        ActionInput("oldPassword", .secret, "the present password", isRequired: true),
        ActionInput("newPassword", .secret, "the password from now on", isRequired: true),
        ActionInput("strict", .flag, "heeds the least age of a password", standard: "false"),
        ActionInput("revokeSessions", .flag, "ends the user's sessions", standard: "false"),
    ]
    let risk = Risk.disruptive
    let scope = UserActions.scope
    let precondition =
        "status STAGED, ACTIVE, PASSWORD_EXPIRED or RECOVERY, and a password kept by Okta"
    let endpoint = "POST /api/v1/users/{user}/credentials/change_password"
    let takesOneRow = true

    private static let allowed = ["STAGED", "ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("user", target.userPath)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.user.facts(state)
    }

    func refusal(of inputs: InputValues) -> String? {
        inputs["oldPassword"] == inputs["newPassword"]
            ? "'newPassword' is the old one" : nil
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let user = state["user"] else { return .refuses("the user was not read") }
        let status = user["status"]?.string ?? ""
        guard Self.allowed.contains(status) else {
            return .refuses("it is \(status), and \(name) needs \(precondition)")
        }
        if let foreign = UserActions.foreignPassword(user) { return foreign }
        if user["passwordChanged"]?.isNull == true { return .refuses("it has no password yet") }
        let effect =
            ["RECOVERY", "PASSWORD_EXPIRED"].contains(status) ? "\(status) → ACTIVE, " : ""
        return .does(
            effect: effect + "a new password", losses: ["the present password"], inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        func password(_ name: String) -> JSONBody {
            .object([("value", JSONBody(inputs[name] ?? .null))])
        }
        var members = [
            ("oldPassword", password("oldPassword")), ("newPassword", password("newPassword")),
        ]
        if let revokes = inputs.flag("revokeSessions") {
            members.append(("revokeSessions", .flag(revokes)))
        }
        let query = inputs.flag("strict").map { [("strict", $0 ? "true" : "false")] } ?? []
        return [
            .json(
                .post, target.userPath + "/credentials/change_password", query: query,
                .object(members))
        ]
    }

    /// No state tells which password a user has.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        nil
    }
}
