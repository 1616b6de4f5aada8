import Columns
import Correlation

/// Crossing links: row numbers in, row numbers out.
enum LinkWalk {
    /// Records that a walk may reach in all; far more is a mistake, and would fill memory first.
    private static let countMax = 1 << 29

    private static func check(_ count: Int) throws(EvaluationError) {
        guard count > countMax else { return }
        throw .other(
            message: "this path reaches more than \(Grouped.text(countMax)) records",
            help: "a condition in brackets or an earlier where leaves fewer")
    }

    /// The records that one link leads to from each record of `from`, each once per row.
    static func cross(
        _ from: RecordLists, _ array: LinkArray, targetCount: Int, keepsRules: Bool
    ) throws(EvaluationError) -> RecordLists {
        if from.starts == nil {
            return array.isFlat
                ? flat(from.rows, array, keepsRules) : try spread(from.rows, array, keepsRules)
        }
        return try lists(from, array, targetCount, keepsRules)
    }

    private static func flat(
        _ from: [Int32], _ array: LinkArray, _ keepsRules: Bool
    ) -> RecordLists {
        var rules: [UInt8]?
        if keepsRules {
            rules = from.map { $0 < 0 ? 0 : array.rules[Int($0)] }
        }
        return RecordLists(starts: nil, rows: array.rows.picked(from), rules: rules)
    }

    private static func spread(
        _ from: [Int32], _ array: LinkArray, _ keepsRules: Bool
    ) throws(EvaluationError) -> RecordLists {
        var total = 0
        for record in from where record >= 0 {
            total += Int(array.starts[Int(record) + 1] - array.starts[Int(record)])
        }
        try check(total)
        var starts = [Int32](repeating: 0, count: from.count + 1)
        array.starts.withUnsafeBufferPointer { own in
            var end: Int32 = 0
            for (row, record) in from.enumerated() {
                if record >= 0 { end += own[Int(record) + 1] - own[Int(record)] }
                starts[row + 1] = end
            }
        }
        var rows: [Int32] = []
        rows.reserveCapacity(Int(starts[from.count]))
        var rules: [UInt8]? = keepsRules ? [] : nil
        for record in from where record >= 0 {
            let range = Int(array.starts[Int(record)])..<Int(array.starts[Int(record) + 1])
            rows += array.rows[range]
            rules? += array.rules[range]
        }
        return RecordLists(starts: starts, rows: rows, rules: rules)
    }

    /// Several records per row may lead to the same one: the stamp says for which row a record was seen last,
    /// which is one load where a set per row would be a hash table each.
    private static func lists(
        _ from: RecordLists, _ array: LinkArray, _ targetCount: Int, _ keepsRules: Bool
    ) throws(EvaluationError) -> RecordLists {
        let fromStarts = from.starts ?? []
        var stamp = [Int32](repeating: -1, count: targetCount)
        var starts: [Int32] = [0]
        starts.reserveCapacity(fromStarts.count)
        var rows: [Int32] = []
        rows.reserveCapacity(from.rows.count)
        var rules: [UInt8]? = keepsRules ? [] : nil
        let isFlat = array.isFlat
        for row in 0..<fromStarts.count - 1 {
            for entry in Int(fromStarts[row])..<Int(fromStarts[row + 1]) {
                let record = Int(from.rows[entry])
                if record < 0 { continue }
                let range =
                    isFlat
                    ? record..<record + 1
                    : Int(array.starts[record])..<Int(array.starts[record + 1])
                for match in range {
                    let target = array.rows[match]
                    if target < 0 || stamp[Int(target)] == Int32(row) { continue }
                    stamp[Int(target)] = Int32(row)
                    rows.append(target)
                    if keepsRules { rules?.append(array.rules[match]) }
                }
            }
            try check(rows.count)
            starts.append(Int32(rows.count))
        }
        return RecordLists(starts: starts, rows: rows, rules: rules)
    }

    /// Every record on the way along a link from an object to itself, nearest first, each once and never the
    /// record it started from.
    static func star(
        _ from: RecordLists, _ array: LinkArray, targetCount: Int, _ cancellation: Cancellation
    ) throws(EvaluationError) -> RecordLists {
        var stamp = [Int32](repeating: -1, count: targetCount)
        var starts: [Int32] = [0]
        var rows: [Int32] = []
        for row in 0..<from.rowCount {
            if row & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
            let range =
                from.starts.map { Int($0[row])..<Int($0[row + 1]) } ?? row..<row + 1
            let first = rows.count
            for entry in range where from.rows[entry] >= 0 {
                stamp[Int(from.rows[entry])] = Int32(row)
            }
            for entry in range where from.rows[entry] >= 0 {
                append(array, Int(from.rows[entry]), Int32(row), &stamp, &rows)
            }
            // The queue is the answer itself: records found are followed in the order they were found.
            var next = first
            while next < rows.count {
                append(array, Int(rows[next]), Int32(row), &stamp, &rows)
                next += 1
            }
            try check(rows.count)
            starts.append(Int32(rows.count))
        }
        return RecordLists(starts: starts, rows: rows)
    }

    private static func append(
        _ array: LinkArray, _ record: Int, _ row: Int32, _ stamp: inout [Int32],
        _ rows: inout [Int32]
    ) {
        let range =
            array.isFlat
            ? record..<record + 1 : Int(array.starts[record])..<Int(array.starts[record + 1])
        for match in range {
            let target = array.rows[match]
            if target < 0 || stamp[Int(target)] == row { continue }
            stamp[Int(target)] = row
            rows.append(target)
        }
    }
}
