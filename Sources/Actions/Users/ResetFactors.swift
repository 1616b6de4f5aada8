extension UserActions {
    static let resetFactors = StatusChange(
        name: "reset factors",
        summary: "removes every enrolled factor of a user, who enrols again at the next sign-in",
        subject: .user, path: "lifecycle/reset_factors", allowed: UserStatus.notDeactivated,
        risk: .destructive, scope: scope, precondition: "a status other than DEPROVISIONED",
        effect: "every factor is removed",
        losses: ["every factor enrolment"], changes: ["factors"])
}
