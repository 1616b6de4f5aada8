import Synchronization

/// Counts calls in windows as a server does: one begins with the first call after the last has ended.
final class Counter: Sendable {
    private let state = Mutex<(start: UInt64?, count: Int, most: Int)>((nil, 0, 0))

    /// - Returns: calls in this window, this one included.
    func add(_ now: UInt64, window seconds: UInt64) -> Int {
        state.withLock { state in
            if let start = state.start, now < start + seconds * 1_000_000_000 {
                state.count += 1
            } else {
                state.start = now
                state.count = 1
            }
            state.most = max(state.most, state.count)
            return state.count
        }
    }

    var most: Int { state.withLock { $0.most } }
}
