import Columns
import TestSupport
import Testing

@testable import Ingest

/// Damaged files: whatever happens to the bytes, a load ends soon, with tables or with an error.
@Suite(.ownThread) struct MutationTests {
    private static let samples: [String] = [
        "id,name,when,ok\n1,\"a \"\"b\"\", c\",2026-01-02T03:04:05.000Z,true\n2,\"two\nlines\",,false\n3,é,x\n",
        "a;b\r\n\"1;\";2,5\r\n;\r\n\"\";\"\"\"\"\r\n",
        #"{"ok":true,"rows":[{"id":"U1","p":{"e":"a@b.c","t":["x","\u00e9\n"]},"n":1.50},{"id":null,"#
            + #""a":[{"k":[1,[2]]},{"k":"\ud83c\udf34"}],"n":-2e5}],"z":[]}"#,
        "{\"a\":1,\"b\":[{\"c\":\"x\"}]}\n{\"a\":\"y\",\"b\":[{\"c\":[\"z\"]}]}\n",
        "[{\"a\":{\"b\":{\"c\":[true,false,null]}}},\n {\"a\":\"\\\\\\\"\"}]",
    ]

    private func load(_ bytes: [UInt8], _ random: inout SeededNumbers) -> Int {
        var limits = Limits()
        limits.blockBytes = Int.random(in: 1...200, using: &random)
        limits.rangeBytesMin = 1
        let threads = Int.random(in: 1...2, using: &random)
        do throws(LoadError) {
            let loaded = try loadBytes(bytes, limits: limits, threads: threads)
            // Every cell is written out: a view that points astray would show.
            return loaded.tables.reduce(0) { $0 + rows($1).count }
        } catch {
            return 0
        }
    }

    @Test("Truncated, flipped, deleted and doubled bytes never crash a load")
    func mutants() {
        var loads = 0
        var rowsSeen = 0
        for (number, sample) in Self.samples.enumerated() {
            let whole = Array(sample.utf8)
            var random = SeededNumbers(seed: number)
            for length in 0..<whole.count {
                rowsSeen += load(Array(whole.prefix(length)), &random)
                loads += 1
            }
            for _ in 0..<1500 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
                    case 2 where bytes.count > 1: bytes.remove(at: index)
                    case 3: bytes.insert(bytes[index], at: index)
                    default:
                        bytes[index] = Array("\"\\{}[],:\n\r".utf8).randomElement(using: &random)!
                    }
                }
                rowsSeen += load(bytes, &random)
                loads += 1
            }
        }
        #expect(loads > 7000 && rowsSeen > loads)
    }

    @Test("Hostile widths and heights end in a named limit")
    func hostile() {
        let wide = (0..<120_000).map { "c\($0)" }.joined(separator: ",") + "\n1\n"
        #expect(outcome { () throws(LoadError) in try loadText(wide) }.contains("100000 columns"))
        let ragged =
            (0..<90_000).map { "c\($0)" }.joined(separator: ",") + "\n"
            + String(repeating: "1\n", count: 200_000)
        #expect(outcome { () throws(LoadError) in try loadText(ragged) }.contains("tooLarge"))
        let keys = "[" + (0..<120_000).map { "{\"k\($0)\":1}" }.joined(separator: ",") + "]"
        #expect(outcome { () throws(LoadError) in try loadText(keys) }.contains("tooLarge"))
        let line = String(repeating: "\"a,", count: 500_000)
        #expect(outcome { () throws(LoadError) in try loadText(line) }.contains("100000 columns"))
    }
}
