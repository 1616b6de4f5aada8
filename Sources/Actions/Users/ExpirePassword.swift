extension UserActions {
    static let expirePassword = StatusChange(
        name: "expire password",
        summary: "makes a user choose a new password at the next sign-in",
        subject: .user, path: "lifecycle/expire_password", allowed: ["ACTIVE"],
        leads: ["PASSWORD_EXPIRED"],
        risk: .disruptive, scope: scope, precondition: "status ACTIVE and a password",
        losses: ["that the present password goes on to work"],
        exception: { user in
            if user["passwordChanged"]?.isNull == true { return .refuses("it has no password") }
            return UserActions.foreignPassword(user)
        })
}
