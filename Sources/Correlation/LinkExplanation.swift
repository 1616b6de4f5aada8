import Columns

/// All that `.why` shows of two objects: their links with evidence and examples, and what lost.
public struct LinkExplanation: Sendable {
    public let left: ObjectName
    public let right: ObjectName
    /// Links between the two, either way round.
    public let links: [Explained]
    /// Candidates between the two that lost; the reason is the last line of their evidence.
    public let rejected: [Link]
    /// Without a link of their own, the identity links that connect the two; empty when none do.
    public let route: [(link: Link, direction: LinkModel.Direction)]

    public struct Explained: Sendable {
        public let link: Link
        /// What was learnt while matching: domains that are one organisation.
        public let notes: [String]
        /// Rows with a match, of those that have a value, for the link's left and right side.
        public let leftMatched: Coverage
        public let rightMatched: Coverage
        /// Matched rows by rule, in order of trust.
        public let rules: [(rule: RuleKind, count: Int)]
        /// Five matched pairs spread over the rows, by primary field.
        public let pairs: [Pair]
        public let unmatchedLeft: Examples
        public let unmatchedRight: Examples
        public let ambiguousLeft: Examples
        public let ambiguousRight: Examples
    }

    public struct Coverage: Sendable {
        public let matched: Int
        public let unmatched: Int
        /// Rows with no value to compare; they match nothing.
        public let blank: Int
        public var share: Double {
            matched + unmatched == 0 ? 0 : Double(matched) / Double(matched + unmatched)
        }
    }

    public struct Pair: Sendable {
        public let left: String
        public let right: String
        public let rule: RuleKind
        public let isAmbiguous: Bool
    }

    /// How many rows, and the first five by their primary field.
    public struct Examples: Sendable {
        public let count: Int
        public let records: [String]
    }
}

extension LinkModel {
    /// Why two objects are linked as they are, or are not.
    public func explain(_ left: ObjectName, _ right: ObjectName) -> LinkExplanation {
        let between = { (link: Link) in
            (link.left.object == left && link.right.object == right)
                || (link.left.object == right && link.right.object == left)
        }
        return LinkExplanation(
            left: left, right: right, links: links.filter(between).map(explained),
            rejected: rejected.filter(between), route: identityRoute(from: left, to: right) ?? [])
    }

    /// Matched, unmatched and blank rows of both sides, counted on the rows themselves.
    public func coverage(of link: Link) -> (
        left: LinkExplanation.Coverage, right: LinkExplanation.Coverage
    ) {
        (Self.coverage(array(of: link, .forward)), Self.coverage(array(of: link, .backward)))
    }

    private static func coverage(_ array: LinkArray) -> LinkExplanation.Coverage {
        LinkExplanation.Coverage(
            matched: (0..<array.count).reduce(0) { $0 + (array.hasMatch($1) ? 1 : 0) },
            unmatched: array.unmatchedCount, blank: array.blankCount)
    }

    private func explained(_ link: Link) -> LinkExplanation.Explained {
        let forward = array(of: link, .forward)
        let backward = array(of: link, .backward)
        var counts: [UInt8: Int] = [:]
        for rule in forward.rules where rule != 0 { counts[rule, default: 0] += 1 }
        let coverage = coverage(of: link)
        return LinkExplanation.Explained(
            link: link, notes: notes(of: link), leftMatched: coverage.left,
            rightMatched: coverage.right,
            rules: RuleKind.allCases.compactMap { rule in
                counts[rule.rawValue].map { (rule, $0) }
            },
            pairs: pairs(link, forward),
            unmatchedLeft: examples(link.left.object, forward) { !forward.hasMatch($0) },
            unmatchedRight: examples(link.right.object, backward) { !backward.hasMatch($0) },
            ambiguousLeft: examples(link.left.object, forward) { forward.ambiguous?[$0] ?? false },
            ambiguousRight: examples(link.right.object, backward) {
                backward.ambiguous?[$0] ?? false
            })
    }

    private func pairs(_ link: Link, _ array: LinkArray) -> [LinkExplanation.Pair] {
        let matched = (0..<array.count).filter(array.hasMatch)
        let count = min(5, matched.count)
        return (0..<count).map { index in
            let row = matched[count == 1 ? 0 : index * (matched.count - 1) / (count - 1)]
            let position = array.isFlat ? row : Int(array.starts[row])
            return LinkExplanation.Pair(
                left: recordName(link.left.object, row),
                right: recordName(link.right.object, Int(array.rows[position])),
                rule: RuleKind(rawValue: array.rules[position]) ?? .key,
                isAmbiguous: array.ambiguous?[row] ?? false)
        }
    }

    private func examples(_ object: ObjectName, _ array: LinkArray, _ isOne: (Int) -> Bool)
        -> LinkExplanation.Examples
    {
        let rows = (0..<array.count).filter(isOne)
        return LinkExplanation.Examples(
            count: rows.count, records: rows.prefix(5).map { recordName(object, $0) })
    }

    /// What a person calls a record: its primary field, or its key where that is blank.
    public func recordName(_ object: ObjectName, _ row: Int) -> String {
        guard let (table, profile) = find(object), row < profile.table.rowCount else { return "" }
        if let primary = primaryColumn(table), profile.table.columns[primary].isPresent(row) {
            return profile.table.columns[primary].string(row)
        }
        guard let key = profile.key else { return "row \(row + 1)" }
        return profile.table.columns[key].string(row)
    }
}

extension LinkArray {
    /// Whether a row has any match.
    func hasMatch(_ row: Int) -> Bool {
        isFlat ? rows[row] >= 0 : starts[row + 1] > starts[row]
    }
}
