import BoardLanguage
import Columns
import Correlation
import Dispatch
import Engine
import Ingest

/// A folder of exports as objects: its files loaded, its setup applied, its saved boards parsed.
///
/// `refresh` looks again and loads only what has changed; everything that a board reads afterwards is
/// an immutable value made from this.
final class WorkspaceFolder {
    let root: String
    /// Files given by name in place of the folder; then there is no setup and nothing is saved.
    let named: NamedFiles?
    private let threads: Int
    private let loader: String
    /// What the model depends on, as long as what it has inferred is not kept.
    private var memoryKey: String?
    /// What the model depends on; nil where its arrays are not to be kept.
    private var arraysKey: String?
    /// For files whose `source` line says nothing else.
    let bounds: Bounds
    /// What is kept of the files from earlier runs; nil where files are given by name.
    let stored: StoredFiles?
    /// What was synced of the connections of the setup.
    let synced: SyncedTables

    private(set) var setup = Setup()
    private(set) var scan = FolderScan()
    private(set) var saved = SavedBoards()
    private(set) var catalog = Catalog()
    private(set) var model = WorkspaceFolder.noLinks
    private static let noLinks = LinkModel(tables: [])
    /// The model whose links were looked for before anybody asked.
    private var prepared: LinkModel?
    /// Statements of `setup.board` that do not fit the objects there are.
    private(set) var pinProblems: [BoardError] = []
    /// Lines of `setup.board` that have no effect on the records there are now.
    private(set) var pinNotes: [String] = []

    private(set) var files: [DataFile.Key: LoadedFile] = [:]
    /// Objects that tables of two files are: none of them is loaded.
    private(set) var doubles: [ObjectName: [String]] = [:]

    struct LoadedFile {
        let source: DataFile
        let options: SourceOptions
        let outcome: Result<Loaded, LoadError>
    }

    init(
        root: String, named: NamedFiles? = nil, threads: Int, bounds: Bounds = Bounds(),
        stored: StoredFiles? = nil, loader: String = ""
    ) {
        synced = SyncedTables(loader: loader, threads: threads)
        self.loader = loader
        self.root = root
        self.bounds = bounds
        self.named = named
        self.threads = threads
        self.stored = named == nil ? stored : nil
    }

    /// What a look at the folder found otherwise than the look before.
    struct Changes {
        var new: [ObjectName] = []
        var changed: [ObjectName] = []
        var gone: [ObjectName] = []

        var isEmpty: Bool { new.isEmpty && changed.isEmpty && gone.isEmpty }
    }

    /// Looks at the folder and loads what is new or changed.
    ///
    /// - Returns: the objects whose files were loaded or have gone since the last look.
    /// - Throws: when the folder cannot be listed.
    func refresh(typed: [PinStatement], cancellation: Cancellation) throws(FileError) -> Changes {
        let setupChanged = named == nil ? try look() : false
        if let named { scan = named.scan() }
        var changes = Changes()
        let news = synced.refresh(setup.connections, stored)
        changes.new += news.new
        changes.changed += news.changed
        changes.gone += news.gone
        let fresh = scan.files.filter { files[$0.key] == nil }
        let sizes = fresh.map { Int($0.status.size) }
        // What is made of a file, and what matching takes, is about as much again.
        Heap.reserve(2 * min(sizes.reduce(0, +), 1 << 40))
        let buffer = ReadBuffer(sizes: sizes)
        for file in scan.files {
            let options = self.options(for: file.object)
            // What a pipe held is gone once it was read.
            if let known = files[file.key], known.options == options,
                known.source == file || !file.status.isRegular
            {
                continue
            }
            if files[file.key] == nil {
                changes.new.append(file.object)
            } else {
                changes.changed.append(file.object)
            }
            files[file.key] = kept(file, options) ?? read(file, options, buffer, cancellation)
        }
        let current = Set(scan.files.map(\.key))
        for key in files.keys where !current.contains(key) {
            files.removeValue(forKey: key)
            changes.gone.append(key.object)
        }
        if !changes.isEmpty || setupChanged { rebuild(typed: typed) }
        return changes
    }

