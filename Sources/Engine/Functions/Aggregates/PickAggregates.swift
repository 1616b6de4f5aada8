import Columns

/// `min`, `max`, `first`, `last`: one of the group's own values, in its own spelling.
enum PickAggregates {
    static let minimum = AggregateSignature(
        name: "min",
        summary: "Gives the smallest value, the earliest time, or the first text in order.",
        example: ("min((3, 1, 2))", "1"),
        needsValue: true, takesCondition: false,
        resultType: { $0 == .bool ? nil : $0 },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            try extreme(values, groups, groupCount, isDescending: false, context)
        })

    static let maximum = AggregateSignature(
        name: "max",
        summary: "Gives the largest value, the latest time, or the last text in order.",
        example: ("max((3, 1, 2))", "3"),
        needsValue: true, takesCondition: false,
        resultType: { $0 == .bool ? nil : $0 },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            try extreme(values, groups, groupCount, isDescending: true, context)
        })

    static let first = AggregateSignature(
        name: "first",
        summary: "Gives the first value that is not missing, in row order.",
        example: ("first((3, 1, 2))", "3"),
        needsValue: true, takesCondition: false,
        resultType: { $0 },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            try pick(values, groups, groupCount, context) { _, _ in false }
        })

    static let last = AggregateSignature(
        name: "last",
        summary: "Gives the last value that is not missing, in row order.",
        example: ("last((3, 1, 2))", "2"),
        needsValue: true, takesCondition: false,
        resultType: { $0 },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            try pick(values, groups, groupCount, context) { _, _ in true }
        })

    /// The value that comes first in the order of a sort; of equal texts the exact order decides.
    private static func extreme(
        _ values: Column?, _ groups: [Int32], _ groupCount: Int, isDescending: Bool,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        guard let values else { return .missing(.text, count: groupCount) }
        let order = try RowOrder(
            [SortColumn(values, isDescending: isDescending)], count: values.count,
            context: context)
        return try pick(values, groups, groupCount, context) { row, best in
            order.precedes(row, best)
        }
    }

    /// For each group the present value that no later one replaced.
    private static func pick(
        _ values: Column?, _ groups: [Int32], _ groupCount: Int, _ context: EvaluationContext,
        _ replaces: (Int32, Int32) -> Bool
    ) throws(EvaluationError) -> Column {
        guard let values else { return .missing(.text, count: groupCount) }
        var best = [Int32](repeating: -1, count: groupCount)
        let words = values.validity?.words
        for (index, group) in groups.enumerated() {
            if index & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            if let words, words[index >> 6] >> UInt64(index & 63) & 1 == 0 { continue }
            let row = Int32(index)
            let current = best[Int(group)]
            if current < 0 || replaces(row, current) { best[Int(group)] = row }
        }
        return values.gather(best, threads: context.threads)
    }
}
