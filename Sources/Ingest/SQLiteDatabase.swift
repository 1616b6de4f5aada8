import Columns
import GRDBSQLite

/// A connection to a database in memory that nothing in the database can make do anything but be read.
///
/// The schema of a file is SQL of its writer, so it is held as data: an authorizer refuses all but reading,
/// schemas are not trusted (no function with effects in a generated column), views and triggers never run,
/// and one row is at most `rowBytesMax`.
final class SQLiteDatabase {
    static let rowBytesMax: Int32 = 256 << 20

    private let image: FileBytes
    private let file: String
    private let cancellation: Cancellation
    private var handle: OpaquePointer?

    /// - Parameter image: kept for as long as the connection, which reads from it.
    init(_ image: FileBytes, file: String, cancellation: Cancellation) throws(LoadError) {
        self.image = image
        self.file = file
        self.cancellation = cancellation
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
        try check(sqlite3_open_v2(":memory:", &handle, flags, nil))
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.rowBytesMax)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1)
        sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0)
        let interval: Int32 = 10_000
        sqlite3_progress_handler(
            handle, interval,
            { context in
                let flag = Unmanaged<Cancellation>.fromOpaque(context!).takeUnretainedValue()
                return flag.isCancelled ? 1 : 0
            }, Unmanaged.passUnretained(cancellation).toOpaque())
        let size = Int64(image.count)
        try check(
            sqlite3_deserialize(
                handle, "main", image.base, size, size, UInt32(SQLITE_DESERIALIZE_READONLY)))
        for setting in [
            "trusted_schema = OFF", "query_only = ON", "cell_size_check = ON",
            "temp_store = MEMORY", "ignore_check_constraints = ON",
        ] {
            try check(sqlite3_exec(handle, "PRAGMA \(setting)", nil, nil, nil))
        }
        sqlite3_set_authorizer(
            handle,
            { _, action, _, _, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_PRAGMA, SQLITE_FUNCTION: SQLITE_OK
                default: SQLITE_DENY
                }
            }, nil)
    }

    deinit { sqlite3_close_v2(handle) }

    /// A statement at one of its rows.
    struct Row {
        fileprivate let statement: OpaquePointer?

        var columnCount: Int { Int(sqlite3_column_count(statement)) }

        func name(_ column: Int) -> String {
            sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) } ?? ""
        }

        func text(_ column: Int) -> String {
            let bytes = bytes(column, sqlite3_column_text(statement, Int32(column)))
            return String(decoding: bytes, as: UTF8.self)
        }

        /// What a cell holds; SQLite's types are those of cells, not of columns.
        enum Value {
            case missing
            case integer(Int64)
            case real(Double)
            case text(UnsafeBufferPointer<UInt8>)
            case blob(UnsafeBufferPointer<UInt8>)
        }

        /// The buffers last until the next cell is asked for.
        func value(_ column: Int) -> Value {
            let index = Int32(column)
            switch sqlite3_column_type(statement, index) {
            case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
            case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
            case SQLITE_TEXT:
                return .text(bytes(column, sqlite3_column_text(statement, index)))
            case SQLITE_BLOB:
                let blob = sqlite3_column_blob(statement, index)
                return .blob(bytes(column, blob?.assumingMemoryBound(to: UInt8.self)))
            default: return .missing
            }
        }

        private func bytes(
            _ column: Int, _ start: UnsafePointer<UInt8>?
        ) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(
                start: start,
                count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, Int32(column))))
        }
    }

    /// Runs a query and hands over each of its rows.
    ///
    /// - Parameter columns: called once before the first row, with the statement's columns.
    func query(
        _ text: String, columns: (Row) -> Void = { _ in },
        row body: (Row) throws(LoadError) -> Void
    ) throws(LoadError) {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(handle, text, -1, &statement, nil))
        let row = Row(statement: statement)
        columns(row)
        while true {
            if cancellation.isCancelled { throw .cancelled }
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                if code == SQLITE_DONE { return }
                throw failure(code)
            }
            try body(row)
        }
    }

    /// Walks all pages: one that stands in the trees twice, or not at all, makes a wrong answer and no error.
    func checkStructure() throws(LoadError) {
        var fault: String?
        try query("PRAGMA quick_check") { row throws(LoadError) in
            let line = row.text(0)
            // Other lines are values that break a rule of the schema: they are what the tables hold.
            if line.hasPrefix("*** in database") || line.contains("not in PRIMARY KEY order") {
                fault = fault ?? line
            }
        }
        guard let fault else { return }
        let lines = fault.split(separator: "\n")
        throw .damaged(
            file: file, reason: "its pages do not fit together (\(lines[lines.count > 1 ? 1 : 0]))")
    }

    private func check(_ code: Int32) throws(LoadError) {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> LoadError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
        switch code & 0xFF {
        case SQLITE_INTERRUPT: return .cancelled
        case SQLITE_CORRUPT: return .damaged(file: file, reason: "SQLite says '\(message)'")
        case SQLITE_NOTADB:
            return .damaged(
                file: file, reason: "behind its header is no database; is it encrypted?")
        case SQLITE_TOOBIG:
            return .tooLarge(
                file: file, limit: "rows of at most \(Self.rowBytesMax >> 20) MiB are read")
        case SQLITE_NOMEM:
            return .tooLarge(file: file, limit: "SQLite could not get the memory for it")
        default: return .damaged(file: file, reason: "SQLite says '\(message)'")
        }
    }

    static func quotedName(_ name: String) -> String {
        var quoted = "\""
        for scalar in name.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }
}
