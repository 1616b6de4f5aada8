extension UserActions {
    static func createWithQuestion(_ attributes: [ProfileAttribute]) -> CreateUser {
        CreateUser(
            name: "create user with recovery question",
            summary: "makes a user without a password and with a recovery question",
            credentials: [CreateUser.question.required, CreateUser.answer.required],
            attributes: attributes)
    }
}
