import Actions

/// What a run will do, to exactly which records, as it was shown to a person.
///
/// A plan changes nothing. Apply acts on the targets named here and no others, and stops before the first whose facts
/// are not those written here.
public struct Plan: Sendable, Equatable {
    /// The org's host.
    public var org: String
    /// Microseconds since 1970.
    public var made: Int64
    /// The board that gave the targets; empty for an action that needs none.
    public var board: String
    /// Why, such as a ticket; empty when nobody said.
    public var why: String
    public var deed: Deed
    public var steps: [PlannedStep]
    /// The run that this one takes back.
    public var undoes: Int64?
    /// Calls that apply makes, and what they take at the limits that the org has shown. Seconds.
    public var calls: Int
    public var seconds: Int

    public init(
        org: String, made: Int64, board: String = "", why: String = "", deed: Deed,
        steps: [PlannedStep], undoes: Int64? = nil, calls: Int = 0, seconds: Int = 0
    ) {
        self.org = org
        self.made = made
        self.board = board
        self.why = why
        self.deed = deed
        self.steps = steps
        self.undoes = undoes
        self.calls = calls
        self.seconds = seconds
    }

    /// How many targets it acts on: the number that a person types back.
    public var count: Int { steps.count { $0.verdict.isDone } }

    /// What is done to a step's target.
    public func deed(of step: Int) -> Deed { steps[step].deed ?? deed }
}

/// One target of a plan.
public struct PlannedStep: Sendable, Equatable {
    public var target: ActionTarget
    /// What its assessment rests on.
    public var facts: [Fact]
    public var verdict: Verdict
    /// Where it differs from the plan's: each user's own values when an update is taken back.
    public var deed: Deed?

    public init(
        target: ActionTarget, facts: [Fact], verdict: Verdict, deed: Deed? = nil
    ) {
        self.target = target
        self.facts = facts
        self.verdict = verdict
        self.deed = deed
    }
}

/// What will become of a target.
public enum Verdict: Sendable, Equatable {
    /// - Parameters:
    ///   - losses: what cannot be undone, each a clause.
    ///   - undo: the action that takes it back; nil when nothing does.
    case does(effect: String, losses: [String], undo: String?)
    /// Nothing to do, and why.
    case skips(String)
    /// It is not tried, and why.
    case refuses(String)

    /// Whether apply acts on the target.
    public var isDone: Bool { if case .does = self { true } else { false } }

    public init(_ assessment: Assessment) {
        switch assessment {
        case .does(let effect, let losses, let inverse):
            self = .does(effect: effect, losses: losses, undo: inverse?.action)
        case .skips(let why): self = .skips(why)
        case .refuses(let why): self = .refuses(why)
        }
    }
}

/// What must be typed before a plan is applied.
public enum Confirmation: Sendable, Equatable {
    case yes
    case count

    /// Targets beyond which the count is always asked for.
    public static let countMax = 50
    /// The same as a share of all records of the object.
    public static let shareMax = 0.05

    /// - Parameter records: how many the object has; nil when nobody knows, which counts as few.
    public static func needed(for plan: Plan, risk: Risk, records: Int?) -> Confirmation {
        let share = Double(plan.count) / Double(max(1, records ?? 0))
        if risk == .destructive || plan.count > countMax || share > shareMax { return .count }
        return .yes
    }
}
