import Okta

extension PolicyActions {
    static let create = CreatePolicy()
}

/// Six of the twelve types that can be listed can be made.
struct CreatePolicy: Action {
    let name = "create policy"
    let summary = "makes a policy; rules are added to it by create rule"
    let roles: [TargetRole] = []
    let inputs = [
        ActionInput("name", .text, "what it is called", isRequired: true, lengthMax: 255),
        ActionInput(
            "type",
            .choice([
                "ACCESS_POLICY", "MFA_ENROLL", "OKTA_SIGN_ON", "PASSWORD", "PROFILE_ENROLLMENT",
                "DEVICE_SIGNAL_COLLECTION",
            ]), "what it is about", isRequired: true),
        ActionInput("description", .text, "what it is for"),
        ActionInput("priority", .whole, "its place among those of its type; 1 is first"),
        ActionInput("status", .choice(["ACTIVE", "INACTIVE"]), "its status", standard: "ACTIVE"),
        ActionInput("conditions", .json, "whom it concerns, as an object"),
        ActionInput("settings", .json, "what it demands, as an object by its type"),
        ActionInput("activate", .flag, "heeded by the Classic engine only", standard: "true"),
    ]
    let risk = Risk.reversible
    let scope = PolicyActions.scope
    let precondition = "no policy of that name and type"
    let endpoint = "POST /api/v1/policies"
    let changes = ["policies", "rules"]

    private static let others = "policies of that type"

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        guard let type = inputs.text("type") else { return [] }
        return [
            Reading(Self.others, ActionPath.of("policies"), query: [("type", type)], isList: true)
        ]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] { [] }

    func refusal(of inputs: InputValues) -> String? {
        if case .whole(let priority)? = inputs["priority"], priority < 1 {
            return "'priority' is 1 or more"
        }
        return PolicyBody.refusal(of: inputs, objects: ["conditions", "settings"])
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        if state.has(Self.others, where: ["name"], is: inputs.text("name") ?? "") {
            return .skips("a policy of that name and type is there already")
        }
        return .does(
            effect: "a new policy '\(inputs.text("name") ?? "")' of type "
                + (inputs.text("type") ?? ""), losses: [],
            inverse: Inverse("delete policy", target: .created(role: TargetRole.policy.name)))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let members = [
            "type", "name", "description", "priority", "status", "conditions", "settings",
        ]
        return [
            .json(
                .post, ActionPath.of("policies"), query: PolicyBody.query(inputs),
                PolicyBody.body(inputs, members))
        ]
    }

    /// Names are unique in a type, and none was there before.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state[Self.others].map { _ in
            state.has(Self.others, where: ["name"], is: inputs.text("name") ?? "")
        }
    }
}

/// What the bodies of policies and rules share.
enum PolicyBody {
    static func body(_ inputs: InputValues, _ members: [String]) -> JSONBody {
        .object(members.compactMap { name in inputs[name].map { (name, JSONBody($0)) } })
    }

    static func query(_ inputs: InputValues) -> [(String, String)] {
        inputs.flag("activate").map { [("activate", $0 ? "true" : "false")] } ?? []
    }

    static func refusal(of inputs: InputValues, objects: [String]) -> String? {
        for name in objects {
            if case .json(let bytes)? = inputs[name], JSONView(bytes)?.isObject != true {
                return "'\(name)' is a JSON object"
            }
        }
        return nil
    }
}
