import Columns
import TestSupport
import Testing

@testable import Render

@Suite struct TerminalTableTests {
    @Test func `a table has a header, a type row and aligned cells`() {
        let shown = table([
            ("login", text(["ada@acme.com", "bo"])), ("logins", integers([42, nil])),
            ("apps", lists([["Slack", "Jira"], []])),
        ])
        #expect(
            render(shown, as: .table) == """
                ┌──────────────┬─────────┬──────────────┐
                │ login        │  logins │ apps         │
                │ text         │ integer │ list of text │
                ├──────────────┼─────────┼──────────────┤
                │ ada@acme.com │      42 │ Slack, Jira  │
                │ bo           │       ∅ │ ∅            │
                └──────────────┴─────────┴──────────────┘

                """)
    }

    @Test func `without UTF-8 everything is ASCII`() {
        var options = OutputOptions()
        options.usesASCII = true
        options.rowLimit = 2
        let shown = table([("näme", text(["é\n", nil, "x", "y"]))])
        #expect(
            render(shown, as: .table, options: options) == """
                +-----------+
                | n\\u{e4}me |
                | text      |
                +-----------+
                | \\u{e9}\\n  |
                | .. 2 more |
                | y         |
                +-----------+

                """)
        for format in [OutputFormat.table, .record] {
            let bytes = render(naughtyTable, as: format, options: options).utf8
            #expect(bytes.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F })
        }
    }

    @Test func `long results show their head and tail and count the rest`() {
        var options = OutputOptions()
        let shown = table([("n", integers((0..<1000).map { $0 }))])
        let lines = render(shown, as: .table, options: options).split(separator: "\n")
        #expect(lines.count == 4 + 20 + 1 + 20 + 1)
        #expect(lines[24] == "│ ⋮ 960 more │")
        #expect(lines[23].contains(" 19 ") && lines[25].contains(" 980 "))
        options.rowLimit = nil
        #expect(render(shown, as: .table, options: options).split(separator: "\n").count == 1005)
        options.rowLimit = 0
        #expect(render(shown, as: .table, options: options).contains("⋮ 1,000 more"))
        let exact = table([("n", integers((0..<40).map { $0 }))])
        #expect(!render(exact, as: .table).contains("more"))
    }

    @Test func `every line of a table is equally wide and fits`() {
        var random = SeededNumbers(seed: 7)
        for _ in 0..<150 {
            let rows = Int.random(in: 0...6, using: &random)
            let columns = (0..<Int.random(in: 1...9, using: &random)).map { index in
                (
                    String(repeating: "h", count: Int.random(in: 1...14, using: &random))
                        + "\(index)", randomColumn(rows: rows, &random)
                )
            }
            var options = OutputOptions()
            options.width = Int.random(in: 24...140, using: &random)
            options.rowLimit = 3
            let drawn = renderTable(table(columns), options: options)
            let widths = Set(drawn.text.split(separator: "\n").map { displayWidth(String($0)) })
            #expect(widths.count == 1, "\(drawn.text)")
            #expect(widths.max()! <= options.width, "\(options.width)\n\(drawn.text)")
            let shown = columns.map(\.0).filter { !drawn.hiddenColumns.contains($0) }
            #expect(shown.count + drawn.hiddenColumns.count == columns.count)
            #expect(shown.first == columns.first?.0)
        }
    }

    private func randomColumn(rows: Int, _ random: inout SeededNumbers) -> Column {
        switch Int.random(in: 0...3, using: &random) {
        case 0: text((0..<rows).map { _ in naughtyStrings.randomElement(using: &random) })
        case 1:
            lists(
                (0..<rows).map { _ in
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        naughtyStrings.randomElement(using: &random)!
                    }
                })
        case 2: integers((0..<rows).map { _ in Int64.random(in: -99999...99999, using: &random) })
        default:
            Column(.date((0..<rows).map { _ in Int32.random(in: 0...20000, using: &random) }))
        }
    }

    @Test func `text shrinks widest first and numbers are never cut`() {
        var options = OutputOptions()
        options.width = 44
        let shown = table([
            ("login", text(["ada@acme.com"])), ("n", integers([123_456_789_012])),
            ("note", text([String(repeating: "x", count: 60)])),
        ])
        #expect(
            render(shown, as: .table, options: options).split(separator: "\n")[4]
                == "│ ada@acme.com │ 123456789012 │ xxxxxxxxx… │")
        options.width = 60
        #expect(
            render(shown, as: .table, options: options).split(separator: "\n")[4]
                == "│ ada@acme.com │ 123456789012 │ xxxxxxxxxxxxxxxxxxxxxxxxx… │")
        options.width = 30
        let narrow = renderTable(shown, options: options)
        #expect(narrow.text.contains(" 123456789012 ") && narrow.hiddenColumns == ["note"])
        #expect(narrow.hiddenFact == "1 column not shown: note")
    }

    @Test func `columns that nobody named go before the first one is cut`() {
        let login = "svetlana.goldberg@acme.com"
        let shown = table([
            ("login", text([login])), ("a", text([login])), ("b", text([login])),
        ])
        var options = OutputOptions()
        options.width = 48
        let unnamed = renderTable(shown, options: options)
        #expect(unnamed.text.contains(" \(login) ") && unnamed.hiddenColumns == ["b"])
        options.namedColumns = [0, 1, 2]
        let named = renderTable(shown, options: options)
        #expect(!named.text.contains(login) && named.hiddenColumns.isEmpty)
    }

    @Test func `a cut list says how many elements are missing`() {
        let column = lists([["Slack", "Jira", "GitHub", "AWS"], ["one very long element", "b"]])
        let drawn = DrawnColumn(
            field: Field(name: "apps", type: column.type), column: column, glyphs: .unicode)
        let cases: [(row: Int, width: Int, text: String)] = [
            (0, 30, "Slack, Jira, GitHub, AWS"), (0, 24, "Slack, Jira, GitHub, AWS"),
            (0, 23, "Slack, Jira, GitHub +1"), (0, 20, "Slack, Jira +2"), (0, 8, "Slack +3"),
            (0, 7, "Sla… +3"), (0, 4, "Sla…"), (1, 12, "one very… +1"),
        ]
        for (row, width, text) in cases {
            let cell = drawn.cell(row, width: width)
            #expect(cell.text == text)
            #expect(cell.width == displayWidth(cell.text) && cell.width <= width)
        }
    }

    @Test func `any script, and any number and length of cells, keeps the lines aligned`() {
        let long = String(repeating: "日本語e\u{301}👩‍👩‍👧‍👦", count: 2000)
        let cells = [
            "plain", "שלום עולם", "مرحبا بالعالم", "e\u{301}e\u{301}", "👩‍👩‍👧‍👦 family", "🇩🇪🇫🇷", "👍🏽", "日本語",
            long,
            String(repeating: "x", count: 10_000),
        ]
        let few = table([
            ("name", text(cells)), ("n", integers(cells.indices.map { Int64($0) })),
            ("again", text(cells.reversed())),
        ])
        let many = table(
            (0..<1000).map { ("column \($0)", text(cells)) })
        for (shown, hiddenCount) in [(few, 0), (many, 1000 - 6)] {
            let drawn = renderTable(shown)
            let lines = drawn.text.split(separator: "\n").map(String.init)
            #expect(lines.count == cells.count + 5)
            #expect(Set(lines.map(displayWidth)).count == 1, "\(drawn.text)")
            #expect(lines.allSatisfy { displayWidth($0) <= 100 })
            #expect(lines[12].contains("…") && lines[13].contains("xxx…"), "what is cut is marked")
            #expect(drawn.hiddenColumns.count == hiddenCount)
        }
        // What is cut on the screen is whole in a file.
        for format in [OutputFormat.csv, .tsv, .json, .ndjson, .html, .record] {
            var options = OutputOptions()
            if format == .record { options.width = 0 }
            let exported = render(few, as: format, options: options)
            for cell in cells { #expect(exported.contains(cell), "\(format)") }
        }
    }

    @Test func `columns that were named stay where others go`() {
        let columns = (0..<12).map { ("column\($0)", text(["some value of \($0)"])) }
        var options = OutputOptions()
        options.width = 60
        #expect(
            renderTable(table(columns), options: options).hiddenColumns
                == (4..<12).map { "column\($0)" })
        options.namedColumns = [9, 11]
        let drawn = renderTable(table(columns), options: options)
        #expect(
            drawn.hiddenColumns == (2..<12).filter { $0 != 9 && $0 != 11 }.map { "column\($0)" })
        let header = drawn.text.split(separator: "\n")[1]
        #expect(
            header.split(separator: "│").map { $0.filter { $0 != " " } }
                == ["column0", "column1", "column9", "column11"])
        options.namedColumns = Set(0..<12)
        #expect(
            renderTable(table(columns), options: options).hiddenColumns
                == (4..<12).map { "column\($0)" })
    }

    @Test func `a terminal moves to the border after a cell that is not ASCII`() {
        var options = OutputOptions()
        options.isTerminal = true
        let shown = table([("a", text(["é", "e"])), ("b", text(["x", "👍🏽"]))])
        let lines = render(shown, as: .table, options: options).split(separator: "\n")
        #expect(lines[4] == "│ é    \u{1B}[8G│ x    │")
        #expect(lines[5] == "│ e    │ 👍🏽   \u{1B}[15G│")
        // The border itself stands at column 8: four cells of type name and the padding before it.
        #expect(displayWidth(String(lines[1].prefix { $0 != "b" })) == 9)
    }

    /// C0, DEL, C1, and what reorders a line; written out here, so that it is no echo of the code.
    private func drives(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    @Test func `no control or bidirectional character of a cell or header reaches the output`() {
        for format in [OutputFormat.table, .record, .md, .html, .bar, .line, .json, .ndjson] {
            var options = OutputOptions()
            options.rowLimit = nil
            options.title = "t\u{1B}[2J"
            options.footer = ["f\u{9B}31m"]
            let text = render(naughtyTable, as: format, options: options)
            #expect(!text.isEmpty)
            let unsafe = text.unicodeScalars.filter {
                drives($0) && $0 != "\n" && !(format == .html && $0 == "\t")
            }
            #expect(unsafe.isEmpty, "\(format)")
        }
        var options = OutputOptions()
        options.isTerminal = true
        for format in [OutputFormat.csv, .tsv] {
            let text = render(naughtyTable, as: format, options: options)
            let unsafe = text.unicodeScalars.filter {
                drives($0) && $0 != "\n" && $0 != "\t"
            }
            #expect(unsafe.isEmpty, "\(format)")
        }
    }

    @Test func `colour adds escapes and changes nothing else`() {
        var options = OutputOptions()
        for format in [OutputFormat.table, .record, .bar, .line] {
            options.usesColor = true
            let colored = render(everyType, as: format, options: options)
            options.usesColor = false
            let plain = render(everyType, as: format, options: options)
            #expect(colored.contains("\u{1B}[") && !plain.contains("\u{1B}"))
            #expect(colored.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
        }
    }

    @Test func `messages escape what would drive a terminal`() {
        let cases = [
            ("plain", "plain"), ("a\u{1B}[2J", "a\\x1b[2J"), ("\u{202E}x", "\\u{202e}x"),
            ("a\nb\r\tc", "a\\nb\\r\\tc"), ("\u{9B}", "\\u{9b}"), ("日本", "日本"),
            ("\u{7F}\0", "\\x7f\\x00"),
        ]
        for (given, drawn) in cases { #expect(escapedForTerminal(given) == drawn) }
    }

    @Test func `one row is a record when asked`() {
        var options = OutputOptions()
        options.showsOneRowAsRecord = true
        options.width = 30
        let shown = table([
            ("login", text(["ada"])), ("title", text([nil])),
            ("note", text(["seven words that do not fit on a line"])),
        ])
        #expect(
            render(shown, as: .table, options: options) == """
                login  ada
                title  ∅
                note   seven words that do not
                       fit on a line

                """)
        #expect(render(everyType, as: .table, options: options).hasPrefix("┌"))
    }

    @Test func `a footer breaks between facts`() {
        var options = OutputOptions()
        options.width = 40
        let facts = [
            "42 of 1,318 users", "github.members via email (87 %)", "4 ms", "evil\u{1B}[2J",
        ]
        #expect(
            renderFooter(facts, options: options) == """
                42 of 1,318 users
                github.members via email (87 %) · 4 ms
                evil\\x1b[2J

                """)
        #expect(renderFooter([]) == "")
        options.usesASCII = true
        #expect(renderFooter(["a", "b · c"], options: options) == "a - b - c\n")
    }
}
