import Actions

/// What takes a run back: the inverse of each target that was done, the last one first.
public struct Undo: Sendable {
    public let deed: Deed
    public let wanted: [Planner.Wanted]
    /// Targets that were done and that nothing takes back, with the reason.
    public let lost: [(target: ActionTarget, why: String)]

    /// - Returns: nil when nothing of the run can be taken back.
    public init?(_ run: RunRecord) {
        var wanted: [Planner.Wanted] = []
        var lost: [(ActionTarget, String)] = []
        for index in run.plan.steps.indices.reversed() where run.state(of: index) == .done {
            let step = run.steps[index]
            var target = run.plan.steps[index].target
            guard let inverse = step.inverse else {
                lost.append((target, "nothing takes '\(run.plan.deed(of: index).action)' back"))
                continue
            }
            if let role = inverse.created {
                guard let id = step.outcome?.created else {
                    lost.append((target, "the id of what was made is not known"))
                    continue
                }
                target.records.append(
                    ActionTarget.Record(role: role, id: id, name: Self.name(inverse, run, index)))
            }
            wanted.append(Planner.Wanted(target, deed: inverse.deed))
        }
        guard let first = wanted.first?.deed else { return nil }
        // Said once where it is the same for all.
        if wanted.allSatisfy({ $0.deed == first }) {
            for index in wanted.indices { wanted[index].deed = nil }
        }
        deed = first
        self.wanted = wanted
        self.lost = lost
    }

    /// What was made is called as its inputs called it.
    private static func name(_ inverse: RecordedInverse, _ run: RunRecord, _ index: Int) -> String {
        let inputs = run.plan.deed(of: index).inputs
        for name in ["name", "profile.login", "login", "label"] {
            if case .text(let text)? = inputs[name] { return text }
        }
        return ""
    }
}
