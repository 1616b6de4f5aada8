import GRDBSQLite

/// An open connection to the database, inside a transaction.
struct Connection {
    let handle: OpaquePointer
    let path: String

    func statement(_ text: String) throws(WorkspaceError) -> Statement {
        try Statement(text, on: handle, path: path)
    }

    /// Runs statements that take no parameters and give no rows.
    func execute(_ text: String) throws(WorkspaceError) {
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw Statement.error(code, handle, path) }
    }

    /// Rows that the statement before changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }
    var lastID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// The next number of a sequence; none is ever given twice, also after what had it was deleted.
    func next(_ counter: String, _ count: Int = 1) throws(WorkspaceError) -> Int64 {
        let read = try statement("SELECT value FROM counters WHERE name = ?")
        read.bind(1, counter)
        guard try read.step() else {
            throw .damaged(path: path, reason: "the counter of \(counter) numbers is missing")
        }
        let value = read.integer(0)
        read.reset()
        if count == 0 { return value }
        let write = try statement("UPDATE counters SET value = ? WHERE name = ?")
        write.bind(1, value + Int64(count))
        write.bind(2, counter)
        try write.run()
        return value
    }
}
