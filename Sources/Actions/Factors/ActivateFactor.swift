import Okta

extension FactorActions {
    static let activate = ActivateFactor()
}

/// Proves an enrolment with what only its user has, so it takes one row.
struct ActivateFactor: Action {
    let name = "activate factor"
    let summary = "finishes one enrolment with the code that its user was sent or sees"
    let roles = [TargetRole.factor, .user]
    let inputs = [
        ActionInput("passCode", .secret, "the code, for sms, call, email and one-time passwords"),
        ActionInput("attestation", .text, "for webauthn"),
        ActionInput("registrationData", .text, "for u2f"),
        ActionInput("clientData", .text, "for webauthn and u2f"),
        ActionInput("useNumberMatchingChallenge", .flag, "for push", standard: "false"),
    ]
    let risk = Risk.safe
    let scope = FactorActions.scope
    let precondition = "status PENDING_ACTIVATION"
    let endpoint = "POST /api/v1/users/{user}/factors/{factor}/lifecycle/activate"
    let changes = ["factors"]
    let takesOneRow = true

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("factor", target.factorPath)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.factor.facts(state)
    }

    /// What proves a factor of each type.
    private static func proofs(of type: String) -> (needed: [String], other: [String]) {
        switch type {
        case "push": ([], ["useNumberMatchingChallenge"])
        case "webauthn": (["attestation", "clientData"], [])
        case "u2f": (["registrationData", "clientData"], [])
        default: (["passCode"], [])
        }
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        let status = state.text("factor", "status") ?? ""
        let type = state.text("factor", "factorType") ?? ""
        if status == "ACTIVE" { return .skips("already ACTIVE") }
        guard status == "PENDING_ACTIVATION" else {
            return .refuses("it is \(status), and \(name) needs \(precondition)")
        }
        if type == "signed_nonce" { return .refuses("FastPass is activated on the device only") }
        let proofs = Self.proofs(of: type)
        if let lacking = proofs.needed.first(where: { inputs[$0] == nil }) {
            return .refuses("a factor of type \(type) needs '\(lacking)'")
        }
        let known = proofs.needed + proofs.other
        if let strange = inputs.keys.sorted().first(where: { !known.contains($0) }) {
            return .refuses("a factor of type \(type) takes no '\(strange)'")
        }
        return .does(effect: "PENDING_ACTIVATION → ACTIVE", losses: [], inverse: nil)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let members = self.inputs.compactMap { input in
            inputs[input.name].map { (input.name, JSONBody($0)) }
        }
        let path = target.factorPath + "/lifecycle/activate"
        return [members.isEmpty ? Call(.post, path) : .json(.post, path, .object(members))]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state.text("factor", "status").map { $0 == "ACTIVE" }
    }
}
