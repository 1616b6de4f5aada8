import CKernels
import Columns
import TestSupport
import Testing

@testable import Ingest

/// JSON files read a block at a time against the same files read whole.
@Suite(.ownThread) struct JSONStreamTests {
    private static func limits(block: Int = 4096) -> Limits {
        var limits = Limits()
        limits.streamBytesMin = 1
        limits.rangeBytesMin = 1
        limits.blockBytes = block
        return limits
    }

    private func streamed(
        _ text: [UInt8], limits: Limits, threads: Int = 1, options: SourceOptions = .init(),
        isUnchanged: Bool = true, file: String = "test", cancellation: Cancellation = .init()
    ) throws(LoadError) -> Loaded? {
        let source = PieceSource(
            count: text.count,
            read: { out, range in
                guard range.upperBound <= text.count else { return false }
                for (index, byte) in text[range].enumerated() { out[index] = byte }
                return true
            }, isUnchanged: { isUnchanged })
        return try JSONStream(
            source: source,
            request: LoadRequest(
                file: file, object: ObjectName("t.o"), options: options, limits: limits,
                threads: threads, cancellation: cancellation)
        ).load()
    }

    private func told(_ report: LoadReport) -> String {
        "\(report.format) \(report.rows) \(report.bytes) \(report.notes) \(report.hasHeader)"
    }

    /// Compares what was read in blocks with what the careful reader makes of the same text.
    private func compare(
        _ found: Loaded, _ text: [UInt8], _ limits: Limits, threads: Int, file: String = "test",
        _ what: String
    ) {
        do throws(LoadError) {
            let wanted = try loadBytes(text, limits: limits, threads: threads, file: file)
            #expect(found.tables.map(\.name) == wanted.tables.map(\.name), "\(what)")
            #expect(told(found.report) == told(wanted.report), "\(what)")
            #expect(wanted.report.troubles.isEmpty, "\(what)")
            for (found, wanted) in zip(found.tables, wanted.tables) {
                #expect(found.fields == wanted.fields, "\(what)")
                #expect(rows(found) == rows(wanted), "\(what)")
                #expect(found.parent?.rows == wanted.parent?.rows, "\(what)")
                #expect(found.parent?.object == wanted.parent?.object, "\(what)")
                for (column, field) in zip(found.columns, found.fields) {
                    ColumnInvariants.check(column, "\(what), \(field.name)")
                }
                for (column, other) in zip(found.columns, wanted.columns) {
                    let present = (0..<found.rowCount).map { column.isPresent($0) }
                    let due = (0..<found.rowCount).map { other.isPresent($0) }
                    #expect(present == due, "\(what)")
                }
            }
        } catch {
            Issue.record("\(what): read in blocks, but the careful reader says \(error)")
        }
    }

    @Test("A file of records read in blocks gives the tables that the whole file gives")
    func differential() throws {
        var streams = 0
        for seed in seeds(700) {
            var random = SeededNumbers(seed: seed)
            let maker = RandomExport(&random, anomalies: [0, 0, 0, 1, 15][seed % 5])
            let text = maker.text(&random)
            var limits = Self.limits(
                block: [200, 513, 900, 2048, 9000].randomElement(using: &random)!)
            limits.kernelPath = Int32.random(in: 0...ck_best_path(), using: &random)
            let threads = Int.random(in: 1...3, using: &random)
            guard
                let found = try streamed(
                    text, limits: limits, threads: threads, file: maker.file)
            else { continue }
            streams += 1
            compare(
                found, text, limits, threads: threads, file: maker.file,
                "seed \(seed), block \(limits.blockBytes), threads \(threads)")
        }
        // What is refused is read whole; most of these files are nothing but records.
        #expect(streams > seeds(400).count, "\(streams) of \(seeds(700).count)")
    }

