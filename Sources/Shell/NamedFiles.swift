import Columns
import Ingest

/// Files given on the command line, read without a workspace around them.
public struct NamedFiles: Sendable {
    /// As they were typed; `-` is standard input.
    let paths: [String]
    let options: SourceOptions

    /// - Parameter table: the one table that is meant, where a file is a database.
    public init(paths: [String], table: String? = nil) {
        self.paths = paths
        var options = SourceOptions()
        if let table { options.table = .named(table) }
        self.options = options
    }

    /// Whether a word of the command line is a file: it names one, or is written like one.
    public static func isFile(_ word: String) -> Bool {
        if word == "-" { return true }
        // A board may hold any character, so what has stages is one unless a file is called that.
        if let status = FileSystem.status(word) { return !status.isFolder || word.contains("/") }
        if word.contains(where: { "|@(\"".contains($0) }) { return false }
        return ObjectNaming.stem(of: word) != nil || word.contains("/") && !word.contains("\n")
    }

    /// The files as objects, each named as at the top of a workspace; where two have one name, the folder
    /// that each is in is its tool.
    func scan() -> FolderScan {
        var scan = FolderScan()
        let short = paths.map { ObjectNaming.object(stem: Self.stem(of: $0), folder: nil) }
        for (path, name) in zip(paths, short) {
            var object = name
            if short.filter({ $0 == name }).count > 1, let folder = Self.folder(of: path) {
                object = ObjectName(tool: folder, object: Self.stem(of: path))
            }
            let place = path == "-" ? "/dev/stdin" : path
            let status =
                FileSystem.status(place)
                ?? FileSystem.Status(
                    isFolder: false, isRegular: true, size: 0, modified: 0, inode: 0)
            scan.files.append(
                DataFile(path: place, object: object, status: status, isNamed: true))
        }
        scan.separateConflicts()
        scan.lookForLogs(".")
        return scan
    }

    /// What a file is called in a board: its name without suffix, with `_` for what a name cannot hold.
    private static func stem(of path: String) -> String {
        if path == "-" || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return "input" }
        let name = FileSystem.lastComponent(path)
        let stem = ObjectNaming.stem(of: name) ?? name
        let scalars = stem.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || " -_.".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        }
        return scalars.isEmpty ? "input" : String(scalars)
    }

    private static func folder(of path: String) -> String? {
        let parts = path.split(separator: "/").dropLast()
        guard let folder = parts.last, folder != ".", folder != ".." else { return nil }
        return String(folder)
    }
}
