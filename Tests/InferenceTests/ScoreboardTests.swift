import Foundation
import Scoreboard
import TestSupport
import Testing

/// Each change of what inference finds is a change of `scoreboard.txt`, read before it is committed.
///
/// `CORK_RECORD=1` writes it anew. The numbers are the repository's own sets'; those of a folder are measured by
/// `make bench-inference INFERENCE=FOLDER`.
@Suite(.ownThread) struct ScoreboardTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let company = here.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures/acme").path

    private static func sets() throws -> [InferenceSet] {
        try Sketch.all(seed: 1) + [InferenceSet(folder: company, truth: .sampleCompany)]
    }

    @Test func `keys, primary fields and links are as right as they were`() throws {
        var board = Scoreboard()
        for set in try Self.sets() {
            board.add(set.name, names: "as is", set.score().score, isDetailed: true)
            board.add(
                set.name, names: "random", set.renamed(seed: 1).score().score, isDetailed: true)
        }
        board.close()
        let file = Self.here.appendingPathComponent("scoreboard.txt")
        if ProcessInfo.processInfo.environment["CORK_RECORD"] == "1" {
            try board.text.write(to: file, atomically: true, encoding: .utf8)
        }
        let pinned = try String(contentsOf: file, encoding: .utf8)
        #expect(board.text == pinned, "read the difference, then record it with CORK_RECORD=1")
    }

    @Test func `under their own names nothing is linked that should not be`() throws {
        for seed in [1, 2, 3] as [UInt64] {
            for set in try Sketch.all(seed: seed) {
                let score = set.score().score
                #expect(score.wrong == [], "\(set.name), seed \(seed)")
                #expect(score.recall >= 0.8, "\(set.name), seed \(seed): \(score.missed)")
            }
        }
    }

    @Test func `a score counts right, wrong, neutral and missed pairs`() throws {
        let set = try #require(try Sketch.all(seed: 1).first)
        let score = set.score().score
        #expect(score.items == set.truth.joins.count)
        #expect(score.right + score.missed.count == score.items)
        #expect(score.keys.count == set.truth.primary.values.filter { !$0.isEmpty }.count)
    }
}
