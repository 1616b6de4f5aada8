import Columns
import GRDBSQLite
import Glibc
import Synchronization
import Testing

@testable import Render

@Suite struct FileTests {
    private let folder: String

    init() throws {
        var template = Array("/tmp/cork-render-XXXXXX".utf8CString)
        #expect(mkdtemp(&template) != nil)
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    private func names() -> [String] {
        var names: [String] = []
        guard let directory = opendir(folder) else { return [] }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(directory)
        return names.sorted()
    }

    private func content(_ name: String) -> String {
        guard let file = fopen("\(folder)/\(name)", "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat("\(folder)/\(name)", &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func failure(_ body: () throws(WriteError) -> Void) -> WriteError? {
        do throws(WriteError) {
            try body()
            return nil
        } catch { return error }
    }

    private let small = table([("n", integers([1, 2]))], name: "okta.users")

    @Test func `suffixes name formats`() throws {
        let cases: [(String, OutputFormat?)] = [
            ("a.csv", .csv), ("x/y.TSV", .tsv), ("a.jsonl", .ndjson), ("a.htm", .html),
            ("a.db", .sqlite),
            ("a", nil), ("a.b/c", nil), ("a.gz", nil), ("a.bar", nil), (".csv", .csv),
            ("a.csv/", nil),
        ]
        for (path, format) in cases { #expect(OutputFormat(suffix: path) == format, "\(path)") }
        #expect(throws: WriteError.compressed(path: "a.csv.gz")) {
            try OutputFormat.forFile("a.csv.gz")
        }
        #expect(throws: WriteError.unknownSuffix(path: "a.xlsx")) {
            try OutputFormat.forFile("a.xlsx")
        }
        #expect(
            WriteError.unknownSuffix(path: "a\u{1B}").sentence
                == "'a\\x1b' does not end in a format: csv tsv json ndjson md html sqlite")
    }

