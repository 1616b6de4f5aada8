extension UserActions {
    static let suspend = StatusChange(
        name: "suspend user",
        summary: "blocks sign-in and keeps groups and apps: the gentlest way to off-board",
        subject: .user, path: "lifecycle/suspend", allowed: ["ACTIVE"], leads: ["SUSPENDED"],
        risk: .reversible, scope: scope, precondition: "status ACTIVE",
        inverses: ["ACTIVE": "unsuspend user"],
        instead: [
            "STAGED": "deactivate user takes it", "PROVISIONED": "deactivate user takes it",
            "PASSWORD_EXPIRED": "deactivate user takes it",
            "LOCKED_OUT": "unlock user comes first", "RECOVERY": "deactivate user takes it",
        ])
}
