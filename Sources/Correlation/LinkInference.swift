import Columns

/// The whole of inference over a set of tables: candidates, scores, choice.
struct LinkInference: Sendable {
    let plans: [LinkPlan]
    let links: [Link]
    let rejected: [Link]
    /// With their keys settled by how other objects use them.
    let profiles: [TableProfile]

    init(_ unsettled: [TableProfile], cache: KeyCache, pins: Pins, threads: Int) {
        let found = CandidateSearch(profiles: unsettled).candidates(threads: threads)
        let first = CandidateScoring(unsettled, found).scored(found)
        let (profiles, isChanged) = KeyUse(
            profiles: unsettled, accepted: first.filter { $0.score >= Candidate.threshold }
        ).settled()
        self.profiles = profiles
        let fields = profiles.map(MatchFields.init)
        let rules = RuleMaker(
            profiles: profiles, fields: fields, sample: MappingSample(cache: cache))
        let again =
            isChanged ? CandidateSearch(profiles: profiles).candidates(threads: threads) : found
        let scoring = CandidateScoring(profiles, again)
        let scored = isChanged ? scoring.scored(again) : first
        let allowed = scored.filter { !Self.isUnlinked($0, profiles, pins) }
        var choice = LinkChoice(profiles, rules, scored: allowed)
        let unlinked = { Self.isUnlinked($0, profiles, pins) }
        choice.connectByPart(scoring, unlinked: unlinked, threads: threads)
        choice.connectByLogin(unlinked: unlinked, cache: cache)
        choice.connectByNumber(unlinked: unlinked, cache: cache)
        choice.connectByName(unlinked: unlinked)
        var plans = choice.plans
        plans += ContainmentLinks.plans(profiles)
        plans += CompositeLinks.plans(profiles, references: plans, threads: threads)
        plans = PinnedLinks(profiles, pins).applied(to: plans)
        let ordered = plans.sorted {
            Self.order($0, profiles).lexicographicallyPrecedes(Self.order($1, profiles))
        }
        self.plans = ordered
        links = ordered.enumerated().map { $1.link(id: $0, profiles: profiles) }
        rejected = choice.rejected
            .sorted {
                $0.candidate.score != $1.candidate.score
                    ? $0.candidate.score > $1.candidate.score
                    : ($0.candidate.left, $0.candidate.right)
                        < ($1.candidate.left, $1.candidate.right)
            }
            .enumerated().map { Self.rejectedLink($1.candidate, $1.reason, $0, rules, profiles) }
    }

    private static func isUnlinked(
        _ candidate: Candidate, _ profiles: [TableProfile], _ pins: Pins
    ) -> Bool {
        guard !pins.unlinks.isEmpty else { return false }
        let left = end(candidate.left, profiles)
        let right = end(candidate.right, profiles)
        return pins.unlinks.contains { ($0 == left && $1 == right) || ($0 == right && $1 == left) }
    }

    private static func end(_ reference: ColumnReference, _ profiles: [TableProfile]) -> LinkEnd {
        LinkEnd(
            object: profiles[reference.table].table.name,
            fields: [profiles[reference.table].columns[reference.column].field])
    }

    private static func order(_ plan: LinkPlan, _ profiles: [TableProfile]) -> [String] {
        [
            profiles[plan.leftTable].table.name.description,
            profiles[plan.rightTable].table.name.description,
            plan.leftFields.joined(separator: "\u{1}"), plan.rightFields.joined(separator: "\u{1}"),
        ]
    }

    private static func rejectedLink(
        _ candidate: Candidate, _ reason: String, _ id: Int, _ rules: RuleMaker,
        _ profiles: [TableProfile]
    ) -> Link {
        LinkPlan(
            leftTable: candidate.left.table, rightTable: candidate.right.table,
            leftFields: end(candidate.left, profiles).fields,
            rightFields: end(candidate.right, profiles).fields,
            kind: candidate.left.table == candidate.right.table ? .toSelf : .manyToOne,
            rules: [rules.plan(candidate)], confidence: candidate.confidence,
            leftMatched: candidate.leftShare, rightMatched: candidate.rightShare,
            evidence: candidate.sentences + [reason]
        ).link(id: id, profiles: profiles)
    }
}
