import Columns

/// An object of a live tool whose raw rows are kept.
public struct SyncedObject: Hashable, Sendable {
    /// Which of the workspace's connections it comes from: the org's host.
    public let connection: String
    public let name: ObjectName

    public init(connection: String, name: ObjectName) {
        self.connection = connection
        self.name = name
    }

    /// The name of its columns among the sources, apart from all files.
    public var sourceName: String { "\(connection)\u{1F}\(name)" }
}

/// A raw row: JSON as a file of the object would have it.
public struct RawRecord: Sendable, Equatable {
    /// Unique in its part.
    public let key: String
    public let json: [UInt8]

    public init(key: String, json: [UInt8]) {
        self.key = key
        self.json = json
    }
}

/// Some rows of one list of an object, and where to read on after them.
public struct RawPage: Sendable {
    /// The parent's id, or what else tells the lists of one object apart; empty where it is one list.
    public let part: String
    public let records: [RawRecord]
    /// The address of the next page. On the last page: where a later reading of changes starts, or nil.
    public let next: String?
    public let isLast: Bool
    /// The latest time of change among the rows, microseconds since 1970; nil where rows have none.
    public let mark: Int64?

    public init(part: String, records: [RawRecord], next: String?, isLast: Bool, mark: Int64?) {
        self.part = part
        self.records = records
        self.next = next
        self.isLast = isLast
        self.mark = mark
    }
}

/// One reading of an object on its way, which goes on where it was stopped.
public struct Reading: Sendable, Equatable {
    public enum Kind: Int64, Sendable {
        /// Every row: what was not seen is gone.
        case everything = 0
        /// Rows that changed since the mark: what is not among them stays.
        case changes = 1
    }

    public let object: SyncedObject
    public let kind: Kind
    /// Unique in the workspace, ascending.
    public let number: Int64
    /// As given when it began, microseconds since 1970.
    public let started: Int64
    /// It had begun before, and goes on.
    public let isResumed: Bool
    /// By part: where to read on.
    public let cursors: [String: String]
    /// Parts that this reading has to their end.
    public let finished: Set<String>
    /// The latest time of change that all earlier, complete readings have seen; nil before the first.
    public let mark: Int64?
    /// By part: where the last complete reading ended, for lists that are read on from there.
    public let lastCursors: [String: String]

    let objectID: Int64
}

/// What is kept of an object now.
public struct ObjectState: Sendable, Equatable {
    public let object: SyncedObject
    public let rows: Int
    /// A complete reading was there once.
    public let hasBeenComplete: Bool
    /// A reading that has begun and not ended, by its kind and when it began.
    public let openReading: Reading.Kind?
    public let openSince: Int64?
    public let mark: Int64?
    /// Another whenever a row is.
    public let version: Int64
    /// The latest entries of its ledger, the newest first.
    public let ledger: [LedgerEntry]
}
