/// One kind of evidence about a candidate link: what it looks at, and how much that weighs.
///
/// Points add up; `Candidate.threshold` of them make a link. A new kind of evidence is one file that
/// extends `Signal` and one line in `all`.
struct Signal: Sendable {
    let name: String
    /// nil when the signal has nothing to say about the candidate.
    let weigh: @Sendable (LinkFacts) -> Judgement?

    static let all: [Signal] = [
        containment, rarity, rangeCoverage, targetKey, names, shapeFit, accident, locality,
    ]
}

/// What one signal says: points for (positive) or against, and why in words with numbers.
struct Judgement: Sendable {
    let points: Double
    let sentence: String
}

/// All that a signal may look at.
struct LinkFacts: Sendable {
    let candidate: Candidate
    let source: ColumnProfile
    let target: ColumnProfile
    let sourceTable: TableProfile
    let targetTable: TableProfile
    let sourceName: FieldName
    let targetName: FieldName
    /// 0 to 1: how far names tell links at all in this catalog; 0 where headers are meaningless.
    let nameTrust: Double

    var isSelf: Bool { candidate.left.table == candidate.right.table }
    var isTargetKey: Bool { targetTable.key == candidate.right.column }
    var isSourceKey: Bool { sourceTable.key == candidate.left.column }
    /// Both sides run through the same small whole numbers, so that everything contains everything.
    var isAmongCounters: Bool { target.isDense }

    /// Both sides are whole numbers, and each is called the identifier of something.
    var isNumberedApart: Bool {
        source.isInteger && target.isInteger && sourceName.hasIdentifier
            && targetName.hasIdentifier && !sourceName.stem.isEmpty && !targetName.stem.isEmpty
    }

    /// A field called after what it names, all of whose values are keys there: few different values are no
    /// accident then, but a small company with two managers.
    var isNamedReference: Bool {
        guard isTargetKey, candidate.leftShare >= 0.999, candidate.likeness.value >= 0.6 else {
            return false
        }
        return sourceName.hasIdentifier
            || (isSelf && sourceName.hasAny(NameLikeness.selfRoles))
    }

    static func percent(_ share: Double) -> String {
        let percent = (share * 1000).rounded() / 10
        let text = percent == percent.rounded() ? String(Int(percent)) : "\(percent)"
        return text + " %"
    }
}
