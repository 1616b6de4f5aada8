import Okta

/// A call that moves a record with a status, or does something that only some statuses allow.
///
/// Most of Okta's actions are one of these: `POST …/lifecycle/suspend`. Each is described in a file of its own.
struct StatusChange: Action {
    let name: String
    let summary: String
    let subject: Subject
    /// `POST` unless said otherwise.
    var method = Method.post
    /// Below the record's own path: `lifecycle/suspend`; empty for the record itself.
    let path: String
    /// Statuses in which Okta carries it out.
    let allowed: [String]
    /// The statuses it may lead to; none where the status stays.
    var leads: [String] = []
    let risk: Risk
    let scope: String
    let precondition: String
    /// Sent in the query, each only when it is given.
    var inputs: [ActionInput] = []
    /// What happens, where the status does not say it.
    var effect: String?
    /// Each a clause: `every app assignment, with its profile in the app`.
    var losses: [String] = []
    /// Statuses from which the effect can be taken back, by which action.
    var inverses: [String: String] = [:]
    /// What to do instead, by the status that does not allow it.
    var instead: [String: String] = [:]
    var secretMembers: [String] = []
    var changes: [String] = []
    /// Why a record in an allowed status is refused or left alone all the same.
    var exception: @Sendable (JSONView) -> Assessment? = { _ in nil }
    /// Whether the record is gone afterwards.
    var removes = false

    var roles: [TargetRole] { subject.roles }
    var endpoint: String {
        method.rawValue + " " + subject.shownPath + (path.isEmpty ? "" : "/" + path)
    }

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        [Reading(subject.word, subject.path(target), mayBeMissing: removes)]
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        subject.facts(state)
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        guard let record = state[subject.word] else {
            return state.isMissing(subject.word)
                ? .skips("Okta has no such \(subject.word) any more")
                : .refuses("the state of the \(subject.word) was not read")
        }
        let status = record["status"]?.string ?? ""
        if let next = record["transitioningToStatus"]?.string {
            return .refuses("Okta is still moving it to \(next); a later sync shows how it ended")
        }
        if leads.contains(status), !allowed.contains(status) {
            return .skips("already \(status)")
        }
        guard allowed.contains(status) else {
            let advice = instead[status].map { ": \($0)" } ?? ""
            return .refuses("it is \(status), and \(name) needs \(precondition)\(advice)")
        }
        if let exception = exception(record) { return exception }
        return .does(
            effect: effect ?? "\(status) → \(leads.first ?? status)", losses: losses,
            inverse: inverses[status].map { Inverse($0) })
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let query = self.inputs.compactMap { input in
            inputs.flag(input.name).map { (input.name, $0 ? "true" : "false") }
        }
        let suffix = path.isEmpty ? "" : "/" + path
        return [Call(method, path: subject.path(target) + suffix, query: query)]
    }

    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        if removes { return state.isMissing(subject.word) }
        // Where the call is allowed in the status that it leads to, that status tells nothing.
        guard !leads.isEmpty, !leads.contains(where: allowed.contains) else { return nil }
        return state.text(subject.word, "status").map(leads.contains)
    }
}

/// A kind of record with a status: where it is read, and what its state rests on.
struct Subject: Sendable {
    let word: String
    let roles: [TargetRole]
    /// For help: `/api/v1/users/{user}`.
    let shownPath: String
    let path: @Sendable (ActionTarget) -> String
    /// Members whose change makes a plan stale.
    let members: [String]

    func facts(_ state: TargetState) -> [Fact] {
        if state.isMissing(word) { return [Fact(word, "gone")] }
        guard let record = state[word] else { return [] }
        return members.compactMap { member in
            record[member]?.string.map { Fact(member, $0) }
        }
    }

    static let user = Subject(
        word: "user", roles: [.user], shownPath: "/api/v1/users/{user}", path: \.userPath,
        members: ["status", "transitioningToStatus", "lastUpdated"])
    static let app = Subject(
        word: "app", roles: [.app], shownPath: "/api/v1/apps/{app}", path: \.appPath,
        members: ["status", "lastUpdated"])
    static let device = Subject(
        word: "device", roles: [.device], shownPath: "/api/v1/devices/{device}",
        path: \.devicePath, members: ["status", "lastUpdated"])
    static let policy = Subject(
        word: "policy", roles: [.policy], shownPath: "/api/v1/policies/{policy}",
        path: \.policyPath, members: ["status", "lastUpdated"])
    static let rule = Subject(
        word: "rule", roles: [.rule, .policy],
        shownPath: "/api/v1/policies/{policy}/rules/{rule}", path: \.rulePath,
        members: ["status", "lastUpdated"])
    static let factor = Subject(
        word: "factor", roles: [.factor, .user],
        shownPath: "/api/v1/users/{user}/factors/{factor}", path: \.factorPath,
        members: ["status", "lastUpdated"])
}

/// The statuses that a user can have.
enum UserStatus {
    static let all = [
        "STAGED", "PROVISIONED", "ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY",
        "SUSPENDED", "DEPROVISIONED",
    ]
    static let notDeactivated = all.filter { $0 != "DEPROVISIONED" }
}
