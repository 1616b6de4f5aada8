import CCheckedFile
import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// The one SQLite file that holds what a workspace keeps: columns of what was loaded, raw rows of live tools, how
/// complete they are, and earlier states.
///
/// Every change is one transaction with a rollback journal: a process that is killed, or a write that fails, leaves the
/// state before or after it. A write-ahead log was rejected: it cannot be read in a folder that cannot be written
/// to, doubles the writing of columns, and needs shared memory, which network file systems do not have.
///
/// - Invariant: every page and every segment of columns has a checksum; what does not have it is told as damage and
///   never read as data.
public final class WorkspaceDatabase: Sendable {
    public let folder: StateFolder
    public let isWritable: Bool
    var path: String { folder.databasePath }
    private let queue: DatabaseQueue
    /// Connections that read segments, one per thread at work.
    let segmentQueues = Mutex<[DatabaseQueue]>([])

    /// How long another process may take with its transaction.
    static let busySeconds = 5.0
    /// Pages of one transaction that are held in memory; beyond this they go to the file early, which locks readers out.
    private static let cacheKiB = 32 << 10
    /// Pages held while segments are read: each is looked at once, and its memory taken for the next.
    static let segmentCacheKiB = 1 << 10

    /// Opens the database of a state folder.
    ///
    /// - Parameter makes: with it a database that is not there is made; otherwise the result is nil.
    /// - Throws: when there is a file that is not ours, not whole or of a later version; it is left as it is.
    public static func open(
        _ folder: StateFolder, makes: Bool
    ) throws(WorkspaceError) -> WorkspaceDatabase? {
        try open(folder, makes: makes, schema: .current)
    }

    static func open(
        _ folder: StateFolder, makes: Bool, schema: Schema
    ) throws(WorkspaceError) -> WorkspaceDatabase? {
        guard cc_register() == SQLITE_OK else {
            throw .failed(path: folder.databasePath, reason: "SQLite cannot be started")
        }
        let file = DatabaseFile(folder: folder, schema: schema)
        var version = try file.version()
        if version == nil {
            guard makes else { return nil }
            guard folder.isWritable else { throw .readOnly(path: folder.path) }
            try file.create()
            version = try file.version()
        }
        if let version, version < schema.version {
            try Migration(file: file).run()
        }
        return try WorkspaceDatabase(folder)
    }

    private init(_ folder: StateFolder) throws(WorkspaceError) {
        self.folder = folder
        let path = folder.databasePath
        isWritable = folder.isWritable && access(path, W_OK) == 0
        do {
            queue = try DatabaseQueue(
                path: DatabaseFile.checkedAddress(path, isReadOnly: !isWritable),
                configuration: Self.configuration(isReadOnly: !isWritable))
        } catch {
            throw Self.refined(WorkspaceError(error, path: path), folder)
        }
    }

    static func configuration(isReadOnly: Bool, cacheKiB: Int = cacheKiB) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = FAST; PRAGMA cell_size_check = ON;
                    PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -\(cacheKiB);
                    """)
        }
        return configuration
    }

    /// The same error with what can be found out about it: who is busy, what is broken.
    private static func refined(
        _ error: WorkspaceError, _ folder: StateFolder
    ) -> WorkspaceError {
        switch error {
        case .busy(let path, nil):
            return .busy(path: path, holder: ProcessLock.holder(in: folder))
        case .damaged(let path, _):
            guard let header = try? Header(path: path), header.isCutShort else { return error }
            return .damaged(path: path, reason: "it is cut short")
        default: return error
        }
    }

    // MARK: - Transactions

    /// Runs `body` in one transaction that sees one state throughout.
    func read<Result>(
        _ body: (Connection) throws(WorkspaceError) -> Result
    ) throws(WorkspaceError) -> Result {
        do {
            return try queue.read { database in try body(Self.connection(database, path)) }
        } catch {
            throw Self.refined(WorkspaceError(error, path: path), folder)
        }
    }

    /// Runs `body` in one transaction; when it throws, nothing has changed.
    func write<Result>(
        _ body: (Connection) throws(WorkspaceError) -> Result
    ) throws(WorkspaceError) -> Result {
        guard isWritable else { throw .readOnly(path: path) }
        do {
            return try queue.writeWithoutTransaction { database in
                var result: Result?
                // Taking the lock at the start: a transaction that reads first and then finds another writer
                // cannot wait for it.
                try database.inTransaction(.immediate) {
                    result = try body(Self.connection(database, path))
                    return .commit
                }
                guard let result else {
                    throw WorkspaceError.failed(path: path, reason: "there is no result")
                }
                return result
            }
        } catch {
            throw Self.refined(WorkspaceError(error, path: path), folder)
        }
    }

    static func connection(
        _ database: Database, _ path: String
    ) throws(WorkspaceError) -> Connection {
        guard let handle = database.sqliteConnection else {
            throw .failed(path: path, reason: "it is closed")
        }
        return Connection(handle: handle, path: path)
    }

    /// Copies the whole database into another state folder that has none yet.
    public func copy(into other: StateFolder) throws(WorkspaceError) {
        let file = Glibc.open(
            other.databasePath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw .cannot(operation: "make", path: other.databasePath, code: errno)
        }
        defer { close(file) }
        let path = path
        // A transaction that reads keeps writers away meanwhile.
        let code = try read { connection throws(WorkspaceError) in
            let first = try connection.statement("SELECT value FROM counters LIMIT 1")
            _ = try first.step()
            defer { first.reset() }
            return cc_copy(path, file)
        }
        guard code == SQLITE_OK else {
            throw code == SQLITE_FULL
                ? .diskFull(path: other.databasePath)
                : .failed(path: other.databasePath, reason: "the copy could not be written")
        }
    }

    /// Reads the whole file and says what is wrong with it; nil when nothing is.
    public func fault() throws(WorkspaceError) -> String? {
        do throws(WorkspaceError) {
            return try read { connection throws(WorkspaceError) in
                let check = try connection.statement("PRAGMA integrity_check(1)")
                guard try check.step() else { return "it cannot be checked" }
                let text = check.text(0)
                return text == "ok" ? nil : text
            }
        } catch {
            if case .damaged(_, let reason) = error { return reason }
            throw error
        }
    }
}
