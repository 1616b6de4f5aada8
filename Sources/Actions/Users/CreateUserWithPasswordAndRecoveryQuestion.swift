extension UserActions {
    static func createWithPasswordAndQuestion(_ attributes: [ProfileAttribute]) -> CreateUser {
        CreateUser(
            name: "create user with password and recovery question",
            summary: "makes a user with a first password and a recovery question",
            credentials: [
                CreateUser.password.required, CreateUser.question.required,
                CreateUser.answer.required,
            ], attributes: attributes)
    }
}