    @Test func `an existing file is replaced only when asked, and keeps its mode`() throws {
        let path = "\(folder)/out.csv"
        try write(small, as: .csv, toFile: path)
        #expect(content("out.csv") == "n\n1\n2\n")
        let mask = umask(0)
        umask(mask)
        #expect(mode("out.csv") == 0o666 & ~mask)
        chmod(path, 0o640)
        let other = table([("m", integers([3]))])
        #expect(
            failure { () throws(WriteError) in try write(other, as: .csv, toFile: path) }
                == .exists(path: path))
        #expect(content("out.csv") == "n\n1\n2\n")
        try write(other, as: .csv, toFile: path, replaces: true)
        #expect(content("out.csv") == "m\n3\n" && mode("out.csv") == 0o640)
        #expect(names() == ["out.csv"])
    }

    @Test func `a failure leaves the old file and no other`() throws {
        let path = "\(folder)/out.csv"
        try write(small, as: .csv, toFile: path)
        struct Broken: Error {}
        let error = failure { () throws(WriteError) in
            try writeFile(path, replaces: true) { sink in
                try Array("half".utf8).withUnsafeBytes { try sink($0) }
                throw Broken()
            }
        }
        #expect(error == .failed(path: path, reason: "Broken()"))
        let cancellation = Cancellation()
        cancellation.cancel()
        var options = OutputOptions()
        options.cancellation = cancellation
        for format in [OutputFormat.csv, .sqlite] {
            let error = failure { () throws(WriteError) in
                try write(small, as: format, toFile: path, replaces: true, options: options)
            }
            #expect(error == .cancelled)
        }
        let bars = failure { () throws(WriteError) in
            try write(table([("a", text(["x"]))]), as: .bar, toFile: path, replaces: true)
        }
        #expect(bars == .cannotRender(.noNumericColumn(.bar)))
        #expect(content("out.csv") == "n\n1\n2\n" && names() == ["out.csv"])
    }

    /// Counts the calls and lets one of them fail.
    private final class Fault: Sendable {
        private let made = Mutex(0)
        private let failing: Int
        init(failing: Int) { self.failing = failing }
        var isReached: Bool { made.withLock { $0 >= failing } }

        /// Whether this call is the one.
        func strikes() -> Bool {
            let number = made.withLock { count in
                count += 1
                return count
            }
            if number == failing { errno = EIO }
            return number == failing
        }

        var calls: FileCalls {
            let system = FileCalls()
            var calls = FileCalls()
            calls.makeTemporary = { self.strikes() ? -1 : system.makeTemporary($0) }
            // Three bytes at a time: a write may take less than it is given.
            calls.write = { file, bytes, count in
                if self.strikes() { return -1 }
                return system.write(file, bytes, min(count, 3))
            }
            calls.changeMode = { self.strikes() ? -1 : system.changeMode($0, $1) }
            calls.sync = { self.strikes() ? -1 : system.sync($0) }
            calls.link = { self.strikes() ? -1 : system.link($0, $1) }
            calls.rename = { self.strikes() ? -1 : system.rename($0, $1) }
            return calls
        }
    }

    @Test func `a file is whole or as it was whichever call fails`() throws {
        let path = "\(folder)/out.csv"
        let new = table([("m", integers([34, 5678, 9]))])
        for isThere in [false, true] {
            var failures = 0
            for number in 1... {
                unlink(path)
                if isThere { try write(small, as: .csv, toFile: path) }
                let fault = Fault(failing: number)
                let error = failure { () throws(WriteError) in
                    try write(
                        new, as: .csv, toFile: path, replaces: isThere, calls: fault.calls)
                }
                if error != nil {
                    failures += 1
                    #expect(content("out.csv") == (isThere ? "n\n1\n2\n" : ""), "call \(number)")
                    #expect(names() == (isThere ? ["out.csv"] : []), "call \(number)")
                } else {
                    #expect(content("out.csv") == "m\n34\n5678\n9\n", "call \(number)")
                    #expect(names() == ["out.csv"], "call \(number)")
                }
                if !fault.isReached { break }
            }
            // The temporary file, four writes, mode, sync and the name; a link that fails has `rename` instead,
            // and a folder that cannot be synced is no error.
            #expect(failures == (isThere ? 8 : 7))
        }
        unlink(path)
        var interrupted = FileCalls()
        let turns = Mutex(0)
        interrupted.write = { file, bytes, count in
            let turn = turns.withLock { turn in
                turn += 1
                return turn
            }
            if turn % 2 == 1 {
                errno = EINTR
                return -1
            }
            return Glibc.write(file, bytes, 1)
        }
        try write(new, as: .csv, toFile: path, calls: interrupted)
        #expect(content("out.csv") == "m\n34\n5678\n9\n", "a signal in between is no failure")
    }

    @Test
    func `what the disk refuses early is a failure, what a file system does not know is none`()
        throws
    {
        let path = "\(folder)/out.csv"
        try write(small, as: .csv, toFile: path)
        let megabyte = [UInt8](repeating: 0x61, count: 1 << 20)
        for (code, isFailure) in [(EIO, true), (ENOSPC, true), (EINVAL, false), (ENOSYS, false)] {
            var calls = FileCalls()
            let ranges = Mutex<[Range<Int>]>([])
            calls.beginSync = { _, start, count in
                ranges.withLock { $0.append(start..<start + count) }
                errno = code
                return -1
            }
            let error = failure { () throws(WriteError) in
                try writeFile(path, replaces: true, calls: calls) { sink in
                    for _ in 0..<20 { try megabyte.withUnsafeBytes { try sink($0) } }
                }
            }
            let megabytes = ranges.withLock { $0 }.map { $0.lowerBound >> 20..<$0.upperBound >> 20 }
            var status = stat()
            #expect(stat(path, &status) == 0)
            if isFailure {
                #expect(error == WriteError(errno: code, path: path))
                #expect(content("out.csv") == "n\n1\n2\n" && megabytes == [0..<8])
            } else {
                #expect(error == nil && status.st_size == 20 << 20)
                #expect(megabytes == [0..<8, 8..<16])
            }
            #expect(names() == ["out.csv"])
        }
    }

    @Test func `what is in the way is told in one line`() throws {
        mkdir("\(folder)/sub", 0o755)
        symlink("/nowhere/at/all", "\(folder)/dangling.csv")
        let cases: [(String, WriteError)] = [
            ("\(folder)/sub", .isDirectory(path: "\(folder)/sub")),
            ("\(folder)/none/out.csv", .noFolder(path: "\(folder)/none/out.csv")),
            ("\(folder)/dangling.csv", .exists(path: "\(folder)/dangling.csv")),
            ("", .unusableName(path: "")),
            ("\(folder)/a\0b.csv", .unusableName(path: "\(folder)/a\0b.csv")),
            ("\(folder)/sub/", .unusableName(path: "\(folder)/sub/")),
            ("\(folder)/a.csv.gz", .compressed(path: "\(folder)/a.csv.gz")),
            ("/dev/full", .diskFull(path: "/dev/full")),
        ]
        for (path, expected) in cases {
            let error = failure { () throws(WriteError) in try write(small, as: .csv, toFile: path)
            }
            #expect(error == expected)
            #expect(error?.sentence.contains("\n") == false && error?.sentence.isEmpty == false)
        }
        try write(small, as: .csv, toFile: "/dev/null")
        // A link is replaced itself; what it points to is not touched.
        try write(small, as: .csv, toFile: "\(folder)/dangling.csv", replaces: true)
        #expect(content("dangling.csv") == "n\n1\n2\n")
        #expect(names() == ["dangling.csv", "sub"])
    }

    @Test func `a SQLite file has one table of typed values`() throws {
        let path = "\(folder)/out.sqlite"
        try write(everyType, as: .sqlite, toFile: path)
        #expect(names() == ["out.sqlite"])
        let row = try rows(
            path,
            """
            SELECT login, dept, typeof(logins), logins, typeof(score), score, active, hired, seen, age, apps
            FROM "okta.users"
            """)
        #expect(
            row[0] == [
                "ada@acme.com", "R&D", "integer", "42", "real", "1.5", "1", "2024-10-04",
                "2026-08-01T00:00:00.123Z", "1d 2h 3min 4.5s", "[\"Slack\",\"Jira, Inc\"]",
            ])
        #expect(row[1] == ["bo", nil, "null", nil, "null"] + [String?](repeating: nil, count: 6))
        #expect(try rows(path, "PRAGMA integrity_check") == [["ok"]])
        #expect(
            failure { () throws(WriteError) in try write(small, as: .sqlite, toFile: path) }
                == .exists(path: path))
        var options = OutputOptions()
        options.objectName = "le\"avers"
        let doubled = table([("ID", integers([1])), ("id", integers([2])), ("", text(["\u{1B}'"]))])
        try write(doubled, as: .sqlite, toFile: path, replaces: true, options: options)
        #expect(
            try rows(path, "SELECT \"ID\", \"id (2)\", \"column\" FROM \"le\"\"avers\"")
                == [["1", "2", "\u{1B}'"]])
    }

    private struct Failure: Error { let message: String }

    private func rows(_ path: String, _ statement: String) throws -> [[String?]] {
        var database: OpaquePointer?
        var prepared: OpaquePointer?
        defer {
            sqlite3_finalize(prepared)
            sqlite3_close_v2(database)
        }
        guard sqlite3_open(path, &database) == SQLITE_OK,
            sqlite3_prepare_v2(database, statement, -1, &prepared, nil) == SQLITE_OK
        else { throw Failure(message: String(cString: sqlite3_errmsg(database))) }
        var rows: [[String?]] = []
        while sqlite3_step(prepared) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(prepared)).map { index in
                    sqlite3_column_text(prepared, index).map { String(cString: $0) }
                })
        }
        return rows
    }
}
