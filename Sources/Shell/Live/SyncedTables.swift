import Columns
import Engine
import Ingest
import Sync
import Synchronization
import Workspace

/// The synced objects of a workspace as tables, whose columns are read when they are first asked for.
final class SyncedTables {
    struct Object {
        let connection: Connection
        /// As boards call it: the connection's name and the object's.
        let name: ObjectName
        /// The object's own table first, then those of lists in its rows.
        let tables: [Table]
        /// When it was read, microseconds since the epoch.
        var read: Int64
        /// Why its rows are not all there; nil when they are.
        let reason: String?

        /// What messages call its source.
        var source: String { "org \(connection.org.name)" }
    }

    private(set) var objects: [Object] = []
    /// What is known of every object of the connections, those without rows included, with its ledger.
    private(set) var states: [(connection: Connection, state: ObjectState)] = []
    private var known: [ObjectName: Identity] = [:]
    private var connections: [Connection] = []
    private var stamp: [Int64]?
    private let loader: String
    private let threads: Int

    /// What must be the same for tables to be the same.
    private struct Identity: Equatable {
        let version: UInt64
        let loader: String
        let report: [UInt8]
    }

    init(loader: String, threads: Int) {
        self.loader = loader
        self.threads = threads
    }

    /// What a look at the database found otherwise than the look before.
    struct Changes {
        var new: [ObjectName] = []
        var changed: [ObjectName] = []
        var gone: [ObjectName] = []
    }

    /// Looks whether something was synced since the last time, by this process or another.
    func refresh(_ connections: [Connection], _ stored: StoredFiles?) -> Changes {
        var changes = Changes()
        if connections.isEmpty, objects.isEmpty { return changes }
        guard let stored, let database = stored.opened() else { return changes }
        do throws(WorkspaceError) {
            let stamp = try database.stamp()
            if stamp == self.stamp, connections == self.connections { return changes }
            try read(connections, database, stored, &changes)
            self.stamp = stamp
            self.connections = connections
        } catch {
            stored.damage.note(error.sentence)
        }
        return changes
    }

    private func read(
        _ connections: [Connection], _ database: WorkspaceDatabase, _ stored: StoredFiles,
        _ changes: inout Changes
    ) throws(WorkspaceError) {
        var earlier: [ObjectName: Object] = [:]
        for object in objects { earlier[object.name] = object }
        let loads = try renewed(try database.storedLoads(), connections, database)
        let all = try database.objectStates()
        var found: [Object] = []
        var identities: [ObjectName: Identity] = [:]
        states = []
        for connection in connections {
            for state in all where state.object.connection == connection.org.name {
                states.append((connection, state))
            }
            let prefix = connection.org.name + "\u{1F}"
            for load in loads where load.name.hasPrefix(prefix) {
                let own = ObjectName(String(load.name.dropFirst(prefix.count)))
                let name = ObjectName(tool: connection.name, object: own.object)
                guard let key = load.key, let report = try? SyncedReport(bytes: load.report) else {
                    continue
                }
                let identity = Identity(
                    version: key.content, loader: key.loader, report: load.report)
                identities[name] = identity
                if var object = earlier[name], known[name] == identity {
                    object.read = key.changed
                    found.append(object)
                    continue
                }
                let source = SyncedSource(
                    load: load, object: SyncedObject(connection: connection.org.name, name: own),
                    tool: connection.name, database: database, loader: loader, threads: threads,
                    damage: stored.damage)
                found.append(
                    Object(
                        connection: connection, name: name,
                        tables: try source.tables(isCurrent: key.loader == loader),
                        read: key.changed, reason: report.reason))
                if earlier[name] == nil {
                    changes.new.append(name)
                } else {
                    changes.changed.append(name)
                }
            }
        }
        changes.gone = earlier.keys.filter { identities[$0] == nil }.sorted()
        objects = found.sorted { $0.name < $1.name }
        known = identities
    }

    /// The loads with those made anew that another build of cork has made.
    private func renewed(
        _ loads: [StoredLoad], _ connections: [Connection], _ database: WorkspaceDatabase
    ) throws(WorkspaceError) -> [StoredLoad] {
        guard database.isWritable else { return loads }
        var isRenewed = false
        for connection in connections {
            let prefix = connection.org.name + "\u{1F}"
            for load in loads where load.name.hasPrefix(prefix) && load.key?.loader != loader {
                let object = SyncedObject(
                    connection: connection.org.name,
                    name: ObjectName(String(load.name.dropFirst(prefix.count))))
                // What cannot be renewed is made of its rows each time.
                try? TableKeeping(
                    of: object, in: database, loader: loader, threads: threads
                ).renew(load)
                isRenewed = true
            }
        }
        return isRenewed ? try database.storedLoads() : loads
    }