    /// Looks at the folder, its setup and its saved boards; answers whether the setup is another.
    private func look() throws(FileError) -> Bool {
        let setupPath = FileSystem.join(root, Setup.fileName)
        var text = ""
        if FileSystem.status(setupPath) != nil { text = try FileSystem.readText(setupPath) }
        let setupChanged = text != setup.text
        if setupChanged { setup = text.isEmpty ? Setup() : Setup(text: text) }
        saved = SavedBoards(root: root, folders: setup.queryFolders)
        let declared = setup.sources.map {
            FolderScan.Declared(object: $0.object, path: $0.file)
        }
        scan = try FolderScan.scan(root, declared: declared, skips: setup.skips)
        for connection in setup.connections where connection.replacesFiles {
            scan.leaveOut(tool: connection.name)
        }
        return setupChanged
    }

    /// Looks at the setup, the saved boards and what was synced, and loads no file.
    func lookForSync() throws(FileError) {
        if named == nil { _ = try look() }
        _ = synced.refresh(setup.connections, stored)
    }

    /// Forgets every loaded file, so that the next `refresh` reads them all.
    func forget() {
        files = [:]
        setup = Setup()
        synced.forget()
    }

    /// The object that a file just written will be; nil when it lies where no data is looked for.
    func object(at path: String) -> (object: ObjectName, file: String)? {
        guard let file = FileSystem.canonical(path), let top = FileSystem.canonical(root),
            file.hasPrefix(top + "/")
        else { return nil }
        let parts = file.dropFirst(top.utf8.count + 1).split(separator: "/").map(String.init)
        let isLeftOut = parts.contains { $0.hasPrefix(".") || $0.hasPrefix("_") }
        let relative = parts.joined(separator: "/")
        guard (1...2).contains(parts.count), !isLeftOut, parts[0] != SavedBoards.folder,
            !setup.skips.contains(where: { Wildcard.matches($0, relative) }),
            let stem = ObjectNaming.stem(of: parts[parts.count - 1])
        else { return nil }
        let folder = parts.count == 2 ? parts[0] : nil
        return (ObjectNaming.object(stem: stem, folder: folder), relative)
    }

    func options(for object: ObjectName) -> SourceOptions {
        var options =
            named?.options ?? setup.sources.last { $0.object == object }?.options
            ?? SourceOptions()
        options.bounds = options.bounds.over(bounds)
        return options
    }

    /// The file as it was kept by an earlier run, if it is still the same.
    private func kept(_ file: DataFile, _ options: SourceOptions) -> LoadedFile? {
        stored?.loaded(file, options).map {
            LoadedFile(source: file, options: options, outcome: .success($0))
        }
    }

    /// Lets the next `refresh` read these files again.
    func forget(_ sources: [DataFile]) {
        for source in sources { files[source.key] = nil }
        stored?.forget(sources)
    }

    private func read(
        _ file: DataFile, _ options: SourceOptions, _ buffer: ReadBuffer?,
        _ cancellation: Cancellation
    ) -> LoadedFile {
        let path = FileSystem.join(root, file.path)
        // A file that is being written is read again until it stands still; then its state is a true one.
        for attempt in 0..<3 {
            let seen = stored?.now ?? 0
            let before = state(path)
            let outcome: Result<Loaded, LoadError>
            do {
                outcome = .success(
                    try load(
                        file: path, as: file.object, options: options, threads: threads,
                        into: buffer, cancellation: cancellation))
            } catch {
                outcome = .failure(error)
            }
            let after = state(path)
            if before == after || after.file?.isRegular == false {
                var source = DataFile(
                    path: file.path, object: file.object, status: after.file ?? file.status,
                    isNamed: file.isNamed)
                source.log = after.log
                if case .success(let loaded) = outcome {
                    stored?.parsed(source, options, loaded, seen: seen)
                }
                return LoadedFile(source: source, options: options, outcome: outcome)
            }
            if attempt == 2 { break }
        }
        return LoadedFile(
            source: file, options: options,
            outcome: .failure(
                .cannotOpen(file: file.path, reason: "it changed while it was being read")))
    }

    /// A file and the log of a database, as they are now.
    private struct State: Equatable {
        let file: FileSystem.Status?
        let log: FileSystem.Status?
    }

    private func state(_ path: String) -> State {
        let file = FileSystem.status(path)
        return State(
            file: file,
            log: file?.isRegular == true ? FileSystem.status(path + "-wal") : nil)
    }

