import GRDBSQLite
import Testing

/// A database written with SQLite itself, for the reader to find.
final class SQLiteWriter {
    private var handle: OpaquePointer?
    let path: String

    init(_ path: String) {
        self.path = path
        #expect(sqlite3_open(path, &handle) == SQLITE_OK)
    }

    deinit { close() }

    func run(_ statements: String) {
        let code = sqlite3_exec(handle, statements, nil, nil, nil)
        #expect(code == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }

    func close() {
        sqlite3_close(handle)
        handle = nil
    }
}
