import Okta

extension PolicyActions {
    static let createRule = CreateRule()
}

/// A rule of a policy, which Okta's list of actions means by `rule`; group rules are another thing.
struct CreateRule: Action {
    let name = "create rule"
    let summary = "adds a rule to a policy"
    let roles = [TargetRole.policy]
    let inputs = [
        ActionInput("name", .text, "what it is called", isRequired: true, lengthMax: 255),
        ActionInput(
            "type",
            .choice([
                "SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY", "IDP_DISCOVERY",
                "ENTITY_RISK", "SESSION_VIOLATION_DETECTION", "DEVICE_SIGNAL_COLLECTION",
                "PROFILE_ENROLLMENT",
            ]), "its type, that of its policy; SIGN_ON for OKTA_SIGN_ON", isRequired: true),
        ActionInput("actions", .json, "what it does, as an object by its type"),
        ActionInput("conditions", .json, "when it counts, as an object"),
        ActionInput("priority", .whole, "its place in the policy; 1 is first"),
        ActionInput("activate", .flag, "whether it is in force at once", standard: "true"),
    ]
    let risk = Risk.disruptive
    let scope = PolicyActions.scope
    let precondition =
        "a policy that takes further rules, and no rule of that name in it"
    let endpoint = "POST /api/v1/policies/{policy}/rules"
    let changes = ["rules"]

    /// Types of policy whose rules are Okta's own.
    private static let closed = [
        "PROFILE_ENROLLMENT", "POST_AUTH_SESSION", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING",
    ]

    private static let others = "rules of the policy"

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [
            Reading("policy", target.policyPath),
            Reading(Self.others, target.policyPath + "/rules", isList: true),
        ]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.policy.facts(state)
    }

    func refusal(of inputs: InputValues) -> String? {
        if case .whole(let priority)? = inputs["priority"], priority < 0 {
            return "'priority' is 0 or more"
        }
        return PolicyBody.refusal(of: inputs, objects: ["actions", "conditions"])
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        let type = state.text("policy", "type") ?? ""
        if Self.closed.contains(type) {
            return .refuses("a policy of type \(type) takes no further rules")
        }
        let wanted = type == "OKTA_SIGN_ON" ? "SIGN_ON" : type
        if let given = inputs.text("type"), given != wanted {
            return .refuses("rules of this policy are of type \(wanted), not \(given)")
        }
        if state.has(Self.others, where: ["name"], is: inputs.text("name") ?? "") {
            return .skips("a rule of that name is in the policy already")
        }
        return .does(
            effect: "a new rule '\(inputs.text("name") ?? "")' in '\(target.name(.policy))'",
            losses: [],
            inverse: Inverse("delete rule", target: .created(role: TargetRole.rule.name)))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        [
            .json(
                .post, target.policyPath + "/rules", query: PolicyBody.query(inputs),
                PolicyBody.body(inputs, ["type", "name", "priority", "conditions", "actions"]))
        ]
    }

    /// Names are unique in a policy, and none was there before.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state[Self.others].map { _ in
            state.has(Self.others, where: ["name"], is: inputs.text("name") ?? "")
        }
    }
}
