import Actions
import Okta

/// One target of a run, from the look at it to the outcome.
struct StepWork: Sendable {
    let request: RunRequest
    let plan: Plan
    let step: Int

    private var planned: PlannedStep { plan.steps[step] }
    private var client: OktaClient { request.client }

    /// What a look at the target says is to be done.
    enum Finding: Sendable {
        case acts(Act)
        case ended(StepOutcome)
        case stop(RunStop)
    }

    /// All that is needed to act.
    struct Act: Sendable {
        var action: any Action
        var target: ActionTarget
        var inputs: InputValues
        var state: TargetState
        var intent: StepIntent
    }

    /// How many of a target's records the run has acted on before: that they changed may be its own doing.
    enum Touch {
        case none, some, all
    }

    // MARK: - Looking

    /// Reads the target and holds it against the plan; nothing is changed.
    ///
    /// - Parameter earlier: what became of an earlier try. One that nobody knows of is settled here, by what Okta
    ///   shows, before anything could be sent again.
    func look(
        earlier: RunRecord.State?, touch: @Sendable (ActionTarget) -> Touch
    ) async -> Finding {
        let deed = plan.deed(of: step)
        let target = planned.target
        guard let action = request.registry(deed.action) else {
            return .ended(StepOutcome(.failed, "there is no action '\(deed.action)'"))
        }
        if let why = request.protection?.refusal(of: action, on: target) {
            return .ended(StepOutcome(.failed, why))
        }
        do throws(OktaError) {
            let inputs = try request.values(deed)
            let state = try await Reading.read(
                action.readings(target, inputs), client, shared: request.shared)
            if earlier != nil {
                switch action.isDone(target, inputs, state) {
                case true?: return .ended(StepOutcome(.done, "Okta shows that it was done"))
                case nil where earlier == .unknown:
                    return .ended(
                        StepOutcome(
                            .unknown,
                            "nothing in Okta tells whether it was done, so it is not done again"))
                default: break
                }
            }
            let touch = touch(target)
            let assessment = action.assess(target, inputs, state)
            if earlier == nil, touch != .all, let what = change(action.facts(target, in: state)) {
                // A factor goes with its sibling: what the run itself did leaves nothing to do here.
                if touch == .some, case .skips(let why) = assessment {
                    return .ended(StepOutcome(.skipped, why))
                }
                return .stop(.changed(step: step, what: what))
            }
            switch assessment {
            case .skips(let why): return .ended(StepOutcome(.skipped, why))
            case .refuses(let why):
                return earlier == nil && touch == .none
                    ? .stop(.changed(step: step, what: why))
                    : .ended(StepOutcome(.failed, why))
            case .does(let effect, _, let inverse):
                let intent = StepIntent(
                    effect: effect, before: state, inverse: inverse.map(RecordedInverse.init))
                return .acts(
                    Act(
                        action: action, target: target, inputs: inputs, state: state,
                        intent: intent))
            }
        } catch {
            return finding(of: error)
        }
    }

    private func finding(of error: OktaError) -> Finding {
        switch error {
        case .cancelled: return .stop(.interrupted)
        case .refused(let refusal) where Self.stopsRun(refusal):
            return .stop(.forbidden(refusal.sentence))
        case .refused(let refusal):
            return .ended(StepOutcome(.failed, refusal.sentence, refusal))
        default: return .stop(.unreachable(error.sentence))
        }
    }

    /// The first fact that is not what the plan says, as a clause.
    private func change(_ facts: [Fact]) -> String? {
        for fact in facts {
            let before = planned.facts.first { $0.name == fact.name }
            if before?.value != fact.value {
                return "\(fact.name) was \(before?.value ?? "not there") and is \(fact.value)"
            }
        }
        let gone = planned.facts.first { fact in !facts.contains { $0.name == fact.name } }
        return gone.map { "\($0.name) was \($0.value) and is not there" }
    }

    /// What would be refused of every target alike.
    private static func stopsRun(_ refusal: ServerRefusal) -> Bool {
        if refusal.isBadCredential { return true }
        // 403 has many codes that are about one target; these are about who asks.
        return refusal.isMissingRight
            && [nil, "E0000006", "insufficient_scope", "invalid_scope"].contains(refusal.code)
    }

    // MARK: - Acting

    /// Sends the calls and finds out what became of them.
    ///
    /// - Returns: also why the run must not go on.
    func carryOut(_ act: Act) async -> (outcome: StepOutcome, stop: RunStop?) {
        let calls = act.action.calls(act.target, act.inputs, act.state)
        var created: String?
        var request: String?
        for (place, call) in calls.enumerated() {
            if place > 0, !(await becomesReady(act, place)) {
                return (
                    StepOutcome(
                        .failed, "Okta did not get ready for the \(Self.ordinal(place)) call"), nil
                )
            }
            do throws(OktaError) {
                let received = try await client.send(call)
                request = received.answer.value(of: "X-Okta-Request-Id")
                created = received.json?["id"]?.string ?? created
                keepSecrets(act, received.json)
            } catch {
                return await outcome(of: error, act)
            }
        }
        handOut(act)
        return (await readBack(act, created, request), nil)
    }

