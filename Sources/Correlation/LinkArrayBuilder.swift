import Columns

/// Both directions of a link as arrays, from the rows that its rules matched.
struct LinkArrayBuilder: Sendable {
    let plan: LinkPlan
    let leftCount: Int
    let rightCount: Int
    /// Per row whether any field that a rule reads has a value.
    let leftBlank: [Bool]
    let rightBlank: [Bool]
    let threads: Int

    func forward(_ matches: RowMatches) -> LinkArray {
        let pairs = matches.more.isEmpty && plan.kind != .manyToMany ? [] : matches.pairs()
        if pairs.isEmpty {
            let claims = plan.kind == .oneToOne ? claimed(matches) : []
            let left = unmatched(leftBlank, rows: matches.first)
            return LinkArray(
                starts: [], rows: matches.first, rules: matches.rules,
                ambiguous: claims.isEmpty
                    ? nil : bitmap(leftCount) { claims.contains(matches.first[$0]) },
                blankCount: left.blank, unmatchedCount: left.others)
        }
        return lists(
            pairs.map { ($0.left, $0.right, $0.rule) }, count: leftCount,
            ambiguous: ambiguity(pairs).left, blank: leftBlank)
    }

    func backward(_ matches: RowMatches) -> LinkArray {
        if matches.more.isEmpty, plan.kind == .manyToOne { return distributed(matches) }
        let pairs = matches.pairs()
        let ambiguity = ambiguity(pairs)
        var counts = [Int32](repeating: 0, count: rightCount)
        for pair in pairs { counts[Int(pair.right)] += 1 }
        if plan.kind == .oneToOne, !counts.contains(where: { $0 > 1 }) {
            var rows = [Int32](repeating: -1, count: rightCount)
            var rules = [UInt8](repeating: 0, count: rightCount)
            for pair in pairs {
                rows[Int(pair.right)] = pair.left
                rules[Int(pair.right)] = pair.rule
            }
            let left = unmatched(rightBlank, rows: rows)
            return LinkArray(
                starts: [], rows: rows, rules: rules, ambiguous: ambiguity.right,
                blankCount: left.blank, unmatchedCount: left.others)
        }
        // Pairs ascend by left row, so a stable distribution by right row leaves each list ascending.
        var starts = [Int32](repeating: 0, count: rightCount + 1)
        for pair in pairs { starts[Int(pair.right) + 1] += 1 }
        for row in 0..<rightCount { starts[row + 1] += starts[row] }
        var next = starts
        var ordered = [(Int32, Int32, UInt8)](repeating: (0, 0, 0), count: pairs.count)
        for pair in pairs {
            ordered[Int(next[Int(pair.right)])] = (pair.right, pair.left, pair.rule)
            next[Int(pair.right)] += 1
        }
        return lists(ordered, count: rightCount, ambiguous: ambiguity.right, blank: rightBlank)
    }

    /// Left rows with one match at most, put under their right rows: nothing is ambiguous, and each list ascends.
    private func distributed(_ matches: RowMatches) -> LinkArray {
        var starts = [Int32](repeating: 0, count: rightCount + 1)
        for row in matches.first where row >= 0 { starts[Int(row) + 1] += 1 }
        for row in 0..<rightCount { starts[row + 1] += starts[row] }
        let total = Int(starts[rightCount])
        var next = starts
        var rows = [Int32](repeating: 0, count: total)
        var rules = [UInt8](repeating: 0, count: total)
        next.withUnsafeMutableBufferPointer { next in
            rows.withUnsafeMutableBufferPointer { rows in
                rules.withUnsafeMutableBufferPointer { rules in
                    for (left, right) in matches.first.enumerated() where right >= 0 {
                        let place = Int(next[Int(right)])
                        next[Int(right)] += 1
                        rows[place] = Int32(truncatingIfNeeded: left)
                        rules[place] = matches.rules[left]
                    }
                }
            }
        }
        let left = unmatched(rightBlank, starts: starts)
        return LinkArray(
            starts: starts, rows: rows, rules: rules, ambiguous: nil, blankCount: left.blank,
            unmatchedCount: left.others)
    }