    /// What each object was made of, a line for each.
    var identities: [String] {
        objects.map { object in
            let identity = known[object.name]
            return "\(object.name)\t\(object.connection.org.name)\t\(identity?.version ?? 0)\t"
                + "\(identity?.loader ?? "")"
        }
    }

    /// Lets the next `refresh` read everything anew.
    func forget() {
        stamp = nil
        objects = []
        known = [:]
    }

    /// After so long what was read is too old to be taken for complete. Microseconds.
    static let ageMax: Int64 = 86_400_000_000

    /// Objects whose rows are not all there or too old, with the reason as a clause.
    func incomplete(at now: Int64) -> [ObjectName: String] {
        var reasons: [ObjectName: String] = [:]
        for object in objects {
            let age = now - object.read
            let reason =
                object.reason ?? (age > Self.ageMax ? "it is \(SourceAge.phrase(age))" : nil)
            for table in object.tables { reasons[table.name] = reason }
        }
        return reasons
    }

    /// How old each object is, microseconds, with the connection it came from.
    func ages(at now: Int64) -> [ObjectName: (source: String, age: Int64)] {
        var ages: [ObjectName: (String, Int64)] = [:]
        for object in objects {
            for table in object.tables {
                ages[table.name] = (object.connection.name, max(0, now - object.read))
            }
        }
        return ages
    }
}

/// A synced object whose columns are read from the database when they are asked for, and made again of its raw rows
/// when they turn out to be damaged there.
private final class SyncedSource: Sendable {
    private let load: StoredLoad
    private let object: SyncedObject
    private let tool: String
    private let database: WorkspaceDatabase
    private let loader: String
    private let threads: Int
    private let damage: StoredDamage
    private let again = Mutex<Loaded?>(nil)

    init(
        load: StoredLoad, object: SyncedObject, tool: String, database: WorkspaceDatabase,
        loader: String, threads: Int, damage: StoredDamage
    ) {
        self.load = load
        self.object = object
        self.tool = tool
        self.database = database
        self.loader = loader
        self.threads = threads
        self.damage = damage
    }

    private func named(_ name: ObjectName) -> ObjectName {
        ObjectName(tool: tool, object: name.object)
    }

    /// - Parameter isCurrent: this build of cork has made them; otherwise they are made again.
    func tables(isCurrent: Bool) throws(WorkspaceError) -> [Table] {
        if !isCurrent, let loaded = rawRows() {
            return loaded.tables.map { table in
                Table(
                    name: named(table.name), fields: table.fields, columns: table.columns,
                    rowCount: table.rowCount, parent: table.parent.map(named))
            }
        }
        var tables: [Table] = []
        for (number, stored) in load.tables.enumerated() {
            let columns = ColumnList(count: stored.fields.count) { index in
                self.column(index, of: number)
            }
            tables.append(
                Table(
                    name: named(stored.name), fields: stored.fields, columns: columns,
                    rowCount: stored.rowCount, parent: try stored.parent().map(named)))
        }
        return tables
    }

    private func named(_ parent: Table.Parent) -> Table.Parent {
        Table.Parent(object: named(parent.object), field: parent.field, rows: parent.rows)
    }

    private func column(_ index: Int, of number: Int) -> Column {
        let stored = load.tables[number]
        if let column = try? stored.columns([index]).first { return column }
        if let loaded = rawRows(), loaded.tables.indices.contains(number) {
            let table = loaded.tables[number]
            if table.fields == stored.fields, table.rowCount == stored.rowCount {
                damage.note("what was kept of \(named(stored.name)) is damaged: cork sync mends it")
                return table.columns[index]
            }
        }
        damage.lost(named(stored.name))
        return .missing(stored.fields[index].type, count: stored.rowCount)
    }

    private func rawRows() -> Loaded? {
        again.withLock { again in
            if let again { return again }
            again = try? TableKeeping(
                of: object, in: database, loader: loader, threads: threads
            ).load()
            return again
        }
    }
}
