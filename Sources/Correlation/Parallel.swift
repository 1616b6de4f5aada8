import Dispatch
import Synchronization

/// Splits work over the cores; results never depend on how many there are.
enum Parallel {
    /// `body(0)`, `body(1)` … in order of index, computed on up to `threads` threads.
    static func map<Value: Sendable>(
        _ count: Int, threads: Int, _ body: @Sendable (Int) -> Value
    ) -> [Value] {
        guard threads > 1, count > 1 else { return (0..<count).map(body) }
        let results = Mutex<[Value?]>([Value?](repeating: nil, count: count))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { return }
                let value = body(index)
                results.withLock { $0[index] = value }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
