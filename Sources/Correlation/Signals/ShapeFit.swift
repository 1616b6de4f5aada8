extension Signal {
    /// Whether both sides look alike, and like something that identifies.
    static let shapeFit = Signal(name: "shape") { facts in
        var points = 0.0
        switch facts.source.shape {
        case .flag: points -= facts.isNamedReference ? 0 : 6
        case .time: points -= 6
        case .personName: points -= 3
        case .freeText, .phone, .url: points -= 2
        case .category: points -= facts.isNamedReference ? 0 : 1.5
        default: break
        }
        switch facts.target.shape {
        case .personName: points -= 2
        case .freeText, .phone, .url: points -= 1.5
        default: break
        }
        let isAlike = facts.source.shape == facts.target.shape
        if isAlike, points == 0 { points = 0.5 }
        if points == 0 { return nil }
        return Judgement(
            points: points,
            sentence: isAlike
                ? "both sides are of shape \(facts.source.shape.rawValue)"
                : "shape \(facts.source.shape.rawValue) against \(facts.target.shape.rawValue)")
    }
}
