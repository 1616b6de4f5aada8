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
        let order = try RowOrder(columns, count: count)
        if context.cancellation.isCancelled { throw .cancelled }
        if limit < count / 8 { return try first(limit, order, context) }
        let rows = try radixSorted(order, context)
        return limit < count ? Array(rows[..<limit]) : rows
    }

    /// The first rows by a bounded heap whose top is the last of those kept.
    private static func first(
        _ limit: Int, _ order: RowOrder, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        var heap: [Int32] = []
        heap.reserveCapacity(limit)
        for row in 0..<Int32(order.count) {
            if row & 0xFFFF == 0, context.cancellation.isCancelled { throw .cancelled }
            if heap.count < limit {
                heap.append(row)
                if heap.count == limit {
                    for index in stride(from: limit / 2, through: 0, by: -1) {
                        sift(&heap, index, order)
                    }
                }
            } else if order.precedes(row, heap[0]) {
                heap[0] = row
                sift(&heap, 0, order)
            }
        }
        return heap.sorted(by: order.precedes)
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
        let order = try RowOrder(columns, count: count)
        var heaps = [[Int32]](repeating: [], count: groups.count)
        for row in 0..<Int32(count) {
            if row & 0xFFFF == 0, context.cancellation.isCancelled { throw .cancelled }
            let group = Int(groups.groups[Int(row)])
            if heaps[group].count < limit {
                heaps[group].append(row)
                if heaps[group].count == limit {
                    for index in stride(from: limit / 2, through: 0, by: -1) {
                        sift(&heaps[group], index, order)
                    }
                }
            } else if order.precedes(row, heaps[group][0]) {
                heaps[group][0] = row
                sift(&heaps[group], 0, order)
            }
        }
        return heaps.flatMap { $0 }.sorted(by: order.precedes)
    }

    private static func sift(_ heap: inout [Int32], _ start: Int, _ order: RowOrder) {
        var index = start
        let row = heap[start]
        while true {
            var child = 2 * index + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, order.precedes(heap[child], heap[child + 1]) { child += 1 }
            if !order.precedes(row, heap[child]) { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = row
    }

    /// Least significant digit first, from the last column to the first: every pass is stable.
    private static func radixSorted(
        _ order: RowOrder, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        var rows = (0..<Int32(order.count)).map { $0 }
        for key in order.keys.reversed() {
            if context.cancellation.isCancelled { throw .cancelled }
            let sortKeys = try key.exactKeys(context: context)
            radixPass(&rows, sortKeys)
            if key.present != nil {
                rows =
                    rows.filter { !key.isMissing(Int($0)) } + rows.filter { key.isMissing(Int($0)) }
            }
        }
        return rows
    }

    private static func radixPass(_ rows: inout [Int32], _ keys: [UInt64]) {
        var items = rows.map { KeyedRow(key: keys[Int($0)], row: $0) }
        var spare = items
        items.withUnsafeMutableBufferPointer { items in
            spare.withUnsafeMutableBufferPointer { RadixSort.sort(items, spare: $0) }
        }
        rows = items.map(\.row)
    }
}
