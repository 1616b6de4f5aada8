import Columns

/// A column by position: its table in the model, and its place in the table.
struct ColumnReference: Hashable, Sendable, Comparable {
    let table: Int
    let column: Int

    static func < (left: ColumnReference, right: ColumnReference) -> Bool {
        (left.table, left.column) < (right.table, right.column)
    }
}

/// A pair of columns that might be a link, with all that speaks for and against it.
struct Candidate: Sendable {
    let left: ColumnReference
    let right: ColumnReference
    /// Distinct values that both sides have, and their share of each side's.
    let common: Int
    let leftShare: Double
    let rightShare: Double
    /// How alike the names are, 0 to 1, and in what way.
    let likeness: NameLikeness
    /// The comparison that found it.
    var form = KeyColumn.Form.whole
    var score = 0.0
    var evidence: [Judgement] = []

    static let threshold = 2.5

    /// 0 to 1; a half is the threshold.
    var confidence: Double {
        let beyond = score - Self.threshold
        return beyond >= 0 ? 0.5 + 0.5 * beyond / (0.6 + beyond) : max(0, 0.5 + beyond / 10)
    }

    /// Strongest first.
    var sentences: [String] {
        evidence.filter { !$0.sentence.isEmpty }
            .sorted { abs($0.points) > abs($1.points) }.map(\.sentence)
    }
}

/// All pairs of columns whose values overlap enough to be looked at.
struct CandidateSearch {
    let profiles: [TableProfile]

    /// - Complexity: quadratic in columns for the sketches (32 look-ups a pair), linear in values for the few
    ///   pairs that pass.
    func candidates(threads: Int) -> [Candidate] {
        var targets: [ColumnReference] = []
        var sources: [ColumnReference] = []
        for (tableIndex, profile) in profiles.enumerated() {
            for (columnIndex, column) in profile.columns.enumerated() {
                let reference = ColumnReference(table: tableIndex, column: columnIndex)
                if isTarget(column) { targets.append(reference) }
                if isSource(column) { sources.append(reference) }
            }
        }
        let orderedTargets = targets
        let found = Parallel.map(sources.count, threads: threads) { [sources] index in
            orderedTargets.compactMap { candidate(sources[index], $0) }
        }
        return found.flatMap { $0 }
    }

    private func isTarget(_ column: ColumnProfile) -> Bool {
        guard column.distinct > 1 || (column.distinct == 1 && column.rarity >= 20),
            !column.type.isList
        else { return false }
        switch column.shape {
        case .time, .flag, .blank, .number: return column.isInteger && column.isUnique
        default: break
        }
        return column.uniqueness >= (column.isEmail ? 0.85 : 0.97)
            && column.fill >= (column.rarity >= 12 ? 0.05 : 0.5)
    }

    private func isSource(_ column: ColumnProfile) -> Bool {
        guard column.distinct > 0 else { return false }
        switch column.shape {
        case .time, .blank: return false
        // One of two managers is written 1 or 2, as a flag is.
        case .flag:
            return column.isInteger
                && (column.name.hasIdentifier || column.name.hasAny(NameLikeness.selfRoles))
        default: return column.rarity >= 20 || column.distinct > 1
        }
    }

    private func candidate(_ left: ColumnReference, _ right: ColumnReference) -> Candidate? {
        if left == right { return nil }
        let source = profiles[left.table].columns[left.column]
        let target = profiles[right.table].columns[right.column]
        // Where either could be the target, the pair is looked at once.
        if isTarget(source), isOwner(left, against: right) { return nil }
        if left.table == right.table, source.uniqueness > 0.9 { return nil }
        if (source.emailShare >= 0.95 && target.emailShare <= 0.05)
            || (target.emailShare >= 0.95 && source.emailShare <= 0.05)
        {
            return nil
        }
        let hits = source.hashSet.sketchHits(in: target.hashSet, sample: 32)
        let back = hits > 0 ? hits : target.hashSet.sketchHits(in: source.hashSet, sample: 32)
        if hits == 0 && back == 0 { return nil }
        // A reference finds most of its records; only addresses mean something when few are shared.
        if source.distinct > 256, hits < 6, back < 6, source.rarity < 12 { return nil }
        let common = source.hashSet.intersectionCount(target.hashSet)
        let leftShare = Double(common) / Double(source.distinct)
        let rightShare = Double(common) / Double(target.distinct)
        let least = min(source.rarity, 30) >= 20 ? 0.05 : 0.3
        guard max(leftShare, rightShare) >= least else { return nil }
        return Candidate(
            left: left, right: right, common: common, leftShare: leftShare, rightShare: rightShare,
            likeness: NameLikeness(left, right, profiles))
    }

    /// Of two columns that could both be the target, the one that the pair points to when `left` is it.
    private func isOwner(_ left: ColumnReference, against right: ColumnReference) -> Bool {
        let source = profiles[left.table].columns[left.column]
        let target = profiles[right.table].columns[right.column]
        let leftIsKey = profiles[left.table].key == left.column
        let rightIsKey = profiles[right.table].key == right.column
        if profiles[left.table].origin == profiles[right.table].origin {
            if leftIsKey != rightIsKey { return leftIsKey }
            if source.distinct != target.distinct { return source.distinct > target.distinct }
        }
        // A list of a few of them refers to the list of all.
        if source.isInteger, target.isInteger, profiles[left.table].kind == .other,
            profiles[right.table].kind == .other,
            max(source.distinct, target.distinct) > 2 * min(source.distinct, target.distinct)
        {
            return source.distinct > target.distinct
        }
        let leftNamesItself = profiles[left.table].isSelfIdentifying(left.column)
        if leftNamesItself != profiles[right.table].isSelfIdentifying(right.column) {
            return leftNamesItself
        }
        // For the same thing in two tools the later name is the left side, and nothing depends on it.
        let a = profiles[left.table].table.name
        let b = profiles[right.table].table.name
        return a == b ? left < right : a < b
    }
}
