import Okta

/// One thing that Okta can do, to one record at a time; each has a file and a line in `ActionRegistry`.
///
/// A plan reads each target's state, asks `assess` and shows what it says; apply reads each target again, compares
/// its facts with the plan's, asks again, journals, sends `calls`, and reads the target back. An action itself
/// never sends anything.
public protocol Action: Sendable {
    /// As in the language, in lower case: `remove user from app`.
    var name: String { get }
    /// One line for help: what it does, and to what.
    var summary: String { get }
    /// The records that a target is made of, the one that it acts on first; none for `add group`.
    var roles: [TargetRole] { get }
    var inputs: [ActionInput] { get }
    var risk: Risk { get }
    /// The scope of an OAuth service app.
    var scope: String { get }
    /// In which states it is allowed, as a clause: `status is ACTIVE`.
    var precondition: String { get }
    /// Method and path for help and docs: `POST /api/v1/users/{user}/lifecycle/suspend`.
    var endpoint: String { get }
    /// The calls that show the state now, before and after: of the target, or of what the inputs will make.
    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading]
    /// What the assessment rests on, for a plan to keep: apply stops where one of them has changed.
    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact]
    /// Why Okta would refuse the inputs, whatever the target; nil when it would not. Asked after the checks that all
    /// actions share, so types and required ones are right.
    func refusal(of inputs: InputValues) -> String?
    /// What will happen to a target in that state, once its inputs have passed; callers ask `assess`.
    func judge(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> Assessment
    /// In order; a later one is sent only after the one before succeeded and `isReady` says so. A body may hold a
    /// secret: no log, journal or error may show one.
    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call]
    /// Whether the call of that place in `calls` may be sent now, by a state read after the one before it.
    func isReady(call: Int, _ state: TargetState) -> Bool
    /// Whether the state shows the effect: settles a call whose answer never came. nil: the state cannot tell.
    func isDone(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> Bool?
    /// Members of the answer's body that are secret: `activationToken`, `tempPassword`.
    var secretMembers: [String] { get }
    /// Objects of the store that the effect changes, beyond the target's own: `app_users`, `group_members`.
    var changes: [String] { get }
    /// Takes secrets of one person each, or acts on the whole org: a board may feed it one row only.
    var takesOneRow: Bool { get }
}

extension Action {
    public func refusal(of inputs: InputValues) -> String? { nil }
    public func isReady(call: Int, _ state: TargetState) -> Bool { true }
    public var secretMembers: [String] { [] }
    public var changes: [String] { [] }
    public var takesOneRow: Bool { false }

    /// What will happen to a target: the checks that all actions share, then the action's own.
    public func assess(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        for role in roles {
            guard let record = target.records.first(where: { $0.role == role.name }) else {
                return .refuses("no \(role.name) is given")
            }
            if record.id.isEmpty { return .refuses("the \(role.name) has no id") }
        }
        if let reason = check(inputs) { return .refuses(reason) }
        for reading in readings(target, inputs)
        where state.isMissing(reading.name) && !reading.mayBeMissing {
            return .refuses("Okta has no such \(reading.name) any more")
        }
        return judge(target, inputs, state)
    }

    /// Why Okta would refuse these inputs for any target; nil when it would not.
    public func check(_ values: InputValues) -> String? {
        for name in values.keys.sorted() {
            guard let input = inputs.first(where: { $0.name == name }), let value = values[name]
            else { return "'\(name)' is no input of \(self.name)" }
            if let reason = input.refusal(of: value) { return reason }
        }
        for input in inputs where input.isRequired {
            guard let value = values[input.name], !value.isBlank else {
                return "'\(input.name)' is missing"
            }
        }
        return refusal(of: values)
    }
}
