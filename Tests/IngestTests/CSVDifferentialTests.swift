import CKernels
import Columns
import TestSupport
import Testing

@testable import Ingest

/// The fast reader against the plain one, on random files.
@Suite(.ownThread) struct CSVDifferentialTests {
    private static let comma: SourceOptions = {
        var options = SourceOptions()
        options.delimiter = ","
        options.headerLine = 1
        return options
    }()

    /// What the loader is to give for `text`: ragged rows padded and cut to the header.
    private func expected(_ text: [UInt8]) -> [[String]] {
        let records = ReferenceCSV(text).records()
        guard let header = records.first else { return [[]] }
        return [CSVHeader.uniqueNames(header).names]
            + records.dropFirst().map { record in
                (0..<header.count).map { $0 < record.count ? record[$0] : "" }
            }
    }

    private func check(_ text: [UInt8], seed: Int, _ random: inout SeededNumbers) {
        var limits = Limits()
        limits.blockBytes = [1, 7, 63, 64, 65, 130, 300, 4096].randomElement(using: &random)!
        limits.rangeBytesMin = 1
        limits.kernelPath = Int32.random(in: 0...ck_best_path(), using: &random)
        let threads = Int.random(in: 1...3, using: &random)
        do {
            let loaded = try loadBytes(
                text, options: Self.comma, limits: limits, threads: threads)
            let found = rows(loaded.tables[0])
            let wanted = expected(text)
            let shown = String(decoding: text, as: UTF8.self).debugDescription
            #expect(
                found == wanted,
                "seed \(seed), block \(limits.blockBytes), threads \(threads): \(shown)")
            #expect(
                loaded.report.rows + loaded.report.refusedRows
                    == max(0, ReferenceCSV(text).records().count - 1), "seed \(seed)")
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
    }

    @Test("Well-formed random files load as the plain parser reads them")
    func wellFormed() {
        let cells = [
            "", "a", "1", "-25", "007", "1.50", "true", "False", "2026-01-02", "é", "\"x\"",
            "\"a,b\"", "\"two\nlines\"", "\"two\r\nlines\"", "\"say \"\"hi\"\"\"", "\"\"",
            "\"\"\"\"",
            "2026-01-02T03:04:05.000Z", "   ",
            "a longer cell that crosses a word of sixty-four bytes",
        ]
        for seed in 0..<1500 {
            var random = SeededNumbers(seed: seed)
            let columns = Int.random(in: 1...6, using: &random)
            let newline = Bool.random(using: &random) ? "\n" : "\r\n"
            let few = (0..<3).map { _ in cells.randomElement(using: &random)! }
            var text = (0..<columns).map { "h\($0)" }.joined(separator: ",")
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let row = (0..<columns).map { column in
                    column < 2
                        ? few.randomElement(using: &random)! : cells.randomElement(using: &random)!
                }
                text += newline + row.joined(separator: ",")
            }
            if Bool.random(using: &random) { text += newline }
            check(Array(text.utf8), seed: seed, &random)
        }
    }

    @Test("Random text with stray quotes and ragged rows loads as the plain parser reads it")
    func illFormed() {
        let pieces = [
            "a", "b1", ",", ",", "\"", "\"", "\n", "\n", "\r\n", " ", "é", "\"\"", "\",\"",
        ]
        for seed in 0..<4000 {
            var random = SeededNumbers(seed: seed + 1_000_000)
            var text = "h0,h1,h2\n"
            for _ in 0..<Int.random(in: 0...120, using: &random) {
                text += pieces.randomElement(using: &random)!
            }
            check(Array(text.utf8), seed: seed, &random)
        }
    }

    @Test("Large regular files load alike on one and on several threads, in blocks of any size")
    func large() throws {
        var text = "id,when,status,amount,note\n"
        for row in 0..<20_000 {
            text += "\(row),2026-01-\(10 + row % 20)T00:00:00.000Z,\(["ACTIVE", "LEFT"][row % 2]),"
            text += row == 15_000 ? "n/a" : "\(row).5"
            text += row % 7 == 0 ? ",\"a \"\"quoted\"\"\nnote \(row)\"\n" : ",n\(row)\n"
        }
        let one = try loadText(text)
        #expect(one.tables[0].fields.map(\.type) == [.integer, .time, .text, .text, .text])
        let wanted = rows(one.tables[0])
        #expect(wanted == expected(Array(text.utf8)))
        for threads in 2...5 {
            var limits = Limits()
            limits.rangeBytesMin = 1000
            limits.blockBytes = 10_000 * threads + 13
            let many = try loadText(text, limits: limits, threads: threads)
            #expect(rows(many.tables[0]) == wanted)
            #expect(many.tables[0].fields == one.tables[0].fields)
        }
    }
}
