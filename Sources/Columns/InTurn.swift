import Dispatch
import Synchronization

/// Makes parts 0 ..< `count` on up to `threads` cores and delivers them one at a time, in that order.
///
/// A worker makes the next part that nobody has taken, waits for its turn, and delivers it; meanwhile others make
/// theirs. So a worker needs room for one part, and what is delivered is the same for any number of threads.
///
/// - Parameters:
///   - make: makes a part in what belongs to its worker, a number below `threads` and `count`: the compiler does
///     not check that it touches nothing that another worker writes.
///   - deliver: called by the worker that made the part, maybe not on the caller's thread; never twice at once.
/// - Throws: the error of the first part, in their order, that was not made or not delivered. No part behind it is
///   delivered, and none is begun any more once the error is known.
public func inTurn(
    _ count: Int, threads: Int,
    make: (_ part: Int, _ worker: Int) throws -> Void,
    deliver: (_ part: Int, _ worker: Int) throws -> Void
) throws {
    let workers = min(threads, count)
    if workers <= 1 {
        for part in 0..<count {
            try make(part, 0)
            try deliver(part, 0)
        }
        return
    }
    try withoutActuallyEscaping(make) { make in
        try withoutActuallyEscaping(deliver) { deliver in
            let turns = Turns(count: count, workers: workers, make: make, deliver: deliver)
            DispatchQueue.concurrentPerform(iterations: workers) { turns.work(as: $0) }
            if let error = turns.error { throw error }
        }
    }
}

/// What the workers share. Unchecked for the two closures, which run as `inTurn` says and do not outlive its call, and
/// for the error, which belongs to the worker whose turn it is.
private final class Turns: @unchecked Sendable {
    private let count: Int
    private let make: (Int, Int) throws -> Void
    private let deliver: (Int, Int) throws -> Void
    private let next = Atomic(0)
    /// Why the work stopped; read and written by whose turn it is, and when all have ended.
    private(set) var error: (any Error)?
    private let isStopped = Atomic(false)
    /// Signalled once for each part, when those before it are done with: part p waits at p modulo the number of
    /// workers. Each holds one part, and parts are taken in order, so no two that wait share a place.
    private let places: [DispatchSemaphore]

    init(
        count: Int, workers: Int, make: @escaping (Int, Int) throws -> Void,
        deliver: @escaping (Int, Int) throws -> Void
    ) {
        self.count = count
        self.make = make
        self.deliver = deliver
        places = (0..<workers).map { _ in DispatchSemaphore(value: 0) }
        places[0].signal()
    }

    func work(as worker: Int) {
        // After a failure nobody takes another part. Whoever holds one still waits for its turn and passes it on,
        // so that all end.
        while !isStopped.load(ordering: .relaxed) {
            let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if part >= count { return }
            let made = Result { try make(part, worker) }
            places[part % places.count].wait()
            if error == nil {
                do {
                    try made.get()
                    try deliver(part, worker)
                } catch {
                    self.error = error
                    isStopped.store(true, ordering: .relaxed)
                }
            }
            places[(part + 1) % places.count].signal()
        }
    }
}
