import Columns
import Correlation
import Dispatch
import Ingest
import Synchronization
import Workspace

/// What `.cork` keeps of a workspace's files, so that nothing unchanged is parsed again.
///
/// Only a help: whatever is wrong with it is told, and the files are read as if it were not there.
final class StoredFiles {
    /// A smaller file is parsed before a database is open.
    static let fileBytesMin: Int64 = 1 << 20

    private let root: String
    /// The folder that has the state folder: the root, but in a rehearsal.
    private let stateRoot: String
    /// Who reads files: another build of cork may make other tables of the same bytes.
    private let loader: String
    private let threads: Int
    private let clock: @Sendable () -> Int64
    private var database: WorkspaceDatabase?
    private var loads: [String: StoredLoad] = [:]
    private var hasLooked = false
    private var pending: [Pending] = []
    /// Columns are written while the next line is typed; what that says is collected for the next reply.
    private let writing = DispatchQueue(label: "stored files")
    let damage = StoredDamage()

    private struct Pending: Sendable {
        let name: String
        let path: String
        let key: SourceKey
        let loaded: Loaded
    }

    init(
        root: String, stateRoot: String? = nil, loader: String, threads: Int,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.root = root
        self.stateRoot = stateRoot ?? root
        self.loader = loader
        self.threads = threads
        self.clock = clock
    }

    /// The database is opened when the first file is large enough, and made only in a state folder that is there.
    private func look() {
        if hasLooked { return }
        hasLooked = true
        do throws(WorkspaceError) {
            guard let folder = try StateFolder.find(in: stateRoot),
                let opened = try WorkspaceDatabase.open(folder, makes: folder.isWritable)
            else { return }
            database = opened
            for load in try opened.storedLoads() { loads[load.name] = load }
        } catch {
            database = nil
            damage.note("\(error.sentence); files are read without it")
        }
    }

    /// The database, if somebody has opened it already.
    var openDatabase: WorkspaceDatabase? { database }

    /// The database, if there is one that can be used.
    func opened() -> WorkspaceDatabase? {
        look()
        return database
    }

    /// The database, made with its folder where there is none.
    func open() throws(WorkspaceError) -> WorkspaceDatabase {
        if let database, database.isWritable { return database }
        let folder = try StateFolder.make(in: stateRoot)
        guard let made = try WorkspaceDatabase.open(folder, makes: true) else {
            throw .failed(path: folder.path, reason: "it has no database")
        }
        hasLooked = true
        database = made
        for load in try made.storedLoads() { loads[load.name] = load }
        return made
    }

    private static func isWorthKeeping(_ file: DataFile) -> Bool {
        file.status.isRegular && file.status.size >= fileBytesMin && file.log == nil
            && !ObjectNaming.isDatabase(file.path)
    }

    private func name(of file: DataFile) -> String { "\(file.path)\t\(file.object)" }

    private func loader(_ file: DataFile, _ options: SourceOptions) -> String {
        "\(loader) \(file.isNamed) \(options)"
    }

    /// The tables of a file as they were kept; nil when it changed or was not kept.
    func loaded(_ file: DataFile, _ options: SourceOptions) -> Loaded? {
        guard Self.isWorthKeeping(file) else { return nil }
        look()
        let path = FileSystem.join(root, file.path)
        guard let load = loads[name(of: file)], let key = load.key,
            let changed = FileSystem.changeTime(path),
            let report = try? StoredReport.decode(load.report, file: path)
        else { return nil }
        let match = key.match(
            size: file.status.size, modified: file.status.modified, changed: changed,
            inode: file.status.inode, loader: loader(file, options))
        switch match {
        case .different: return nil
        case .same: break
        case .unsure:
            let seen = clock() &* 1000
            guard ContentHash.ofFile(path) == key.content,
                FileSystem.status(path) == file.status
            else { return nil }
            var renewed = key
            renewed.modified = file.status.modified
            renewed.changed = changed
            renewed.inode = file.status.inode
            renewed.seen = seen
            // Not worth telling: the content is compared again next time.
            if let database, database.isWritable { try? database.refresh(load.name, key: renewed) }
        }
        let source = StoredSource(
            load: load, file: file, path: path, options: options, threads: threads, damage: damage)
        do throws(WorkspaceError) {
            return Loaded(tables: try source.tables(), report: report)
        } catch {
            damage.note("\(error.sentence); '\(file.path)' is read again")
            return nil
        }
    }

    /// When a file is looked at, nanoseconds since the epoch.
    var now: Int64 { clock() &* 1000 }

    /// Notes a file that was parsed, to be kept by `keepPending`.
    ///
    /// - Parameter seen: when it was looked at, before it was read.
    func parsed(_ file: DataFile, _ options: SourceOptions, _ loaded: Loaded, seen: Int64) {
        guard Self.isWorthKeeping(file) else { return }
        look()
        guard let database, database.isWritable else { return }
        let path = FileSystem.join(root, file.path)
        guard let changed = FileSystem.changeTime(path) else { return }
        let key = SourceKey(
            size: file.status.size, modified: file.status.modified, changed: changed,
            inode: file.status.inode, content: 0, loader: loader(file, options), seen: seen)
        pending.append(Pending(name: name(of: file), path: path, key: key, loaded: loaded))
    }

