import Columns

/// A file of the workspace that is an object, by its name or by a `source` statement.
struct DataFile: Sendable, Equatable {
    /// Relative to the workspace, as shown in messages.
    let path: String
    let object: ObjectName
    let status: FileSystem.Status
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

    /// The name without a known suffix; nil when it has none.
    static func stem(of name: String) -> String? {
        var rest = Substring(name)
        if rest.lowercased().hasSuffix(".gz") { rest = rest.dropLast(3) }
        guard let dot = rest.lastIndex(of: "."), dot != rest.startIndex,
            suffixes.contains(rest[rest.index(after: dot)...].lowercased())
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
