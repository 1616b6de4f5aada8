import BoardLanguage
import Engine

/// The saved boards of a workspace: `queries/*.board`, and those of each folder that `queries "…"` names.
struct SavedBoards: Sendable {
    static let folder = "queries"
    static let suffix = ".board"

    private(set) var boards: [String: SavedBoard] = [:]
    /// Files that do not parse, by the name they would have had.
    private(set) var broken: [String: BoardError] = [:]
    /// Folders that cannot be listed, names that two files have.
    private(set) var problems: [String] = []

    /// Names of all files, the broken ones too, in order.
    var names: [String] { (Array(boards.keys) + Array(broken.keys)).sorted() }

    init() {}

    /// - Parameter folders: as written in `queries` statements, relative to `root`. The workspace's own come
    ///   first and win over a shared board of the same name.
    init(root: String, folders: [String]) {
        let own = FileSystem.join(root, Self.folder)
        if FileSystem.status(own)?.isFolder == true { read(own, shown: Self.folder) }
        for folder in folders {
            let path = FileSystem.join(root, folder)
            if FileSystem.canonical(path) == FileSystem.canonical(own) { continue }
            read(path, shown: folder)
        }
    }

    private mutating func read(_ folder: String, shown: String) {
        let entries: [String]
        do {
            entries = try FileSystem.entries(folder)
        } catch {
            problems.append(error.sentence)
            return
        }
        for entry in entries where entry.hasSuffix(Self.suffix) && !entry.hasPrefix(".") {
            let name = String(entry.dropLast(Self.suffix.count))
            let path = FileSystem.join(shown, entry)
            if let other = boards[name]?.path ?? broken[name]?.path {
                problems.append("two saved boards are named '\(name)': \(other) holds, \(path) not")
                continue
            }
            do {
                add(name: name, text: try FileSystem.readText(FileSystem.join(folder, entry)), path)
            } catch {
                problems.append(error.sentence)
            }
        }
    }

    private mutating func add(name: String, text: String, _ path: String) {
        do {
            boards[name] = try Self.parse(name: name, text: text, path: path)
        } catch {
            broken[name] = error
        }
    }

    static func parse(name: String, text: String, path: String) throws(BoardError) -> SavedBoard {
        let comments = BoardLanguage.leadingComments(text)
        let mark = "set:"
        let set = comments.dropFirst().first.flatMap { line in
            line.hasPrefix(mark) ? trimmed(line.dropFirst(mark.count)) : nil
        }
        do {
            let file = try parseFile(text)
            return SavedBoard(
                name: name, title: comments.first ?? "", set: set, file: file, text: text,
                path: path)
        } catch {
            throw BoardError(kind: .board, diagnostic: error, text: text, path: path)
        }
    }

    static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension SavedBoards {
    static func withoutTrailingSpace(_ text: String) -> String {
        var rest = text[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
