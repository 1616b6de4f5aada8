import Okta

extension GroupActions {
    static let add = AddGroup()
}

/// Group rules and imports fill groups of other kinds; this makes one of Okta's own, empty.
struct AddGroup: Action {
    let name = "add group"
    let summary = "makes an empty group"
    let roles: [TargetRole] = []
    let inputs = [
        ActionInput(
            "name", .text, "what it is called; no other group of Okta's own may be",
            isRequired: true,
            lengthMax: 1024),
        ActionInput("description", .text, "what it is for", lengthMax: 1024),
        ActionInput("profile", .json, "attributes that the org has added to groups, as an object"),
    ]
    let risk = Risk.reversible
    let scope = GroupActions.scope
    let precondition = "no group of that name"
    let endpoint = "POST /api/v1/groups"
    let changes = ["groups"]

    private static let namesakes = "groups of that name"

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        guard let name = inputs.text("name") else { return [] }
        return [
            Reading(Self.namesakes, ActionPath.of("groups"), query: [("q", name)], isList: true)
        ]
    }

    private func isThere(_ inputs: InputValues, _ state: TargetState) -> Bool {
        state[Self.namesakes]?.elements().contains {
            $0["type"]?.string == "OKTA_GROUP"
                && $0["profile", "name"]?.string == inputs.text("name")
        } ?? false
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] { [] }

    func refusal(of inputs: InputValues) -> String? {
        guard case .json(let bytes)? = inputs["profile"] else { return nil }
        return JSONView(bytes)?.isObject == true ? nil : "'profile' is a JSON object"
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        if isThere(inputs, state) { return .skips("a group of that name is there already") }
        return .does(
            effect: "a new group '\(inputs.text("name") ?? "")'", losses: [],
            inverse: Inverse("remove group", target: .created(role: TargetRole.group.name)))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        var profile = ["name", "description"].compactMap { name in
            inputs[name].map { (name, JSONBody($0)) }
        }
        if case .json(let bytes)? = inputs["profile"], let view = JSONView(bytes) {
            profile += view.members().filter { $0.key != "name" && $0.key != "description" }
                .map { ($0.key, .raw(Array($0.value.text))) }
        }
        return [
            .json(.post, ActionPath.of("groups"), .object([("profile", .object(profile))]))
        ]
    }

    /// Names are unique, and none was there before.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        state[Self.namesakes].map { _ in isThere(inputs, state) }
    }
}