    private func lists(
        _ pairs: [(Int32, Int32, UInt8)], count: Int, ambiguous: Bitmap?, blank: [Bool]
    ) -> LinkArray {
        var starts = [Int32](repeating: 0, count: count + 1)
        for pair in pairs { starts[Int(pair.0) + 1] += 1 }
        for row in 0..<count { starts[row + 1] += starts[row] }
        let left = unmatched(blank, starts: starts)
        return LinkArray(
            starts: starts, rows: pairs.map(\.1), rules: pairs.map(\.2), ambiguous: ambiguous,
            blankCount: left.blank, unmatchedCount: left.others)
    }

    /// Right rows that several left rows match.
    private func claimed(_ matches: RowMatches) -> Set<Int32> {
        var counts = [UInt8](repeating: 0, count: rightCount)
        var claimed: Set<Int32> = []
        for row in matches.first where row >= 0 {
            if counts[Int(row)] == 1 { claimed.insert(row) }
            counts[Int(row)] = 1
        }
        return claimed
    }

    /// A pair is ambiguous when its left row matches several where it should match one, or its right row is
    /// claimed by several where records should pair off.
    private func ambiguity(_ pairs: [RowMatches.Pair]) -> (left: Bitmap?, right: Bitmap?) {
        guard plan.kind != .manyToMany, !plan.isContainment else { return (nil, nil) }
        var leftCounts = [Int32](repeating: 0, count: leftCount)
        var rightCounts = [Int32](repeating: 0, count: rightCount)
        for pair in pairs {
            leftCounts[Int(pair.left)] += 1
            rightCounts[Int(pair.right)] += 1
        }
        var left = Bitmap(repeating: false, count: leftCount)
        var right = Bitmap(repeating: false, count: rightCount)
        var isAny = false
        for pair in pairs
        where leftCounts[Int(pair.left)] > 1
            || (plan.kind == .oneToOne && rightCounts[Int(pair.right)] > 1)
        {
            left.set(Int(pair.left), to: true)
            right.set(Int(pair.right), to: true)
            isAny = true
        }
        return isAny ? (left, right) : (nil, nil)
    }

    private func bitmap(_ count: Int, _ isSet: (Int) -> Bool) -> Bitmap {
        var bitmap = Bitmap(repeating: false, count: count)
        for row in 0..<count where isSet(row) { bitmap.set(row, to: true) }
        return bitmap
    }

    /// How many rows have no match: of those whose key is blank, and of the others. A row may be matched by a weaker
    /// rule although its key is blank.
    private func unmatched(_ blank: [Bool], rows: [Int32]) -> (blank: Int, others: Int) {
        rows.withUnsafeBufferPointer { rows in
            inPieces(blank) { Self.unmatched($0, $1) { rows[$0] >= 0 } }
        }
    }

    /// - Parameter starts: where each row's list of matches starts, and the last one's ends.
    private func unmatched(_ blank: [Bool], starts: [Int32]) -> (blank: Int, others: Int) {
        starts.withUnsafeBufferPointer { starts in
            inPieces(blank) { Self.unmatched($0, $1) { starts[$0 + 1] > starts[$0] } }
        }
    }

    private func inPieces(
        _ blank: [Bool],
        _ count: (Range<Int>, UnsafeBufferPointer<Bool>) -> (blank: Int, others: Int)
    ) -> (blank: Int, others: Int) {
        let pieces = (blank.count + pieceRows - 1) / pieceRows
        return blank.withUnsafeBufferPointer { blank in
            concurrently(pieces, threads: threads) { piece in
                count(piece * pieceRows..<min(blank.count, (piece + 1) * pieceRows), blank)
            }
        }.reduce((0, 0)) { ($0.0 + $1.blank, $0.1 + $1.others) }
    }

    @inline(__always)
    private static func unmatched(
        _ rows: Range<Int>, _ blank: UnsafeBufferPointer<Bool>, _ isMatched: (Int) -> Bool
    ) -> (blank: Int, others: Int) {
        var counts = (blank: 0, others: 0)
        for row in rows where !isMatched(row) {
            counts.blank += blank[row] ? 1 : 0
            counts.others += blank[row] ? 0 : 1
        }
        return counts
    }
}
