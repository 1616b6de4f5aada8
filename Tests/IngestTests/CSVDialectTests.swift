import Columns
import Testing

@testable import Ingest

/// How files are written, found by looking, and what the load report says about it.
struct CSVDialectTests {
    @Test("Delimiter, newline and header are found and told")
    func dialects() throws {
        let cases: [(text: String, table: String, format: String)] = [
            (
                "a,b\n1,2\n", #"[["a", "b"], ["1", "2"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, LF"
            ),
            (
                "a;b\r\n1,5;2\r\n", #"[["a", "b"], ["1,5", "2"]]"#,
                "CSV, delimiter ';', header in line 1, UTF-8, CRLF"
            ),
            (
                "a\tb\n1\t2, 3\n", #"[["a", "b"], ["1", "2, 3"]]"#,
                "TSV, delimiter tab, header in line 1, UTF-8, LF"
            ),
            (
                "a|b\n1|2", #"[["a", "b"], ["1", "2"]]"#,
                "CSV, delimiter '|', header in line 1, UTF-8, LF"
            ),
            (
                "a,b\r1,2\r3,4", #"[["a", "b"], ["1", "2"], ["3", "4"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, CR"
            ),
            (
                "a,b\r\n1,2\n3,4\r\n", #"[["a", "b"], ["1", "2"], ["3", "4"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, LF and CRLF"
            ),
            (
                "a,b\n1,2\r3,4\r\n5,6\r\"7\r\n\",8",
                #"[["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"], ["7\r\n", "8"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, LF, CRLF and CR"
            ),
            (
                "\u{FEFF}\"a\",b\n1,2\n", #"[["a", "b"], ["1", "2"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, LF"
            ),
            (
                "\n\na,b\n1,2\n", #"[["a", "b"], ["1", "2"]]"#,
                "CSV, delimiter ',', header in line 3, UTF-8, LF"
            ),
            (
                "name\nx\ny\n", #"[["name"], ["x"], ["y"]]"#,
                "CSV, delimiter ',', header in line 1, UTF-8, LF"
            ),
            (
                "ada@x.com,1\nbob@x.com,2\n",
                #"[["column_1", "column_2"], ["ada@x.com", "1"], ["bob@x.com", "2"]]"#,
                "CSV, delimiter ',', no header, UTF-8, LF"
            ),
            ("a,b\n", #"[["a", "b"]]"#, "CSV, delimiter ',', header in line 1, UTF-8, LF"),
            ("", "[[]]", "CSV, delimiter ',', no header, UTF-8, LF"),
            (" \n\n ", "[[]]", "CSV, delimiter ',', no header, UTF-8, LF"),
        ]
        for (text, table, format) in cases {
            for block in [1, 100_000] {
                var limits = Limits()
                limits.blockBytes = block
                let loaded = try loadText(text, limits: limits)
                #expect("\(rows(loaded.tables[0]))" == table, "\(text.debugDescription)")
                #expect(loaded.report.format == format, "\(text.debugDescription)")
                #expect(loaded.report.troubles.isEmpty, "\(text.debugDescription)")
            }
        }
    }

    @Test("Every column has a name of its own")
    func names() throws {
        let loaded = try loadText("Email,,Email,email,Email_2,é,e\u{301}, \n1,2,3,4,5,6,7,8\n")
        #expect(
            loaded.tables[0].fields.map(\.name) == [
                "Email", "column_2", "Email_3", "email", "Email_2", "é", "e\u{301}", "column_8",
            ])
        #expect(
            loaded.report.notes.suffix(2) == [
                "columns 1 and 4 differ in case only: 'email'",
                "columns 6 and 7 differ in how accents are written only: 'e\u{301}'",
            ])
        #expect(loaded.report.notes.count == 5)
    }

    @Test("Options override what is found")
    func options() throws {
        var options = SourceOptions()
        options.delimiter = ";"
        options.headerLine = 2
        let loaded = try loadText("made by x, y, z\na;b\n1,1;2\n", options: options)
        #expect(rows(loaded.tables[0]) == [["a", "b"], ["1,1", "2"]])
        #expect(loaded.report.notes == ["1 line before the header left out"])
        options.headerLine = 0
        let headless = try loadText("x;y\n", options: options)
        #expect(rows(headless.tables[0]) == [["column_1", "column_2"], ["x", "y"]])
        options.delimiter = "a delimiter"
        let found = outcome { () throws(LoadError) in try loadText("a;;b\n", options: options) }
        #expect(found.contains("a delimiter is 1 to 8 bytes"))
    }

    @Test("Repaired rows are counted with their lines and a first example")
    func troubles() throws {
        let loaded = try loadText(
            """
            id,name,note
            1,a
            2,"x
            y",z
            3,b,c,,
            4,b,c,extra,more
            5,say "hi",n
            6,"say "hi" now",n
            7,"never closed,n
            8,,
            9,a

            10,x,y

            """)
        #expect(
            rows(loaded.tables[0]).map { $0.joined(separator: "|") } == [
                "id|name|note", "1|a|", "2|x\ny|z", "3|b|c", "4|b|c", "5|say \"hi\"|n",
                "6|say \"hi\" now|n", "7|\"never closed|n", "8||", "9|a|", "10|x|y",
            ])
        let told = loaded.report.troubles.map {
            "\($0.what) ×\($0.count) \($0.lines) \($0.example)"
        }
        #expect(
            told == [
                "row has 2 cells, the header has 3: the last one is missing ×2 [2, 11] 1,a",
                "row has 5 cells, the header has 3: the rest is blank and left out ×1 [5] 3,b,c,,",
                "row has 5 cells, the header has 3: the rest is left out ×1 [6] 4,b,c,extra,more",
                "row has a quote inside a cell that is not doubled: kept as text ×1 [8] "
                    + "6,\"say \"hi\" now\",n",
                "row has a quote that is not closed: kept as text ×1 [9] 7,\"never closed,n",
            ])
        #expect(loaded.report.repairedRows == 6 && loaded.report.refusedRows == 0)
        #expect(loaded.report.notes == ["1 blank line between rows"])
    }

    @Test("Spaces around quotes are left out and told; other spaces are kept")
    func paddedQuotes() throws {
        let loaded = try loadText(
            #"""
            id, "name", note
            1, "Smith, Ada" , x
            2,"a ""b""" ,"y"
            3, "open, z
            4, "a" b, "c"
            5, "", ""
            6,"two
            lines", "w"

            """#)
        #expect(
            rows(loaded.tables[0]).map { $0.joined(separator: "|") } == [
                "id|name| note", "1|Smith, Ada| x", "2|a \"b\"|y", "3| \"open| z",
                "4| \"a\" b|c", "5||", "6|two\nlines|w",
            ])
        #expect(
            loaded.report.troubles.map { "\($0.what) \($0.lines)" } == [
                "row has spaces around a quoted cell: left out [2, 3, 5, 6, 7]"
            ])
        // One line of many odd quotes takes no more than its length.
        let line = String(repeating: " \"a\" b \"\"\"\",", count: 100_000)
        #expect(outcome { () throws(LoadError) in try loadText("a,b\n\(line)\n") }.contains("a"))
    }

    @Test("A cell beyond 16 MiB is refused with its row, the rest is kept")
    func longCell() throws {
        let long = String(repeating: "x", count: (16 << 20) + 1)
        let loaded = try loadText("id,text\n1,a\n2,\(long)\n3,\"\(long)\"\n4,b\n")
        #expect(rows(loaded.tables[0]) == [["id", "text"], ["1", "a"], ["4", "b"]])
        #expect(loaded.report.troubles.map(\.lines) == [[3, 4]])
        #expect(loaded.report.refusedRows == 2)
    }

    @Test("One unclosed quote among many rows costs its own row only, in bounded time")
    func unclosed() throws {
        for (bad, cell) in [("5,\"x", "\"x"), ("5,\"\"x", "\"\"x"), ("5,\"a\"\"", "\"a\"\"")] {
            let good = (0..<50_000).map { "\($0),n" }
            var lines = good
            for row in stride(from: 5, to: 50_000, by: 10) { lines[row] = bad }
            let loaded = try loadText("id,n\n" + lines.joined(separator: "\n"))
            #expect(loaded.report.rows == 50_000)
            #expect(loaded.report.repairedRows == 5_000)
            #expect(rows(loaded.tables[0])[6] == ["5", cell])
        }
    }
}
