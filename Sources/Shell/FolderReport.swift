import Columns
import Engine
import Ingest

/// What a workspace's folder holds, and what could not be loaded of it.
extension WorkspaceFolder {
    /// Why an object is not there, for boards that name it and for the note at the start.
    struct Failure {
        let object: ObjectName
        let file: String
        let sentence: String
        let help: String
        /// A file that is simply something else, such as settings in JSON: told, but no error.
        let isOtherContent: Bool
        /// Its objects are not known, only their tool.
        var isDatabase = false

        /// Whether a board with these names, folded, may mean what is not there.
        func concerns(_ names: Set<String>) -> Bool {
            if isDatabase { return names.contains(NameFolding.fold(object.tool)) }
            return names.contains(NameFolding.fold(object.object))
                || names.contains(NameFolding.fold(object.description))
        }
    }

    /// The report and tables of each loaded file, in the order of object names.
    var loads: [(file: DataFile, loaded: Loaded)] {
        files.values.compactMap { file in
            guard case .success(let loaded) = file.outcome else { return nil }
            let tables = loaded.tables.filter { doubles[$0.name] == nil }
            return (file.source, Loaded(tables: tables, report: loaded.report))
        }.sorted { ($0.file.object, $0.file.path) < ($1.file.object, $1.file.path) }
    }

    /// The same with the options that each was read with, as states keep them.
    var loadsWithOptions: [(file: DataFile, options: SourceOptions, loaded: Loaded)] {
        loads.map { ($0.file, options(for: $0.file.object), $0.loaded) }
    }

    var failures: [Failure] {
        var failures: [Failure] = []
        for file in files.values {
            guard case .failure(let error) = file.outcome else { continue }
            var isOtherContent = false
            if case .notATable = error {
                isOtherContent =
                    !file.source.isNamed && !ObjectNaming.isText(file.source.path)
            }
            let isDatabase = !file.source.isNamed && ObjectNaming.isDatabase(file.source.path)
            var object = file.source.object
            // At the top of the folder its own name is the tool.
            if isDatabase, object.tool == "files" {
                object = ObjectName(tool: object.object, object: object.object)
            }
            failures.append(
                Failure(
                    object: object, file: file.source.path,
                    sentence: error.sentence(named: file.source.path),
                    help: file.source.isNamed
                        ? "mend the file or its source line in \(Setup.fileName)"
                        : "mend the file, or leave it out: skip \"\(file.source.path)\" in "
                            + Setup.fileName, isOtherContent: isOtherContent,
                    isDatabase: isDatabase))
        }
        for (object, paths) in scan.conflicts.merging(doubles, uniquingKeysWith: { $1 }) {
            let paths = paths.sorted()
            let files = Phrase.list(paths.map { "'\($0)'" })
            let connection = synced.objects.first { object.tool == $0.connection.name }?.connection
            failures.append(
                Failure(
                    object: object, file: paths[0],
                    sentence: paths.count == 2
                        ? "\(files) are both \(object)" : "\(files) are all \(object)",
                    help: connection.map {
                        "in \(Setup.fileName), end its connect line in 'instead of files', or in "
                            + "'as NAME': \(Connection.line($0.org, name: "live"))"
                    }
                        ?? "leave one out: skip \"\(paths[paths.count - 1])\" in "
                        + Setup.fileName, isOtherContent: false))
        }
        for (object, path) in scan.absent {
            failures.append(
                Failure(
                    object: object, file: path,
                    sentence: "there is no file '\(path)' for \(object)",
                    help: "correct its source line in \(Setup.fileName)", isOtherContent: false))
        }
        return failures.sorted { ($0.object, $0.sentence) < ($1.object, $1.sentence) }
    }

    /// Objects that were not taken in whole, or long ago, with the reason as a clause.
    ///
    /// - Parameter now: microseconds since the epoch.
    func incomplete(at now: Int64) -> [ObjectName: String] {
        var reasons = synced.incomplete(at: now)
        for (_, loaded) in loads where loaded.report.lostRows > 0 {
            let count = loaded.report.lostRows
            let reason = "\(Phrase.count(count, "row")) \(count == 1 ? "was" : "were") refused"
            for table in loaded.tables { reasons[table.name] = reason }
        }
        return reasons
    }

    /// How old synced objects are, by the connection that boards call them by.
    func ages(at now: Int64) -> [ObjectName: SourceAge] {
        synced.ages(at: now).mapValues { SourceAge(source: $0.source, microseconds: $0.age) }
    }

    /// How the file that holds an object was read; nil for objects without a file.
    func report(of object: ObjectName) -> LoadReport? {
        for file in files.values {
            guard case .success(let loaded) = file.outcome else { continue }
            if loaded.tables.contains(where: { $0.name == object }) { return loaded.report }
        }
        return nil
    }

    func file(of object: ObjectName) -> DataFile? {
        files.values.first { file in
            guard case .success(let loaded) = file.outcome else { return false }
            return loaded.tables.contains { $0.name == object }
        }?.source
    }
}
