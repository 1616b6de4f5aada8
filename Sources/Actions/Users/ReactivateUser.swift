extension UserActions {
    static let reactivate = StatusChange(
        name: "reactivate user",
        summary: "starts a welcome or a recovery that was not finished anew",
        subject: .user, path: "lifecycle/reactivate", allowed: ["PROVISIONED", "RECOVERY"],
        risk: .safe, scope: scope, precondition: "status PROVISIONED or RECOVERY",
        inputs: [
            ActionInput(
                "sendEmail", .flag, "mails the activation link; if not, the answer has it",
                standard: "false")
        ],
        effect: "the activation starts anew",
        instead: [
            "STAGED": "activate user takes it", "DEPROVISIONED": "activate user takes it",
        ],
        secretMembers: ["activationUrl", "activationToken"])
}
