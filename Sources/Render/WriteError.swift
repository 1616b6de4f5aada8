import Glibc

/// Why a file was not written; the file that was there, if any, is as it was.
public enum WriteError: Error, Sendable, Equatable {
    case exists(path: String)
    case isDirectory(path: String)
    case noFolder(path: String)
    case notPermitted(path: String)
    case diskFull(path: String)
    /// The name ends in something that is not a format.
    case unknownSuffix(path: String)
    /// `.gz` and its like.
    case compressed(path: String)
    /// An empty name, or one with a NUL in it.
    case unusableName(path: String)
    case cannotRender(RenderError)
    case cancelled
    /// What the system or SQLite says, for the rest.
    case failed(path: String, reason: String)

    /// One line for a person; the path is escaped.
    public var sentence: String {
        switch self {
        case .exists(let path): "\(quoted(path)) exists already"
        case .isDirectory(let path): "\(quoted(path)) is a folder"
        case .noFolder(let path): "the folder of \(quoted(path)) does not exist"
        case .notPermitted(let path): "no permission to write \(quoted(path))"
        case .diskFull(let path): "no space left on the disk of \(quoted(path))"
        case .unknownSuffix(let path):
            "\(quoted(path)) does not end in a format: \(Self.suffixes)"
        case .compressed(let path):
            "\(quoted(path)) asks for a compressed file; the formats are \(Self.suffixes)"
        case .unusableName(let path): "\(quoted(path)) is not a file's name"
        case .cannotRender(let error): error.sentence
        case .cancelled: "cancelled"
        case .failed(let path, let reason):
            "\(quoted(path)) could not be written: \(escapedForTerminal(reason))"
        }
    }

    static let suffixes = "csv tsv json ndjson md html sqlite"

    private func quoted(_ path: String) -> String { "'\(escapedForTerminal(path))'" }

    init(errno code: Int32, path: String) {
        switch code {
        case EEXIST: self = .exists(path: path)
        case EISDIR: self = .isDirectory(path: path)
        case ENOENT, ENOTDIR: self = .noFolder(path: path)
        case EACCES, EPERM, EROFS: self = .notPermitted(path: path)
        case ENOSPC, EDQUOT, EFBIG: self = .diskFull(path: path)
        default: self = .failed(path: path, reason: String(cString: strerror(code)))
        }
    }
}

extension OutputFormat {
    /// The format that a file's name asks for.
    ///
    /// - Throws: `WriteError.compressed` or `.unknownSuffix`.
    public static func forFile(_ path: String) throws(WriteError) -> OutputFormat {
        if asksForCompression(path) { throw .compressed(path: path) }
        guard let format = OutputFormat(suffix: path) else { throw .unknownSuffix(path: path) }
        return format
    }
}

func asksForCompression(_ path: String) -> Bool {
    let suffixes = [".gz", ".bz2", ".xz", ".zst", ".zip", ".7z"]
    return suffixes.contains { path.lowercased().hasSuffix($0) }
}
