import Columns

/// Rows in order: stable, missing last in both directions, text by its folded form.
enum Sorting {
    /// The rows sorted by several columns, most important first.
    ///
    /// - Parameter limit: only the first so many are wanted; far fewer than `count` are found without sorting
    ///   the rest.
    static func rows(
        _ columns: [SortColumn], count: Int, limit: Int? = nil, context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        let limit = min(limit ?? count, count)
        if limit <= 0 { return [] }
        if limit < count / 8 {
            let order = try RowOrder(columns, count: count, isSelecting: true, context: context)
            return try order.sorted(
                try SmallestRows(order, limit: limit, groups: nil, context: context).rows, context)
        }
        let order = try RowOrder(columns, count: count, context: context)
        if context.isCancelled { throw .cancelled }
        let rows = try radixSorted(order, context)
        return limit < count ? Array(rows[..<limit]) : rows
    }

    /// The first rows of each group, all in one order.
    static func firstRows(
        _ columns: [SortColumn], limit: Int, per groups: Grouping, context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        let count = groups.groups.count
        if limit <= 0 || count == 0 { return [] }
        // A heap per group pays while few rows are kept; else all of them are sorted.
        guard limit < count / 8 / max(1, groups.count) else {
            let rows = try self.rows(columns, count: count, context: context)
            var taken = [Int](repeating: 0, count: groups.count)
            return rows.filter { row in
                taken[Int(groups.groups[Int(row)])] += 1
                return taken[Int(groups.groups[Int(row)])] <= limit
            }
        }
        let order = try RowOrder(columns, count: count, isSelecting: true, context: context)
        return try order.sorted(
            try SmallestRows(order, limit: limit, groups: groups, context: context).rows, context)
    }

    /// Least significant digit first, from the last column to the first: every pass is stable.
    private static func radixSorted(
        _ order: RowOrder, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        var rows = (0..<Int32(order.count)).map { $0 }
        for key in order.keys.reversed() {
            if context.isCancelled { throw .cancelled }
            let sortKeys = try key.exactKeys(context: context)
            rows = try radixPass(rows, sortKeys, context)
            if context.isCancelled { throw .cancelled }
            if key.present != nil {
                rows =
                    rows.filter { !key.isMissing(Int($0)) } + rows.filter { key.isMissing(Int($0)) }
            }
        }
        return rows
    }

    private static func radixPass(
        _ rows: [Int32], _ keys: [UInt64], _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        var items: [KeyedRow] = try Morsels.array(rows.count, context) { range, out in
            for index in range {
                out[index] = KeyedRow(key: keys[Int(rows[index])], row: rows[index])
            }
        }
        var spare = items
        let isSorted = items.withUnsafeMutableBufferPointer { items in
            spare.withUnsafeMutableBufferPointer {
                RadixSort.sort(items, spare: $0, context)
            }
        }
        if !isSorted { throw .cancelled }
        return items.map(\.row)
    }
}
