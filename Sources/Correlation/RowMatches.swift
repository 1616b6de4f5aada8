/// For each left row the right rows found so far, and by which rule.
///
/// Nearly every row has one match or none, so the first stands in a flat array and the rest in a list.
struct RowMatches: Sendable {
    /// -1 for none.
    var first: [Int32]
    /// `RuleKind.rawValue`, 0 for none.
    var rules: [UInt8]
    /// Further matches of rows that have several.
    var more: [Pair] = []

    struct Pair: Sendable, Hashable {
        let left: Int32
        let right: Int32
        let rule: UInt8
    }

    init(rowCount: Int) {
        first = [Int32](repeating: -1, count: rowCount)
        rules = [UInt8](repeating: 0, count: rowCount)
    }

    mutating func add(_ left: Int, _ right: Int32, _ rule: RuleKind) {
        if first[left] < 0 {
            first[left] = right
            rules[left] = rule.rawValue
        } else if first[left] != right {
            more.append(Pair(left: Int32(left), right: right, rule: rule.rawValue))
        }
    }

    /// Gives rows that have no match yet one each: `body` writes the match and the rule of each at its row.
    ///
    /// The pointers may be written to from several threads, as long as no two write to one row.
    mutating func fill(
        _ body: (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<UInt8>) -> Void
    ) {
        first.withUnsafeMutableBufferPointer { first in
            rules.withUnsafeMutableBufferPointer { rules in
                if let first = first.baseAddress, let rules = rules.baseAddress {
                    body(first, rules)
                }
            }
        }
    }

    /// All pairs, ascending by left and then right row, each once.
    func pairs() -> [Pair] {
        var all: [Pair] = []
        all.reserveCapacity(first.count)
        if more.isEmpty {
            for row in first.indices where first[row] >= 0 {
                all.append(Pair(left: Int32(row), right: first[row], rule: rules[row]))
            }
            return all
        }
        all = more
        for row in first.indices where first[row] >= 0 {
            all.append(Pair(left: Int32(row), right: first[row], rule: rules[row]))
        }
        all.sort { ($0.left, $0.right, $0.rule) < ($1.left, $1.right, $1.rule) }
        var kept: [Pair] = []
        kept.reserveCapacity(all.count)
        for pair in all
        where kept.last?.left != pair.left || kept.last?.right != pair.right {
            kept.append(pair)
        }
        return kept
    }
}
