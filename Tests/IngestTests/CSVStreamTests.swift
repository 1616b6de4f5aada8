import CKernels
import Columns
import TestSupport
import Testing

@testable import Ingest

/// Files read a block at a time against the same files read whole.
@Suite(.ownThread) struct CSVStreamTests {
    private static func limits(block: Int = 4096) -> Limits {
        var limits = Limits()
        limits.streamBytesMin = 1
        limits.rangeBytesMin = 1
        limits.blockBytes = block
        return limits
    }

    private func streamed(
        _ text: [UInt8], limits: Limits, threads: Int = 1, options: SourceOptions = .init(),
        isUnchanged: Bool = true, file: String = "test"
    ) throws -> Loaded? {
        let source = PieceSource(
            count: text.count,
            read: { out, range in
                guard range.upperBound <= text.count else { return false }
                for (index, byte) in text[range].enumerated() { out[index] = byte }
                return true
            }, isUnchanged: { isUnchanged })
        return try CSVStream(
            source: source,
            request: LoadRequest(
                file: file, object: ObjectName("t.o"), options: options, limits: limits,
                threads: threads)
        ).load()
    }

    @Test func `a text that stands beside itself is kept once, and no other is taken for it`()
        throws
    {
        var numbers = SeededNumbers(seed: 21)
        var rows: [[String]] = []
        for row in 0..<3000 {
            let login = "user\(numbers.next() % 1_000_000)@acme.com"
            let email: String =
                switch row % 7 {
                case 0: ""
                // Of the same length.
                case 1: String(login.reversed())
                case 2: "\"\(login)\""
                case 3: "longer.\(login)"
                default: login
                }
            rows.append([row % 11 == 0 ? "" : login, email, "k\(row)", login])
        }
        let text = Array(
            (["login,email,id,again"] + rows.map { $0.joined(separator: ",") })
                .map { $0 + "\n" }.joined().utf8)
        for threads in [1, 2] {
            let loaded = try #require(
                try streamed(text, limits: Self.limits(), threads: threads))
            let table = loaded.tables[0]
            guard case .text(let logins) = table.columns[0].storage,
                case .text(let emails) = table.columns[1].storage
            else {
                Issue.record("not text")
                return
            }
            for (row, cells) in rows.enumerated() {
                let plain = cells.map { $0.filter { $0 != "\"" } }
                #expect(table.columns.map { $0.string(row) } == plain)
                let isShared = plain[0] == plain[1] && !plain[0].isEmpty
                #expect((logins.views[row] == emails.views[row]) == isShared)
            }
        }
    }

    private func told(_ report: LoadReport) -> String {
        "\(report.format) \(report.rows) \(report.bytes) \(report.notes) \(report.hasHeader)"
    }

    /// A file of rows that programs write: every column of one kind, with `anomalies` in a hundred cells.
    private func export(_ random: inout SeededNumbers, anomalies: Int) -> [UInt8] {
        let kinds: [(inout SeededNumbers) -> String] = [
            { "\(Int.random(in: -9...900_000, using: &$0))" },
            { "\(Int.random(in: 0...99, using: &$0)).5" },
            { ["true", "false"].randomElement(using: &$0)! },
            { "2026-0\(Int.random(in: 1...9, using: &$0))-11" },
            { "2026-01-1\(Int.random(in: 0...9, using: &$0))T03:04:05.000Z" },
            { ["ACTIVE", "LEFT", "STAGED", "Zoë"].randomElement(using: &$0)! },
            { "00u\(Int.random(in: 0...Int.max, using: &$0))" },
            {
                "\"\(Int.random(in: 0...99, using: &$0)), \"\"said\"\" Ångström\nof the second line\""
            },
            { _ in "" },
            { String(repeating: "long ", count: Int.random(in: 0...40, using: &$0)) + "x" },
        ]
        let odd = ["n/a", " ", "1.0", "7", "2026-02-03", "2026-01-01T00:00:00Z", "True", "é", ""]
        let columns = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (kinds.randomElement(using: &random)!, Int.random(in: 0...5, using: &random))
        }
        let newline = Bool.random(using: &random) ? "\n" : "\r\n"
        var text = Int.random(in: 0...5, using: &random) == 0 ? "\u{FEFF}" : ""
        text += columns.indices.map { "name\($0)" }.joined(separator: ",")
        // A column may begin with rows that lack it.
        for row in 0..<Int.random(in: 1...400, using: &random) {
            text += newline
            text += columns.map { kind, start in
                if Int.random(in: 0..<100, using: &random) < anomalies {
                    return odd.randomElement(using: &random)!
                }
                if row < start * 20 { return columns.count > 1 ? "" : kind(&random) }
                return kind(&random)
            }.joined(separator: ",")
        }
        if Bool.random(using: &random) { text += newline }
        return Array(text.utf8)
    }

    @Test("A regular file read in blocks gives the table that the whole file gives")
    func differential() throws {
        var streams = 0
        for seed in seeds(2400) {
            var random = SeededNumbers(seed: seed)
            let text = export(&random, anomalies: [0, 0, 0, 1, 20][seed % 5])
            var limits = Self.limits(
                block: [200, 513, 900, 2048, 9000].randomElement(using: &random)!)
            limits.kernelPath = Int32.random(in: 0...ck_best_path(), using: &random)
            let threads = Int.random(in: 1...3, using: &random)
            guard let found = try streamed(text, limits: limits, threads: threads) else { continue }
            streams += 1
            let wanted = try loadBytes(text, limits: limits, threads: threads)
            let what = "seed \(seed), block \(limits.blockBytes), threads \(threads)"
            #expect(rows(found.tables[0]) == rows(wanted.tables[0]), "\(what)")
            #expect(found.tables[0].fields == wanted.tables[0].fields, "\(what)")
            #expect(told(found.report) == told(wanted.report), "\(what)")
            #expect(wanted.report.troubles.isEmpty, "\(what)")
            for (column, field) in zip(found.tables[0].columns, found.tables[0].fields) {
                ColumnInvariants.check(column, "\(what), \(field.name)")
            }
        }
        // What is refused is read whole; most of these files are regular.
        #expect(streams > seeds(800).count, "\(streams) of \(seeds(2400).count)")
    }

    /// Rows of an id, a status, a time and a number, of which `change` may have another.
    private func lines(_ count: Int, _ change: (Int) -> String? = { _ in nil }) -> [UInt8] {
        var text = "id,status,since,amount\n"
        for row in 0..<count {
            text += change(row) ?? "u\(row),ACTIVE,2026-01-0\(1 + row % 9)T00:00:00Z,\(row)"
            text += "\n"
        }
        return Array(text.utf8)
    }

    @Test("Whatever needs a closer look is read whole")
    func refusals() throws {
        let sound = lines(6000)
        #expect(try streamed(sound, limits: Self.limits()) != nil)
        #expect(try streamed(sound, limits: Self.limits(), threads: 4) != nil)
        // Late enough for columns to be settled, on each of three threads.
        func with(_ line: String) -> [UInt8] { lines(6000) { $0 == 5500 ? line : nil } }
        let cases: [(String, [UInt8])] = [
            ("a short row", with("u,ACTIVE,2026-01-01T00:00:00Z")),
            ("a long row", with("u,ACTIVE,2026-01-01T00:00:00Z,1,2")),
            ("a stray quote", with("\"u\"x,ACTIVE,2026-01-01T00:00:00Z,1")),
            ("an open quote", with("\"u,ACTIVE,2026-01-01T00:00:00Z,1")),
            (
                "an open quote that closes rows below",
                lines(2000) {
                    $0 == 1500
                        ? "\"u,ACTIVE,2026-01-01T00:00:00Z,1"
                        : $0 == 1504 ? "u\",ACTIVE,2026-01-01T00:00:00Z,1" : nil
                }
            ),
            ("an empty line", with("")), ("a line of delimiters", with(",,,")),
            ("a line of delimiters and spaces", with(", ,  ,")),
            ("a late word for a number", with("u,ACTIVE,2026-01-01T00:00:00Z,n/a")),
            ("a late fraction", with("u,ACTIVE,2026-01-01T00:00:00Z,1.50")),
            ("a late blank", with("u,ACTIVE,2026-01-01T00:00:00Z,  ")),
            ("a late time of another style", with("u,ACTIVE,2026-01-01T00:00:00.5Z,1")),
            ("a title", Array("Users\n\n".utf8) + sound),
            ("a separator line", Array("sep=,\n".utf8) + sound),
            ("totals", sound + Array("Total,,,2000\n".utf8)),
            ("a remark", sound + Array("\nExported by Ada on Monday\n".utf8)),
            ("UTF-16", sound.flatMap { [$0, 0] }),
            ("a record longer than a block", with(String(repeating: "u", count: 5000) + ",A,,1")),
            ("not UTF-8", sound.map { $0 == UInt8(ascii: "9") ? 0xE9 : $0 }),
            ("JSON", Array("[{\"a\":1}]".utf8)), ("nothing", []),
        ]
        for (what, text) in cases {
            for threads in [1, 3] {
                let found = try streamed(text, limits: Self.limits(), threads: threads)
                #expect(found == nil, "\(what), \(threads) threads")
            }
        }
        #expect(try streamed(sound, limits: Self.limits(), isUnchanged: false) == nil)
        #expect(try streamed(sound, limits: Self.limits(), file: "users.json") == nil)
        var options = SourceOptions()
        options.headerLine = 3
        #expect(try streamed(sound, limits: Self.limits(), options: options) == nil)
        var few = Self.limits()
        few.rowsMax = 5999
        #expect(try streamed(sound, limits: few) == nil)
        few = Self.limits()
        few.fileBytesMax = sound.count - 1
        #expect(try streamed(sound, limits: few) == nil)
    }

    @Test("A text that repeats at first and hardly later is text in every row")
    func lateText() throws {
        let text = lines(9000) { row in
            row < 3000 ? nil : "u\(row),S\(row),2026-01-01T00:00:00Z,\(row)"
        }
        for threads in 1...3 {
            let found = try streamed(text, limits: Self.limits(), threads: threads)
            let wanted = try loadBytes(text, limits: Self.limits(), threads: threads)
            #expect(found.map { rows($0.tables[0]) } == rows(wanted.tables[0]))
            guard case .text? = found?.tables[0].columns[1].storage else {
                Issue.record("the statuses are codes")
                continue
            }
        }
    }

    @Test("A range that begins inside a quoted cell is noticed where the one before it ends")
    func wrongGuess() throws {
        // Inside the quotes stand rows that look like the table's, of words only.
        let row = "a,b\n"
        let quoted = "\"" + String(repeating: row, count: 3000) + "\",end\n"
        let text = Array(("x,y\nword,other\n" + quoted + "c,d\n").utf8)
        var limits = Self.limits(block: 1024)
        #expect(try streamed(text, limits: limits, threads: 2) == nil)
        limits.blockBytes = 1 << 20
        let found = try streamed(text, limits: limits, threads: 2)
        let wanted = try loadBytes(text, limits: limits)
        #expect(
            found.map { rows($0.tables[0]) } ?? rows(wanted.tables[0]) == rows(wanted.tables[0]))
    }
}
