import Okta

/// That a group grants an app to its members, as both of its actions read and judge it.
enum AppGrant {
    static let assignment = "assignment"

    static func path(_ target: ActionTarget) -> String {
        ActionPath.of("apps", target[.app], "groups", target[.group])
    }

    static func readings(_ target: ActionTarget) -> [Reading] {
        [
            Reading("app", target.appPath), Reading("group", target.groupPath),
            Reading(assignment, path(target), mayBeMissing: true),
        ]
    }

    static func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        var facts: [Fact] = []
        if let status = state.text("app", "status") { facts.append(Fact("app status", status)) }
        if state.isMissing(assignment) {
            facts.append(Fact("granted", "no"))
        } else if let updated = state.text(assignment, "lastUpdated") {
            facts.append(Fact("granted", "since \(updated)"))
        }
        return facts
    }
}
