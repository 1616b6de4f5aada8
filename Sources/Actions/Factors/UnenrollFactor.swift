import Okta

extension FactorActions {
    static let unenroll = UnenrollFactor()
}

/// Okta Verify enrols push, FastPass and codes together, and they go together.
struct UnenrollFactor: Action {
    let name = "unenroll factor"
    let summary = "removes one enrolled factor of a user"
    let roles = [TargetRole.factor, .user]
    let inputs = [
        ActionInput(
            "removeRecoveryEnrollment", .flag, "of sms and call: the recovery by it too",
            standard: "false")
    ]
    let risk = Risk.destructive
    let scope = FactorActions.scope
    let precondition = "a user that is not DEPROVISIONED"
    let endpoint = "DELETE /api/v1/users/{user}/factors/{factor}"
    let changes = ["factors"]

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [
            Reading("user", target.userPath),
            Reading("factor", target.factorPath, mayBeMissing: true),
        ]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        let user = state.text("user", "status").map { [Fact("user status", $0)] } ?? []
        return user + Subject.factor.facts(state)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let factor = state["factor"] else {
            return .skips("Okta has no such factor any more")
        }
        if state.text("user", "status") == "DEPROVISIONED" {
            return .refuses("its user is DEPROVISIONED: activate user comes first")
        }
        let type = factor["factorType"]?.string ?? "factor"
        if inputs["removeRecoveryEnrollment"] != nil, type != "sms", type != "call" {
            return .refuses("'removeRecoveryEnrollment' is for sms and call, and this is \(type)")
        }
        let isVerify =
            factor["provider"]?.string == "OKTA" && ["push", "signed_nonce"].contains(type)
        return .does(
            effect: "\(type) of '\(target.name(.user))' is removed",
            losses: ["the enrolment"]
                + (isVerify ? ["the other Okta Verify enrolments of the same user"] : []),
            inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let name = "removeRecoveryEnrollment"
        let query = inputs.flag(name).map { [(name, $0 ? "true" : "false")] } ?? []
        return [Call(.delete, path: target.factorPath, query: query)]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.isMissing("factor")
    }
}
