extension Signal {
    /// The field's name names the other object or its field.
    static let names = Signal(name: "names") { facts in
        let likeness = facts.candidate.likeness
        if likeness.value > 0 {
            // Names that agree everywhere else weigh fully; where names tell nothing, one that fits is chance.
            return Judgement(points: 3.5 * likeness.value, sentence: likeness.sentence)
        }
        guard facts.nameTrust > 0 else { return nil }
        // Two numbers that each say whose they are, `person_id` and `visit_id`, are not one although a
        // release numbered both alike.
        let reliance =
            facts.isNumberedApart ? 8.0 : facts.isAmongCounters ? 3.0 : 1.5
        return Judgement(
            points: -reliance * facts.nameTrust, sentence: "the names have nothing in common")
    }
}
