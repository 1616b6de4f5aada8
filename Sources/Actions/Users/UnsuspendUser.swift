extension UserActions {
    static let unsuspend = StatusChange(
        name: "unsuspend user", summary: "lets a suspended user sign in again",
        subject: .user, path: "lifecycle/unsuspend", allowed: ["SUSPENDED"], leads: ["ACTIVE"],
        risk: .reversible, scope: scope, precondition: "status SUSPENDED",
        inverses: ["SUSPENDED": "suspend user"],
        instead: ["DEPROVISIONED": "activate user takes it"])
}
