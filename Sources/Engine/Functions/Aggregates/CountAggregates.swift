import Columns

/// `count` and `distinct`.
enum CountAggregates {
    static let count = AggregateSignature(
        name: "count",
        summary: "Counts the rows, or the values that are not missing.",
        example: ("count((3, 1, 3))", "3"),
        needsValue: false, takesCondition: false,
        resultType: { _ in .integer },
        evaluate: { (values, groups, groupCount, _) throws(EvaluationError) in
            var counts = [Int64](repeating: 0, count: groupCount)
            if let words = values?.validity?.words {
                for (row, group) in groups.enumerated() {
                    counts[Int(group)] += Int64(words[row >> 6] >> UInt64(row & 63) & 1)
                }
            } else {
                for group in groups { counts[Int(group)] += 1 }
            }
            return Column(.integer(counts))
        })

    static let distinct = AggregateSignature(
        name: "distinct",
        summary:
            "Counts the different values; case and white space at the ends make no difference.",
        example: ("distinct((\"de\", \"DE\", \"fr\"))", "2"),
        needsValue: true, takesCondition: false,
        resultType: { $0 == nil ? nil : .integer },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            var counts = [Int64](repeating: 0, count: groupCount)
            guard let values else { return Column(.integer(counts)) }
            for row in try firstOfEach(values, groups, groupCount, context) {
                counts[Int(groups[Int(row)])] += 1
            }
            return Column(.integer(counts))
        })

    /// The rows at which each group's distinct present values stand first, ascending.
    static func firstOfEach(
        _ values: Column, _ groups: [Int32], _ groupCount: Int, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        let codes = try KeyCodes(values, context: context)
        let pairs = try KeyCodes(codes: groups, count: max(1, groupCount))
            .combined(with: codes, context: context)
        var seen = [Bool](repeating: false, count: pairs.count)
        var rows: [Int32] = []
        for (row, pair) in pairs.codes.enumerated() {
            if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            if seen[Int(pair)] { continue }
            seen[Int(pair)] = true
            if values.isPresent(row) { rows.append(Int32(row)) }
        }
        return rows
    }
}
