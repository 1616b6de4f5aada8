import Columns

/// `median`: the value in the middle.
enum MedianAggregate {
    static let median = AggregateSignature(
        name: "median",
        summary: """
            Gives the value in the middle; of an even count the mean of the middle two, of dates and times the \
            earlier.
            """,
        example: ("median((1, 9, 2, 3))", "2.5"),
        needsValue: true, takesCondition: false,
        resultType: { type in
            switch type {
            case .integer, .number: .number
            case .duration, .date, .time: type
            default: nil
            }
        },
        evaluate: { (values, groups, groupCount, context) throws(EvaluationError) in
            guard let values else { return .missing(.number, count: groupCount) }
            let sorted = try Sorting.rows(
                [SortColumn(values)], count: values.count, context: context
            ).filter { values.isPresent(Int($0)) }
            let buckets = try Buckets(
                rows: sorted, groups: groups, groupCount: groupCount, context: context)
            let middle = (0..<groupCount).map { buckets.middle($0) }
            let low = values.gather(middle.map(\.low))
            let high = values.gather(middle.map(\.high))
            return mean(low, high)
        })

    private static func mean(_ low: Column, _ high: Column) -> Column {
        switch (low.storage, high.storage) {
        case (.integer(let a), .integer(let b)):
            let means = zip(a, b).map { Double(Int128($0) + Int128($1)) / 2 }
            return Column(.number(means), validity: low.validity)
        case (.number(let a), .number(let b)):
            return Column(.number(zip(a, b).map { $0 / 2 + $1 / 2 }), validity: low.validity)
        case (.duration(let a), .duration(let b)):
            let means = zip(a, b).map { Int64(truncatingIfNeeded: (Int128($0) + Int128($1)) / 2) }
            return Column(.duration(means), validity: low.validity)
        default: return low
        }
    }
}

/// Rows put into their groups, in the order given.
struct Buckets {
    /// Group g has `rows[starts[g] ..< starts[g + 1]]`.
    let starts: [Int32]
    let rows: [Int32]

    /// - Parameters:
    ///   - rows: the rows to put into buckets.
    ///   - groups: the group of every row there is.
    init(
        rows source: [Int32], groups: [Int32], groupCount: Int, context: EvaluationContext
    ) throws(EvaluationError) {
        var starts = [Int32](repeating: 0, count: groupCount + 1)
        for row in source { starts[Int(groups[Int(row)]) + 1] += 1 }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var next = starts
        var rows = [Int32](repeating: 0, count: source.count)
        for (index, row) in source.enumerated() {
            if index & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            let group = Int(groups[Int(row)])
            rows[Int(next[group])] = row
            next[group] += 1
        }
        self.starts = starts
        self.rows = rows
    }

    /// The two rows in the middle of a group, the same one for an odd count; -1 for an empty group.
    fileprivate func middle(_ group: Int) -> (low: Int32, high: Int32) {
        let start = Int(starts[group])
        let count = Int(starts[group + 1]) - start
        if count == 0 { return (-1, -1) }
        return (rows[start + (count - 1) / 2], rows[start + count / 2])
    }
}
