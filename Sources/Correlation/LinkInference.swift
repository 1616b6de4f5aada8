import Columns

/// The whole of inference over a set of tables: candidates, scores, choice.
struct LinkInference: Sendable {
    let plans: [LinkPlan]
    let links: [Link]
    let rejected: [Link]

    init(_ profiles: [TableProfile], cache: KeyCache, pins: Pins, threads: Int) {
        let fields = profiles.map(MatchFields.init)
        let rules = RuleMaker(
            profiles: profiles, fields: fields, sample: MappingSample(cache: cache))
        let scored = Self.scored(
            CandidateSearch(profiles: profiles).candidates(threads: threads), profiles)
        let allowed = scored.filter { !Self.isUnlinked($0, profiles, pins) }
        var choice = LinkChoice(profiles, rules, scored: allowed)
        let unlinked = { Self.isUnlinked($0, profiles, pins) }
        choice.connectByLogin(unlinked: unlinked, cache: cache)
        choice.connectByNumber(unlinked: unlinked, cache: cache)
        choice.connectByName(unlinked: unlinked)
        var plans = choice.plans
        plans += ContainmentLinks.plans(profiles)
        plans += CompositeLinks.plans(profiles, references: plans, cache: cache)
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

    /// Names count for as much as they agree with what the data says by itself.
    private static func scored(_ candidates: [Candidate], _ profiles: [TableProfile]) -> [Candidate]
    {
        var clear = 0
        var named = 0
        for candidate in candidates {
            let facts = facts(candidate, profiles, nameTrust: 0)
            let judgements = Signal.all.filter { $0.name != "names" }.compactMap { $0.weigh(facts) }
            guard judgements.reduce(0, { $0 + $1.points }) >= Candidate.threshold + 1 else {
                continue
            }
            clear += 1
            if candidate.likeness.value >= 0.5 { named += 1 }
        }
        let trust = clear == 0 ? 0.5 : min(1, max(0, 2.5 * Double(named) / Double(clear) - 0.25))
        return candidates.map { candidate in
            let facts = facts(candidate, profiles, nameTrust: trust)
            var scored = candidate
            scored.evidence = Signal.all.compactMap { $0.weigh(facts) }
            scored.score = scored.evidence.reduce(0) { $0 + $1.points }
            return scored
        }
    }

    private static func facts(
        _ candidate: Candidate, _ profiles: [TableProfile], nameTrust: Double
    ) -> LinkFacts {
        let left = profiles[candidate.left.table]
        let right = profiles[candidate.right.table]
        return LinkFacts(
            candidate: candidate, source: left.columns[candidate.left.column],
            target: right.columns[candidate.right.column], sourceTable: left, targetTable: right,
            sourceName: left.names[candidate.left.column],
            targetName: right.names[candidate.right.column], nameTrust: nameTrust)
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
