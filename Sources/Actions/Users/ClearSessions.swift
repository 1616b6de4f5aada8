import Okta

extension UserActions {
    /// Okta's own call of this name ends a person's other sessions from within a browser and takes no token. What
    /// an admin means is to sign a user out, which is another call.
    static let clearSessions = StatusChange(
        name: "clear current user sessions",
        summary: "signs a user out of Okta everywhere; sessions inside apps go on until they end",
        subject: .user, method: .delete, path: "sessions", allowed: UserStatus.all,
        risk: .safe, scope: scope, precondition: "any status",
        inputs: [
            ActionInput("oauthTokens", .flag, "revokes OAuth tokens too", standard: "false"),
            ActionInput(
                "forgetDevices", .flag, "forgets devices that are remembered", standard: "true"),
        ],
        effect: "signed out of Okta everywhere")
}