    private func rebuild(typed: [PinStatement]) {
        var claims: [ObjectName: [String]] = [:]
        for file in files.values {
            guard case .success(let loaded) = file.outcome else { continue }
            for table in loaded.tables { claims[table.name, default: []].append(file.source.path) }
        }
        for object in synced.objects {
            for table in object.tables { claims[table.name, default: []].append(object.source) }
        }
        doubles = claims.filter { $0.value.count > 1 }
        var tables: [Table] = []
        for (_, loaded) in loads { tables.append(contentsOf: loaded.tables) }
        for object in synced.objects {
            tables.append(contentsOf: object.tables.filter { doubles[$0.name] == nil })
        }
        tables.sort { $0.name < $1.name }
        catalog = Catalog(tables: tables)
        applyPins(typed: typed)
    }

    /// Makes the link model anew, with the pins of `setup.board` and then those typed.
    func applyPins(typed: [PinStatement]) {
        let (pins, problems) = resolver.resolve(setup.pins + typed)
        pinProblems = problems
        pinNotes = setup.pins.compactMap { resolver.unknownRecord(of: $0)?.diagnostic.message }
        // Profiles of tables that are the same ones are taken over.
        var memory: LinkMemory?
        var kept: KeptArrays?
        memoryKey = nil
        arraysKey = nil
        if typed.isEmpty, let database = stored?.openDatabase, let stored,
            let key = memoryKey(loader: loader, now: stored.now)
        {
            memory = LinkMemoryStore(database: database).memory(for: key)
            memoryKey = memory == nil ? key : nil
            arraysKey = key
            kept = stored.linkArrays(for: key)
        }
        model = LinkModel(
            tables: catalog.tables, pins: pins, threads: threads, reusing: model,
            remembering: memory, kept: kept)
    }

    /// Finds the links of the tables as they are now, once.
    func prepareLinks(waits: Bool) {
        guard prepared !== model else { return }
        prepared = model
        let work = DispatchWorkItem { [model] in
            _ = model.links
            // What is kept of them would be worked out after the first reply.
            if model.hasInferred { _ = model.memory }
        }
        if waits {
            work.perform()
        } else {
            DispatchQueue.global(qos: .utility).async(execute: work)
        }
    }

    /// Keeps what was inferred since the last time, so that the next command need not infer it.
    func keepMemory() {
        keepArrays()
        guard let key = memoryKey, model.hasInferred, let database = stored?.openDatabase else {
            return
        }
        memoryKey = nil
        LinkMemoryStore(database: database).keep(model.memory, for: key)
    }

    private func keepArrays() {
        guard let key = arraysKey, let stored, stored.openDatabase?.isWritable == true else {
            return
        }
        stored.keep(model.takeMadeArrays(rowsMin: LinkArrayStore.rowsMin), for: key)
    }

    /// The links of other tables of the same objects, such as those of a kept state; what does not fit them has no
    /// effect.
    func model(of tables: [Table], typed: [PinStatement]) -> LinkModel {
        let resolver = PinResolver(
            catalog: Catalog(tables: tables), timeZone: setup.timeZone, threads: threads)
        let (pins, _) = resolver.resolve(setup.pins + typed)
        return LinkModel(tables: tables, pins: pins, threads: threads)
    }

    /// - Throws: when the pin names what is not there.
    func check(_ pin: PinStatement) throws(BoardError) {
        var pins = Pins()
        try resolver.add(pin, to: &pins)
        if let unknown = resolver.unknownRecord(of: pin, naming: model.naming) { throw unknown }
    }

    /// The pin by itself; empty when it names what is not there.
    func pins(of pin: PinStatement) -> Pins { resolver.resolve([pin]).0 }

    private var resolver: PinResolver {
        PinResolver(catalog: catalog, timeZone: setup.timeZone, threads: threads)
    }
}

extension LoadError {
    /// `'okta/users.json', line 3: …`; the path may hold anything, so the sentence is escaped where it is
    /// shown.
    func sentence(named file: String) -> String {
        switch self {
        case .cannotOpen(_, let reason): "'\(file)' cannot be read: \(reason)"
        case .notATable(_, let reason): "'\(file)' is not loaded: \(reason)"
        case .malformed(_, let line, let reason): "'\(file)', line \(line): \(reason)"
        case .tooLarge(_, let limit): "'\(file)' is too large: \(limit)"
        case .damaged(_, let reason): "'\(file)' is damaged: \(reason)"
        case .needsTable(_, let reason): "'\(file)' is not loaded: \(reason)"
        case .cancelled: "interrupted"
        }
    }
}
