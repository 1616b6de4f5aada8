import Okta

extension UserActions {
    static let resetPassword = StatusChange(
        name: "reset password",
        summary: "makes a user choose a new password; until then nobody can sign in",
        subject: .user, path: "lifecycle/reset_password",
        allowed: ["PROVISIONED", "ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY"],
        leads: ["RECOVERY"],
        risk: .disruptive, scope: scope,
        precondition: "a status other than STAGED, SUSPENDED and DEPROVISIONED",
        inputs: [
            ActionInput(
                "sendEmail", .flag, "mails the link; if not, the answer has it",
                isRequired: true),
            ActionInput("revokeSessions", .flag, "ends the user's sessions", standard: "false"),
        ],
        losses: ["the present password"],
        instead: [
            "STAGED": "activate user comes first", "SUSPENDED": "unsuspend user comes first",
            "DEPROVISIONED": "activate user comes first",
        ],
        secretMembers: ["resetPasswordUrl"],
        exception: { UserActions.foreignPassword($0) })

    /// Why a password that is kept elsewhere cannot be changed in Okta.
    static func foreignPassword(_ user: JSONView) -> Assessment? {
        let provider = user["credentials", "provider", "type"]?.string ?? "OKTA"
        return provider == "OKTA"
            ? nil : .refuses("its password is kept by \(provider), and changes there")
    }
}
