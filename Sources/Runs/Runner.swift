import Actions
import Okta
import Sync
import Synchronization
import Workspace

/// Carries a plan out: each target is read again, noted, acted on, and read back.
///
/// - Invariant: no call that changes something leaves before its intent is on the disk, none leaves twice in a run
///   unless Okta showed that it had no effect, and none leaves for a target behind one that has changed.
public final class Runner: Sendable {
    private let request: RunRequest
    private let journal: RunJournal
    private let control: RunControl
    private let order = PlanOrder()
    private let next = Mutex(0)
    private let stopped = Mutex<RunStop?>(nil)
    /// Records that this run has acted on: that they have changed is its own doing.
    private let touched = Mutex<Set<String>>([])

    public init(_ request: RunRequest, control: RunControl = RunControl()) {
        self.request = request
        journal = RunJournal(store: request.store, origin: request.origin, clock: request.clock)
        self.control = control
    }

    /// Begins a run of the plan.
    ///
    /// - Throws: when the journal cannot be begun; nothing was sent then.
    public func apply(_ plan: Plan) async throws -> RunRecord {
        let run = try await journal.begin(plan)
        let todo = plan.steps.indices.filter { plan.steps[$0].verdict.isDone }
        return try await carryOut(plan, todo.map { Todo(step: $0, earlier: nil) }, run)
    }

    /// Goes on with a run: what is left, what failed, and what nobody knows of, which Okta is asked about first.
    public func resume(_ record: RunRecord) async throws -> RunRecord {
        try await journal.resume(record.number)
        let todo = record.plan.steps.indices.compactMap { index -> Todo? in
            switch record.state(of: index) {
            case .left: Todo(step: index, earlier: nil)
            case .failed, .unknown: Todo(step: index, earlier: record.state(of: index))
            case .done, .skipped, .planned: nil
            }
        }
        return try await carryOut(record.plan, todo, record.number)
    }

    /// A target whose turn will come.
    private struct Todo: Sendable {
        var step: Int
        /// What became of an earlier try; nil when there was none.
        var earlier: RunRecord.State?
    }

    private func carryOut(_ plan: Plan, _ todo: [Todo], _ run: Int64) async throws -> RunRecord {
        control.begin(todo.count)
        await withTaskCancellationHandler {
            // Tasks of their own: who waits may be cancelled, a call that is on its way must not be.
            let workers = (0..<max(1, min(request.width, todo.count))).map { _ in
                Task.detached { [self] in await work(plan, todo, run) }
            }
            for worker in workers { await worker.value }
        } onCancel: {
            control.stop()
        }
        return try await journal.end(run, stop)
    }

    /// Why it stopped before its end; nil when every target had its turn.
    public var stop: RunStop? { stopped.withLock { $0 } }

    private func stop(_ reason: RunStop) async {
        stopped.withLock { $0 = $0 ?? reason }
        await order.stop()
    }

    // MARK: - One after another

    private func work(_ plan: Plan, _ todo: [Todo], _ run: Int64) async {
        while true {
            let place = next.withLock { next in
                defer { next += 1 }
                return next
            }
            guard place < todo.count else { return }
            let one = todo[place]
            let work = StepWork(request: request, plan: plan, step: one.step)
            let finding = await control.whileRunning(place) { [self] in
                await work.look(earlier: one.earlier) { touch(of: $0) }
            }
            guard await order.turn(place) else { return }
            if control.isStopping { return await stop(.interrupted) }
            do throws(RunStop) {
                switch finding {
                case .stop(let reason): return await stop(reason)
                case .ended(let outcome):
                    await order.pass(place)
                    try await note(outcome, one.step, run)
                case .acts(let act):
                    try await journal.write(.intent, one.step, act.intent.json, run)
                    touch(act.target)
                    await order.pass(place)
                    let (outcome, reason) = await work.carryOut(act)
                    try await note(outcome, one.step, run)
                    if let reason { return await stop(reason) }
                }
            } catch {
                return await stop(error)
            }
        }
    }

    private func note(
        _ outcome: StepOutcome, _ step: Int, _ run: Int64
    ) async throws(RunStop) {
        try await journal.write(.outcome, step, outcome.json, run)
        control.end(outcome)
    }

    private func touch(of target: ActionTarget) -> StepWork.Touch {
        let count = touched.withLock { touched in
            target.records.count { touched.contains($0.id) }
        }
        return count == 0 ? .none : count < target.records.count ? .some : .all
    }

    private func touch(_ target: ActionTarget) {
        touched.withLock { touched in
            for record in target.records { touched.insert(record.id) }
        }
    }
}
