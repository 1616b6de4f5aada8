extension PolicyActions {
    static let deactivate = StatusChange(
        name: "deactivate policy",
        summary: "takes a policy out of force: what it demanded no longer holds",
        subject: .policy, path: "lifecycle/deactivate", allowed: ["ACTIVE"], leads: ["INACTIVE"],
        risk: .disruptive, scope: scope, precondition: "status ACTIVE, and no default policy",
        inverses: ["ACTIVE": "activate policy"], exception: { systemRefusal($0) })
}
