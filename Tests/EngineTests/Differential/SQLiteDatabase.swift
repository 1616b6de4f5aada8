import GRDBSQLite

/// An in-memory SQLite database for answers to compare with.
final class SQLiteDatabase {
    private var handle: OpaquePointer?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK else {
            throw Failure(description: "open")
        }
    }

    deinit { sqlite3_close(handle) }

    func execute(_ sql: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard sqlite3_exec(handle, sql, nil, nil, &message) == SQLITE_OK else {
            let text = message.map { String(cString: $0) } ?? "failed"
            sqlite3_free(message)
            throw Failure(description: "\(text) in: \(sql)")
        }
    }

    /// Rows as SQLite prints them; nil is NULL.
    func rows(_ sql: String) throws -> [[String?]] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
        }
        defer { sqlite3_finalize(statement) }
        var result: [[String?]] = []
        while true {
            let status = sqlite3_step(statement)
            if status == SQLITE_DONE { return result }
            guard status == SQLITE_ROW else {
                throw Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
            }
            result.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) }
                })
        }
    }

    /// Creates a table of text columns from a CSV text and fills it; empty cells are NULL, cells of columns
    /// with `affinity` take it.
    func load(_ table: String, csv: String, affinities: [String: String] = [:]) throws {
        let records = Self.parse(csv)
        let quoted = records[0].map { "\"\($0)\"" }
        let columns = zip(quoted, records[0]).map { "\($0) \(affinities[$1] ?? "TEXT")" }
        try execute("CREATE TABLE \"\(table)\" (\(columns.joined(separator: ", ")))")
        for record in records.dropFirst() {
            let values = record.map { cell in
                cell.allSatisfy(\.isWhitespace)
                    ? "NULL"
                    : "'\(cell.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
            }
            try execute("INSERT INTO \"\(table)\" VALUES (\(values.joined(separator: ", ")))")
        }
    }

    /// A plain CSV parser of its own, so that a mistake of the product's cannot hide.
    static func parse(_ csv: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var cell = ""
        var isQuoted = false
        var characters = Array(csv.unicodeScalars)[...]
        func endCell() {
            record.append(cell)
            cell = ""
        }
        while let character = characters.popFirst() {
            if isQuoted {
                if character == "\"", characters.first == "\"" {
                    cell.unicodeScalars.append("\"")
                    characters.removeFirst()
                } else if character == "\"" {
                    isQuoted = false
                } else {
                    cell.unicodeScalars.append(character)
                }
            } else if character == "\"" {
                isQuoted = true
            } else if character == "," {
                endCell()
            } else if character == "\n" {
                endCell()
                records.append(record)
                record = []
            } else {
                cell.unicodeScalars.append(character)
            }
        }
        if !cell.isEmpty || !record.isEmpty {
            endCell()
            records.append(record)
        }
        return records
    }
}
