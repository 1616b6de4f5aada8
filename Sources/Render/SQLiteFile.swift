import Columns
import GRDBSQLite

/// A database with one table: integers, numbers and booleans (0, 1) as such, lists as JSON arrays, the rest
/// as text in its own spelling, missing as NULL.
///
/// Names of columns that differ only in case get a number, since SQLite takes them for one.
func writeSQLite(
    _ table: Table, to file: UnfinishedFile, options: OutputOptions, shownPath: String
) throws(WriteError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let opened = sqlite3_open_v2(file.path, &handle, flags, nil)
    defer { sqlite3_close_v2(handle) }
    guard opened == SQLITE_OK, let handle else {
        throw .failed(path: shownPath, reason: String(cString: sqlite3_errstr(opened)))
    }
    let database = Database(handle: handle, shownPath: shownPath)
    // The file has no reader and no name yet, and is synced before it gets one.
    try database.run("PRAGMA journal_mode = OFF")
    try database.run("PRAGMA synchronous = OFF")
    try database.run("BEGIN")
    let given = options.objectName ?? table.name.description
    let name = given.isEmpty || given.lowercased().hasPrefix("sqlite_") ? "table_\(given)" : given
    let names = uniqueNames(table.fields.map { $0.name.isEmpty ? "column" : $0.name }) {
        $0.lowercased()
    }
    // A table without columns is not possible; it would have nothing to say either.
    if names.isEmpty { throw .failed(path: shownPath, reason: "there is no column") }
    let columns = zip(names, table.columns).map { quotedName($0) + " " + declaredType($1.type) }
    try database.run("CREATE TABLE \(quotedName(name)) (\(columns.joined(separator: ", ")))")
    let marks = [String](repeating: "?", count: names.count).joined(separator: ", ")
    try database.insert(
        table, "INSERT INTO \(quotedName(name)) VALUES (\(marks))",
        cancellation: options.cancellation)
    try database.run("COMMIT")
}

/// An identifier of SQL: quotation marks doubled, and NUL, which would end the statement, drawn escaped.
private func quotedName(_ name: String) -> String {
    var quoted = "\""
    for character in name.unicodeScalars {
        switch character {
        case "\"": quoted += "\"\""
        case "\0": quoted += "\\x00"
        default: quoted.unicodeScalars.append(character)
        }
    }
    return quoted + "\""
}

private func declaredType(_ type: ValueType) -> String {
    switch type {
    case .integer: "INTEGER"
    case .number: "REAL"
    case .bool: "BOOLEAN"
    default: "TEXT"
    }
}

/// Text for SQLite: bytes as they are, a length of -1 for NULL, lists as JSON.
private struct SQLiteEncoder: CellEncoder {
    var isJSON: Bool { false }
    var elements: JSONEncoder { JSONEncoder() }

    func text(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        Cell(start: start, length: length)
    }

    func missing(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        Cell(start: noBytes, length: -1)
    }

    func list(_ cells: UnsafeBufferPointer<Cell>, _ scratch: Scratch) -> Cell {
        JSONEncoder().list(cells, scratch)
    }
}

private struct Database {
    let handle: OpaquePointer
    let shownPath: String

    func run(_ statement: String) throws(WriteError) {
        try check(sqlite3_exec(handle, statement, nil, nil, nil))
    }

    func insert(
        _ table: Table, _ text: String, cancellation: Cancellation?
    ) throws(WriteError) {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(handle, text, -1, &statement, nil))
        var row = 0
        do {
            try RowBlocks(table, encoder: SQLiteEncoder()).withEach { count, cells in
                if cancellation?.isCancelled ?? false { throw WriteError.cancelled }
                for index in 0..<count {
                    for (position, column) in table.columns.enumerated() {
                        let stride = RowBlocks<SQLiteEncoder>.stride
                        let cell = cells[position * stride + index]
                        try check(bind(column, row, cell, statement, Int32(position + 1)))
                    }
                    let stepped = sqlite3_step(statement)
                    if stepped != SQLITE_DONE { try check(stepped) }
                    sqlite3_reset(statement)
                    row += 1
                }
            }
        } catch let error as WriteError {
            throw error
        } catch {
            throw .failed(path: shownPath, reason: "\(error)")
        }
    }

    /// No destructor is given (SQLITE_STATIC): the block's cells outlive the step.
    private func bind(
        _ column: Column, _ row: Int, _ cell: Cell, _ statement: OpaquePointer?, _ index: Int32
    ) -> Int32 {
        if cell.length < 0 { return sqlite3_bind_null(statement, index) }
        switch column.storage {
        case .integer(let values): return sqlite3_bind_int64(statement, index, values[row])
        case .number(let values): return sqlite3_bind_double(statement, index, values[row])
        case .bool(let values): return sqlite3_bind_int(statement, index, values[row] ? 1 : 0)
        default:
            return UnsafeRawPointer(cell.start).withMemoryRebound(
                to: CChar.self, capacity: Int(cell.length)
            ) { sqlite3_bind_text(statement, index, $0, cell.length, nil) }
        }
    }

    private func check(_ code: Int32) throws(WriteError) {
        if code == SQLITE_OK { return }
        if code & 0xFF == SQLITE_FULL { throw .diskFull(path: shownPath) }
        throw .failed(path: shownPath, reason: String(cString: sqlite3_errmsg(handle)))
    }
}
