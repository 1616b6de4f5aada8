extension PolicyActions {
    static let activateRule = StatusChange(
        name: "activate rule", summary: "puts a rule of a policy into force",
        subject: .rule, path: "lifecycle/activate", allowed: ["INACTIVE"], leads: ["ACTIVE"],
        risk: .disruptive, scope: scope, precondition: "status INACTIVE",
        inverses: ["INACTIVE": "deactivate rule"])
}
