import Columns

/// Identity links where no address, key or login connects two objects: employee numbers that differ only
/// in leading zeros, and last, weakly, person names.
extension LinkChoice {
    mutating func connectByNumber(unlinked: (Candidate) -> Bool, cache: KeyCache) {
        for (a, b) in openPairs() {
            guard let own = rules.fields[a].numbers.first, let other = rules.fields[b].numbers.first
            else { continue }
            let left = ColumnReference(table: a, column: own)
            let right = ColumnReference(table: b, column: other)
            let mine = DistinctHashes(unsorted: cache.key(left, .number).hashes)
            let theirs = DistinctHashes(unsorted: cache.key(right, .number).hashes)
            let common = mine.intersectionCount(theirs)
            let leftShare = Double(common) / Double(max(1, mine.count))
            let rightShare = Double(common) / Double(max(1, theirs.count))
            // Two numberings from 1 overlap by accident; two of one company are nearly the same set.
            guard common >= 5, max(leftShare, rightShare) >= 0.5 else { continue }
            let candidate = Candidate(
                left: left, right: right, common: common, leftShare: leftShare,
                rightShare: rightShare, likeness: .none, form: .number)
            if unlinked(candidate) { continue }
            append(
                plan(
                    a, b, own, other, confidence: 0.5 + 0.4 * max(leftShare, rightShare),
                    (leftShare, rightShare),
                    "\(common) employee numbers in common, leading zeros folded"))
        }
    }

    /// Names say who somebody is only to a person's eye: the link is marked as weak.
    mutating func connectByName(unlinked: (Candidate) -> Bool) {
        for (a, b) in openPairs() {
            guard let own = rules.fields[a].name, let other = rules.fields[b].name,
                profiles[a].isAboutPeople, profiles[b].isAboutPeople,
                !hasAddress(a) || !hasAddress(b),
                max(profiles[a].table.rowCount, profiles[b].table.rowCount) <= 200_000
            else { continue }
            let mine = unique(own, a)
            let theirs = unique(other, b)
            let common = mine.keys.reduce(0) { $0 + (theirs[$1] == nil ? 0 : 1) }
            let leftShare = Double(common) / Double(max(1, mine.count))
            let rightShare = Double(common) / Double(max(1, theirs.count))
            guard common >= 5, max(leftShare, rightShare) >= 0.5 else { continue }
            let left = own.leadingColumn
            let right = other.leadingColumn
            let candidate = Candidate(
                left: ColumnReference(table: a, column: left),
                right: ColumnReference(table: b, column: right), common: common,
                leftShare: leftShare, rightShare: rightShare, likeness: .none)
            if unlinked(candidate) { continue }
            var plan = plan(
                a, b, left, right, confidence: 0.3 + 0.2 * max(leftShare, rightShare),
                (leftShare, rightShare), "\(common) person names in common, and nothing stronger")
            plan.isWeak = true
            append(plan)
        }
    }

    /// Pairs of objects of two tools that nothing connects, the later name first.
    private func openPairs() -> [(Int, Int)] {
        let linked = Set(plans.map { [$0.leftTable, $0.rightTable].sorted() })
        var pairs: [(Int, Int)] = []
        for a in profiles.indices {
            for b in profiles.indices
            where profiles[b].table.name < profiles[a].table.name
                && profiles[a].origin != profiles[b].origin && !linked.contains([a, b].sorted())
            {
                pairs.append((a, b))
            }
        }
        return pairs
    }

    private func hasAddress(_ table: Int) -> Bool {
        !rules.fields[table].emails.isEmpty || !rules.fields[table].logins.isEmpty
    }

    private func unique(_ name: PersonName, _ table: Int) -> [String: Int32] {
        let rows = (0..<Int32(profiles[table].table.rowCount)).map { $0 }
        return RuleMatcher.unique(name.folded(profiles[table].table, rows: rows), rows)
    }

    private func plan(
        _ a: Int, _ b: Int, _ left: Int, _ right: Int, confidence: Double,
        _ shares: (Double, Double), _ sentence: String
    ) -> LinkPlan {
        LinkPlan(
            leftTable: a, rightTable: b, leftFields: [profiles[a].columns[left].field],
            rightFields: [profiles[b].columns[right].field], kind: .oneToOne,
            rules: rules.identityRules(a, b, leads: []), confidence: confidence,
            leftMatched: shares.0, rightMatched: shares.1, evidence: [sentence], isIdentity: true)
    }
}

extension PersonName {
    var leadingColumn: Int {
        switch self {
        case .full(let column): column
        case .parts(_, let last): last
        }
    }
}

extension TableProfile {
    /// People by their fields, or by the object's own name.
    var isAboutPeople: Bool {
        kind == .people
            || (kind == .other && words.last.map(ObjectKind.peopleWords.contains) == true)
    }
}
