import Columns

/// `list` and `unique`: the group's values as a list.
enum ListAggregates {
    static let list = AggregateSignature(
        name: "list",
        summary: "Gives all values in row order, each as often as it stands there.",
        example: ("list((3, 1, 3))", "3, 1, 3"),
        needsValue: true, takesCondition: false,
        resultType: { $0.map { .list($0) } },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            guard let values else { return .missing(.list(.text), count: groupCount) }
            let rows = values.validity?.rows() ?? (0..<Int32(values.count)).map { $0 }
            return try lists(values, rows, groups, groupCount, context)
        })

    static let unique = AggregateSignature(
        name: "unique",
        summary: "Gives each different value once, in its first spelling and order.",
        example: ("unique((\"de\", \"DE\", \"fr\"))", "de, fr"),
        needsValue: true, takesCondition: false,
        resultType: { $0.map { .list($0) } },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            guard let values else { return .missing(.list(.text), count: groupCount) }
            let rows = try CountAggregates.firstOfEach(values, groups, groupCount, context)
            return try lists(values, rows, groups, groupCount, context)
        })

    private static func lists(
        _ values: Column, _ rows: [Int32], _ groups: [Int32], _ groupCount: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        let buckets = try Buckets(
            rows: rows, groups: groups, groupCount: groupCount, context: context)
        let elements = values.gather(buckets.rows, threads: context.threads)
        let starts = buckets.starts
        return Column(
            .list(ListColumn(starts: starts, elements: elements)),
            validity: Bitmap.filled(groupCount) { starts[$0] < starts[$0 + 1] })
    }
}
