import Actions
import Okta

/// Makes a plan: reads every target as it is in Okta now, and asks the action what it would do to it.
public struct Planner: Sendable {
    let client: OktaClient
    let registry: @Sendable (String) -> (any Action)?
    let guarding: Protection?

    /// - Parameters:
    ///   - registry: the action of a name.
    ///   - guarding: who may not be acted on.
    public init(
        client: OktaClient, guarding: Protection?,
        registry: @escaping @Sendable (String) -> (any Action)?
    ) {
        self.client = client
        self.guarding = guarding
        self.registry = registry
    }

    /// One target with what is to be done to it.
    public struct Wanted: Sendable {
        public var target: ActionTarget
        /// Where it differs from the plan's.
        public var deed: Deed?
        /// Why it is not even looked at: a row without a record, or with two.
        public var skipped: String?

        public init(_ target: ActionTarget, deed: Deed? = nil, skipped: String? = nil) {
            self.target = target
            self.deed = deed
            self.skipped = skipped
        }
    }

    /// Targets that are read at the same time.
    static let widthMax = 4

    /// The steps of the targets in their order, each target once.
    ///
    /// - Parameter values: inputs of a deed with its secrets, for the checks only.
    /// - Throws: when Okta cannot be asked at all.
    public func plan(
        _ wanted: [Wanted], _ empty: Plan,
        values: @escaping @Sendable (Deed) throws(OktaError) -> InputValues
    ) async throws(OktaError) -> Plan {
        var seen: Set<ActionTarget> = []
        // Two rows may name one record in two ways; what it is called does not make it another.
        let unique = wanted.filter { one in
            one.skipped != nil || one.target.records.isEmpty
                || seen.insert(one.target.withoutNames).inserted
        }
        let deed = empty.deed
        let shared = SharedReadings()
        let results = await inOrder(unique.count, width: Self.widthMax) { index in
            await result { () async throws(OktaError) -> (PlannedStep, StepCalls) in
                try await step(unique[index], unique[index].deed ?? deed, shared, values)
            }
        }
        var plan = empty
        var calls: [Call] = []
        var known: Set<String> = []
        for found in results {
            let (step, own) = try found.get()
            plan.steps.append(step)
            calls += own.own
            for call in own.shared where known.insert(call.target).inserted { calls.append(call) }
        }
        plan.calls = calls.count
        plan.seconds = client.limits.seconds(for: calls)
        return plan
    }

    /// What a run will send for one target, and what it will read once for several.
    private struct StepCalls: Sendable {
        var own: [Call] = []
        var shared: [Call] = []
    }

    private func step(
        _ wanted: Wanted, _ deed: Deed, _ shared: SharedReadings,
        _ values: @Sendable (Deed) throws(OktaError) -> InputValues
    ) async throws(OktaError) -> (PlannedStep, StepCalls) {
        let target = wanted.target
        func step(_ facts: [Fact], _ verdict: Verdict) -> PlannedStep {
            PlannedStep(target: target, facts: facts, verdict: verdict, deed: wanted.deed)
        }
        if let why = wanted.skipped { return (step([], .skips(why)), StepCalls()) }
        guard let action = registry(deed.action) else {
            return (step([], .refuses("there is no action '\(deed.action)'")), StepCalls())
        }
        if let why = guarding?.refusal(of: action, on: target) {
            return (step([], .refuses(why)), StepCalls())
        }
        let inputs = try values(deed)
        let readings = action.readings(target, inputs)
        let state = try await Reading.read(readings, client, shared: shared)
        let assessment = action.assess(target, inputs, state)
        var calls = StepCalls()
        if case .does = assessment {
            // Before, the calls themselves, and after.
            let own = readings.filter { !$0.isShared }.map(\.call)
            calls.own = own + own + action.calls(target, inputs, state)
            calls.shared = readings.filter(\.isShared).map(\.call)
        }
        return (step(action.facts(target, in: state), Verdict(assessment)), calls)
    }
}

extension ActionTarget {
    var withoutNames: ActionTarget {
        ActionTarget(records: records.map { Record(role: $0.role, id: $0.id, name: "") })
    }
}

extension Action {
    /// What the action says that its assessment rests on, and when each record that was read was changed last: a
    /// plan is made for a person who saw the record as it was.
    func facts(_ target: ActionTarget, in state: TargetState) -> [Fact] {
        var all = facts(target, state)
        for (name, part) in state.parts.sorted(by: { $0.key < $1.key }) where part.isObject {
            for member in ["lastUpdated", "lastLogin"] {
                guard let time = part[member]?.string else { continue }
                let fact = Fact("\(name).\(member)", time)
                if !all.contains(where: { $0.name == member || $0.name == fact.name }) {
                    all.append(fact)
                }
            }
        }
        return all
    }
}

/// Runs work for each index, so many at a time, and gives the results in the order of the indexes.
func inOrder<Value: Sendable>(
    _ count: Int, width: Int, _ work: @escaping @Sendable (Int) async -> Value
) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
        var next = 0
        func add() {
            let index = next
            next += 1
            group.addTask { (index, await work(index)) }
        }
        while next < min(width, count) { add() }
        var values: [Int: Value] = [:]
        while let (index, value) = await group.next() {
            values[index] = value
            if next < count { add() }
        }
        return (0..<count).compactMap { values[$0] }
    }
}

func result<Value>(
    _ work: () async throws(OktaError) -> Value
) async -> Result<Value, OktaError> {
    do throws(OktaError) { return .success(try await work()) } catch { return .failure(error) }
}
