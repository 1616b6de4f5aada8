import Okta

extension UserActions {
    static let unlock = StatusChange(
        name: "unlock user", summary: "ends a lock after failed sign-ins; the password stays",
        subject: .user, path: "lifecycle/unlock", allowed: ["LOCKED_OUT"], leads: ["ACTIVE"],
        risk: .safe, scope: scope, precondition: "status LOCKED_OUT",
        instead: ["SUSPENDED": "unsuspend user takes it"],
        exception: { user in
            let provider = user["credentials", "provider", "type"]?.string
            return provider == "ACTIVE_DIRECTORY" || provider == "LDAP"
                ? .refuses("the directory it comes from keeps the lock: it ends there") : nil
        })
}
