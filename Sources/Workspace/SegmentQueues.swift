import GRDB
import Synchronization

extension WorkspaceDatabase {
    /// Runs `body` on a connection for segments, which have checksums of their own: its pages are not checked again.
    func readSegments<Result>(
        _ body: (Connection) throws(WorkspaceError) -> Result
    ) throws(WorkspaceError) -> Result {
        do {
            let queue = try segmentQueues.withLock { try $0.popLast() ?? makeSegmentQueue() }
            defer { segmentQueues.withLock { $0.append(queue) } }
            return try queue.unsafeRead { database in
                try body(Self.connection(database, path))
            }
        } catch {
            throw WorkspaceError(error, path: path)
        }
    }

    private func makeSegmentQueue() throws -> DatabaseQueue {
        try DatabaseQueue(
            path: path,
            configuration: Self.configuration(
                isReadOnly: !isWritable, cacheKiB: Self.segmentCacheKiB))
    }
}
