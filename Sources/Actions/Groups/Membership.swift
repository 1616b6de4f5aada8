import Okta

/// A user's place in a group, as both of its actions read and judge it.
struct Membership: Sendable {
    static let groups = "groups of the user"

    static func readings(_ target: ActionTarget) -> [Reading] {
        [
            Reading("user", target.userPath),
            // Of a group only its type is judged, which no membership changes.
            Reading("group", target.groupPath, isShared: true),
            // Okta has no call that reads one membership.
            Reading(groups, target.userPath + "/groups", isList: true),
        ]
    }

    /// nil where the groups were not read.
    static func holds(_ target: ActionTarget, _ state: TargetState) -> Bool? {
        state[groups].map { $0.elements().contains { $0["id"]?.string == target[.group] } }
    }

    static func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        var facts: [Fact] = []
        if let status = state.text("user", "status") { facts.append(Fact("status", status)) }
        if let type = state.text("group", "type") { facts.append(Fact("group type", type)) }
        if let member = holds(target, state) {
            facts.append(Fact("member", member ? "yes" : "no"))
        }
        return facts
    }

    /// Why nobody can change who is in this group; nil for a group of Okta's own.
    static func refusal(_ target: ActionTarget, _ state: TargetState) -> String? {
        switch state.text("group", "type") {
        case "OKTA_GROUP": nil
        case "BUILT_IN": "'\(target.name(.group))' is kept by Okta itself"
        case "APP_GROUP":
            "'\(target.name(.group))' is kept by another directory: its members change there"
        case let type: "'\(target.name(.group))' is a group of type \(type ?? "unknown")"
        }
    }
}
