extension UserActions {
    static func createWithoutCredentials(_ attributes: [ProfileAttribute]) -> CreateUser {
        CreateUser(
            name: "create user without credentials",
            summary: "makes a user who chooses a password by the welcome that Okta mails",
            credentials: [], attributes: attributes)
    }
}
