import Columns

/// Links between a user name and the local part of an address: `ada.lovelace` and `ada.lovelace@acme.com`.
///
/// Looked for only between objects that nothing else connects, since the comparison cuts values up, and
/// only to the object that explains the names best: the others are reached through it.
extension LinkChoice {
    mutating func connectByLogin(unlinked: (Candidate) -> Bool, cache: KeyCache) {
        let linked = Set(plans.map { [$0.leftTable, $0.rightTable].sorted() })
        var exact: Set<ColumnReference> = []
        for plan in plans where !plan.isIdentity {
            if let column = profiles[plan.leftTable].table.index(of: plan.leftFields[0]) {
                exact.insert(ColumnReference(table: plan.leftTable, column: column))
            }
        }
        var found: [ColumnReference: [Candidate]] = [:]
        for people in profiles.indices where profiles[people].kind == .people {
            guard let local = rules.fields[people].localPart(profiles[people]) else { continue }
            let address = ColumnReference(table: people, column: local)
            for other in profiles.indices
            where other != people && !linked.contains([other, people].sorted())
                && profiles[other].origin != profiles[people].origin
            {
                if let candidate = best(other, address, cache), !unlinked(candidate),
                    !exact.contains(candidate.left)
                {
                    found[candidate.left, default: []].append(candidate)
                }
            }
        }
        for (_, candidates) in found.sorted(by: { $0.key < $1.key }) {
            if let best = candidates.min(by: isBetterLogin) { add(best) }
            // Two lists of people under two domains are connected pair by pair.
            for candidate in candidates where isAddress(candidate.left) {
                if candidate.right != candidates.min(by: isBetterLogin)?.right { add(candidate) }
            }
        }
    }

    private func isAddress(_ reference: ColumnReference) -> Bool {
        profiles[reference.table].columns[reference.column].isEmail
    }

    /// A field called login comes first, then the one that explains more, then the larger object.
    private func isBetterLogin(_ a: Candidate, _ b: Candidate) -> Bool {
        func isLogin(_ candidate: Candidate) -> Bool {
            profiles[candidate.right.table].names[candidate.right.column]
                .hasAny(MatchFields.loginWords)
        }
        if isLogin(a) != isLogin(b) { return isLogin(a) }
        if a.leftShare != b.leftShare { return a.leftShare > b.leftShare }
        if a.rightShare != b.rightShare { return a.rightShare < b.rightShare }
        return a.right < b.right
    }

    /// The column of `table` whose values are most often local parts of `address`.
    private func best(_ table: Int, _ address: ColumnReference, _ cache: KeyCache) -> Candidate? {
        var best: Candidate?
        let target = DistinctHashes(unsorted: cache.key(address, .login).hashes)
        for column in profiles[table].columns.indices {
            let source = profiles[table].columns[column]
            let isAddress =
                source.isEmail && profiles[table].kind == .people && table > address.table
                && rules.fields[table].localPart(profiles[table]) == column
            let isName =
                source.type == .text && !source.isEmail && source.rarity >= 5
                && (source.shape == .handle || source.shape == .code)
            guard isAddress || isName, source.distinct >= 5 else { continue }
            let reference = ColumnReference(table: table, column: column)
            let set =
                isAddress
                ? DistinctHashes(unsorted: cache.key(reference, .login).hashes) : source.hashSet
            guard set.sketchHits(in: target, sample: 64) > 0 else { continue }
            let common = set.intersectionCount(target)
            let leftShare = Double(common) / Double(max(1, set.count))
            let rightShare = Double(common) / Double(max(1, target.count))
            guard common >= 5, isAddress ? max(leftShare, rightShare) >= 0.3 : leftShare >= 0.5,
                leftShare > best?.leftShare ?? 0
            else { continue }
            var candidate = Candidate(
                left: reference, right: address, common: common, leftShare: leftShare,
                rightShare: rightShare, likeness: .none, form: .login)
            candidate.score = Candidate.threshold + 1.5 * leftShare
            candidate.evidence = [
                Judgement(
                    points: candidate.score,
                    sentence: "\(common) values are the local part of an address, "
                        + "\(LinkFacts.percent(leftShare)) of them")
            ]
            best = candidate
        }
        return best
    }

    private mutating func add(_ candidate: Candidate) {
        let people = candidate.right.table
        let other = candidate.left.table
        let left = profiles[other]
        let isIdentity =
            left.kind != .devices && left.isSelfIdentifying(candidate.left.column)
        // For the same thing in two tools the left side is the later name.
        let isSwapped = isIdentity && left.table.name < profiles[people].table.name
        let (a, b) = isSwapped ? (people, other) : (other, people)
        let (from, to) =
            isSwapped ? (candidate.right, candidate.left) : (candidate.left, candidate.right)
        let plans =
            isIdentity
            ? rules.identityRules(a, b, leads: []) : [rules.plan(candidate)]
        append(
            LinkPlan(
                leftTable: a, rightTable: b,
                leftFields: [profiles[a].columns[from.column].field],
                rightFields: [profiles[b].columns[to.column].field],
                kind: isIdentity ? .oneToOne : .manyToOne, rules: plans,
                confidence: candidate.confidence,
                leftMatched: isSwapped ? candidate.rightShare : candidate.leftShare,
                rightMatched: isSwapped ? candidate.leftShare : candidate.rightShare,
                evidence: candidate.sentences, isIdentity: isIdentity))
    }
}
