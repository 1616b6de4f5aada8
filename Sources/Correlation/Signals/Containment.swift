extension Signal {
    /// A reference finds its record: nearly all values of the referring side are values of the other.
    static let containment = Signal(name: "containment") { facts in
        let share = facts.candidate.leftShare
        let points =
            switch share {
            case 0.999...: 1.5
            case 0.95...: 1.0
            case 0.8...: 0.3
            case 0.5...: -0.5
            case 0.2...: -1.5
            // A number that hardly ever finds its record is no reference.
            default: facts.source.isInteger && !facts.source.isUnique ? -5 : -2.5
            }
        return Judgement(
            points: points,
            sentence:
                "\(LinkFacts.percent(share)) of \(facts.source.distinct) distinct values are found, "
                + "\(LinkFacts.percent(facts.candidate.rightShare)) of the other side's")
    }
}
