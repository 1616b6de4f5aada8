import Synchronization

/// How the rows of a link were matched, as footers tell it.
public struct LinkTally: Sendable, Equatable {
    /// Matches by the rule's raw value; at 0 the rows without one.
    public let byRule: [Int]
    /// Rows with several matches.
    public let severalCount: Int

    init(_ array: LinkArray) {
        // Four tables in turn: neighbours mostly have one rule, and an addition waits for the one before it.
        var tables = [Int](repeating: 0, count: 4 * 256)
        array.rules.withUnsafeBufferPointer { rules in
            for index in 0..<rules.count { tables[(index & 3) << 8 | Int(rules[index])] += 1 }
        }
        byRule = (0..<256).map { rule in
            tables[rule] + tables[256 + rule] + tables[512 + rule] + tables[768 + rule]
        }
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
