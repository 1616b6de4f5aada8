import Columns
import Glibc
import TestSupport
import Testing

@testable import Ingest

/// Files made to take all time or memory: they load, or end in a named limit, in time that grows with their
/// size.
struct CSVHostileTests {
    @Test("A quote that never closes costs its own row and one look at the rest")
    func neverClosed() throws {
        var times: [Int] = []
        for rows in [20_000, 320_000] {
            let text =
                "id,note\n1,x\n2,\"opens here\n"
                + (3..<rows).map { "\($0),plain text of a row\n" }.joined()
            var loaded: Loaded?
            let start = threadTime()
            loaded = try loadText(text, threads: 1)
            times.append(threadTime() - start)
            let report = try #require(loaded?.report)
            #expect(report.rows == rows - 1)
            #expect(
                report.troubles.map { "\($0.what) \($0.count) \($0.lines)" } == [
                    "row has a quote that is not closed: kept as text 1 [3]"
                ])
        }
        // Sixteen times the rows; a look at the rest for each row would take 256 times the work. What this thread
        // computed is compared, which other work on the machine does not stretch.
        #expect(times[0] > 0 && times[1] < times[0] * 100)
    }

    /// Nanoseconds that the calling thread has computed.
    private func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    @Test("Quotes that open on every line are searched to their own line's end")
    func manyOpen() throws {
        let text =
            "id,note\n" + (0..<200_000).map { "\($0),\"open \"\"\"\"\n" }.joined()
        let report = try loadText(text).report
        #expect(report.rows == 200_000 && report.repairedRows == 200_000)
    }

    @Test("Rows of 100,000 columns load; one column more is refused")
    func wide() throws {
        let names = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
        let row = [String](repeating: "1", count: 100_000).joined(separator: ",")
        let loaded = try loadText("\(names)\n\(row)\n\(row)\n", threads: 2)
        #expect(loaded.tables[0].columns.count == 100_000 && loaded.report.rows == 2)
        let refused = outcome { () throws(LoadError) in try loadText("\(names),x\n\(row),1\n") }
        #expect(refused.contains("at most 100000 columns, a line has 100001 cells"))
    }

    @Test("100,000 columns of one name get names of their own in time that grows with their number")
    func sameNames() throws {
        let names = [String](repeating: "a", count: 100_000).joined(separator: ",")
        let loaded = try loadText("\(names)\n\(names)\n")
        #expect(Set(loaded.tables[0].fields.map(\.name)).count == 100_000)
    }

    @Test("A million distinct values and a line of 64 MiB load")
    func distinct() throws {
        let keys = (0..<1_000_000).map { "key\($0)\n" }.joined()
        #expect(try loadText("key\n" + keys, threads: 2).report.rows == 1_000_000)
        let cell = String(repeating: "x", count: 8 << 20)
        let line = [String](repeating: cell, count: 8).joined(separator: ",")
        let loaded = try loadText("a,b,c,d,e,f,g,h\n\(line)\n1,2,3,4,5,6,7,8\n")
        #expect(loaded.report.rows == 2 && loaded.report.refusedRows == 0)
    }

    @Test("Every bound can be set, and is named where it is met")
    func bounds() {
        func load(_ text: String, _ name: String, _ value: String) -> String {
            var options = SourceOptions()
            let isSet = options.bounds.set(name, to: value)
            #expect(isSet)
            return outcome { () throws(LoadError) in
                try Ingest.load(
                    bytes: Array(text.utf8), file: "t", as: ObjectName("t.o"), options: options,
                    threads: 1)
            }
        }
        #expect(load("a,b\n1,2\n", "columns_max", "1").contains("columns_max sets it"))
        #expect(load("a,b\n1,2\n3,4\n", "rows_max", "1").contains("at most 1 row (rows_max"))
        #expect(
            load("a,b\n1,12345\n3,4\n", "cell_max", "4") == #"[["a", "b"], ["3", "4"]]"#)
        let nested = #"[{"a":{"b":[1,22]},"c":"12345"},{"a":1}]"#
        for (name, value) in [
            ("depth_max", "2"), ("cell_max", "4"), ("columns_max", "1"), ("rows_max", "1"),
        ] {
            #expect(load(nested, name, value).contains("(\(name) sets it)"), "\(name)")
        }
        for (name, value) in [
            ("depth_max", "5"), ("cell_max", "5"), ("columns_max", "9"), ("rows_max", "3"),
        ] {
            #expect(!load(nested, name, value).contains("sets it"), "\(name)")
        }
        for text in ["0", "-1", "many", "1 TB", "9999999999 GiB", ""] {
            var bounds = Bounds()
            let isSet = bounds.set("cell_max", to: text)
            #expect(!isSet, "\(text)")
        }
        #expect(Bounds.bytes("512 MiB") == 512 << 20 && Bounds.bytes("64k") == 64 << 10)
    }

    @Test("Damaged samples of every dialect end soon, with a table or an error")
    func damagedDialects() throws {
        let texts = [
            "id||na\\\"me||x\n1||\"a\\\"b\"||2\n2||c||\n", "'a','b'\n'1','x\\'y'\n'2','z'\n",
            "a\\,b,c\n1\\,2,\\N\n\\\\,3\n", "a  b   c\nx  1   y\nz  2   w\nq  3   r\n",
            "a\u{1F}b\u{1E}1\u{1F}2\u{1E}3\u{1F}4", "id,n\n1,2\n\nx,y,z\n1,2,3\n4,5,6\n\nend\n",
            "A,,B,\nx,y,x,y\n1,2,3,4\n5,6,7,8\nTotal,,,12\n", "a, b, c\n1, \"x\", 3\n, ,\n",
        ]
        var loads = 0
        for (number, text) in texts.enumerated() {
            let whole = Array(text.utf8)
            var random = SeededNumbers(seed: number + 77)
            for length in 0..<whole.count + 800 {
                var bytes = length < whole.count ? Array(whole.prefix(length)) : whole
                if length >= whole.count {
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        let index = Int.random(in: 0..<bytes.count, using: &random)
                        switch Int.random(in: 0..<3, using: &random) {
                        case 0:
                            bytes[index] = Array("\\\"',;| \n\r\u{1E}".utf8)
                                .randomElement(using: &random)!
                        case 1: bytes.insert(bytes[index], at: index)
                        default: if bytes.count > 1 { bytes.remove(at: index) }
                        }
                    }
                }
                var limits = Limits()
                limits.blockBytes = Int.random(in: 1...90, using: &random)
                limits.rangeBytesMin = 1
                _ = outcome { () throws(LoadError) in
                    try loadBytes(bytes, limits: limits, threads: 2)
                }
                loads += 1
            }
        }
        #expect(loads > 6000)
    }
}
