import Correlation
import TestSupport
import Testing

@Suite struct LinkTallyTests {
    @Test func `rules are counted as a loop over rows counts them, in runs of one and of several`()
    {
        for seed in 0..<300 {
            var random = SeededNumbers(seed: seed)
            var rules: [UInt8] = []
            for _ in 0..<random.below(30) {
                // A run of one rule, or of a few in turn.
                let turn = (0...random.below(2) * random.below(8)).map { _ in UInt8(random.below(8))
                }
                for _ in 0..<random.below(30) { rules += turn }
            }
            var counts = [Int](repeating: 0, count: 256)
            for rule in rules { counts[Int(rule)] += 1 }
            let array = LinkArray(
                starts: [], rows: rules.map { $0 == 0 ? -1 : 0 }, rules: rules, ambiguous: nil,
                blankCount: 0, unmatchedCount: 0)
            #expect(array.tally.byRule == counts, "seed \(seed)")
        }
    }
}
