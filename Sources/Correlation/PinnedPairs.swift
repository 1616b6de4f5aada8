import Columns

/// Applies `same` and `different` statements after all rules.
struct PinnedPairs {
    let profiles: [TableProfile]
    let pins: Pins
    /// The field that a person calls a record by, per table.
    let primary: (Int) -> Int?

    /// `same` pairs are matches by the rule `pinned`, and of a row so pinned the guessed matches go;
    /// `different` pairs are no matches.
    func apply(_ plan: LinkPlan, to matches: inout RowMatches) {
        guard !pins.pairs.isEmpty, plan.isIdentity || plan.isPinned else { return }
        var same: [(Int32, Int32)] = []
        var different: Set<RowMatches.Pair> = []
        for pair in pins.pairs {
            guard let rows = rows(of: pair, plan) else { continue }
            for left in rows.left {
                for right in rows.right {
                    if pair.isSame {
                        same.append((left, right))
                    } else {
                        different.insert(RowMatches.Pair(left: left, right: right, rule: 0))
                    }
                }
            }
        }
        guard !same.isEmpty || !different.isEmpty else { return }
        let pinnedLeft = Set(same.map(\.0))
        let pinnedRight = Set(same.map(\.1))
        let kept = matches.pairs().filter { pair in
            !pinnedLeft.contains(pair.left) && !pinnedRight.contains(pair.right)
                && !different.contains(
                    RowMatches.Pair(left: pair.left, right: pair.right, rule: 0))
        }
        matches = RowMatches(rowCount: matches.first.count)
        for (left, right) in same { matches.add(Int(left), right, .pinned) }
        for pair in kept {
            matches.add(Int(pair.left), pair.right, RuleKind(rawValue: pair.rule) ?? .key)
        }
    }

    private func rows(of pair: Pins.PinnedPair, _ plan: LinkPlan) -> (
        left: [Int32], right: [Int32]
    )? {
        let left = profiles[plan.leftTable].table.name
        let right = profiles[plan.rightTable].table.name
        if pair.leftObject == left && pair.rightObject == right {
            return (find(pair.leftRecord, plan.leftTable), find(pair.rightRecord, plan.rightTable))
        }
        if pair.leftObject == right && pair.rightObject == left {
            return (find(pair.rightRecord, plan.leftTable), find(pair.leftRecord, plan.rightTable))
        }
        return nil
    }

    /// Records by any value of their key or primary field.
    private func find(_ record: String, _ table: Int) -> [Int32] {
        let folded = Folding.folded(record)
        for column in [profiles[table].key, primary(table)].compactMap({ $0 }) {
            let text = profiles[table].table.columns[column].text()
            let rows = (0..<text.count).filter {
                String(decoding: KeyText.fold(text.bytes($0)), as: UTF8.self) == folded
            }
            if !rows.isEmpty { return rows.map(Int32.init) }
        }
        return []
    }
}
