extension PolicyActions {
    static let deleteRule = StatusChange(
        name: "delete rule", summary: "removes a rule of a policy",
        subject: .rule, method: .delete, path: "", allowed: ["ACTIVE", "INACTIVE"],
        risk: .destructive, scope: scope, precondition: "no default rule",
        effect: "deleted", losses: ["the rule with its id, conditions and actions"],
        changes: ["rules"], exception: { systemRefusal($0) }, removes: true)
}
