import Columns

/// What a look at the workspace's folder found, before any file is read.
struct FolderScan: Sendable, Equatable {
    /// In the order of their paths.
    var files: [DataFile] = []
    var skipped: [SkippedFile] = []
    /// Objects that two files claim: none of them is loaded.
    var conflicts: [ObjectName: [String]] = [:]
    /// Files named by `source` that are not there.
    var absent: [ObjectName: String] = [:]

    struct Declared: Sendable {
        let object: ObjectName
        let path: String
    }

    /// Looks at the folder itself and its direct subfolders.
    ///
    /// - Parameters:
    ///   - declared: `source` statements; their files may stand anywhere and have any name.
    ///   - skips: patterns over relative paths, `*` for any run of characters.
    /// - Throws: when the folder itself cannot be listed; a subfolder that cannot is left out with the reason.
    static func scan(_ root: String, declared: [Declared], skips: [String]) throws(FileError)
        -> FolderScan
    {
        var scan = FolderScan()
        let declaredFiles = Set(
            declared.compactMap { FileSystem.canonical(FileSystem.join(root, $0.path)) })
        for name in try FileSystem.entries(root) {
            guard let status = FileSystem.status(FileSystem.join(root, name)) else {
                scan.skip(name, "nothing to read there")
                continue
            }
            if !status.isFolder {
                scan.consider(
                    name, name: name, folder: nil, status, root, declaredFiles, skips)
                continue
            }
            if name == ".cork" || name == "queries" { continue }
            if let reason = reasonToLeaveOut(name) {
                scan.skip(name + "/", reason)
                continue
            }
            do {
                for inner in try FileSystem.entries(FileSystem.join(root, name)) {
                    let path = "\(name)/\(inner)"
                    guard let status = FileSystem.status(FileSystem.join(root, path)) else {
                        scan.skip(path, "nothing to read there")
                        continue
                    }
                    if status.isFolder {
                        scan.skip(path + "/", "folders inside a subfolder are not searched")
                    } else {
                        scan.consider(
                            path, name: inner, folder: name, status, root, declaredFiles, skips)
                    }
                }
            } catch {
                scan.skip(name + "/", error.sentence)
            }
        }
        for source in declared {
            guard let status = FileSystem.status(FileSystem.join(root, source.path)) else {
                scan.absent[source.object] = source.path
                continue
            }
            scan.files.append(
                DataFile(path: source.path, object: source.object, status: status, isNamed: true))
        }
        scan.separateConflicts()
        scan.lookForLogs(root)
        return scan
    }

    /// Leaves the files of a tool out that is read from its org.
    mutating func leaveOut(tool: String) {
        func isOfTool(_ object: ObjectName) -> Bool {
            object.tool.lowercased() == tool.lowercased()
        }
        for file in files where isOfTool(file.object) {
            skip(file.path, "\(tool) is connected instead of files")
        }
        files.removeAll { isOfTool($0.object) }
        conflicts = conflicts.filter { !isOfTool($0.key) }
        absent = absent.filter { !isOfTool($0.key) }
    }

    private mutating func skip(_ path: String, _ reason: String) {
        skipped.append(SkippedFile(path: path, reason: reason))
    }

    private static func reasonToLeaveOut(_ name: String) -> String? {
        if name.hasPrefix(".") { return "name begins with '.'" }
        if name.hasPrefix("_") { return "name begins with '_'" }
        return nil
    }

    private mutating func consider(
        _ path: String, name: String, folder: String?, _ status: FileSystem.Status, _ root: String,
        _ declaredFiles: Set<String>, _ skips: [String]
    ) {
        let fullPath = FileSystem.join(root, path)
        if let canonical = FileSystem.canonical(fullPath), declaredFiles.contains(canonical) {
            return
        }
        if let reason = Self.reasonToLeaveOut(name) { return skip(path, reason) }
        if let pattern = skips.first(where: { Wildcard.matches($0, path) }) {
            return skip(path, "skip \"\(pattern)\"")
        }
        // A pipe or a device would block the whole workspace; `source` can still name one.
        guard status.isRegular else { return skip(path, "not a regular file") }
        if let database = Self.database(ofCompanion: name) {
            return skip(path, "SQLite keeps it beside '\(database)'")
        }
        if name.hasSuffix(".json"), Self.isPlan(fullPath) {
            return skip(path, "a plan; cork apply carries it out")
        }
        if let stem = ObjectNaming.stem(of: name) {
            let object = ObjectNaming.object(stem: stem, folder: folder)
            files.append(DataFile(path: path, object: object, status: status))
            return
        }
        if folder == nil && name == Setup.fileName { return }
        let start = (try? FileSystem.read(fullPath, limit: 16)) ?? []
        if start.starts(with: [0x1F, 0x8B]) || start.starts(with: "SQLite format 3\0".utf8) {
            let object = ObjectNaming.object(stem: Self.withoutSuffix(name), folder: folder)
            files.append(DataFile(path: path, object: object, status: status))
        } else {
            skip(path, "not a known kind of file (\(Self.knownKinds))")
        }
    }

    /// Plans are written beside the data, and their ids would link to it.
    private static func isPlan(_ path: String) -> Bool {
        let start = Array("{\n  \"cork_plan\"".utf8)
        return (try? FileSystem.read(path, limit: start.count)) == start
    }

    static let knownKinds = "csv, tsv, json, ndjson, jsonl, sqlite, sqlite3, db, each also with .gz"

    private static func database(ofCompanion name: String) -> String? {
        guard let suffix = ObjectNaming.databaseCompanions.first(where: name.hasSuffix) else {
            return nil
        }
        let database = String(name.dropLast(suffix.count))
        return ObjectNaming.isDatabase(database) ? database : nil
    }

    /// A program that has a database open writes to its log first, and the file stays as it is.
    mutating func lookForLogs(_ root: String) {
        for index in files.indices {
            let path = FileSystem.join(root, files[index].path)
            if files[index].status.isRegular { files[index].log = FileSystem.status(path + "-wal") }
        }
    }

    private static func withoutSuffix(_ name: String) -> String {
        name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
    }

    /// A database's objects are known when it is read; that two of those are one is found then.
    mutating func separateConflicts() {
        var claims: [ObjectName: [String]] = [:]
        for file in files where file.isNamed || !ObjectNaming.isDatabase(file.path) {
            claims[file.object, default: []].append(file.path)
        }
        conflicts = claims.filter { $0.value.count > 1 }
        files.removeAll { conflicts[$0.object]?.contains($0.path) ?? false }
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}

/// Patterns of `skip`: `*` stands for any run of characters, everything else for itself.
enum Wildcard {
    /// Linear in the text for each star: the last star is the only one worth going back to.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var (p, t) = (0, 0)
        var star: (p: Int, t: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                star = (last.p, last.t + 1)
                p = last.p + 1
                t = last.t + 1
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
        return p == pattern.count
    }
}
