import Okta
import Synchronization

/// Why a run stopped before its last target.
public enum RunStop: Error, Sendable, Equatable {
    /// Somebody asked for it.
    case interrupted
    /// A target is not what it was when the plan was made.
    case changed(step: Int, what: String)
    /// The credential may not do it, or is not accepted any more.
    case forbidden(String)
    /// Okta cannot be reached, or asked.
    case unreachable(String)
    /// The journal cannot be written, so nothing may be sent.
    case unwritten(String)

    /// A clause for the journal and for people.
    public var sentence: String {
        switch self {
        case .interrupted: "interrupted"
        case .changed(let step, let what): "target \(step + 1) has changed since the plan: \(what)"
        case .forbidden(let why), .unreachable(let why): why
        case .unwritten(let why): "the journal cannot be written: \(why)"
        }
    }
}

/// How far a run is, for whoever waits, and the way to stop it.
public final class RunControl: Sendable {
    private struct State {
        var isStopping = false
        /// What cancels each look that is under way.
        var looks: [Int: @Sendable () -> Void] = [:]
        var total = 0
        var ended = 0
        var failed = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// No further target is begun; calls that are on their way are waited for.
    public func stop() {
        let looks = state.withLock { state in
            state.isStopping = true
            return Array(state.looks.values)
        }
        for cancel in looks { cancel() }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// How many targets there are, how many have ended, and how many of these in failure.
    public var counts: (total: Int, ended: Int, failed: Int) {
        state.withLock { ($0.total, $0.ended, $0.failed) }
    }

    func begin(_ total: Int) { state.withLock { $0.total = total } }

    func end(_ outcome: StepOutcome) {
        state.withLock {
            $0.ended += 1
            if outcome.state == .failed || outcome.state == .unknown { $0.failed += 1 }
        }
    }

    /// Looks at something in a task that `stop` cancels: nothing has been sent yet that could be lost.
    func whileRunning<Value: Sendable>(
        _ index: Int, _ look: @escaping @Sendable () async -> Value
    ) async -> Value {
        let task = Task.detached { await look() }
        let isStopping = state.withLock { state in
            state.looks[index] = { task.cancel() }
            return state.isStopping
        }
        if isStopping { task.cancel() }
        let value = await task.value
        state.withLock { $0.looks[index] = nil }
        return value
    }
}

/// Lets targets pass one by one in the order of the plan, however long each was looked at.
///
/// So nothing behind a target that has changed is ever acted on, though several are looked at together.
actor PlanOrder {
    private var passed = 0
    private var isStopped = false
    private var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]

    /// Waits until all before it have passed.
    ///
    /// - Returns: false when one of them has stopped the run.
    func turn(_ place: Int) async -> Bool {
        if isStopped { return false }
        if passed == place { return true }
        return await withCheckedContinuation { waiting[place] = $0 }
    }

    func pass(_ place: Int) {
        passed = place + 1
        waiting.removeValue(forKey: passed)?.resume(returning: true)
    }

    func stop() {
        isStopped = true
        for (_, continuation) in waiting { continuation.resume(returning: false) }
        waiting = [:]
    }
}
