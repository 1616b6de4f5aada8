import Columns

/// `sum` and `avg`. Whole numbers are added exactly in 128 bits, others with a running compensation
/// (Neumaier), in row order: the result does not depend on the number of threads.
enum SumAggregates {
    static let sum = AggregateSignature(
        name: "sum",
        summary: "Adds the values; the sum of nothing is 0.",
        example: ("sum((3, 1, 3))", "7"),
        needsValue: true, takesCondition: false,
        resultType: { type in
            switch type {
            case .integer, .number, .duration: type
            default: nil
            }
        },
        evaluate: { (values, groups, groupCount, _) throws(EvaluationError) in
            switch values?.storage {
            case .number(let numbers):
                let totals = Totals(numbers, values?.validity, groups, groupCount).sums
                if totals.contains(where: { !$0.isFinite }) { throw .overflow(what: "the sum") }
                return Column(.number(totals))
            case .duration(let durations):
                let totals = exact(durations, values?.validity, groups, groupCount)
                return Column(.duration(try narrowed(totals.sums, totals.counts)))
            case .integer(let integers):
                let totals = exact(integers, values?.validity, groups, groupCount)
                return Column(.integer(try narrowed(totals.sums, totals.counts)))
            default: return Column(.integer([Int64](repeating: 0, count: groupCount)))
            }
        })

    static let average = AggregateSignature(
        name: "avg",
        summary: "Gives the mean of the values; of nothing it is missing.",
        example: ("avg((1, 2))", "1.5"),
        needsValue: true, takesCondition: false,
        resultType: { type in
            switch type {
            case .integer, .number: .number
            case .duration: .duration
            default: nil
            }
        },
        evaluate: { (values, groups, groupCount, _) throws(EvaluationError) in
            switch values?.storage {
            case .number(let numbers):
                let totals = Totals(numbers, values?.validity, groups, groupCount)
                if totals.sums.contains(where: { !$0.isFinite }) {
                    throw .overflow(what: "the sum")
                }
                return Column(
                    .number(zip(totals.sums, totals.counts).map { $1 == 0 ? 0 : $0 / Double($1) }),
                    validity: present(totals.counts))
            case .duration(let durations):
                let totals = exact(durations, values?.validity, groups, groupCount)
                return Column(
                    .duration(
                        zip(totals.sums, totals.counts).map {
                            $1 == 0 ? 0 : Int64(truncatingIfNeeded: $0 / Int128($1))
                        }),
                    validity: present(totals.counts))
            case .integer(let integers):
                let totals = exact(integers, values?.validity, groups, groupCount)
                return Column(
                    .number(
                        zip(totals.sums, totals.counts).map {
                            $1 == 0 ? 0 : Double($0) / Double($1)
                        }),
                    validity: present(totals.counts))
            default: return .missing(.number, count: groupCount)
            }
        })

    /// The groups that have a value; nil when all do.
    static func present(_ counts: [Int64]) -> Bitmap? {
        if counts.allSatisfy({ $0 > 0 }) { return nil }
        return Bitmap.filled(counts.count) { counts[$0] > 0 }
    }

    private static func exact(
        _ values: [Int64], _ validity: Bitmap?, _ groups: [Int32], _ groupCount: Int
    ) -> (sums: [Int128], counts: [Int64]) {
        var sums = [Int128](repeating: 0, count: groupCount)
        var counts = [Int64](repeating: 0, count: groupCount)
        for (row, group) in groups.enumerated() where validity?[row] ?? true {
            sums[Int(group)] &+= Int128(values[row])
            counts[Int(group)] += 1
        }
        return (sums, counts)
    }

    private static func narrowed(
        _ sums: [Int128], _ counts: [Int64]
    ) throws(EvaluationError) -> [Int64] {
        var result: [Int64] = []
        result.reserveCapacity(sums.count)
        for (sum, count) in zip(sums, counts) {
            guard let value = Int64(exactly: sum) else {
                throw .overflow(what: "the sum of \(count) values")
            }
            result.append(value)
        }
        return result
    }

    /// Compensated sums of doubles per group.
    private struct Totals {
        var sums: [Double]
        var counts: [Int64]

        init(_ values: [Double], _ validity: Bitmap?, _ groups: [Int32], _ groupCount: Int) {
            sums = [Double](repeating: 0, count: groupCount)
            counts = [Int64](repeating: 0, count: groupCount)
            var lost = [Double](repeating: 0, count: groupCount)
            for (row, group) in groups.enumerated() where validity?[row] ?? true {
                let group = Int(group)
                let value = values[row]
                let sum = sums[group]
                let total = sum + value
                lost[group] +=
                    sum.magnitude >= value.magnitude
                    ? (sum - total) + value : (value - total) + sum
                sums[group] = total
                counts[group] += 1
            }
            for group in 0..<groupCount where sums[group].isFinite { sums[group] += lost[group] }
        }
    }
}
