import Columns
import GRDBSQLite
import Testing

@testable import Render

@Suite struct JSONTests {
    @Test func `values are typed and keep their digits`() {
        #expect(
            render(everyType, as: .json) == """
                [
                {"login":"ada@acme.com","dept":"R&D","logins":42,"score":1.50,"active":true,\
                "hired":"2024-10-04","seen":"2026-08-01T00:00:00.123Z","age":"1d 2h 3min 4.5s",\
                "apps":["Slack","Jira, Inc"]},
                {"login":"bo","dept":null,"logins":null,"score":null,"active":null,\
                "hired":null,"seen":null,"age":null,"apps":null}
                ]

                """)
        let digits = table([
            ("n", numbers([1, 1000, 0.5, -0.0], spelt: ["1.0", "1e3", ".5", "-0"])),
            ("d", numbers([0.1, 1e300, .nan, -.infinity])),
            (
                "t",
                Column(
                    .date([0, 1, 2, 3]),
                    spelling: .original(textColumn(["1970/01/01", "b", "c", "d"])))
            ),
        ])
        #expect(
            render(digits, as: .ndjson) == """
                {"n":1.0,"d":0.1,"t":"1970/01/01"}
                {"n":1e3,"d":1e+300,"t":"b"}
                {"n":0.5,"d":null,"t":"c"}
                {"n":-0,"d":null,"t":"d"}

                """)
    }

    @Test func `output is valid for any bytes`() throws {
        let array = render(naughtyTable, as: .json)
        #expect(try isValid(array))
        for line in render(naughtyTable, as: .ndjson).split(separator: "\n") {
            #expect(try isValid(String(line)))
        }
        #expect(render(table([("a", text([]))]), as: .json) == "[]\n")
        #expect(render(table([("a", text([]))]), as: .ndjson) == "")
        #expect(try !isValid("[\"\u{1}\"]"))
    }

    @Test func `strings come back as they were`() throws {
        let json = render(naughtyTable, as: .json)
        for (row, text) in naughtyStrings.enumerated() where !text.contains("\0") {
            let name = "va\u{1B}[1ml\u{202E}ue"
            let back = try query(
                "SELECT json_extract(e.value, '$.' || ?2) FROM json_each(?1) AS e WHERE e.key = \(row)",
                [json, quotedForJSON(name)])
            #expect(back.unicodeScalars.elementsEqual(text.unicodeScalars), "\(text)")
        }
    }

    @Test func `names that are the same are told apart`() {
        let shown = table([
            ("id", integers([1])), ("id", integers([2])), ("id (2)", integers([3])),
            ("id", integers([4])),
        ])
        #expect(
            render(shown, as: .ndjson) == "{\"id\":1,\"id (3)\":2,\"id (2)\":3,\"id (4)\":4}\n")
    }

    private func isValid(_ json: String) throws -> Bool {
        try query("SELECT json_valid(?1)", [json]) == "1"
    }

    private struct Failure: Error { let message: String }

    /// The one value that SQLite answers.
    private func query(_ statement: String, _ values: [String]) throws -> String {
        var database: OpaquePointer?
        var prepared: OpaquePointer?
        defer {
            sqlite3_finalize(prepared)
            sqlite3_close_v2(database)
        }
        guard sqlite3_open(":memory:", &database) == SQLITE_OK,
            sqlite3_prepare_v2(database, statement, -1, &prepared, nil) == SQLITE_OK
        else { throw Failure(message: String(cString: sqlite3_errmsg(database))) }
        return try withExtendedLifetime(values) {
            var copies = values.map { Array($0.utf8CString) }
            for index in copies.indices {
                copies[index].withUnsafeMutableBufferPointer { bytes in
                    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                    sqlite3_bind_text(
                        prepared, Int32(index + 1), bytes.baseAddress, Int32(bytes.count - 1),
                        transient)
                }
            }
            guard sqlite3_step(prepared) == SQLITE_ROW, let text = sqlite3_column_text(prepared, 0)
            else { throw Failure(message: String(cString: sqlite3_errmsg(database))) }
            let count = Int(sqlite3_column_bytes(prepared, 0))
            return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
        }
    }
}
