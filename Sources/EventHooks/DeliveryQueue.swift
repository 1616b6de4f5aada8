import Dispatch
import Synchronization

/// Deliveries on their way to the disk: all that come while one write lasts are the next write.
///
/// In a burst a write per delivery would take longer than Okta waits; the deliveries of one write share its sync.
final class DeliveryQueue: Sendable {
    private struct Waiting: Sendable {
        let body: [UInt8]
        let answer: Answer
    }

    /// Given once, by the write or by the clock.
    private final class Answer: Sendable {
        private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

        init(_ continuation: CheckedContinuation<Bool, Never>) {
            self.continuation = Mutex(continuation)
        }

        func give(_ isKept: Bool) {
            continuation.withLock { continuation in
                continuation?.resume(returning: isKept)
                continuation = nil
            }
        }
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "deliveries")
    private let write: @Sendable ([[UInt8]]) throws -> Void

    /// Deliveries that one write takes.
    private static let writtenMax = 1000

    init(_ write: @escaping @Sendable ([[UInt8]]) throws -> Void) { self.write = write }

    /// Whether the delivery is kept for good, answered in time: one that is kept later may come twice.
    func keep(_ body: [UInt8], secondsMax: Double) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = Answer(continuation)
            let begins = state.withLock { state in
                state.waiting.append(Waiting(body: body, answer: answer))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if begins { queue.async { self.writeAll() } }
            DispatchQueue.global().asyncAfter(deadline: .now() + secondsMax) {
                answer.give(false)
            }
        }
    }

    private func writeAll() {
        while true {
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.writtenMax))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isWriting = false }
                return batch
            }
            if batch.isEmpty { return }
            do {
                try write(batch.map(\.body))
                for one in batch { one.answer.give(true) }
            } catch {
                for one in batch { one.answer.give(false) }
            }
        }
    }
}
