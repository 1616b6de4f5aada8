import Columns
import TestSupport
import Testing

@testable import Render

@Suite struct CSVTests {
    private func bytes(
        _ table: Table, as format: OutputFormat = .csv, _ options: OutputOptions = .init()
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try render(table, as: format, options: options) { bytes.append(contentsOf: $0) }
        return bytes
    }

    @Test func `quotation marks stand only where a value needs them`() {
        #expect(
            render(everyType, as: .csv) == """
                login,dept,logins,score,active,hired,seen,age,apps
                ada@acme.com,R&D,42,1.50,TRUE,2024-10-04,2026-08-01T00:00:00.123Z,\
                1d 2h 3min 4.5s,"Slack, Jira, Inc"
                bo,,,,,,,,

                """)
        let cells = table([
            ("a,b", text(["x\"y", "two\nlines", " padded ", "", "cr\r"])),
            ("", coded(["plain", "se;mi", "tab\t", nil, "a,b"])),
        ])
        #expect(
            render(cells, as: .csv)
                == "\"a,b\",\"\"\n\"x\"\"y\",plain\n\"two\nlines\",se;mi\n\" padded \",tab\t\n\"\",\n\"cr\r\",\"a,b\"\n"
        )
        #expect(
            render(cells, as: .tsv)
                == "a,b\t\"\"\n\"x\"\"y\"\tplain\n\"two\nlines\"\tse;mi\n\" padded \"\t\"tab\t\"\n\"\"\t\n\"cr\r\"\ta,b\n"
        )
    }

    @Test func `every value comes back byte for byte`() throws {
        for (format, delimiter) in [(OutputFormat.csv, UInt8(0x2C)), (.tsv, 0x09)] {
            let rows = parse(try bytes(naughtyTable, as: format), delimiter: delimiter)
            #expect(rows.count == naughtyTable.rowCount + 1)
            #expect(rows[0] == naughtyTable.fields.map { Array($0.name.utf8) })
            for (index, column) in naughtyTable.columns.enumerated() {
                let source = column.text()
                for row in 0..<column.count {
                    #expect(rows[row + 1][index] == Array(source.bytes(row)), "\(row) \(index)")
                }
            }
        }
    }

    @Test func `blocks and chunks have no seams`() throws {
        let count = 60_000
        let shown = table([
            ("n", integers((0..<count).map { $0 % 7 == 0 ? nil : Int64($0) })),
            ("t", text((0..<count).map { "value, \($0)" })),
            ("c", coded((0..<count).map { $0 % 3 == 0 ? nil : "c\($0 % 5)" })),
            ("l", lists((0..<count).map { [String](repeating: "e\($0)", count: $0 % 3) })),
        ])
        var chunks = 0
        var bytes: [UInt8] = []
        try render(shown, as: .csv) {
            chunks += 1
            bytes.append(contentsOf: $0)
        }
        #expect(chunks > 1)
        let rows = parse(bytes, delimiter: 0x2C)
        #expect(rows.count == count + 1)
        let texts = shown.columns.map { $0.text() }
        let different = (0..<count).first { row in
            !zip(rows[row + 1], texts).allSatisfy { $0.elementsEqual($1.bytes(row)) }
        }
        #expect(different == nil)
    }

    @Test func `the bytes are the same on any number of threads`() throws {
        let count = 20_000
        var strings = naughtyStrings.filter { $0.utf8.count < 1000 }
        strings += ["plain", "a,b", "", "Total", "x"]
        var seconds = Array(0..<count).map { Int64($0) * 86_399_999_999 }
        seconds[77] = -1
        let shown = table([
            ("n", integers((0..<count).map { $0 % 7 == 0 ? nil : Int64($0 * 31) })),
            ("t", text((0..<count).map { $0 % 11 == 0 ? nil : strings[$0 * 7 % strings.count] })),
            ("c", coded((0..<count).map { $0 % 3 == 0 ? nil : strings[$0 % 5] })),
            ("l", lists((0..<count).map { [String](repeating: "e\($0)", count: $0 % 3) })),
            ("s", Column(.time(seconds))), ("d", numbers((0..<count).map { Double($0) / 8 })),
            ("b", Column(.bool((0..<count).map { $0 % 2 == 0 }), validity: nil)),
            // One value fills a part of the output many times over.
            (
                "h",
                text(
                    (0..<count).map { $0 == 9000 ? String(repeating: "\"", count: 1_200_000) : "." }
                )
            ),
        ])
        for format in [OutputFormat.csv, .tsv, .json, .ndjson] {
            let one = try bytes(shown, as: format)
            for threads in [2, 5] {
                var options = OutputOptions()
                options.threads = threads
                #expect(try bytes(shown, as: format, options) == one, "\(format) \(threads)")
            }
        }
        struct Full: Error {}
        var options = OutputOptions()
        options.threads = 2
        #expect(throws: Full.self) {
            try render(shown, as: .csv, options: options) { _ in throw Full() }
        }
        let cancellation = Cancellation()
        options.cancellation = cancellation
        #expect(throws: RenderError.cancelled) {
            try render(shown, as: .ndjson, options: options) { _ in cancellation.cancel() }
        }
    }

    @Test func `a cell larger than the buffer is written whole`() throws {
        let large = String(repeating: "x\"", count: 1_500_000)
        let rows = parse(
            try bytes(table([("a", text(["s", large])), ("b", text(["1", "2"]))])), delimiter: 0x2C)
        #expect(rows[2][0] == Array(large.utf8) && rows[2][1] == [0x32])
    }

    @Test func `missing is the null text, and the same text is quoted`() {
        var options = OutputOptions()
        options.null = "NULL"
        let shown = table([("a", text(["NULL", nil, "x"])), ("b", integers([nil, 1, 2]))])
        #expect(render(shown, as: .csv, options: options) == "a,b\n\"NULL\",NULL\nNULL,1\nx,2\n")
        let only = table([("a", text(["x", nil, "a;b"]))])
        #expect(render(only, as: .csv) == "a\nx\n\"\"\n\"a;b\"\n")
    }

    @Test func `blank text that is missing keeps its bytes`() {
        var builder = TextBuilder()
        builder.append("  ")
        builder.append(" \n")
        let blank = Column(
            .text(builder.finish()), validity: Bitmap(repeating: false, count: 2))
        let shown = table([("a", blank), ("b", integers([1, 2]))])
        #expect(render(shown, as: .csv) == "a,b\n  ,1\n\" \n\",2\n")
    }

    @Test func `the safe mode guards formulas and spares numbers`() {
        var options = OutputOptions()
        options.isSpreadsheetSafe = true
        let cases = [
            ("=1+1", "\"'=1+1\""), ("+1+2", "\"'+1+2\""), ("-5+x", "\"'-5+x\""), ("@A", "\"'@A\""),
            ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("＝1", "\"'＝1\""),
            ("＋1", "\"'＋1\""), ("－1", "\"'－1\""), ("＠x", "\"'＠x\""), ("-5", "-5"),
            ("+1.5e3", "+1.5e3"),
            ("--5", "\"'--5\""), ("-", "\"'-\""), ("a=b", "a=b"), ("=\"x\"", "\"'=\"\"x\"\"\""),
        ]
        let shown = table([
            ("=h", text(cases.map(\.0))), ("n", integers(cases.map { _ in -5 })),
        ])
        #expect(
            render(shown, as: .csv, options: options)
                == "\"'=h\",n\n" + cases.map { "\($0.1),-5\n" }.joined())
        #expect(render(shown, as: .csv).contains("\n=1+1,-5\n"))
    }

    @Test func `typed values are spelt as Formatting spells them`() {
        var random = SeededNumbers(seed: 3)
        var values: [Int64] = [
            0, 1, -1, 9, 10, 99, 100, .max, .min, .max / 10, 1_000_000_000_000_000_000,
        ]
        for shift in 0..<63 {
            values.append((1 << shift) &- 1)
            values.append(Int64.random(in: .min ... .max, using: &random) >> shift)
        }
        let style = TimeStyle(
            separator: 0x20, hasSeconds: true, fractionDigits: 2, zone: .offsetColon)
        let minutes = TimeStyle(separator: 0x54, hasSeconds: false, fractionDigits: 0, zone: .none)
        let columns = [
            Column(.integer(values)), Column(.time(values)), Column(.duration(values)),
            Column(.time(values), spelling: .time(style)),
            Column(.time(values), spelling: .time(minutes)),
            Column(.time(values.map { $0 / 1000 * 1000 })),
            Column(.date(values.map { Int32(truncatingIfNeeded: $0) >> 8 })),
            Column(.number(values.map { Double($0) / 7 })),
            Column(.number(values.map { Double($0 >> 16) / 10_000 })),
            Column(.number(values.map { Double($0 % 100_000) / 1000 })),
            Column(.number(values.map { Double($0 % 100_000) / 1_000_000 })),
            Column(.bool(values.map { $0 > 0 })),
            Column(.bool(values.map { $0 > 0 }), spelling: .bool(.title)),
            // 0000-01-01 and 9999-12-31 are the first and last without a sign.
            Column(
                .date(
                    values.indices.map {
                        [-719_529, -719_528, -719_469, 2_932_896, 2_932_897, -1, 0, 0][$0 % 8]
                    })),
            Column(
                .time(
                    values.indices.map {
                        let day = [-719_529, -719_528, 2_932_896, 2_932_897][$0 / 2 % 4]
                        return Int64(day) * Calendar.microsecondsPerDay + Int64($0) * 1_000_001
                    })),
        ]
        let shown = table(columns.enumerated().map { ("c\($0)", $1) })
        let lines = render(shown, as: .csv).split(separator: "\n")
        for row in values.indices {
            let expected = columns.map { $0.string(row) }.joined(separator: ",")
            #expect(lines[row + 1] == expected)
        }
    }
}

/// A reader of RFC 4180, written for these tests alone: quotation marks around a field or none.
func parse(_ bytes: [UInt8], delimiter: UInt8) -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    var row: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if isQuoted {
            if byte != 0x22 {
                field.append(byte)
            } else if index < bytes.count, bytes[index] == 0x22 {
                field.append(0x22)
                index += 1
            } else {
                isQuoted = false
            }
        } else if byte == 0x22, field.isEmpty {
            isQuoted = true
        } else if byte == delimiter || byte == 0x0A {
            row.append(field)
            field = []
            if byte == 0x0A {
                rows.append(row)
                row = []
            }
        } else {
            field.append(byte)
        }
    }
    return rows
}
