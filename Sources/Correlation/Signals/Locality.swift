extension Signal {
    /// A tool's own objects refer to each other before they refer to another tool's.
    static let locality = Signal(name: "locality") { facts in
        if facts.isSelf {
            // Small numbers lie within their own table's counter as within any other.
            let isBare = facts.isAmongCounters && facts.candidate.likeness.value < 0.5
            return Judgement(
                points: isBare ? -6 : 0.8, sentence: isBare ? "" : "refers to its own object")
        }
        guard facts.sourceTable.origin == facts.targetTable.origin else { return nil }
        return Judgement(points: 0.5, sentence: "both are objects of one tool")
    }
}
