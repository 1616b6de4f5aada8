extension Signal {
    /// Shared values of a kind that does not coincide by accident: an address says more than a word.
    static let rarity = Signal(name: "rarity") { facts in
        let each = min(facts.source.rarity, facts.target.rarity)
        guard each > 0 else { return nil }
        let bits = each * Double(facts.candidate.common)
        let points = min(6, bits / 12)
        return Judgement(
            points: points,
            sentence:
                "\(facts.candidate.common) shared values of shape \(facts.target.shape.rawValue)")
    }
}
