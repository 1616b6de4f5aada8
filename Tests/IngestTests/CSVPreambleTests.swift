import Testing

@testable import Ingest

/// What stands around a table: titles and comments above it, comments in it, totals below.
struct CSVPreambleTests {
    /// Loads with every block size and answers rows, header sentence, notes and troubles.
    private func told(_ text: String, _ options: SourceOptions = SourceOptions()) throws -> String {
        var all: Set<String> = []
        for block in [1, 100_000] {
            var limits = Limits()
            limits.blockBytes = block
            limits.rangeBytesMin = 1
            let loaded = try loadText(text, options: options, limits: limits, threads: 2)
            let report = loaded.report
            let troubles = report.troubles.map {
                "\($0.isRefused ? "refused" : "repaired") \($0.lines) \($0.example)"
            }
            let table = rows(loaded.tables[0]).map { $0.joined(separator: "|") }
            let header = report.format.split(separator: ",").first { $0.contains("header") } ?? ""
            all.insert(
                ([table.joined(separator: "/"), "\(header.drop { $0 == " " })"] + report.notes
                    + troubles).joined(separator: "; "))
        }
        #expect(all.count == 1, "\(text.debugDescription): \(all)")
        return all.sorted()[0]
    }

    @Test("Titles and comments before the header are left out and told")
    func preambles() throws {
        let cases: [(String, String)] = [
            (
                "Report of users\ngenerated 2026-08-01\nid,name,city\n1,Ada,Bonn\n2,Bob,Kiel\n",
                "id|name|city/1|Ada|Bonn/2|Bob|Kiel; header in line 3; "
                    + "2 lines before the header left out"
            ),
            // Padded to the table's width, as spreadsheets do.
            (
                "Licences,,\n,,\nseat,user,cost\ns1,ada,5\ns2,bob,6\n",
                "seat|user|cost/s1|ada|5/s2|bob|6; header in line 3; "
                    + "2 lines before the header left out"
            ),
            (
                "Generated:;2026-08-01\r\n\r\nname;mail;seats;since\r\nAda;a@x.com;2;2026-01-01\r\n"
                    + "Bob;b@x.com;3;2026-01-02\r\n",
                "name|mail|seats|since/Ada|a@x.com|2|2026-01-01/Bob|b@x.com|3|2026-01-02; "
                    + "header in line 3; 2 lines before the header left out"
            ),
            (
                "# exported, by x\n# on Monday\nid\tname\n1\ta\n",
                "id|name/1|a; header in line 3; 2 lines before the header left out"
            ),
            (
                "# one column\nname\nx\ny\n",
                "name/x/y; header in line 2; 1 line before the header left out"
            ),
            (
                "Sales\nname,2024,2025\nAda,5,6\nBob,7,8\n",
                "name|2024|2025/Ada|5|6/Bob|7|8; header in line 2; "
                    + "1 line before the header left out"
            ),
            (
                "# people\nada@x.com,1\nbob@x.com,2\n",
                "column_1|column_2/ada@x.com|1/bob@x.com|2; no header; "
                    + "1 line before the first row left out; "
                    + "the first row looks like data: the columns are named column_1 to column_2"
            ),
            (
                "sep=;\nid;a,b,c\nx;1,2,3\n",
                "id|a,b,c/x|1,2,3; header in line 2; 1 line before the header left out"
            ),
            (
                "sep=|\r\n1|2\r\n3|4\r\n",
                "column_1|column_2/1|2/3|4; no header; 1 line before the first row left out; "
                    + "the first row looks like data: the columns are named column_1 to column_2"
            ),
            ("sep=x\n1\n2\n", "sep=x/1/2; header in line 1"),
            // No preamble: the first row names the columns.
            ("#id,name\n1,a\n2,b\n", "#id|name/1|a/2|b; header in line 1"),
            ("# id,name\n1,a\n2,b\n", "# id|name/1|a/2|b; header in line 1"),
            (
                "a,,c\n1,2,3\n",
                "a|column_2|c/1|2|3; header in line 1; column 2 has no name: it is called column_2"
            ),
            (
                "id,name\nu1,a,x\nu2,b,y\n",
                "id|name/u1|a/u2|b; header in line 1; repaired [2, 3] u1,a,x"
            ),
            ("name\nx\ny\n", "name/x/y; header in line 1"),
            (
                "Full name\nSmith,Ada\nDoe,Jane\n",
                "Full name/Smith/Doe; header in line 1; repaired [2, 3] Smith,Ada"
            ),
            (
                "one of many names\nSmith, Ada\nDoe, Jane\n",
                "one of many names/Smith/Doe; header in line 1; repaired [2, 3] Smith, Ada"
            ),
            (
                "All users of today\nname,city\nAda,Bonn\n",
                "name|city/Ada|Bonn; header in line 2; 1 line before the header left out"
            ),
            ("2024,2025\n1,2\n", "2024|2025/1|2; header in line 1"),
            // No header.
            (
                "1,Ada\n2,Bob\n",
                "column_1|column_2/1|Ada/2|Bob; no header; "
                    + "the first row looks like data: the columns are named column_1 to column_2"
            ),
        ]
        for (text, expected) in cases {
            let found = try told(text)
            #expect(found == expected, "\(text.debugDescription)")
        }
    }

