import Foundation
import GRDBSQLite

/// A database that is filled in memory and given out as the bytes of a file.
struct SQLiteFile {
    enum Value {
        case null
        case integer(Int)
        case real(Double)
        case text(String)
    }

    private let handle: OpaquePointer?

    init() {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY
        if sqlite3_open_v2(":memory:", &opened, flags, nil) != SQLITE_OK {
            fail("SQLite has no memory for a database", status: 1)
        }
        handle = opened
    }

    mutating func run(_ statements: String) {
        if sqlite3_exec(handle, statements, nil, nil, nil) != SQLITE_OK {
            fail(String(cString: sqlite3_errmsg(handle)), status: 1)
        }
    }

    mutating func insert(_ table: String, _ values: [Value]) {
        run("INSERT INTO \(table) VALUES (\(values.map(literal).joined(separator: ", ")))")
    }

    private func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        }
    }

    /// The file; the library's version, which SQLite notes in it, is a fixed one, so that every machine
    /// makes the same bytes.
    consuming func bytes() -> Data {
        defer { sqlite3_close(handle) }
        var size: sqlite3_int64 = 0
        guard let image = sqlite3_serialize(handle, "main", &size, 0) else {
            fail("SQLite has no memory for the file", status: 1)
        }
        defer { sqlite3_free(image) }
        var data = Data(bytes: image, count: Int(size))
        data.replaceSubrange(96..<100, with: [0x00, 0x2E, 0x63, 0x01])
        return data
    }
}
