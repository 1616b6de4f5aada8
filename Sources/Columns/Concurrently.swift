import Dispatch
import Synchronization

/// Results of `work` for 0 ..< `count`, in that order, made on up to `threads` cores.
///
/// Runs on the caller's thread too and returns when all are done. `work` may touch only what belongs to its
/// number, or what nobody writes meanwhile: the compiler does not check it.
public func concurrently<Output>(
    _ count: Int, threads: Int, _ work: (Int) -> Output
) -> [Output] {
    let workers = min(threads, count)
    if workers <= 1 { return (0..<count).map(work) }
    return withoutActuallyEscaping(work) { work in
        [Output](unsafeUninitializedCapacity: count) { slots, filled in
            let job = Job(work: work, out: slots.baseAddress!)
            // Taken one at a time: whoever got long ones takes fewer.
            let next = Atomic(0)
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= count { break }
                    (job.out + index).initialize(to: job.work(index))
                }
            }
            filled = count
        }
    }
}

/// Rows of a piece of a loop over rows that takes about a nanosecond a row; a multiple of 64.
public let pieceRows = 65_536

/// Calls `work` for pieces of 0 ..< `count` rows that begin at multiples of `size`, on up to `threads` cores where there
/// are pieces enough to be worth waking another core.
public func inPieces(
    of size: Int = pieceRows, _ count: Int, threads: Int, _ work: (Range<Int>) -> Void
) {
    if count < 4 * size || threads <= 1 { return work(0..<count) }
    _ = concurrently((count + size - 1) / size, threads: threads) { piece in
        work(piece * size..<min(count, (piece + 1) * size))
    }
}

/// What the workers share. Unchecked because each writes slots of its own and the call outlives them all.
private struct Job<Output>: @unchecked Sendable {
    let work: (Int) -> Output
    let out: UnsafeMutablePointer<Output>
}
