import Okta

extension UserActions {
    static func update(_ attributes: [ProfileAttribute]) -> UpdateUser {
        UpdateUser(attributes: attributes)
    }
}

/// Changes what is named and leaves the rest; written only if nobody else wrote since it was read.
struct UpdateUser: Action {
    let name = "update user"
    let summary = "changes the attributes that are named and leaves all others"
    let roles = [TargetRole.user]
    let inputs: [ActionInput]
    private let attributes: [String]
    let risk = Risk.reversible
    let scope = UserActions.scope
    let precondition = "a status other than DEPROVISIONED, and a profile that Okta keeps"
    let endpoint = "POST /api/v1/users/{user}"

    init(attributes: [ProfileAttribute]) {
        let profile = ProfileAttribute.inputs(custom: attributes, requiring: [])
        self.attributes = profile.map(\.name)
        inputs =
            profile + [
                ActionInput("clear", .list, "names of attributes to empty"),
                ActionInput("password", .secret, "a new password, without asking for the old one"),
                ActionInput(
                    "strict", .flag, "holds a new password against its age and history",
                    standard: "false"),
            ]
    }

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("user", target.userPath)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.user.facts(state)
    }

    /// What the profile is to hold, in the order of the inputs; a cleared attribute as null.
    private func changes(_ inputs: InputValues) -> [(name: String, value: InputValue)] {
        var cleared: [String] = []
        if case .list(let names)? = inputs["clear"] { cleared = names }
        return attributes.compactMap { name in
            if cleared.contains(name) { return (name, .null) }
            return inputs[name].map { (name, $0) }
        }
    }

    func refusal(of inputs: InputValues) -> String? {
        if case .list(let names)? = inputs["clear"] {
            if let name = names.first(where: { !attributes.contains($0) }) {
                return "'clear' names '\(name)', which is no attribute"
            }
            if let name = names.first(where: { ProfileAttribute.required.contains($0) }) {
                return "'\(name)' cannot be empty"
            }
            if let name = names.first(where: { inputs[$0] != nil }) {
                return "'\(name)' is both set and cleared"
            }
        }
        for name in ProfileAttribute.required where inputs[name]?.isBlank == true {
            return "'\(name)' cannot be empty"
        }
        if changes(inputs).isEmpty, inputs["password"] == nil { return "nothing is to be changed" }
        return ProfileAttribute.refusal(of: inputs)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let user = state["user"] else { return .refuses("the user was not read") }
        if let refusal = UserProfile.refusal(user) { return refusal }
        let profile = user["profile"]
        let changed = changes(inputs).filter { !UserProfile.holds($0.value, profile?[$0.name]) }
        let setsPassword = inputs["password"] != nil
        if changed.isEmpty, !setsPassword { return .skips("it is so already") }
        var effects = changed.map { change in
            "\(change.name): \(UserProfile.shown(profile?[change.name])) → "
                + UserProfile.shown(change.value)
        }
        if setsPassword { effects.append("a new password") }
        return .does(
            effect: effects.joined(separator: ", "),
            losses: setsPassword ? ["the present password"] : [],
            inverse: inverse(changed.map(\.name), profile))
    }

    /// Nothing where only a password changes, or where an old value cannot be written again.
    private func inverse(_ names: [String], _ profile: JSONView?) -> Inverse? {
        var values: InputValues = [:]
        var cleared: [String] = []
        for name in names {
            guard let kept = profile?[name], !kept.isNull else {
                cleared.append(name)
                continue
            }
            guard let value = UserProfile.input(kept) else { return nil }
            values[name] = value
        }
        if !cleared.isEmpty { values["clear"] = .list(cleared) }
        return values.isEmpty ? nil : Inverse(name, values)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        var members: [(String, JSONBody)] = []
        let changes = changes(inputs)
        if !changes.isEmpty {
            members.append(("profile", .object(changes.map { ($0.name, JSONBody($0.value)) })))
        }
        if let password = inputs["password"] {
            let value = JSONBody.object([("value", JSONBody(password))])
            members.append(("credentials", .object([("password", value)])))
        }
        let query = inputs.flag("strict").map { [("strict", $0 ? "true" : "false")] } ?? []
        return [
            .json(
                .post, target.userPath, query: query, .object(members),
                headers: state.tags["user"].map { [(name: "If-Match", value: $0)] } ?? [])
        ]
    }

    /// No state tells which password a user has.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        guard inputs["password"] == nil, let profile = state["user"]?["profile"] else {
            return nil
        }
        return changes(inputs).allSatisfy { UserProfile.holds($0.value, profile[$0.name]) }
    }
}
