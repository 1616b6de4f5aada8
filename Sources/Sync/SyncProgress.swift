import Synchronization

/// How far a sync has come, written by its tasks and read by whoever paints it.
public final class SyncProgress: Sendable {
    private struct State {
        var rows = 0
        var pages = 0
        /// Pages to expect by object, as far as is known.
        var expected: [String: Int] = [:]
        var pagesOf: [String: Int] = [:]
        var underWay: [String] = []
        var finished: [String] = []
    }

    /// What a person who waits is told.
    public struct Snapshot: Sendable, Equatable {
        public let rows: Int
        public let pages: Int
        /// Pages still to come, as far as is known.
        public let pagesLeft: Int
        /// Objects being read now.
        public let underWay: [String]
    }

    private let state = Mutex(State())

    public init() {}

    func begin(_ object: String, pages: Int) {
        state.withLock {
            $0.expected[object] = pages
            $0.underWay.append(object)
        }
    }

    func add(_ object: String, rows: Int) {
        state.withLock {
            $0.rows += rows
            $0.pages += 1
            $0.pagesOf[object, default: 0] += 1
        }
    }

    func finish(_ object: String, _ sentence: String) {
        state.withLock {
            $0.expected[object] = $0.pagesOf[object] ?? 0
            $0.underWay.removeAll { $0 == object }
            $0.finished.append(sentence)
        }
    }

    /// A sentence for each object that was finished since the last call.
    public func takeFinished() -> [String] {
        state.withLock { state in
            defer { state.finished = [] }
            return state.finished
        }
    }

    public var snapshot: Snapshot {
        state.withLock { state in
            let left = state.expected.reduce(0) { sum, one in
                sum + max(0, one.value - (state.pagesOf[one.key] ?? 0))
            }
            return Snapshot(
                rows: state.rows, pages: state.pages, pagesLeft: left, underWay: state.underWay)
        }
    }
}
