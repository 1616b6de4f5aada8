import CCheckedFile
import GRDBSQLite
import Glibc

/// The database as a file: what its first bytes say, and how it comes to be.
struct DatabaseFile {
    let folder: StateFolder
    let schema: Schema

    var path: String { folder.databasePath }

    /// What the header says, before anything else of the file is read.
    ///
    /// - Returns: the version of its format; nil when there is no file.
    /// - Throws: when it is no database of ours, or one that this version of cork cannot read.
    func version() throws(WorkspaceError) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .cannot(operation: "look at", path: path, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .notOurs(path: path, reason: "it is not a regular file")
        }
        guard status.st_uid == geteuid() else {
            throw .unusableFolder(path: path, reason: .ownedByAnother)
        }
        if status.st_mode & 0o777 != 0o600 { _ = chmod(path, 0o600) }
        let header = try Header(path: path)
        guard header.applicationID == Schema.applicationID else {
            throw .notOurs(path: path, reason: "it is an SQLite database of something else")
        }
        guard header.version <= schema.version else {
            throw .newer(path: path, version: header.version, known: schema.version)
        }
        guard header.version > 0, header.pageBytes == Int(CC_PAGE_BYTES),
            header.reservedBytes == Int(CC_RESERVED_BYTES)
        else { throw .damaged(path: path, reason: "its header is wrong") }
        return header.version
    }

    /// Makes an empty database and gives it its name when it is whole and on the disk.
    ///
    /// So a file of that name is never an empty one, wherever this process is stopped.
    func create() throws(WorkspaceError) {
        let turn = try FolderTurn(folder)
        defer { turn.end() }
        // Another process may have made it meanwhile.
        if try version() != nil { return }
        let new = path + ".new"
        unlink(new)
        let file = open(new, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Self.writeError(new) }
        // Whatever the umask is.
        _ = fchmod(file, 0o600)
        close(file)
        do throws(WorkspaceError) {
            try fill(new)
            guard link(new, path) == 0 else {
                // No hard links here (FAT, some network file systems); the turn is ours.
                guard errno != EEXIST, access(path, F_OK) != 0, rename(new, path) == 0 else {
                    throw Self.writeError(path)
                }
                folder.synchronise()
                return
            }
        } catch {
            unlink(new)
            throw error
        }
        unlink(new)
        folder.synchronise()
    }

    private static func writeError(_ path: String) -> WorkspaceError {
        switch errno {
        case EACCES, EROFS, EPERM: .readOnly(path: path)
        case ENOSPC, EDQUOT: .diskFull(path: path)
        default: .cannot(operation: "make", path: path, code: errno)
        }
    }

    private func fill(_ new: String) throws(WorkspaceError) {
        var handle: OpaquePointer?
        let opened = sqlite3_open_v2(
            Self.checkedAddress(new), &handle,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard opened == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw WorkspaceError(
                code: opened, message: String(cString: sqlite3_errstr(opened)), path: new)
        }
        let connection = Connection(handle: handle, path: new)
        do throws(WorkspaceError) {
            var reserved = CC_RESERVED_BYTES
            sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
            // Nobody else sees the file yet, so there is nothing to roll back to.
            try connection.execute(
                "PRAGMA page_size = \(CC_PAGE_BYTES); PRAGMA journal_mode = MEMORY; "
                    + "PRAGMA synchronous = FULL; BEGIN;")
            for step in schema.steps { try connection.execute(step) }
            try connection.execute(
                "PRAGMA application_id = \(Schema.applicationID); "
                    + "PRAGMA user_version = \(schema.version); COMMIT;")
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
        let closed = sqlite3_close(handle)
        guard closed == SQLITE_OK else {
            throw .failed(path: new, reason: String(cString: sqlite3_errstr(closed)))
        }
    }

    /// The file with the checks of `CCheckedFile`, as SQLite takes it.
    static func checkedAddress(_ path: String, isReadOnly: Bool = false) -> String {
        var address = "file:"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"), 0...0x20, 0x7F...:
                let digits = Array("0123456789ABCDEF")
                address.append("%")
                address.append(digits[Int(byte >> 4)])
                address.append(digits[Int(byte & 15)])
            default: address.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return address + "?vfs=corkchecked&mode=\(isReadOnly ? "ro" : "rw")"
    }
}

/// The first hundred bytes of an SQLite file.
struct Header {
    let pageBytes: Int
    let reservedBytes: Int
    let pages: Int
    let version: Int
    let applicationID: Int32
    let fileBytes: Int

    static let byteCount = 100

    /// - Throws: `notOurs` when the file does not begin like one of SQLite's.
    init(path: String) throws(WorkspaceError) {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        var count = 0
        var size: Int64 = 0
        let code = cc_read_start(path, &bytes, bytes.count, &count, &size)
        guard code == SQLITE_OK else {
            throw WorkspaceError(
                code: code, message: String(cString: sqlite3_errstr(code)), path: path)
        }
        if size == 0 { throw .notOurs(path: path, reason: "it is empty") }
        guard bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .notOurs(path: path, reason: "it does not begin like one")
        }
        guard count == Self.byteCount else {
            throw .damaged(path: path, reason: "it is cut short")
        }
        func number(_ offset: Int, _ length: Int) -> UInt32 {
            bytes[offset..<offset + length].reduce(0) { $0 << 8 | UInt32($1) }
        }
        // 65536 does not fit its two bytes and is written as 1.
        let page = Int(number(16, 2))
        pageBytes = page == 1 ? 65_536 : page
        reservedBytes = Int(bytes[20])
        pages = Int(number(28, 4))
        version = Int(Int32(bitPattern: number(60, 4)))
        applicationID = Int32(bitPattern: number(68, 4))
        fileBytes = Int(size)
    }

    /// Less is there than the header speaks of. True also of a whole file in which another process is writing.
    var isCutShort: Bool { fileBytes < pages * pageBytes }
}

/// The right to make or convert the database of a folder, held by one process at a time.
struct FolderTurn {
    private let descriptor: Int32

    init(_ folder: StateFolder) throws(WorkspaceError) {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannot(operation: "open", path: folder.path, code: errno)
        }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    /// Not by closing alone, as a program that is being started may have a copy.
    func end() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
