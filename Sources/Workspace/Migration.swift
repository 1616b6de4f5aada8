import CCheckedFile
import GRDBSQLite
import Glibc

/// Brings a database of an earlier version to the present one: all steps in one transaction, after a copy.
///
/// The copy stays beside it as `workspace.db.before-2` (the version that it was converted to), for whoever goes
/// back to the earlier cork.
struct Migration {
    let file: DatabaseFile

    func run() throws(WorkspaceError) {
        guard file.folder.isWritable else { throw .readOnly(path: file.path) }
        let turn = try FolderTurn(file.folder)
        defer { turn.end() }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(
            DatabaseFile.checkedAddress(file.path), &handle,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else {
            throw WorkspaceError(
                code: code, message: String(cString: sqlite3_errstr(code)), path: file.path)
        }
        sqlite3_busy_timeout(handle, Int32(WorkspaceDatabase.busySeconds * 1000))
        let connection = Connection(handle: handle, path: file.path)
        try connection.execute("PRAGMA synchronous = FULL; BEGIN EXCLUSIVE;")
        // Another process may have had its turn before; an interrupted transaction was rolled back just now.
        let read = try connection.statement("PRAGMA user_version")
        guard try read.step() else { throw .damaged(path: file.path, reason: "it has no version") }
        let version = Int(read.integer(0))
        read.reset()
        guard version < file.schema.version else { return }
        try keepCopy()
        for step in file.schema.steps[version...] { try connection.execute(step) }
        try connection.execute("PRAGMA user_version = \(file.schema.version); COMMIT;")
    }

    private func keepCopy() throws(WorkspaceError) {
        let name = "\(file.path).before-\(file.schema.version)"
        let unfinished = name + ".new"
        unlink(unfinished)
        let copy = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard copy >= 0 else { throw .cannot(operation: "make", path: unfinished, code: errno) }
        _ = fchmod(copy, 0o600)
        var code = cc_copy(file.path, copy)
        if code == SQLITE_OK, fsync(copy) != 0 { code = SQLITE_IOERR }
        close(copy)
        guard code == SQLITE_OK, rename(unfinished, name) == 0 else {
            unlink(unfinished)
            throw code == SQLITE_FULL
                ? .diskFull(path: unfinished)
                : .failed(path: unfinished, reason: "the copy could not be written")
        }
        file.folder.synchronise()
    }
}