    @Test("Comments between rows and a totals row are refused with their lines")
    func commentsAndTotals() throws {
        let head = "seat,user,cost\ns1,ada,5\n"
        let table = "seat|user|cost/s1|ada|5"
        let cases: [(String, String)] = [
            ("# note\ns2,bob,6\n", "\(table)/s2|bob|6; header in line 1; refused [3] # note"),
            ("# a, b\n", "\(table); header in line 1; refused [3] # a, b"),
            ("#1,bob,6\n", "\(table)/#1|bob|6; header in line 1"),
            ("#1,bob\n", "\(table)/#1|bob|; header in line 1; repaired [3] #1,bob"),
            ("Total,,11\n", "\(table); header in line 1; refused [3] Total,,11"),
            (
                "s2,,\nSumme:,,\"1.234,50\"\n\n",
                "\(table)/s2||; header in line 1; refused [4] Summe:,,\"1.234,50\""
            ),
            ("GRAND TOTAL,,€ 5", "\(table); header in line 1; refused [3] GRAND TOTAL,,€ 5"),
            (
                "\"Total\",\"\",\"6\"\n",
                "\(table); header in line 1; refused [3] \"Total\",\"\",\"6\""
            ),
            ("Total rows: 1\n", "\(table); header in line 1; refused [3] Total rows: 1"),
            // Records.
            ("Total,bob,6\n", "\(table)/Total|bob|6; header in line 1"),
            ("\"Total\",,6\n", "\(table)/Total||6; header in line 1"),
            ("Total Recall,,6\n", "\(table)/Total Recall||6; header in line 1"),
            ("Total,,6\ns2,bob,6\n", "\(table)/Total||6/s2|bob|6; header in line 1"),
            ("\"x\nTotal,,6\",bob,6\n", "\(table)/x\nTotal,,6|bob|6; header in line 1"),
        ]
        for (tail, expected) in cases {
            #expect(try told(head + tail) == expected, "\(tail.debugDescription)")
            let windows = try told((head + tail).replacing("\n", with: "\r\n"))
            #expect(windows.replacing("\r\n", with: "\n") == expected, "\(tail.debugDescription)")
        }
        #expect(
            try told("seat,user,cost\nTotal,,0\n")
                == "seat|user|cost/Total||0; header in line 1")
        let report = try loadText(head + "# note\nTotal,,5\n").report
        #expect(report.refusedRows == 2 && report.lostRows == 0 && report.rows == 1)
    }

    @Test("Two faults at once are both dealt with and told")
    func combinations() throws {
        let preambles = ["", "Report\n", "# made, by hand\n", "Report,,\n\n"]
        let totals = ["", "Total,,3\n", "Sum\n"]
        let middles = ["", "# note\n", "3,\"c,d\n", "4,d,e,f\n", "\n"]
        let rows = "id,name,note\n1,a,x\n2,\"b,\n\"\"q\"\"\",y\n"
        for newline in ["\n", "\r\n"] {
            for delimiter in [",", ";", "\t"] {
                for mark in ["", "\u{FEFF}"] {
                    for preamble in preambles {
                        for total in totals {
                            for middle in middles {
                                let text = preamble + rows + middle + "9,z,w\n" + total
                                let written =
                                    mark
                                    + text.replacing(",", with: delimiter)
                                    .replacing("\n", with: newline)
                                let loaded = try loadText(written)
                                let report = loaded.report
                                let extra = middle.hasPrefix("3") || middle.hasPrefix("4") ? 1 : 0
                                let refused =
                                    (middle.hasPrefix("#") ? 1 : 0) + (total.isEmpty ? 0 : 1)
                                let label = written.debugDescription
                                #expect(report.rows == 3 + extra, "\(label)")
                                #expect(report.refusedRows == refused, "\(label)")
                                #expect(report.repairedRows == extra, "\(label)")
                                let found = IngestTests.rows(loaded.tables[0])
                                #expect(found[0] == ["id", "name", "note"], "\(label)")
                                #expect(
                                    found[2]
                                        == [
                                            "2", "b\(delimiter)\(newline)\"q\"", "y",
                                        ], "\(label)")
                                #expect(found.last == ["9", "z", "w"], "\(label)")
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("A header line given by hand is taken, whatever stands there")
    func given() throws {
        var options = SourceOptions()
        options.headerLine = 1
        #expect(
            try told("1,Ada\n2,Bob\n", options)
                == "1|Ada/2|Bob; header in line 1")
        options.headerLine = 3
        #expect(
            try told("a,b\n1,2\nx,y\n3,4\n", options)
                == "x|y/3|4; header in line 3; 2 lines before the header left out")
        options.headerLine = 0
        #expect(try told("# c\na,b\n", options) == "column_1/# c/a; no header; repaired [2] a,b")
    }
}
