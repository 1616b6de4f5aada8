import Dispatch
import Synchronization

extension Cancellation {
    /// What `work` gives, made on another thread; nil once this is cancelled.
    ///
    /// Finding links and matching their rows takes seconds at millions of rows. Who cancels need not wait for it: it
    /// goes on by itself, and who asks next finds it done.
    public func awaited<Value: Sendable>(_ work: @escaping @Sendable () -> Value) -> Value? {
        if isCancelled { return nil }
        let slot = Slot<Value>()
        DispatchQueue.global(qos: .userInitiated).async { slot.fill(work()) }
        while true {
            if let value = slot.value(within: .milliseconds(10)) { return value }
            if isCancelled { return nil }
        }
    }

    private final class Slot<Value: Sendable>: Sendable {
        private let made = Mutex<Value?>(nil)
        private let isFilled = DispatchSemaphore(value: 0)

        func fill(_ value: Value) {
            made.withLock { $0 = value }
            isFilled.signal()
        }

        /// The value, if it is there before the time is over.
        func value(within time: DispatchTimeInterval) -> Value? {
            isFilled.wait(timeout: .now() + time) == .success ? made.withLock { $0 } : nil
        }
    }
}
