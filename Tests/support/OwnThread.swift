import Dispatch
import Testing

/// A test that waits for a process, or computes for seconds, has a thread of its own.
///
/// Swift's pool has as many threads as the machine has cores. Two tests that hold them keep every other test waiting,
/// with the servers and clients whose answers those wait for.
public struct OwnThread: TestTrait, SuiteTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await body() }
        try await withTaskExecutorPreference(SerialThread()) { try await body() }
    }
}

extension Trait where Self == OwnThread {
    public static var ownThread: OwnThread { OwnThread() }
}

private final class SerialThread: TaskExecutor {
    /// A serial queue is given a thread at once, however many others are held.
    private let queue = DispatchQueue(label: "test")

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        queue.async { unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
