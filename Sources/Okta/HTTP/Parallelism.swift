import Synchronization

/// How many calls may be on their way at once: grows while all goes well, halves when the org says that it has
/// too many.
///
/// Okta allows 75 at once for an org and all its clients together, 35 on free plans.
public final class Parallelism: Sendable {
    private struct State {
        var width: Int
        var inFlight = 0
        var successes = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextId = 0
        /// Cancelled before they were queued.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>
    private let widthMax: Int

    /// After so many good answers in a row one more call may be on its way.
    private static let successesToGrow = 20

    init(width: Int, widthMax: Int) {
        self.widthMax = max(1, widthMax)
        state = Mutex(State(width: max(1, min(width, widthMax))))
    }

    public var width: Int { state.withLock { $0.width } }

    /// Waits for a place.
    ///
    /// - Throws: `CancellationError`; then no place was taken.
    func enter() async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.nextId += 1
            return state.nextId
        }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Step { case go, wait, cancelled }
                let step = state.withLock { state -> Step in
                    if state.cancelled.remove(id) != nil { return .cancelled }
                    if state.inFlight < state.width {
                        state.inFlight += 1
                        return .go
                    }
                    state.waiting.append((id, continuation))
                    return .wait
                }
                switch step {
                case .go: continuation.resume()
                case .cancelled: continuation.resume(throwing: CancellationError())
                case .wait: break
                }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let index = state.waiting.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiting.remove(at: index).continuation
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    func leave() {
        let next = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.inFlight -= 1
            return Self.admitted(&state)
        }
        for waiter in next { waiter.resume() }
    }

    func succeeded() {
        let next = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.successes += 1
            if state.successes >= Self.successesToGrow, state.width < widthMax {
                state.successes = 0
                state.width += 1
            }
            return Self.admitted(&state)
        }
        for waiter in next { waiter.resume() }
    }

    /// The org has too many calls on their way.
    func halve() {
        state.withLock { state in
            state.width = max(1, state.width / 2)
            state.successes = 0
        }
    }

    private static func admitted(_ state: inout State) -> [CheckedContinuation<Void, any Error>] {
        var admitted: [CheckedContinuation<Void, any Error>] = []
        while state.inFlight < state.width, !state.waiting.isEmpty {
            state.inFlight += 1
            admitted.append(state.waiting.removeFirst().continuation)
        }
        return admitted
    }
}
