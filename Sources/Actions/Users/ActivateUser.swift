extension UserActions {
    static let activate = StatusChange(
        name: "activate user",
        summary: "lets a staged or deactivated user in; without a password Okta sends a welcome",
        subject: .user, path: "lifecycle/activate", allowed: ["STAGED", "DEPROVISIONED"],
        leads: ["ACTIVE", "PROVISIONED"],
        risk: .reversible, scope: scope, precondition: "status STAGED or DEPROVISIONED",
        inputs: [
            ActionInput(
                "sendEmail", .flag, "mails the activation link; if not, the answer has it",
                standard: "true")
        ],
        inverses: ["DEPROVISIONED": "deactivate user"],
        instead: [
            "RECOVERY": "reactivate user takes it", "SUSPENDED": "unsuspend user takes it",
            "LOCKED_OUT": "unlock user takes it",
        ],
        secretMembers: ["activationUrl", "activationToken"], changes: ["app_users"])
}
