import Columns
import Correlation

/// Crossing links: row numbers in, row numbers out.
enum LinkWalk {
    /// Records that a walk may reach in all; far more is a mistake, and would fill memory first.
    static let countMax = 1 << 29

    static func check(_ count: Int) throws(EvaluationError) {
        guard count > countMax else { return }
        throw .other(
            message: "this path reaches more than \(Grouped.text(countMax)) records",
            help: "a condition in brackets or an earlier where leaves fewer")
    }

    /// The records that one link leads to from each record of `from`, each once per row.
    ///
    /// - Parameter fits: the records to be kept; nil for all.
    static func cross(
        _ from: RecordLists, _ array: LinkArray, targetCount: Int, keepsRules: Bool,
        fits: Bitmap? = nil, context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        if let starts = from.starts {
            return try ListCrossing(
                starts: starts, records: from.rows, array: array, targetCount: targetCount,
                fits: fits
            ).lists(keepsRules: keepsRules, context)
        }
        let reached =
            array.isFlat
            ? try flat(from.rows, array, keepsRules, context)
            : try spread(from.rows, array, keepsRules, context)
        return try fits.map { fits throws(EvaluationError) in
            try reached.filtered(records: fits, context)
        } ?? reached
    }

    private static func flat(
        _ from: [Int32], _ array: LinkArray, _ keepsRules: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        var rules: [UInt8]?
        if keepsRules {
            rules = from.map { $0 < 0 ? 0 : array.rules[Int($0)] }
        }
        if context.isCancelled { throw .cancelled }
        return RecordLists(
            starts: nil, rows: array.rows.picked(from, threads: context.threads), rules: rules)
    }

    /// Lists of single records: each has the link's own list.
    private static func spread(
        _ from: [Int32], _ array: LinkArray, _ keepsRules: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        let lists = RecordLists(
            starts: array.starts, rows: array.rows, rules: keepsRules ? array.rules : nil)
        return try lists.picked(from, context)
    }

    /// Every record on the way along a link from an object to itself, nearest first, each once and never the
    /// record it started from.
    static func star(
        _ from: RecordLists, _ array: LinkArray, targetCount: Int, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        var stamp = [Int32](repeating: -1, count: targetCount)
        var starts: [Int32] = [0]
        var rows: [Int32] = []
        for row in 0..<from.rowCount {
            if row & 0xFF == 0, context.isCancelled { throw .cancelled }
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
