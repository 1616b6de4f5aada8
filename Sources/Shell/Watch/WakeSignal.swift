import Columns
import Dispatch
import Synchronization

/// Ends a wait early, from any thread.
public final class WakeSignal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isSet = Mutex(false)

    public init() {}

    public func wake() {
        let wasSet = isSet.withLock { isSet in
            defer { isSet = true }
            return isSet
        }
        if !wasSet { semaphore.signal() }
    }

    /// Waits so long, or until it is woken.
    ///
    /// - Returns: false when the command was cancelled meanwhile.
    public func wait(seconds: Double, _ cancellation: Cancellation) -> Bool {
        let end = DispatchTime.now() + seconds
        while !cancellation.isCancelled {
            // Often enough that Ctrl-C gives the prompt back within a tenth of a second.
            let slice = min(end, .now() + .milliseconds(20))
            if semaphore.wait(timeout: slice) == .success {
                isSet.withLock { $0 = false }
                return !cancellation.isCancelled
            }
            if DispatchTime.now() >= end { return true }
        }
        return false
    }
}
