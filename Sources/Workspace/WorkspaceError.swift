import GRDB
import GRDBSQLite
import Glibc

/// Why the workspace's state could not be used or changed.
///
/// The state is then as it was before, or, when the last sync of a commit failed, as it should be afterwards.
public enum WorkspaceError: Error, Sendable, Equatable {
    /// `.cork` is something else than a folder of our own.
    case unusableFolder(path: String, reason: FolderFault)
    /// The file is there and is no database of cork; it is left as it is.
    case notOurs(path: String, reason: String)
    /// The file is, or was, a database of cork, and is not whole.
    case damaged(path: String, reason: String)
    /// Made by a later version of cork: nothing of it was read.
    case newer(path: String, version: Int, known: Int)
    /// Another process is at work there; nil when it did not say who it is.
    case busy(path: String, holder: LockHolder?)
    case diskFull(path: String)
    case readOnly(path: String)
    case cannot(operation: String, path: String, code: Int32)
    /// Another process has begun the same reading anew, or finished it.
    case superseded(object: String)
    case failed(path: String, reason: String)

    public enum FolderFault: Sendable, Equatable {
        case symbolicLink
        case notAFolder
        case ownedByAnother
    }

    /// What is wrong, without escaping: paths may hold anything.
    public var sentence: String {
        switch self {
        case .unusableFolder(let path, .symbolicLink):
            "'\(path)' is a symbolic link, and state is kept in a folder of its own only"
        case .unusableFolder(let path, .notAFolder): "'\(path)' is not a folder"
        case .unusableFolder(let path, .ownedByAnother): "'\(path)' belongs to another user"
        case .notOurs(let path, let reason): "'\(path)' is not a database of cork: \(reason)"
        case .damaged(let path, let reason): "'\(path)' is damaged: \(reason)"
        case .newer(let path, let version, let known):
            "'\(path)' was made by a later version of cork (format \(version), known up to \(known))"
        case .busy(let path, let holder?): "'\(path)' is in use by \(holder.description)"
        case .busy(let path, nil): "'\(path)' is in use by another process"
        case .diskFull(let path): "the disk is full: '\(path)' is as it was before"
        case .readOnly(let path): "'\(path)' cannot be written to"
        case .cannot(let operation, let path, let code):
            "cannot \(operation) '\(path)': \(String(cString: strerror(code)))"
        case .superseded(let object): "another process reads \(object) too, and began later"
        case .failed(let path, let reason): "'\(path)' cannot be used: \(reason)"
        }
    }

    /// The way out; nil when the sentence says it all.
    public var help: String? {
        switch self {
        case .unusableFolder(let path, _): "move '\(path)' away; it is made anew"
        case .notOurs(let path, _), .damaged(let path, _):
            "put a copy of it back, or move '\(path)' away: exports are read again, live tools are "
                + "synced again"
        case .newer: "run the cork that made it, or a later one"
        case .busy: "wait until that is done"
        case .diskFull: "make room and try again"
        default: nil
        }
    }

    /// What SQLite says, in terms of the workspace.
    init(code: Int32, message: String, path: String) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path, holder: nil)
        case SQLITE_FULL: self = .diskFull(path: path)
        case SQLITE_READONLY: self = .readOnly(path: path)
        case SQLITE_NOTADB:
            self = .notOurs(path: path, reason: "it does not begin like one")
        case SQLITE_CORRUPT: self = .damaged(path: path, reason: "its structure is broken")
        case SQLITE_IOERR where code == Self.checksumCode:
            self = .damaged(path: path, reason: "a page does not have its checksum")
        case SQLITE_IOERR: self = .failed(path: path, reason: "the disk reports an error")
        case SQLITE_CANTOPEN: self = .failed(path: path, reason: "it cannot be opened")
        default: self = .failed(path: path, reason: message)
        }
    }

    /// `SQLITE_IOERR_DATA`, a macro that Swift does not see.
    private static let checksumCode = SQLITE_IOERR | (32 << 8)

    init(_ error: any Error, path: String) {
        switch error {
        case let error as WorkspaceError: self = error
        case let error as DatabaseError:
            self.init(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
        default: self = .failed(path: path, reason: "\(error)")
        }
    }
}
