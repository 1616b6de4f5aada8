import Synchronization

/// How the rows of a link were matched, as footers tell it.
public struct LinkTally: Sendable, Equatable {
    /// Matches by the rule's raw value; at 0 the rows without one.
    public let byRule: [Int]
    /// Rows with several matches.
    public let severalCount: Int

    init(_ array: LinkArray) {
        var byRule = [Int](repeating: 0, count: 256)
        array.rules.withUnsafeBytes { rules in
            // Most neighbours have one rule: eight that have that of the eight before are counted at once.
            var common = UInt64.max
            let whole = rules.count & ~7
            for start in stride(from: 0, to: whole, by: 8) {
                let word = rules.loadUnaligned(fromByteOffset: start, as: UInt64.self)
                if word == common {
                    byRule[Int(word & 0xFF)] += 8
                } else {
                    for index in start..<start + 8 { byRule[Int(rules[index])] += 1 }
                    common = word & 0xFF &* 0x0101_0101_0101_0101
                }
            }
            for index in whole..<rules.count { byRule[Int(rules[index])] += 1 }
        }
        self.byRule = byRule
        severalCount = array.starts.withUnsafeBufferPointer { starts in
            var several = 0
            for row in 0..<max(0, starts.count - 1) {
                several += starts[row + 1] &- starts[row] > 1 ? 1 : 0
            }
            return several
        }
    }
}

/// Counted when first asked for, once for all copies of a link array.
final class LateTally: Sendable {
    private let tally = Mutex<LinkTally?>(nil)

    func of(_ array: LinkArray) -> LinkTally {
        tally.withLock { known in
            if let known { return known }
            let counted = LinkTally(array)
            known = counted
            return counted
        }
    }
}
