/// Adds up what the signals say about candidates.
struct CandidateScoring {
    let profiles: [TableProfile]
    /// How far names tell links in this catalog: they count for as much as they agree with what the data says
    /// by itself.
    let nameTrust: Double

    /// - Parameter candidates: all of the catalog, which the trust in names is learnt from.
    init(_ profiles: [TableProfile], _ candidates: [Candidate]) {
        self.profiles = profiles
        var clear = 0
        var named = 0
        for candidate in candidates {
            let facts = Self.facts(candidate, profiles, nil, nil, nameTrust: 0)
            let judgements = Signal.all.filter { $0.name != "names" }.compactMap { $0.weigh(facts) }
            guard judgements.reduce(0, { $0 + $1.points }) >= Candidate.threshold + 1 else {
                continue
            }
            clear += 1
            if candidate.likeness.value >= 0.5 { named += 1 }
        }
        nameTrust = clear == 0 ? 0.5 : min(1, max(0, 2.5 * Double(named) / Double(clear) - 0.25))
    }

    func scored(_ candidates: [Candidate]) -> [Candidate] {
        SiblingFields(profiles).strengthened(candidates.map { scored($0) })
    }

    /// - Parameters:
    ///   - source: the left values as they are compared; nil for the column as it is.
    ///   - target: the same for the right.
    func scored(
        _ candidate: Candidate, source: ColumnProfile? = nil, target: ColumnProfile? = nil
    ) -> Candidate {
        let facts = Self.facts(candidate, profiles, source, target, nameTrust: nameTrust)
        var scored = candidate
        scored.evidence = Signal.all.compactMap { $0.weigh(facts) }
        scored.score = scored.evidence.reduce(0) { $0 + $1.points }
        return scored
    }

    private static func facts(
        _ candidate: Candidate, _ profiles: [TableProfile], _ source: ColumnProfile?,
        _ target: ColumnProfile?, nameTrust: Double
    ) -> LinkFacts {
        let left = profiles[candidate.left.table]
        let right = profiles[candidate.right.table]
        return LinkFacts(
            candidate: candidate, source: source ?? left.columns[candidate.left.column],
            target: target ?? right.columns[candidate.right.column], sourceTable: left,
            targetTable: right, sourceName: left.names[candidate.left.column],
            targetName: right.names[candidate.right.column], nameTrust: nameTrust)
    }
}
