extension UserActions {
    static func createWithPassword(_ attributes: [ProfileAttribute]) -> CreateUser {
        CreateUser(
            name: "create user with password", summary: "makes a user with a first password",
            credentials: [CreateUser.password.required], attributes: attributes)
    }
}
