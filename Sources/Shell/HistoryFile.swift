import Render

/// The lines that were typed, kept across sessions: `.cork/history`, one JSON string a line, appended to.
///
/// libedit's own saving rewrites the file at exit and lost history when a terminal was closed.
public struct HistoryFile {
    public static let stateFolder = ".cork"
    /// Older lines stay in the file; this many are offered.
    public static let offeredMax = 10_000

    private let folder: String
    private let path: String
    private var isWritable: Bool

    /// What to tell the person who starts the REPL here for the first time; nil when there is nothing new.
    public private(set) var notice: String?

    /// Makes `.cork/` in the workspace when it is not there, with a notice.
    ///
    /// A folder that cannot be written to works without history, and so do files without a workspace (nil).
    public init(workspace: String?) {
        guard let workspace else {
            (folder, path, isWritable) = ("", "", false)
            return
        }
        folder = FileSystem.join(workspace, Self.stateFolder)
        path = FileSystem.join(folder, "history")
        if let status = FileSystem.status(folder) {
            isWritable = status.isFolder
            return
        }
        do {
            try FileSystem.makeFolder(folder, mode: 0o700)
            isWritable = true
            notice = escapedForTerminal("made \(folder)/ for the history of this workspace")
        } catch {
            isWritable = false
            notice = escapedForTerminal("no history is kept: \(error.sentence)")
        }
    }

    /// The lines in the order they were typed.
    public func lines() -> [String] {
        guard let text = try? FileSystem.readText(path) else { return [] }
        return text.split(separator: "\n").suffix(Self.offeredMax).compactMap {
            JSONText.decode(String($0))
        }
    }

    public mutating func append(_ line: String) {
        guard isWritable else { return }
        do {
            try FileSystem.append(Array((JSONText.encode(line) + "\n").utf8), to: path, mode: 0o600)
        } catch {
            isWritable = false
        }
    }
}
