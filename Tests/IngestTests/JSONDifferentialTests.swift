import CKernels
import Columns
import TestSupport
import Testing

@testable import Ingest

/// Random records, written as JSON in random ways, against what they were made of.
@Suite(.ownThread) struct JSONDifferentialTests {
    /// A value and, written into one cell, what the loader shows for it.
    private indirect enum Value {
        case text(String)
        case other(String)
        case object([(String, Value)])
        case list([String])
        case objects([[(String, Value)]])
    }

    private static let keys = [
        "id", "a", "bb", "a longer key", "é", "k\"q", "x", "profile", "n1", "n2",
    ]
    private static let texts = [
        "", "x", "ACTIVE", "two\nlines", "say \"hi\"", "back\\slash", "é🌴", "12", "2026-01-02", "/",
        "a text that is longer than one load of sixteen bytes", "tab\t",
    ]

    private func record(_ random: inout SeededNumbers, depth: Int) -> [(String, Value)] {
        var fields: [(String, Value)] = []
        for (index, key) in Self.keys.enumerated() where Int.random(in: 0..<10, using: &random) > 2
        {
            // A key keeps its kind, so that what is due is plain to say.
            switch index {
            case 7 where depth < 3: fields.append((key, .object(record(&random, depth: depth + 1))))
            case 8 where depth < 2:
                fields.append(
                    (
                        key,
                        .objects(
                            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                                record(&random, depth: depth + 1)
                            })
                    ))
            case 9:
                let some = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Self.texts[Int.random(in: 1..<7, using: &random)]
                }
                fields.append((key, .list(some)))
            case 7, 8: continue
            case 6:
                fields.append(
                    (key, .other(["1", "-2.5", "true", "1e3"].randomElement(using: &random)!)))
            default: fields.append((key, .text(Self.texts.randomElement(using: &random)!)))
            }
        }
        return fields
    }

    private func space(_ random: inout SeededNumbers) -> String {
        ["", "", "", " ", "\n", "\r\n\t"].randomElement(using: &random)!
    }

    private func write(_ text: String, _ random: inout SeededNumbers) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += ["\\n", "\\u000a"].randomElement(using: &random)!
            case "\t": out += "\\t"
            case "/": out += ["/", "\\/"].randomElement(using: &random)!
            case "é": out += ["é", "\\u00e9"].randomElement(using: &random)!
            case "🌴": out += ["🌴", "\\uD83C\\uDF34"].randomElement(using: &random)!
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private func write(_ value: Value, _ random: inout SeededNumbers, isLine: Bool) -> String {
        func gap() -> String { isLine ? "" : space(&random) }
        switch value {
        case .text(let text): return write(text, &random)
        case .other(let text): return text
        case .list(let texts):
            return "[" + texts.map { gap() + write($0, &random) + gap() }.joined(separator: ",")
                + "]"
        case .objects(let objects):
            return "["
                + objects.map { write(.object($0), &random, isLine: isLine) }.joined(separator: ",")
                + gap() + "]"
        case .object(let fields):
            let members = fields.map {
                gap() + write($0.0, &random) + gap() + ":" + gap()
                    + write($0.1, &random, isLine: isLine)
            }
            return "{" + members.joined(separator: ",") + gap() + "}"
        }
    }

    /// Cells by table, row and dotted field; blank ones are left out, as are fields without any value.
    private func expect(
        _ records: [[(String, Value)]], _ table: String, _ into: inout [String: [[String: String]]]
    ) {
        for record in records {
            var row: [String: String] = [:]
            var children: [(String, [[(String, Value)]])] = []
            func walk(_ fields: [(String, Value)], _ path: String) {
                for (key, value) in fields {
                    switch value {
                    case .text(let text), .other(let text):
                        if !text.isEmpty { row[path + key] = text }
                    case .list(let texts): row[path + key] = texts.joined(separator: "|")
                    case .object(let members): walk(members, path + key + ".")
                    case .objects(let objects): children.append(("\(table).\(path)\(key)", objects))
                    }
                }
            }
            walk(record, "")
            into[table, default: []].append(row)
            for (name, objects) in children { expect(objects, name, &into) }
        }
    }

    @Test("Random records load as they were made, however they are written and split")
    func random() throws {
        for seed in 0..<250 {
            var random = SeededNumbers(seed: seed)
            let records = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                record(&random, depth: 0)
            }
            let form = seed % 4
            let isLine = form == 2
            let texts = records.map { write(.object($0), &random, isLine: isLine) }
            var text: String
            switch form {
            case 0: text = "[" + texts.joined(separator: "," + space(&random)) + "]"
            case 1: text = #"{"ok": ["[{]}\"", 1], "all": ["# + texts.joined(separator: ",") + "]}"
            case 2: text = texts.joined(separator: "\n")
            default: text = "[" + texts.joined(separator: " , ") + " ]\n[ ]"
            }
            if form == 2, records.count == 1 { text += "\n{}" }
            var limits = Limits()
            limits.blockBytes = [1, 100, 1000, 100_000].randomElement(using: &random)!
            limits.rangeBytesMin = 1
            limits.kernelPath = Int32.random(in: 0...ck_best_path(), using: &random)
            let threads = Int.random(in: 1...4, using: &random)
            var wanted: [String: [[String: String]]] = ["t.o": []]
            expect(records, "t.o", &wanted)
            if form == 2, records.count == 1 { wanted["t.o"]!.append([:]) }
            do throws(LoadError) {
                let loaded = try loadText(text, limits: limits, threads: threads)
                var found: [String: [[String: String]]] = [:]
                for table in loaded.tables {
                    let lines = rows(table)
                    found[table.name.description] = lines.dropFirst().map { line in
                        Dictionary(
                            uniqueKeysWithValues: zip(lines[0], line).filter { !$1.isEmpty })
                    }
                    if let parent = table.parent {
                        #expect(
                            parent.rows == parent.rows.sorted()
                                && parent.rows.count == table.rowCount)
                    }
                }
                #expect(
                    found == wanted,
                    "seed \(seed), threads \(threads), block \(limits.blockBytes): \(text.debugDescription)"
                )
                #expect(loaded.report.troubles.isEmpty)
            } catch {
                Issue.record(
                    "seed \(seed), threads \(threads): \(error) in \(text.debugDescription)")
            }
        }
    }

    @Test("A fault has its line on any number of threads")
    func faultLines() {
        var text = "[\n"
        for row in 0..<400 { text += "{\"id\":\(row),\"note\":\"a\\nb\\n\(row)\"},\n" }
        let whole = text + "{\"id\":400}\n]"
        for (line, bad) in [(300, "{\"id\" 1},"), (2, "{\"id\":}"), (401, "{\"id\":tru},")] {
            var lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            lines[line - 1] = bad
            for threads in 1...4 {
                var limits = Limits()
                limits.rangeBytesMin = 1
                let found = outcome { () throws(LoadError) in
                    try loadText(lines.joined(separator: "\n"), limits: limits, threads: threads)
                }
                #expect(found.contains("line: \(line),"), "\(threads) threads: \(found)")
            }
        }
    }

    @Test("Broken lines are refused one by one, with their lines, on any number of threads")
    func brokenLines() throws {
        var text = ""
        for row in 0..<300 {
            text += "{\"id\":\(row),\"note\":\"a\\nb\",\"l\":[{\"x\":\"\(row)\"}]}\n"
        }
        var lines = text.split(separator: "\n").map(String.init)
        lines[99] = #"{"id":99,"note":"x\n\n","l":[{"x":"lost"}],"#
        lines[100] = #"{"id":"unclosed}"#
        lines[250] = #"{"id":250} {"id":251}"#
        for threads in 1...4 {
            var limits = Limits()
            limits.rangeBytesMin = 1
            limits.blockBytes = 500
            let loaded = try loadText(
                lines.joined(separator: "\n"), limits: limits, threads: threads)
            #expect(loaded.report.rows == 297)
            #expect(loaded.report.refusedRows == 3)
            #expect(loaded.report.troubles.map(\.lines) == [[100, 101, 251]])
            #expect(loaded.tables[1].rowCount == 297)
            #expect(rows(loaded.tables[1])[100] == ["101"])
            #expect(loaded.tables[1].parent!.rows == (0..<297).map { Int32($0) })
            let ids = rows(loaded.tables[0]).dropFirst().map { $0[0] }
            let kept = (0..<300).filter { ![99, 100, 250].contains($0) }.map(String.init)
            #expect(Array(ids) == kept)
        }
    }
}
