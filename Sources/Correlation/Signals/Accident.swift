extension Signal {
    /// What overlaps by accident: two counters, a few common words, a measure, a single value.
    static let accident = Signal(name: "accident") { facts in
        var points = 0.0
        var reasons: [String] = []
        if facts.isAmongCounters, facts.source.isUnique {
            let isNamed = facts.candidate.likeness.value >= 0.8 && !facts.isSelf
            points -= isNamed ? 1.5 : 8
            reasons.append("both sides count their own rows")
        } else if facts.isAmongCounters, facts.sourceName.hasAny(KeyInference.measures) {
            points -= 4
            reasons.append("'\(facts.source.field)' is a measure")
        }
        if facts.isAmongCounters, !facts.isTargetKey, facts.candidate.likeness.value < 0.5 {
            points -= 4
            reasons.append("'\(facts.target.field)' counts, and is not the key of its object")
        }
        if facts.sourceName.isPersonNamePart || facts.targetName.isPersonNamePart {
            points -= 20
            reasons.append("parts of person names")
        } else if !facts.isAmongCounters, !facts.isTargetKey,
            facts.sourceName.hasAny(KeyInference.measures), !facts.source.isEmail
        {
            points -= 3
            reasons.append("'\(facts.source.field)' describes, it does not name")
        }
        if !facts.isAmongCounters, facts.source.rarity <= 3, facts.candidate.rightShare < 0.95 {
            points -= facts.candidate.likeness.value >= 0.7 ? 0.5 : 2
            reasons.append("common words, and not all of the other side's")
        }
        if facts.source.distinct < 3, facts.source.rarity < 20, !facts.isNamedReference {
            points -= 2
            reasons.append("only \(facts.source.distinct) distinct values")
        }
        // `country` happens to be unique among five offices; it still does not name one.
        if !facts.isAmongCounters, !facts.isTargetKey, !facts.candidate.likeness.namesObject,
            facts.target.rarity <= 3 || facts.target.averageLength <= 4
        {
            points -= 6
            reasons.append("'\(facts.target.field)' describes its record, it does not name it")
        }
        // Short words are few: that some are shared says nothing.
        if !facts.isAmongCounters, facts.source.rarity < 16, facts.source.averageLength <= 8,
            facts.candidate.leftShare < 0.95, facts.candidate.rightShare < 0.9,
            facts.candidate.likeness.value < 0.6
        {
            points -= 7
            reasons.append("short values, many of them not found")
        }
        // A few common words found among many are found by chance.
        if facts.candidate.common < 3, facts.target.rarity < 20, !facts.isNamedReference {
            points -= 1.5
            reasons.append("only \(facts.candidate.common) values shared")
        }
        return points == 0
            ? nil : Judgement(points: points, sentence: reasons.joined(separator: "; "))
    }
}