    @Test("What is read of a damaged file is what the careful reader takes")
    func damaged() throws {
        var streams = 0
        for seed in seeds(800) {
            var random = SeededNumbers(seed: seed + 50_000)
            let maker = RandomExport(&random, anomalies: 0)
            var text = maker.text(&random)
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let index = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: text[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: text[index] = UInt8.random(in: 0...255, using: &random)
                case 2 where text.count > 1: text.remove(at: index)
                case 3: text.insert(text[index], at: index)
                case 4 where index > 0: text.removeLast(text.count - index)
                default: text[index] = Array("\"\\{}[],:\n\r".utf8).randomElement(using: &random)!
                }
            }
            var limits = Self.limits(block: [200, 513, 2048].randomElement(using: &random)!)
            limits.kernelPath = Int32.random(in: 0...ck_best_path(), using: &random)
            let threads = Int.random(in: 1...3, using: &random)
            guard
                let found = try streamed(
                    text, limits: limits, threads: threads, file: maker.file)
            else { continue }
            streams += 1
            compare(
                found, text, limits, threads: threads, file: maker.file,
                "seed \(seed), block \(limits.blockBytes), threads \(threads)")
        }
        #expect(
            (seeds(50).count..<seeds(750).count).contains(streams),
            "\(streams) of \(seeds(800).count)")
    }

    @Test("A block may end anywhere in a record")
    func boundaries() throws {
        var records: [String] = []
        for row in 0..<60 {
            records.append(
                #"{"id":"\#(row)","say \"it\"":"a \"}],{ \u00e9\ud83c\udf34\\","w":"ü🌴\#(row)","#
                    + #""braces":"},{]","l":["x","\#(row % 3)"],"o":[{"k":1},{"k":{"d":[[1],2]}}]}"#
            )
        }
        let list = records.joined(separator: " ,\r\n ")
        let files: [(String, String)] = [
            ("test", "[" + list + "\n]\n"),
            ("test", "{\"ok\":true,\"all\":[" + list + "],\"n\":null}"),
            ("test", records.joined(separator: "\r\n\n") + "\n"),
            ("test", records.joined(separator: " ")),
            ("test.ndjson", records.joined(separator: "\n")),
        ]
        for (file, text) in files {
            let bytes = Array(text.utf8)
            for block in Array(8...40) + Array(stride(from: 180, to: 340, by: 3)) {
                for threads in [1, 2] {
                    let limits = Self.limits(block: block)
                    let found = try streamed(bytes, limits: limits, threads: threads, file: file)
                    guard let found else {
                        // A guessed place to divide the file may be wrong, one thread needs none.
                        #expect(threads > 1, "block \(block), \(text.prefix(20))")
                        continue
                    }
                    compare(found, bytes, limits, threads: threads, file: file, "block \(block)")
                }
            }
        }
    }

    /// A list of records of an id, a status, a time and a number, of which `change` may have another.
    private func list(_ count: Int, _ change: (Int) -> String? = { _ in nil }) -> [UInt8] {
        var lines: [String] = []
        for row in 0..<count {
            lines.append(
                change(row)
                    ?? "{\"id\":\"u\(row)\",\"status\":\"ACTIVE\","
                    + "\"since\":\"2026-01-0\(1 + row % 9)T00:00:00Z\",\"amount\":\(row)}")
        }
        return Array(("[" + lines.joined(separator: ",\n") + "]").utf8)
    }

    @Test("Whatever needs a closer look is read whole")
    func refusals() throws {
        let sound = list(1000)
        func lines(_ text: [UInt8]) -> [UInt8] {
            Array(
                String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
                    .split(separator: ",\n").joined(separator: "\n").utf8)
        }
        for text in [sound, lines(sound)] {
            for threads in [1, 4] {
                #expect(try streamed(text, limits: Self.limits(), threads: threads) != nil)
            }
        }
        let late = [
            "{\"id\" 1}", "{\"id\":\"a\tb\"}", "{\"id\":\"unclosed}", "{\"id\":tru}", "{\"id\":01}",
            "{",
            "17", "\"text\"", "null", "[1]", "[{\"id\":1}]", "{} {}", "{},,{}", "", "]",
            "{\"id\":\"" + String(repeating: "long", count: 1 << 17) + "\"}",
            "{\"id\":" + String(repeating: "[", count: 600),
        ]
        for record in late {
            let text = list(1000) { $0 == 900 ? record : nil }
            for (what, text) in [(record, text), ("line: \(record)", lines(text))] {
                // An empty line, or two records parted by a comma in a list of them, are nothing odd.
                let isSound = ["line: ", "line: {},,{}"].contains(what)
                for threads in [1, 3] where !isSound {
                    let found = try streamed(text, limits: Self.limits(), threads: threads)
                    #expect(found == nil, "\(what.prefix(60)), \(threads) threads")
                }
            }
        }
        // Late enough for columns to be settled, on each of three threads.
        for record in [
            "{\"amount\":\"n/a\"}", "{\"amount\":1.50}", "{\"amount\":\"  \"}",
            "{\"since\":\"2026-01-01T00:00:00.5Z\"}", "{\"amount\":[1,2]}",
        ] {
            let text = list(6000) { $0 == 5500 ? record : nil }
            for threads in [1, 3] {
                let found = try streamed(text, limits: Self.limits(), threads: threads)
                #expect(found == nil, "\(record), \(threads) threads")
            }
        }
        let other: [(String, [UInt8])] = [
            ("UTF-16", sound.flatMap { [$0, 0] }), ("nothing", []), ("a word", Array("null".utf8)),
            ("no record", Array("[]".utf8)), ("no member", Array("{}".utf8)),
            ("one object", Array("{\"a\":1}".utf8)), ("CSV", Array("a,b\n1,2\n".utf8)),
            ("not UTF-8", sound.map { $0 == UInt8(ascii: "u") ? 0xE9 : $0 }),
            ("cut", Array(sound.dropLast())), ("cut in a record", Array(sound.dropLast(10))),
            ("a second list", sound + sound), ("text behind the list", sound + [0x78]),
            ("two lists", Array("{\"a\":[{\"x\":1}],\"b\":[{\"x\":1}]}".utf8)),
            ("two lists, far apart", Array("{\"a\":".utf8) + sound + Array(",\"b\":[ {}]}".utf8)),
            ("a cut object", Array("{\"a\":".utf8) + sound + Array(",\"b\":1".utf8)),
        ]
        for (what, text) in other {
            for threads in [1, 3] {
                let found = try streamed(text, limits: Self.limits(), threads: threads)
                #expect(found == nil, "\(what), \(threads) threads")
            }
        }
        #expect(try streamed(sound, limits: Self.limits(), isUnchanged: false) == nil)
        let cancellation = Cancellation()
        cancellation.cancel()
        do throws(LoadError) {
            _ = try streamed(sound, limits: Self.limits(), cancellation: cancellation)
            Issue.record("a cancelled load goes on")
        } catch {
            if case .cancelled = error {} else { Issue.record("\(error)") }
        }
        var options = SourceOptions()
        options.encoding = .latin1
        #expect(try streamed(sound, limits: Self.limits(), options: options) == nil)
        options.encoding = nil
        options.table = .named("users")
        #expect(try streamed(sound, limits: Self.limits(), options: options) == nil)
        for change: (inout Limits) -> Void in [
            { $0.rowsMax = 999 }, { $0.fileBytesMax = sound.count - 1 }, { $0.columnsMax = 3 },
            { $0.cellBytesMax = 19 }, { $0.depthMax = 1 }, { $0.streamBytesMin = sound.count + 1 },
        ] {
            var limits = Self.limits()
            change(&limits)
            #expect(try streamed(sound, limits: limits) == nil)
        }
    }

    @Test("Fields that most records lack may not blow up what is kept")
    func absentCells() throws {
        let keys = (0..<30_000).map { "{\"k\($0)\":\"v\"}" }
        let text = Array(("[" + keys.joined(separator: ",") + "]").utf8)
        #expect(try streamed(text, limits: Self.limits()) == nil)
    }

    @Test("A text that repeats at first and hardly later, or appears late, is read in blocks")
    func lateText() throws {
        let text = list(9000) { row in
            row < 3000
                ? nil : "{\"id\":\"u\(row)\",\"status\":\"S\(row)\",\"late\":\"L\(row % 5)\"}"
        }
        for threads in 1...3 {
            let found = try #require(try streamed(text, limits: Self.limits(), threads: threads))
            compare(found, text, Self.limits(), threads: threads, "\(threads) threads")
            guard case .text = found.tables[0].columns[1].storage else {
                Issue.record("the statuses are codes")
                continue
            }
            guard case .coded = found.tables[0].columns[4].storage else {
                Issue.record("what is late is no codes")
                continue
            }
        }
    }

    @Test("A column of few values may turn out to be of another kind, or lists")
    func fewValues() throws {
        for late in ["\"never\"", "1.5", "\"2026-02-03\"", "\" \"", "[1,2]", "null"] {
            for early in ["7", "\"2026-01-02T03:04:05Z\"", "true", "[3]"] {
                let text = list(3000) { row in
                    row % 100 > 0
                        ? nil : "{\"id\":\"u\(row)\",\"seen\":\(row < 2000 ? early : late)}"
                }
                for threads in [1, 3] {
                    let what = "\(early), then \(late), \(threads) threads"
                    let found = try streamed(text, limits: Self.limits(), threads: threads)
                    compare(
                        try #require(found, "\(what)"), text, Self.limits(), threads: threads, what)
                }
            }
        }
    }

    @Test("A range that begins inside a record is noticed where the one before it ends")
    func wrongGuess() throws {
        // The middle of the file is a list inside a record, of objects like the records.
        let inner = (0..<400).map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
        let text = Array("[{\"id\":\"a\"},{\"id\":\"b\",\"l\":[\(inner)]},{\"id\":\"c\"}]".utf8)
        #expect(try streamed(text, limits: Self.limits(block: 128), threads: 2) == nil)
        let limits = Self.limits(block: 4096)
        let found = try #require(try streamed(text, limits: limits, threads: 2))
        compare(found, text, limits, threads: 2, "a block that holds the list")
    }

    @Test("Of a large file with a fault the fault is told, whole ones load")
    func files() throws {
        let folder = TemporaryFolder()
        let sound = list(60_000)
        let broken = list(60_000) { $0 == 50_000 ? "{\"id\":\"a\",\"amount\":.5}" : nil }
        let object = ObjectName("t.o")
        folder.write("sound.json", sound)
        folder.write("broken.json", broken)
        let loaded = try load(file: folder.path + "/sound.json", as: object)
        #expect(loaded.report.rows == 60_000)
        #expect(rows(loaded.tables[0])[59_999][0] == "u59998")
        let found = outcome { () throws(LoadError) in
            try load(file: folder.path + "/broken.json", as: object)
        }
        #expect(found.contains("line: 50001, reason: \"a value is due"), "\(found)")
    }
}
