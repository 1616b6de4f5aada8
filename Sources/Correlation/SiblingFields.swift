/// A field stands surer where another like it names the same object: a flight's `origin` has three airports
/// only, which could be chance, but its `dest` names airports too.
///
/// Like it is another field of the same record with codes of the same length, or a field of the same name in
/// another object whose values hold all of its own.
struct SiblingFields {
    private static let points = 2.0
    private let profiles: [TableProfile]

    init(_ profiles: [TableProfile]) { self.profiles = profiles }

    /// Candidates just short of the threshold, raised where a sibling is past it; siblings of those in turn.
    func strengthened(_ candidates: [Candidate]) -> [Candidate] {
        var result = candidates
        for _ in 0..<2 {
            var accepted: [ColumnReference: [ColumnReference]] = [:]
            for candidate in result where candidate.score >= Candidate.threshold {
                accepted[candidate.right, default: []].append(candidate.left)
            }
            for index in result.indices
            where result[index].score < Candidate.threshold
                && result[index].score >= Candidate.threshold - Self.points
            {
                let candidate = result[index]
                guard candidate.leftShare >= 0.999,
                    let sibling = accepted[candidate.right]?.first(where: {
                        isSibling($0, candidate.left)
                    })
                else { continue }
                let field = profiles[sibling.table].columns[sibling.column].field
                let judgement = Judgement(
                    points: Self.points,
                    sentence:
                        "\(profiles[sibling.table].table.name).\(field) has the same kind of values "
                        + "and names it too")
                result[index].evidence.append(judgement)
                result[index].score += judgement.points
            }
        }
        return result
    }

    private func isSibling(_ known: ColumnReference, _ other: ColumnReference) -> Bool {
        guard known != other else { return false }
        let a = profiles[known.table].columns[known.column]
        let b = profiles[other.table].columns[other.column]
        // Small numbers lie within each other whatever they count.
        guard a.rarity > 0, b.rarity > 0, a.type.scalar == b.type.scalar, b.distinct >= 2 else {
            return false
        }
        if known.table == other.table {
            return a.averageLength == b.averageLength && a.averageLength <= 8
        }
        return profiles[known.table].names[known.column].leaf
            == profiles[other.table].names[other.column].leaf
            && b.hashSet.intersectionCount(a.hashSet) == b.distinct
    }
}
