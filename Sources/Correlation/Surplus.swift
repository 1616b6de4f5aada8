/// How far rows go beyond a link's kind: records for which a pairing of one and one leaves no partner, or that a
/// reference finds beyond the one that it names.
public struct Surplus: Sendable {
    /// Records of the link's left side, beyond one for each record of the right; and the other way round.
    public let left: Int
    public let right: Int
}

extension LinkModel {
    /// What goes beyond a link's kind; a link of many to many has none.
    ///
    /// - Complexity: that of the link's arrays when nothing has asked for them, constant afterwards.
    public func surplus(of link: Link) -> Surplus {
        let forward = array(of: link, .forward)
        switch link.kind {
        case .oneToOne:
            let more = forward.matchedCount - array(of: link, .backward).matchedCount
            return Surplus(left: max(0, more), right: max(0, -more))
        case .manyToOne, .toSelf:
            return Surplus(left: 0, right: forward.pairCount - forward.matchedCount)
        case .manyToMany: return Surplus(left: 0, right: 0)
        }
    }
}

extension LinkArray {
    /// Rows that found a record.
    fileprivate var matchedCount: Int { count - blankCount - unmatchedCount }

    /// Pairs of a row and a record.
    fileprivate var pairCount: Int { isFlat ? matchedCount : rows.count }
}