    /// Writes what was parsed since the last time, behind the caller's back.
    func keepPending() {
        guard let database, !pending.isEmpty else { return }
        let sources = pending
        let damage = damage
        pending = []
        writing.async {
            for source in sources {
                do throws(WorkspaceError) {
                    try Self.keep(source, in: database)
                } catch {
                    damage.note("\(error.sentence); nothing is kept of '\(source.path)'")
                }
            }
        }
    }

    /// The link arrays that were kept for a model that depends on `key`.
    func linkArrays(for key: String) -> KeptArrays { LinkArrayStore(loads, key: key).kept }

    /// Keeps link arrays behind the caller's back. Only a help: what cannot be written is matched again.
    func keep(_ arrays: [MadeArray], for key: String) {
        guard let database, !arrays.isEmpty else { return }
        let seen = now
        writing.async { try? LinkArrayStore.keep(arrays, key: key, now: seen, in: database) }
    }

    /// Waits until everything is written.
    func finish() { writing.sync {} }

    private static func keep(
        _ source: Pending, in database: WorkspaceDatabase
    ) throws(WorkspaceError) {
        // The file may have changed since it was parsed: then these are not its columns.
        guard let content = ContentHash.ofFile(source.path),
            let status = FileSystem.status(source.path), status.size == source.key.size,
            status.modified == source.key.modified, status.inode == source.key.inode,
            FileSystem.changeTime(source.path) == source.key.changed
        else { return }
        var key = source.key
        key.content = content
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: source.name, key: key, report: StoredReport.encode(source.loaded.report),
                tables: source.loaded.tables.map { $0.codingRepeats() }))
    }

    /// Keeps the columns of every loaded file, small ones too, for a state.
    ///
    /// - Returns: their names among the sources; and files that are no longer what was loaded.
    func keepAll(
        _ files: [(file: DataFile, options: SourceOptions, loaded: Loaded)]
    ) throws(WorkspaceError) -> (names: [String], changed: [String]) {
        keepPending()
        finish()
        let database = try open()
        var kept: [String: SourceKey] = [:]
        for load in try database.storedLoads() { kept[load.name] = load.key }
        var names: [String] = []
        var changed: [String] = []
        for (file, options, loaded) in files {
            let path = FileSystem.join(root, file.path)
            // What a pipe held is gone; each of its states is one of its own.
            var key = SourceKey(
                size: file.status.size, modified: file.status.modified, changed: 0,
                inode: file.status.inode, content: 0, loader: loader(file, options), seen: now)
            if file.status.isRegular {
                guard let content = ContentHash.ofFile(path),
                    FileSystem.status(path) == file.status,
                    let time = FileSystem.changeTime(path)
                else {
                    changed.append(file.path)
                    continue
                }
                (key.content, key.changed) = (content, time)
            }
            names.append(name(of: file))
            if file.status.isRegular, file.log == nil, let known = kept[name(of: file)],
                known.content == key.content, known.size == key.size, known.loader == key.loader
            {
                continue
            }
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: name(of: file), key: key, report: StoredReport.encode(loaded.report),
                    tables: loaded.tables.map { $0.codingRepeats() }))
        }
        return (names, changed)
    }

    /// Forgets what is kept of files that turned out to be damaged.
    func forget(_ files: [DataFile]) {
        let names = files.map { name(of: $0) }
        for name in names { loads[name] = nil }
        if let database, database.isWritable { try? database.forget(names) }
    }
}

/// What went wrong with kept columns, from whatever thread, until it is told.
final class StoredDamage: Sendable {
    struct Report: Sendable {
        var notes: [String] = []
        /// Files that were read again in the middle of a command.
        var readAgain: [DataFile] = []
        /// Files that could not be: what was answered from them is not to be believed.
        var lost: [DataFile] = []
        /// Synced objects that could not be had any more.
        var lostObjects: [ObjectName] = []
        /// Objects of kept states that could not be had any more: `okta.users at 2026-08-01T00:00:00Z`.
        var lostStates: [String] = []
    }

    private let report = Mutex(Report())

    func note(_ sentence: String) { report.withLock { $0.notes.append(sentence) } }

    func readAgain(_ file: DataFile) { report.withLock { $0.readAgain.append(file) } }

    func lost(_ object: ObjectName) {
        report.withLock { $0.lostObjects.append(object) }
    }

    func lost(_ file: DataFile) { report.withLock { $0.lost.append(file) } }

    func lost(state name: String) { report.withLock { $0.lostStates.append(name) } }

    func take() -> Report {
        report.withLock { report in
            defer { report = Report() }
            return report
        }
    }
}
