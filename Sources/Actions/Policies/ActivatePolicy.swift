extension PolicyActions {
    static let activate = StatusChange(
        name: "activate policy", summary: "puts a policy into force",
        subject: .policy, path: "lifecycle/activate", allowed: ["INACTIVE"], leads: ["ACTIVE"],
        risk: .disruptive, scope: scope, precondition: "status INACTIVE",
        inverses: ["INACTIVE": "deactivate policy"])
}
