import Columns
import Glibc
import TestSupport
import Testing

@testable import Ingest

@Suite struct SQLiteTests {
    private let folder = TemporaryFolder()

    private func database(_ name: String, _ statements: String) -> String {
        let path = "\(folder.path)/\(name)"
        SQLiteWriter(path).run(statements)
        return path
    }

    private func read(
        _ path: String, table: DatabaseTable = .each, as name: String = "t.o"
    ) throws(LoadError) -> Loaded {
        var options = SourceOptions()
        options.table = table
        return try load(file: path, as: ObjectName(name), options: options)
    }

    private func bytes(_ path: String) -> [UInt8] {
        let file = open(path, O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = Glibc.read(file, &bytes, bytes.count)
        return Array(bytes[..<max(0, count)])
    }

    private func names() -> [String] {
        guard let stream = opendir(folder.path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test("Every cell keeps its own type's digits, NULL is missing, BLOBs are hexadecimal")
    func cells() throws {
        let path = database(
            "cells.db",
            """
            CREATE TABLE c(v);
            INSERT INTO c VALUES (9007199254740993), (-9223372036854775808), (0.1), (1e300), (5.0),
              (9e999), (-9e999), (x'00ff31'), (x''), ('007'), (''), (NULL), ('  '), ('é'), (-0.0),
              ('a' || char(10) || 'b');
            """)
        let loaded = try read(path)
        let texts = rows(loaded.tables[0]).dropFirst().map { $0[0] }
        let expected = [
            "9007199254740993", "-9223372036854775808", "0.1", "1e+300", "5.0", "Infinity",
            "-Infinity", "0x00ff31", "0x", "007", "", "", "  ", "é", "0.0", "a\nb",
        ]
        // SQLite keeps a real that is a whole number as an integer where it can, so -0.0 is 0.0.
        #expect(texts.enumerated().allSatisfy { $1 == expected[$0] || $1 == "-0.0" }, "\(texts)")
        #expect(loaded.tables[0].columns[0].missingCount == 3)
        #expect(loaded.report.notes.contains { $0.contains("2 BLOBs") })
    }

    @Test("Tables are objects of one tool, in the order they were made; the rest is named")
    func tables() throws {
        let path = database(
            "all.db",
            """
            CREATE TABLE zebra(a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);
            INSERT INTO zebra(b) VALUES ('x'), ('y');
            CREATE TABLE "odd ""name"("a b", "A_B");
            CREATE VIEW v AS SELECT * FROM zebra;
            CREATE VIRTUAL TABLE words USING fts5(t);
            CREATE TABLE made(a INT, b INT GENERATED ALWAYS AS (a * 2));
            INSERT INTO made(a) VALUES (21);
            CREATE TABLE keyed(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
            INSERT INTO keyed VALUES ('b', 1), ('a', 2);
            """)
        let loaded = try read(path, as: "tool.file")
        #expect(
            loaded.tables.map(\.name.description) == [
                "tool.zebra", "tool.odd \"name", "tool.made", "tool.keyed",
            ])
        #expect(rows(loaded.tables[0]) == [["a", "b"], ["1", "x"], ["2", "y"]])
        #expect(rows(loaded.tables[2]) == [["a", "b"], ["21", "42"]])
        #expect(rows(loaded.tables[3]) == [["k", "v"], ["a", "2"], ["b", "1"]])
        #expect(
            loaded.report.notes == ["views left out: v", "virtual tables left out: words"])
        #expect(try read(path, as: "chinook").tables[0].name.description == "chinook.zebra")
        #expect(
            try read(path, table: .named("ZEBRA"), as: "x.y").tables.map(\.name.description) == [
                "x.y"
            ])
        #expect(
            outcome { () throws(LoadError) in try read(path, table: .only) }.contains("4 tables"))
        let none = outcome { () throws(LoadError) in try read(path, table: .named("nope")) }
        #expect(none.contains("it has no table"))
        let text = folder.write("x.csv", Array("a,b\n1,2\n".utf8))
        let other = outcome { () throws(LoadError) in try read(text, table: .named("nope")) }
        #expect(other.contains("it is no database"))
    }

    @Test("Rows come in the table's order, also where an index holds every column")
    func order() throws {
        let path = database(
            "order.db",
            "CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (3),(1),(2);")
        #expect(rows(try read(path).tables[0]) == [["a"], ["3"], ["1"], ["2"]])
    }

    @Test("What is committed in a write-ahead log is read, and nothing is written beside the file")
    func writeAheadLog() throws {
        let live = "\(folder.path)/live.db"
        let writer = SQLiteWriter(live)
        writer.run(
            """
            PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
            CREATE TABLE t(a); INSERT INTO t VALUES (1);
            """)
        writer.run("BEGIN; INSERT INTO t VALUES (2); COMMIT")
        let database = folder.write("copy.db", bytes(live))
        let log = bytes(live + "-wal")
        let alone = outcome { () throws(LoadError) in try read(database) }
        #expect(!alone.contains("[\"1\"]"), "the log is needed for this test: \(alone)")
        folder.write("copy.db-wal", log)
        let before = names()
        let loaded = try read(database)
        #expect(rows(loaded.tables[0]) == [["a"], ["1"], ["2"]])
        #expect(loaded.report.notes.contains { $0.contains("write-ahead log") })
        #expect(names() == before)
        // A torn last frame was never committed: the state before it counts.
        folder.write("copy.db-wal", Array(log.dropLast(10)))
        #expect(rows(try read(database).tables[0]) == [["a"], ["1"]])
        // Nor is a frame whose checksum is wrong.
        var torn = log
        torn[torn.count - 100] ^= 1
        folder.write("copy.db-wal", torn)
        #expect(rows(try read(database).tables[0]) == [["a"], ["1"]])
        for length in stride(from: 0, to: log.count, by: 509) {
            folder.write("copy.db-wal", Array(log[..<length]))
            _ = outcome { () throws(LoadError) in try read(database) }
        }
        writer.close()
    }

    @Test("A transaction that was cut off is refused")
    func hotJournal() {
        let path = database("hot.db", "CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        folder.write("hot.db-journal", [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7, 0, 0])
        let found = outcome { () throws(LoadError) in try read(path) }
        #expect(found.contains("cut off"), "\(found)")
        folder.write("hot.db-journal", [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(outcome { () throws(LoadError) in try read(path) }.hasPrefix("[["))
    }

    private func sample() -> [UInt8] {
        bytes(
            database(
                "sample.db",
                """
                PRAGMA page_size = 512;
                CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, n REAL);
                WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 120)
                INSERT INTO t SELECT i, 'name' || i, i / 8.0 FROM c;
                """))
    }

    @Test("A database that is cut short is one clear error, wherever it was cut")
    func truncated() {
        let whole = sample()
        for length in stride(from: 16, to: whole.count, by: 97) {
            let found = outcome { () throws(LoadError) in try loadBytes(Array(whole[..<length])) }
            #expect(found.hasPrefix("damaged"), "\(length): \(found.prefix(200))")
        }
        let empty = outcome { () throws(LoadError) in
            try loadBytes(SQLiteImage.magic + [UInt8](repeating: 0, count: 84))
        }
        #expect(empty.hasPrefix("damaged"))
        let noise = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let encrypted = outcome { () throws(LoadError) in
            try loadBytes([0x01, 0x02] + noise, file: "vault.sqlite")
        }
        #expect(encrypted.contains("encrypted"), "\(encrypted)")
    }

    /// Of the pages that hold rows, in the cells' contents, any value is a value; a change elsewhere is
    /// noticed or makes no difference.
    @Test("A damaged database never gives another number of rows")
    func damaged() {
        let whole = sample()
        var random = SeededNumbers(seed: 7)
        for round in 0..<600 {
            var bytes = whole
            let at = Int(random.next() % UInt64(bytes.count))
            bytes[at] ^= UInt8(1 << (random.next() % 8))
            if round % 3 == 0 { bytes.replaceSubrange(512..<1024, with: bytes[1024..<1536]) }
            do throws(LoadError) {
                let loaded = try loadBytes(bytes)
                // Past the header's table name, only a whole table is an answer.
                let counts = loaded.tables.map(\.rowCount)
                #expect(counts == [120], "byte \(at), round \(round): \(counts)")
            } catch {}
        }
    }

    @Test(
        "A generated column cannot take all memory, nor a table promise what its file cannot hold")
    func hostile() {
        let large = database(
            "large.db",
            """
            CREATE TABLE t(a, b BLOB AS (zeroblob(400000000)));
            INSERT INTO t(a) VALUES (1);
            """)
        let found = outcome { () throws(LoadError) in try read(large) }
        #expect(found.hasPrefix("tooLarge"), "\(found.prefix(200))")
        let many = database(
            "many.db",
            """
            CREATE TABLE t(a, b TEXT AS (printf('%.*c', 4000000, 'x')));
            WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500)
            INSERT INTO t(a) SELECT i FROM c;
            """)
        var limits = Limits()
        limits.unpackedBytesFree = 16 << 20
        let file = bytes(many)
        let unfolded = outcome { () throws(LoadError) in try loadBytes(file, limits: limits) }
        #expect(unfolded.contains("unfolds to more"), "\(unfolded.prefix(200))")
        let long = database(
            "long.db", "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, zeroblob(9000000)), (2, 3);")
        let loaded = try? read(long)
        #expect(loaded?.report.refusedRows == 1)
        #expect(loaded?.tables[0].rowCount == 1)
    }

    @Test("A gzipped database is read, and loading can be stopped")
    func elsewhere() throws {
        let whole = sample()
        let packed = try loadBytes(FileTests.stored(whole))
        #expect(packed.tables[0].rowCount == 120)
        #expect(packed.report.format == "gzip, SQLite, 1 table")
        let cancelled = Cancellation()
        cancelled.cancel()
        let stopped = outcome { () throws(LoadError) in
            try load(bytes: whole, file: "x", as: ObjectName("t.o"), cancellation: cancelled)
        }
        #expect(stopped == "cancelled")
    }
}
