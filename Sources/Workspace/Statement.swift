import GRDBSQLite

/// One SQL statement on a connection, with bytes bound and read where they lie.
///
/// GRDB takes and gives blobs as `Data`, which copies each; records and segments are bound in place instead.
struct Statement: ~Copyable {
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    private let path: String

    init(_ text: String, on connection: OpaquePointer, path: String) throws(WorkspaceError) {
        self.connection = connection
        self.path = path
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, text, -1, &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw Self.error(code, connection, path)
        }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    static func error(
        _ code: Int32, _ connection: OpaquePointer, _ path: String
    ) -> WorkspaceError {
        let extended = sqlite3_extended_errcode(connection)
        return WorkspaceError(
            code: extended & 0xFF == code & 0xFF ? extended : code,
            message: String(cString: sqlite3_errmsg(connection)), path: path)
    }

    // MARK: - Parameters, counted from 1

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
    func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }
    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { sqlite3_bind_null(handle, index) }
    }
    func bind(_ index: Int32, _ value: String?) {
        guard var text = value else {
            sqlite3_bind_null(handle, index)
            return
        }
        text.withUTF8 { bytes in
            // Copied by SQLite: a short text.
            bytes.withMemoryRebound(to: CChar.self) {
                _ = sqlite3_bind_text64(
                    handle, index, $0.baseAddress ?? nowhere.assumingMemoryBound(to: CChar.self),
                    UInt64($0.count), Self.copies,
                    UInt8(SQLITE_UTF8))
            }
        }
    }
    func bind(_ index: Int32, copying bytes: [UInt8]) {
        bytes.withUnsafeBytes {
            _ = sqlite3_bind_blob64(
                handle, index, $0.baseAddress ?? nowhere, UInt64($0.count),
                Self.copies)
        }
    }
    /// The bytes must stay where they are until the statement has run.
    func bind(_ index: Int32, inPlace bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob64(
            handle, index, bytes.baseAddress ?? nowhere, UInt64(bytes.count),
            nil)
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    /// A pointer for no bytes that is not NULL, which SQLite would take for a missing value; nothing is read there.
    private var nowhere: UnsafeRawPointer { UnsafeRawPointer(handle) }

    // MARK: - Running

    /// True with a row to read, false at the end.
    func step() throws(WorkspaceError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = Self.error(code, connection, path)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs a statement that gives no rows, and makes it ready to run again.
    func run() throws(WorkspaceError) {
        while try step() {}
        sqlite3_reset(handle)
    }

    func reset() { sqlite3_reset(handle) }

    // MARK: - Columns of the row, counted from 0

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func isMissing(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }
    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    /// Valid until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }
}
