extension AppActions {
    static let deactivate = StatusChange(
        name: "deactivate app", summary: "shuts an app to everyone; assignments stay",
        subject: .app, path: "lifecycle/deactivate", allowed: ["ACTIVE"], leads: ["INACTIVE"],
        risk: .disruptive, scope: scope, precondition: "status ACTIVE",
        losses: ["assignments through groups that Okta finds stale when it goes through them"],
        inverses: ["ACTIVE": "activate app"], changes: ["app_users"])
}
