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

/// What the workers share. Unchecked because each writes slots of its own and the call outlives them all.
private struct Job<Output>: @unchecked Sendable {
    let work: (Int) -> Output
    let out: UnsafeMutablePointer<Output>
}
