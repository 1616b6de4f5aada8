import Columns

/// Links between fields that write one identifier in two ways: a link that ends in a ticket's number, a full
/// domain name and the host's own, `CORP\ada` and `ada`, `007` and `7`.
///
/// Looked for only from fields that name nothing as they are written. A column is cut where nearly all of
/// its values have something to cut; what is left is profiled and judged like any other column.
extension LinkChoice {
    mutating func connectByPart(
        _ scoring: CandidateScoring, unlinked: (Candidate) -> Bool, threads: Int
    ) {
        let parts = PartColumns(profiles, threads: threads)
        var taken: Set<ColumnReference> = []
        for plan in plans {
            let column = profiles[plan.leftTable].table.index(of: plan.leftFields[0])
            if let column {
                taken.insert(ColumnReference(table: plan.leftTable, column: column))
            }
        }
        var best: [ColumnReference: Candidate] = [:]
        let found = parts.candidates(scoring) { left, right in
            !taken.contains(left)
                && (isIdentity(left, right) != true || isOpen(left.table, right.table))
        }
        for candidate in found where !unlinked(candidate) {
            guard !isIdentity(candidate) || isOpen(candidate.left.table, candidate.right.table)
            else { continue }
            guard candidate.score >= Candidate.threshold else {
                if candidate.score > 0 { reject(candidate, "too weak to be trusted") }
                continue
            }
            guard let known = best[candidate.left] else {
                best[candidate.left] = candidate
                continue
            }
            let (winner, loser) =
                isStronger(candidate, known)
                ? (candidate, known) : (known, candidate)
            best[candidate.left] = winner
            reject(loser, "'\(field(winner.left))' names \(field(winner.right)), the better target")
        }
        for (_, candidate) in best.sorted(by: { $0.key < $1.key }) { add(part: candidate) }
    }

    /// Two objects of the same things that an address or a key already connects need no second way.
    private func isOpen(_ left: Int, _ right: Int) -> Bool {
        let pair = [left, right].sorted()
        return !plans.contains { $0.isIdentity && [$0.leftTable, $0.rightTable].sorted() == pair }
    }

    private mutating func add(part candidate: Candidate) {
        let isIdentity = isIdentity(candidate)
        let kind: RuleKind =
            switch candidate.form {
            case .login: .login
            case .number where isIdentity: .number
            default: .key
            }
        append(
            LinkPlan(
                leftTable: candidate.left.table, rightTable: candidate.right.table,
                leftFields: [field(candidate.left)], rightFields: [field(candidate.right)],
                kind: isIdentity
                    ? .oneToOne
                    : candidate.left.table == candidate.right.table ? .toSelf : .manyToOne,
                rules: [
                    RulePlan(
                        kind: kind, left: .column(candidate.left.column),
                        right: .column(candidate.right.column), form: candidate.form,
                        note: candidate.form.note)
                ],
                confidence: candidate.confidence, leftMatched: candidate.leftShare,
                rightMatched: candidate.rightShare,
                evidence: ["compared by \(candidate.form.note)"] + candidate.sentences,
                isIdentity: isIdentity))
    }
}
