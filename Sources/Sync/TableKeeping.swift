import Columns
import Ingest
import Okta
import Workspace

/// Makes an object's raw rows into columns that boards read, as a file of the same rows would be.
public struct TableKeeping: Sendable {
    let database: WorkspaceDatabase
    let object: SyncedObject
    let loader: String
    let threads: Int

    public init(
        of object: SyncedObject, in database: WorkspaceDatabase, loader: String, threads: Int
    ) {
        self.database = database
        self.object = object
        self.loader = loader
        self.threads = threads
    }

    /// Whether what is kept is what the raw rows are now, and as they were read last.
    public static func isCurrent(
        _ load: StoredLoad, _ state: ObjectState, loader: String
    ) -> Bool {
        guard let key = load.key else { return false }
        return key.content == UInt64(bitPattern: state.version) && key.loader == loader
    }

    /// Keeps the columns of the rows that are there now, with the entry of the reading that brought them.
    ///
    /// Columns of the same rows stay; then only the time of the reading is written.
    public func keep(_ entry: LedgerEntry, kept: StoredLoad?) throws {
        let report = SyncedReport(reason: entry.reason, started: entry.started, ended: entry.ended)
        guard let state = try database.objectStates().first(where: { $0.object == object }) else {
            return
        }
        if let kept, Self.isCurrent(kept, state, loader: loader), let key = kept.key,
            (try? SyncedReport(bytes: kept.report))?.reason == entry.reason
        {
            try database.refresh(
                object.sourceName,
                key: self.key(rows: Int(key.size), version: state.version, report))
            return
        }
        let list = try database.rawList(of: object)
        if list.rows == 0, kept == nil, !entry.isComplete { return }
        let loaded = try load(list.json)
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: object.sourceName,
                key: key(rows: list.rows, version: list.version, report), report: report.bytes,
                tables: loaded.tables.map { $0.codingRepeats() }))
    }

    /// Makes columns anew that another build of cork has made, of rows that are as old as they were.
    public func renew(_ kept: StoredLoad) throws {
        guard let key = kept.key else { return }
        let report = try SyncedReport(bytes: kept.report)
        let list = try database.rawList(of: object)
        // Rows of a sync that was stopped are not those that were kept.
        guard UInt64(bitPattern: list.version) == key.content else { return }
        let loaded = try load(list.json)
        var renewed = key
        renewed.loader = loader
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: object.sourceName, key: renewed, report: report.bytes,
                tables: loaded.tables.map { $0.codingRepeats() }))
    }

    /// The tables of the raw rows, without keeping them.
    public func load() throws -> Loaded { try load(try database.rawList(of: object).json) }

    private func load(_ json: [UInt8]) throws -> Loaded {
        guard let list = ListRegistry.list(named: object.name.object) else {
            throw SyncFailure.other("there is no object \(object.name)")
        }
        let schema = try StoredSchema(connection: object.connection, in: database).schema(of: list)
        return try TableAssembly(list: list, schema: schema).load(
            list: json, source: "okta: \(object.connection)", threads: threads)
    }

    private func key(rows: Int, version: Int64, _ report: SyncedReport) -> SourceKey {
        SourceKey(
            size: Int64(rows), modified: report.started, changed: report.ended, inode: 0,
            content: UInt64(bitPattern: version), loader: loader, seen: report.ended)
    }
}

/// What is known of the rows in a synced object's columns: when they were read, and whether all came.
public struct SyncedReport: Sendable, Equatable {
    /// Why they are not complete, as a clause; nil when they are.
    public let reason: String?
    /// Microseconds since 1970.
    public let started: Int64
    public let ended: Int64

    public init(reason: String?, started: Int64, ended: Int64) {
        self.reason = reason
        self.started = started
        self.ended = ended
    }

    public init(bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        let text = try reader.readText()
        reason = text.isEmpty ? nil : text
        started = try reader.read(Int64.self)
        ended = try reader.read(Int64.self)
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(reason ?? "")
        writer.write(started)
        writer.write(ended)
        return writer.bytes
    }
}
