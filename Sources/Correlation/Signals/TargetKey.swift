extension Signal {
    /// A link names a record, so its target identifies records.
    static let targetKey = Signal(name: "key") { facts in
        if facts.isTargetKey {
            return Judgement(
                points: 1, sentence: "'\(facts.target.field)' is the key of its object")
        }
        if facts.target.isUnique, facts.candidate.leftShare < 0.2, facts.target.rarity < 20 {
            return Judgement(
                points: -3, sentence: "'\(facts.target.field)' is not the key, and few are found")
        }
        if facts.target.isUnique {
            return Judgement(points: 0, sentence: "'\(facts.target.field)' is unique")
        }
        return Judgement(
            points: -0.5,
            sentence: "'\(facts.target.field)' is unique but for "
                + LinkFacts.percent(1 - facts.target.uniqueness))
    }
}
