import Columns
import Dispatch
import Synchronization

/// The one place where the main thread waits for asynchronous work.
///
/// Everything else in the shell runs synchronously; with two cores the cooperative pool may have two threads, and
/// none of them may be blocked, so only the main thread may come here.
final class AsyncBridge<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// Runs the work and waits for it; cancels its task once `cancellation` is set.
    ///
    /// - Parameters:
    ///   - tell: called on the main thread with each line of `notes`, soon after it was added.
    ///   - tick: called on the main thread some fifty times a second.
    static func run(
        _ cancellation: Cancellation, notes: LiveNotes = LiveNotes(),
        tell: (String) -> Void = { _ in }, tick: () -> Void = {},
        work: @escaping @Sendable () async -> Value
    ) -> Value {
        dispatchPrecondition(condition: .onQueue(.main))
        let bridge = AsyncBridge()
        let task = Task.detached {
            let value = await work()
            bridge.result.withLock { $0 = value }
            bridge.isDone.signal()
        }
        while true {
            // Often enough that Ctrl-C gives the prompt back within a tenth of a second.
            let outcome = bridge.isDone.wait(timeout: .now() + .milliseconds(20))
            if cancellation.isCancelled { task.cancel() }
            for line in notes.take() { tell(line) }
            tick()
            if outcome == .success, let value = bridge.result.withLock({ $0 }) { return value }
        }
    }
}

/// What asynchronous work tells while it runs, for the main thread to print.
final class LiveNotes: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}
