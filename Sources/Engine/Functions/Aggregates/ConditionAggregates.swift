import Columns

/// `share` and `all`: what a condition says of the group's entries.
enum ConditionAggregates {
    static let share = AggregateSignature(
        name: "share",
        summary:
            "Gives the part of the entries for which a condition holds, 0 to 1; of nothing it is missing.",
        example: ("share((true, false, false, true))", "0.5"),
        needsValue: true, takesCondition: true,
        resultType: { $0 == .bool ? .number : nil },
        evaluate: { (values, groups, groupCount, _) throws(EvaluationError) in
            let (held, entries) = tally(values, groups, groupCount)
            return Column(
                .number(zip(held, entries).map { $1 == 0 ? 0 : Double($0) / Double($1) }),
                validity: SumAggregates.present(entries))
        })

    static let all = AggregateSignature(
        name: "all",
        summary:
            "Says whether a condition holds for every entry, of which there must be at least one.",
        example: ("all((true, false))", "false"),
        needsValue: true, takesCondition: true,
        resultType: { $0 == .bool ? .bool : nil },
        evaluate: { (values, groups, groupCount, _) throws(EvaluationError) in
            let (held, entries) = tally(values, groups, groupCount)
            return Column(.bool(zip(held, entries).map { $0 == $1 && $1 > 0 }))
        })

    /// Per group the entries for which the condition holds, and all entries; a missing one does not hold.
    private static func tally(
        _ values: Column?, _ groups: [Int32], _ groupCount: Int
    ) -> (held: [Int64], entries: [Int64]) {
        var held = [Int64](repeating: 0, count: groupCount)
        var entries = [Int64](repeating: 0, count: groupCount)
        guard let values else { return (held, entries) }
        let truth = Logic.truth(.column(values), count: values.count).words
        for (row, group) in groups.enumerated() {
            held[Int(group)] += Int64(truth[row >> 6] >> UInt64(row & 63) & 1)
            entries[Int(group)] += 1
        }
        return (held, entries)
    }
}
