extension UserActions {
    static let forgotPassword = StatusChange(
        name: "forgot password",
        summary: "starts the recovery that the user would start by the sign-in page's link",
        subject: .user, path: "credentials/forgot_password", allowed: ["ACTIVE"],
        risk: .safe, scope: scope, precondition: "status ACTIVE and a recovery question",
        inputs: [
            ActionInput(
                "sendEmail", .flag, "mails the link; if not, the answer has it", standard: "true")
        ],
        effect: "a recovery starts",
        secretMembers: ["resetPasswordUrl"],
        exception: { user in
            user["credentials", "recovery_question"] == nil
                ? .refuses("it has no recovery question: reset password takes it") : nil
        })
}
