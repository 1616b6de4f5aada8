extension PolicyActions {
    static let deactivateRule = StatusChange(
        name: "deactivate rule", summary: "takes a rule of a policy out of force",
        subject: .rule, path: "lifecycle/deactivate", allowed: ["ACTIVE"], leads: ["INACTIVE"],
        risk: .disruptive, scope: scope, precondition: "status ACTIVE, and no default rule",
        inverses: ["ACTIVE": "activate rule"], exception: { systemRefusal($0) })
}
