extension PolicyActions {
    static let delete = StatusChange(
        name: "delete policy", summary: "removes a policy with its rules",
        subject: .policy, method: .delete, path: "", allowed: ["ACTIVE", "INACTIVE"],
        risk: .destructive, scope: scope, precondition: "no default policy",
        effect: "deleted", losses: ["the policy with its id, settings and rules"],
        changes: ["policies", "rules"], exception: { systemRefusal($0) }, removes: true)
}
