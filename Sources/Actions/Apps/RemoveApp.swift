extension AppActions {
    static let remove = StatusChange(
        name: "remove app", summary: "deletes an app with its assignments and settings",
        subject: .app, method: .delete, path: "", allowed: ["INACTIVE"],
        risk: .destructive, scope: scope, precondition: "status INACTIVE",
        effect: "deleted",
        losses: [
            "the app with its id, settings, keys and assignments",
            "the profiles of everyone in the app",
        ],
        instead: ["ACTIVE": "deactivate app comes first"],
        changes: ["apps", "app_users", "app_groups"], removes: true)
}
