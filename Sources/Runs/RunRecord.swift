import Actions
import Okta
import Workspace

/// A run as its journal tells it.
public struct RunRecord: Sendable {
    public let number: Int64
    /// Microseconds since 1970.
    public let begun: Int64
    public let origin: RunOrigin
    public let plan: Plan
    public internal(set) var steps: [Step]
    /// Who went on with it after it was stopped, and when.
    public internal(set) var resumed: [(time: Int64, origin: RunOrigin)] = []
    /// How it ended the last time: `finished`, `interrupted`, or a sentence; nil when its process ended without a word.
    public internal(set) var end: (time: Int64, reason: String)?

    /// One target of the run.
    public struct Step: Sendable {
        /// When its call was about to leave, the first time.
        public internal(set) var intended: Int64?
        public internal(set) var ended: Int64?
        /// Since the last intent; nil when nothing was written after it.
        public internal(set) var outcome: StepOutcome?
        /// The state before, as JSON by part.
        public internal(set) var before: JSONView?
        public internal(set) var inverse: RecordedInverse?
    }

    /// What is known of a step: a word for tables.
    public enum State: String, Sendable {
        case done, failed, skipped, unknown
        /// Its turn has not come.
        case left
        /// The plan says that there is nothing to do, or that it must not be tried.
        case planned
    }

    public func state(of index: Int) -> State {
        guard plan.steps[index].verdict.isDone else { return .planned }
        let step = steps[index]
        if let outcome = step.outcome { return State(rawValue: outcome.state.rawValue) ?? .unknown }
        return step.intended == nil ? .left : .unknown
    }

    /// How many of its targets are in a state.
    public func count(_ state: State) -> Int {
        plan.steps.indices.count { self.state(of: $0) == state }
    }

    /// Whether `resume` has anything to do.
    public var isOpen: Bool { count(.left) + count(.failed) + count(.unknown) > 0 }

    // MARK: - Reading

    /// - Returns: nil when there is no such run, or its first line is not what was written.
    public init?(_ lines: [JournalLine]) {
        guard let first = lines.first, first.kind == .begin, let head = JSONView(first.json),
            let plan = head["plan"].flatMap(Plan.init),
            let origin = head["origin"].flatMap(RunOrigin.init)
        else { return nil }
        number = first.run
        begun = first.time
        self.origin = origin
        self.plan = plan
        steps = Array(repeating: Step(), count: plan.steps.count)
        for line in lines.dropFirst() { take(line) }
    }

    private mutating func take(_ line: JournalLine) {
        guard let view = JSONView(line.json) else { return }
        switch line.kind {
        case .begin: break
        case .resume:
            end = nil
            if let origin = view["origin"].flatMap(RunOrigin.init) {
                resumed.append((line.time, origin))
            }
        case .end: end = (line.time, view["reason"]?.string ?? "")
        case .intent:
            guard let index = line.step, steps.indices.contains(index) else { return }
            steps[index].intended = steps[index].intended ?? line.time
            steps[index].outcome = nil
            // The first state is the one to go back to.
            if steps[index].before == nil {
                steps[index].before = view["before"]
                steps[index].inverse = view["inverse"].flatMap(RecordedInverse.init)
            }
        case .outcome:
            guard let index = line.step, steps.indices.contains(index) else { return }
            steps[index].ended = line.time
            steps[index].outcome = StepOutcome(view)
        }
    }

    /// All runs in their order; those whose first line cannot be read are left out.
    public static func all(in database: WorkspaceDatabase) throws(WorkspaceError) -> [RunRecord] {
        var runs: [RunRecord] = []
        for number in try database.runNumbers() {
            if let run = RunRecord(try database.journal(ofRun: number)) { runs.append(run) }
        }
        return runs
    }

    public static func find(
        _ number: Int64, in database: WorkspaceDatabase
    ) throws(WorkspaceError) -> RunRecord? {
        RunRecord(try database.journal(ofRun: number))
    }
}

/// Who began a run, and with what.
public struct RunOrigin: Sendable, Equatable {
    /// Login of the token's user, or the service app.
    public var who: String
    /// `ada@laptop`: the account and the machine.
    public var host: String
    /// `cork 0.1.0`
    public var tool: String

    public init(who: String, host: String, tool: String) {
        self.who = who
        self.host = host
        self.tool = tool
    }

    var json: JSONBody {
        .object([("who", .text(who)), ("host", .text(host)), ("tool", .text(tool))])
    }

    init?(_ view: JSONView) {
        guard let who = view["who"]?.string, let host = view["host"]?.string,
            let tool = view["tool"]?.string
        else { return nil }
        self.init(who: who, host: host, tool: tool)
    }
}
