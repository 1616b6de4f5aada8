import Okta

extension UserActions {
    static func replace(_ attributes: [ProfileAttribute]) -> ReplaceUser {
        ReplaceUser(attributes: attributes)
    }
}

/// Writes a whole profile: what is not named is erased, but for what Okta takes no user without.
struct ReplaceUser: Action {
    let name = "replace user"
    let summary = "writes the whole profile: every attribute that is not named is erased"
    let roles = [TargetRole.user]
    let inputs: [ActionInput]
    private let attributes: [String]
    let risk = Risk.destructive
    let scope = UserActions.scope
    let precondition = "a status other than DEPROVISIONED, and a profile that Okta keeps"
    let endpoint = "PUT /api/v1/users/{user}"

    init(attributes: [ProfileAttribute]) {
        let profile = ProfileAttribute.inputs(custom: attributes, requiring: [])
        self.attributes = profile.map(\.name)
        inputs =
            profile + [
                ActionInput("typeId", .text, "id of another user type; only this call changes it")
            ]
    }

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading("user", target.userPath)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        Subject.user.facts(state)
    }

    func refusal(of inputs: InputValues) -> String? {
        for name in ProfileAttribute.required where inputs[name]?.isBlank == true {
            return "'\(name)' cannot be empty"
        }
        if inputs.isEmpty { return "no attribute is named" }
        return ProfileAttribute.refusal(of: inputs)
    }

    /// Every attribute of the new profile, in the order of the inputs.
    private func profile(
        _ inputs: InputValues, _ user: JSONView?
    ) -> [(name: String, value: JSONBody)] {
        attributes.compactMap { name in
            if let value = inputs[name] { return (name, JSONBody(value)) }
            guard ProfileAttribute.required.contains(name), let kept = user?["profile", name]
            else { return nil }
            return (name, .raw(Array(kept.text)))
        }
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let user = state["user"] else { return .refuses("the user was not read") }
        if let refusal = UserProfile.refusal(user) { return refusal }
        let kept = (user["profile"]?.members() ?? []).filter { !$0.value.isNull }
        let erased = kept.filter {
            inputs[$0.key] == nil && !ProfileAttribute.required.contains($0.key)
        }
        let changed = attributes.filter { name in
            inputs[name].map { !UserProfile.holds($0, user["profile", name]) } ?? false
        }
        let isOtherType = inputs.text("typeId").map { $0 != user["type", "id"]?.string } ?? false
        if erased.isEmpty, changed.isEmpty, !isOtherType { return .skips("it is so already") }
        var effects = changed.map { name in
            "\(name): \(UserProfile.shown(user["profile", name])) → "
                + UserProfile.shown(inputs[name] ?? .null)
        }
        if isOtherType { effects.append("another user type") }
        // Each is named: what is erased is what nobody meant to touch.
        let list = erased.map { "\($0.key) \(UserProfile.shown($0.value))" }
        if !erased.isEmpty { effects.append("erased: " + list.joined(separator: ", ")) }
        let inverse = inverse(kept, user, isOtherType: isOtherType)
        return .does(
            effect: effects.joined(separator: ", "), losses: inverse == nil ? list : [],
            inverse: inverse)
    }

    /// The whole profile as it was; nothing where one of its values cannot be written again.
    private func inverse(
        _ kept: [(key: String, value: JSONView)], _ user: JSONView, isOtherType: Bool
    ) -> Inverse? {
        var values: InputValues = [:]
        for (name, value) in kept {
            guard attributes.contains(name), let input = UserProfile.input(value) else {
                return nil
            }
            values[name] = input
        }
        if isOtherType, let type = user["type", "id"]?.string { values["typeId"] = .text(type) }
        return Inverse(name, values)
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let profile = profile(inputs, state["user"]).map { ($0.name, $0.value) }
        var members: [(String, JSONBody)] = [("profile", .object(profile))]
        if let type = inputs["typeId"] {
            members.append(("type", .object([("id", JSONBody(type))])))
        }
        return [
            .json(
                .put, target.userPath, .object(members),
                headers: state.tags["user"].map { [(name: "If-Match", value: $0)] } ?? [])
        ]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        guard let profile = state["user"]?["profile"] else { return nil }
        return profile.members().allSatisfy { member in
            if member.value.isNull || ProfileAttribute.required.contains(member.key) {
                return inputs[member.key].map { UserProfile.holds($0, member.value) } ?? true
            }
            return inputs[member.key].map { UserProfile.holds($0, member.value) } ?? false
        } && inputs.keys.filter { $0 != "typeId" }.allSatisfy { profile[$0] != nil }
    }
}
