extension Signal {
    /// Whole numbers without gaps contain each other by accident; what is not accidental is that the
    /// references end where the keys end.
    ///
    /// Numbers 1 … 25 that name 25 genres also lie within 3,503 tracks, but end far too early for them.
    static let rangeCoverage = Signal(name: "range") { facts in
        guard facts.source.isInteger, facts.target.isInteger else { return nil }
        guard facts.target.isDense else { return bunched(facts) }
        let low = Double(facts.target.minimum)
        let high = Double(facts.target.maximum)
        let range = high - low
        guard range > 0 else { return Judgement(points: -4, sentence: "a single number") }
        let isNamed = facts.candidate.likeness.value >= 0.5
        if facts.candidate.leftShare < (isNamed ? 0.98 : 1) {
            return Judgement(points: -4, sentence: "small numbers that are not all found")
        }
        let gap =
            (max(0, Double(facts.source.minimum) - low)
                + max(0, high - Double(facts.source.maximum)))
            / range
        let surprise = min(5, -ColumnProfile.log2(gap + 1 / (range + 1)))
        var points = surprise - 2.5 + 1.5 * facts.candidate.rightShare
        // Used up to the last one at both ends, and none left out.
        if gap == 0, facts.candidate.rightShare == 1 { points += 0.5 }
        // References spread over the keys begin within a few keys of the first, the more of them the closer;
        // lengths and prices begin where they like. That they end early only says that they are old.
        let start = max(0, Double(facts.source.minimum) - low) / range
        if !isNamed, start * Double(facts.source.distinct + 1) > 4 { points -= 2 }
        return Judgement(
            points: points,
            sentence:
                "\(facts.source.minimum) to \(facts.source.maximum) against keys "
                + "\(facts.target.minimum) to \(facts.target.maximum), "
                + "\(LinkFacts.percent(facts.candidate.rightShare)) of them used")
    }

    /// Among keys with gaps, references lie anywhere; line numbers all lie at the start.
    private static func bunched(_ facts: LinkFacts) -> Judgement? {
        let own = Double(facts.source.maximum) - Double(facts.source.minimum)
        let other = Double(facts.target.maximum) - Double(facts.target.minimum)
        guard facts.source.isDense, other > 0, own < 0.2 * other else { return nil }
        return Judgement(
            points: -4,
            sentence: "all of \(facts.source.minimum) to \(facts.source.maximum), "
                + "a small part of the keys' range")
    }
}
