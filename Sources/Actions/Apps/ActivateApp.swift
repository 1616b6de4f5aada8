extension AppActions {
    static let activate = StatusChange(
        name: "activate app", summary: "lets the assigned users into an app again",
        subject: .app, path: "lifecycle/activate", allowed: ["INACTIVE"], leads: ["ACTIVE"],
        risk: .reversible, scope: scope, precondition: "status INACTIVE",
        inverses: ["INACTIVE": "deactivate app"])
}
