extension UserActions {
    static let deactivate = StatusChange(
        name: "deactivate user",
        summary: "ends a user's access: every app assignment is deprovisioned",
        subject: .user, path: "lifecycle/deactivate",
        allowed: UserStatus.notDeactivated, leads: ["DEPROVISIONED"],
        risk: .destructive, scope: scope, precondition: "a status other than DEPROVISIONED",
        inputs: [
            ActionInput("sendEmail", .flag, "tells the admins by mail", standard: "false")
        ],
        losses: [
            "direct app assignments, with their profiles in the apps",
            "the password, and API tokens that the user made",
        ],
        changes: ["app_users", "group_members", "api_tokens"])
}