    private static func ordinal(_ place: Int) -> String {
        ["first", "second", "third"].indices.contains(place)
            ? ["first", "second", "third"][place] : "\(place + 1)th"
    }

    /// What was answered, held against what Okta shows afterwards.
    private func readBack(_ act: Act, _ created: String?, _ call: String?) async -> StepOutcome {
        var outcome = StepOutcome(.done, request: call.map { StepText.line($0, 60) })
        if case .created? = inverseTarget(act) { outcome.created = created }
        guard let state = await state(act) else {
            outcome.detail = "it could not be read back"
            return outcome
        }
        if act.action.isDone(act.target, act.inputs, state) == false {
            outcome.detail = "Okta took it and does not show it yet"
        }
        return outcome
    }

    private func inverseTarget(_ act: Act) -> Inverse.Target? {
        act.intent.inverse?.created.map { .created(role: $0) }
    }

    private func outcome(
        of error: OktaError, _ act: Act
    ) async -> (outcome: StepOutcome, stop: RunStop?) {
        switch error {
        case .refused(let refusal) where Self.stopsRun(refusal):
            return (
                StepOutcome(.failed, refusal.sentence, refusal), .forbidden(refusal.sentence)
            )
        case .refused(let refusal) where refusal.status < 500:
            // Somebody else may have been quicker: then it is as it should be, and says so.
            if let state = await state(act),
                act.action.isDone(act.target, act.inputs, state) == true
            {
                return (
                    StepOutcome(
                        .done, "\(refusal.sentence); Okta shows that it is so already", refusal),
                    nil
                )
            }
            return (StepOutcome(.failed, refusal.sentence, refusal), nil)
        case .transport(_, wasSent: false), .rateLimited, .unusableCredential:
            return (StepOutcome(.failed, error.sentence), .unreachable(error.sentence))
        default: return (await settled(error, act), nil)
        }
    }

    /// A call that left and was not answered: Okta's state says what became of it, and only that does.
    private func settled(_ error: OktaError, _ act: Act) async -> StepOutcome {
        var refusal: ServerRefusal?
        if case .refused(let found) = error { refusal = found }
        func outcome(_ state: StepOutcome.State, _ detail: String) -> StepOutcome {
            StepOutcome(
                state, "\(error.sentence); \(detail)", code: refusal?.code,
                request: refusal?.requestId)
        }
        var shown: Bool?
        for pause in Self.pauses {
            guard let state = await state(act) else {
                return outcome(.unknown, "it could not be read back")
            }
            shown = act.action.isDone(act.target, act.inputs, state)
            if shown != false { break }
            // What was sent may still be on its way.
            await sleep(pause)
        }
        switch shown {
        case true?: return outcome(.done, "Okta shows that it was done")
        case false?: return outcome(.failed, "Okta shows that it was not done")
        case nil: return outcome(.unknown, "nothing in Okta tells whether it was done")
        }
    }

    /// Between looks at a call's effect. Nanoseconds.
    private static let pauses: [UInt64] = [200_000_000, 500_000_000, 1_000_000_000]

    private func becomesReady(_ act: Act, _ call: Int) async -> Bool {
        for pause in Self.pauses + [2_000_000_000, 4_000_000_000] {
            if let state = await state(act), act.action.isReady(call: call, state) { return true }
            await sleep(pause)
        }
        return false
    }

    private func state(_ act: Act) async -> TargetState? {
        try? await Reading.read(
            act.action.readings(act.target, act.inputs), client, shared: request.shared)
    }

    private func sleep(_ nanoseconds: UInt64) async { await client.pause(nanoseconds) }

    /// Secrets that were made for this target alone, now that they are in force.
    private func handOut(_ act: Act) {
        for (name, reference) in plan.deed(of: step).secrets where reference == Deed.generated {
            if case .secret(let secret)? = act.inputs[name] {
                request.keepSecret(act.target, name, secret)
            }
        }
    }

    private func keepSecrets(_ act: Act, _ json: JSONView?) {
        guard let json else { return }
        for member in act.action.secretMembers {
            if let value = json[member]?.string {
                request.keepSecret(act.target, member, Secret(value))
            }
        }
    }
}

/// Text of a server as a journal keeps it: one line, cut.
enum StepText {
    static func line(_ text: String, _ length: Int) -> String {
        String(text.prefix(length).filter { !$0.isNewline })
    }
}
