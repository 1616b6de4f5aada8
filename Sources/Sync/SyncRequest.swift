import Columns
import Okta
import Workspace

/// What a sync is to read, and what it must know of its surroundings.
public struct SyncRequest: Sendable {
    /// The connection's name in the database: the org's host.
    public var connection: String
    /// Objects to read; those that their lists hang on are read too.
    public var lists: [ObjectList]
    /// Everything is read, whatever is known already.
    public var isFull = false
    /// Objects that may have lost nearly all of their rows: the caller knows of it.
    public var believesLoss: Set<String> = []
    /// Microseconds since 1970.
    public var clock: @Sendable () -> Int64
    /// The clock that the workspace is pinned to; nil when it is the present.
    public var pinnedNow: Int64?
    /// Which build of cork makes the tables.
    public var loader: String
    public var threads: Int

    public init(
        connection: String, lists: [ObjectList], loader: String, threads: Int,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.connection = connection
        self.lists = lists
        self.loader = loader
        self.threads = threads
        self.clock = clock
    }

    /// Read by every sync; the others once they were asked for.
    public static var usual: [ObjectList] {
        let names = [
            "users", "groups", "group_members", "apps", "app_users", "app_groups", "devices",
            "device_users",
        ]
        return names.compactMap(ListRegistry.list(named:))
    }

    /// After so long everything is read again, whatever the stamps and the System Log say: what neither shows is
    /// wrong no longer than this. Microseconds.
    static let fullEvery: Int64 = 7 * 86_400_000_000
    /// Okta's cursors do not live for ever: a reading that was stopped longer ago begins anew. Microseconds.
    static let resumesWithin: Int64 = 86_400_000_000
    /// Rows may be stamped before others that are there already. Microseconds.
    static let stampOverlap: Int64 = 600_000_000
}

/// How a sync went, object by object.
public struct SyncSummary: Sendable {
    public struct Object: Sendable {
        public let list: ObjectList
        public let entry: LedgerEntry
        /// Rows that are there now.
        public let rows: Int
        /// The list says that next to nothing is left where there was much.
        public let isSuspicious: Bool
        /// The org does not have the object.
        public let absence: String?
        /// Went on with a reading that was stopped.
        public let isResumed: Bool
    }

    public var objects: [Object] = []
    /// Calls of every kind.
    public var calls = 0
    /// Why the System Log could not be used, so that everything was read.
    public var logTrouble: String?

    public var isComplete: Bool { objects.allSatisfy { $0.entry.isComplete } }
}

/// Why a sync ended before its end.
public enum SyncFailure: Error, Sendable {
    case okta(OktaError)
    case workspace(WorkspaceError)
    case other(String)

    init(_ error: any Error) {
        switch error {
        case let error as OktaError: self = .okta(error)
        case let error as WorkspaceError: self = .workspace(error)
        case is CancellationError: self = .okta(.cancelled)
        case let error as SyncFailure: self = error
        default: self = .other("\(error)")
        }
    }
}
