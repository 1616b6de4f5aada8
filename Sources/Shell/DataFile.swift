import Columns

/// A file of the workspace that is an object, by its name or by a `source` statement.
struct DataFile: Sendable, Equatable {
    /// Relative to the workspace, as shown in messages.
    let path: String
    let object: ObjectName
    let status: FileSystem.Status
    /// Named by a `source` statement or on the command line: that it cannot be read is an error, whatever it is.
    var isNamed = false
    /// Of a database's write-ahead log: a change of it is a change of the database.
    var log: FileSystem.Status?

    struct Key: Hashable {
        let path: String
        let object: ObjectName
    }

    /// One file can be the source of several objects, one for each table of a database.
    var key: Key { Key(path: path, object: object) }

    init(path: String, object: ObjectName, status: FileSystem.Status, isNamed: Bool = false) {
        self.path = path
        self.object = object
        self.status = status
        self.isNamed = isNamed
    }
}

/// A file or folder that was looked at and left out.
public struct SkippedFile: Sendable, Equatable {
    public let path: String
    /// `name begins with '_'`
    public let reason: String
}

/// How a file's name says which object it holds.
enum ObjectNaming {
    /// Suffixes of readable files, without the `.gz` that may follow.
    static let suffixes = ["csv", "tsv", "json", "ndjson", "jsonl"]
    static let databaseSuffixes = ["sqlite", "sqlite3", "db"]

    /// What SQLite keeps beside a database.
    static let databaseCompanions = ["-wal", "-shm", "-journal"]

    static func isDatabase(_ name: String) -> Bool {
        let rest = name.lowercased().hasSuffix(".gz") ? name.dropLast(3) : name[...]
        guard let dot = rest.lastIndex(of: ".") else { return false }
        return databaseSuffixes.contains(rest[rest.index(after: dot)...].lowercased())
    }

    /// Whether a file's name promises rows of text: one that holds something else is a mistake.
    static func isText(_ path: String) -> Bool {
        let name = path.lowercased()
        return [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains(where: name.hasSuffix)
    }

    /// The name without a known suffix; nil when it has none.
    static func stem(of name: String) -> String? {
        var rest = Substring(name)
        if rest.lowercased().hasSuffix(".gz") { rest = rest.dropLast(3) }
        guard let dot = rest.lastIndex(of: "."), dot != rest.startIndex,
            (suffixes + databaseSuffixes).contains(rest[rest.index(after: dot)...].lowercased())
        else { return nil }
        return String(rest[..<dot])
    }

    /// `tool/object.csv`, `tool.object.json` and `tool_object.csv` are `tool.object`; a name with neither is an
    /// object of the tool `files`.
    static func object(stem: String, folder: String?) -> ObjectName {
        if let folder { return ObjectName(tool: folder, object: stem) }
        for separator in [".", "_"] as [Character] {
            guard let position = stem.firstIndex(of: separator) else { continue }
            let tool = stem[..<position]
            let object = stem[stem.index(after: position)...]
            if !tool.isEmpty && !object.isEmpty {
                return ObjectName(tool: String(tool), object: String(object))
            }
        }
        return ObjectName(tool: "files", object: stem)
    }
}
