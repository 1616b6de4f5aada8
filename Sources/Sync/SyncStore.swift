import Columns
import Dispatch
import Workspace

/// The workspace database for asynchronous callers: each call runs on a queue of its own, since it blocks, and the
/// cooperative pool may have two threads.
public final class SyncStore: Sendable {
    public let database: WorkspaceDatabase
    private let queue = DispatchQueue(label: "sync store")

    public init(_ database: WorkspaceDatabase) { self.database = database }

    /// Runs `body` behind the calls before it. A transaction that has begun is ended, also when the task is
    /// cancelled.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (WorkspaceDatabase) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [database] in
                continuation.resume(with: Swift.Result { try body(database) })
            }
        }
    }
}
