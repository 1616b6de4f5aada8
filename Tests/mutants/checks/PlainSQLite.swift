import GRDBSQLite

/// Counts the rows of all tables of a SQLite database in memory; nil when SQLite itself finds it damaged.
func sqliteRowCount(_ bytes: [UInt8]) -> Int? {
    var handle: OpaquePointer?
    defer { sqlite3_close(handle) }
    guard sqlite3_open(":memory:", &handle) == SQLITE_OK,
        let copy = sqlite3_malloc64(UInt64(max(1, bytes.count)))
    else { return nil }
    let target = copy.assumingMemoryBound(to: UInt8.self)
    for (index, byte) in bytes.enumerated() { target[index] = byte }
    // The versions of the format for reading and writing: a log beside the file cannot be in memory.
    if bytes.count > 19 { (target[18], target[19]) = (1, 1) }
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE) | UInt32(SQLITE_DESERIALIZE_READONLY)
    guard
        sqlite3_deserialize(
            handle, "main", target, sqlite3_int64(bytes.count), sqlite3_int64(bytes.count), flags)
            == SQLITE_OK,
        let names = column("SELECT name FROM sqlite_schema WHERE type = 'table'", handle)
    else { return nil }
    var total = 0
    for name in names where !name.hasPrefix("sqlite_") {
        let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        let counted = column("SELECT count(*) FROM \"\(quoted)\" NOT INDEXED", handle)
        guard let count = counted?.first.flatMap({ Int($0) }) else { return nil }
        total += count
    }
    return total
}

private func column(_ sql: String, _ handle: OpaquePointer?) -> [String]? {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return nil }
    var values: [String] = []
    while true {
        switch sqlite3_step(statement) {
        case SQLITE_ROW:
            values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        case SQLITE_DONE: return values
        default: return nil
        }
    }
}
