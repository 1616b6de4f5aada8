import Columns

/// The first rows of an order, or of each group in one, found without sorting the rest.
///
/// A bounded heap per group, whose top is the last of the rows kept. Nearly every row is refused by one comparison of
/// numbers: its first sort key with that of the top.
struct SmallestRows {
    /// The rows kept, in no order.
    private(set) var rows: [Int32] = []

    /// - Parameters:
    ///   - limit: how many rows are kept of each group; at least one.
    ///   - groups: nil for one group of all rows.
    init(
        _ order: RowOrder, limit: Int, groups: Grouping?, context: EvaluationContext
    ) throws(EvaluationError) {
        let groupCount = groups?.count ?? 1
        var heaps = Heaps(order, limit: limit, groupCount: groupCount)
        let blockRows = 1 << 16
        for start in stride(from: 0, to: order.count, by: blockRows) {
            if context.isCancelled { throw .cancelled }
            heaps.take(start..<min(order.count, start + blockRows), groups?.groups)
        }
        for group in 0..<groupCount {
            let start = group * limit
            rows += heaps.rows[start..<start + Int(heaps.counts[group])]
        }
    }
}

/// Heaps of `limit` rows each, one after another in one array.
private struct Heaps {
    private let order: RowOrder
    private let limit: Int
    private(set) var rows: [Int32]
    private(set) var counts: [Int32]
    /// Per group the first sort key of the last row kept; the highest number while there is room.
    private var worst: [UInt64]

    init(_ order: RowOrder, limit: Int, groupCount: Int) {
        self.order = order
        self.limit = limit
        rows = [Int32](repeating: 0, count: groupCount * limit)
        counts = [Int32](repeating: 0, count: groupCount)
        worst = [UInt64](repeating: .max, count: groupCount)
    }

    /// The first sort key of a row; a missing value comes after all others.
    @inline(__always) private func leading(_ row: Int) -> UInt64 {
        guard let key = order.keys.first, !key.isMissing(row) else { return .max }
        return key.keys[row]
    }

    mutating func take(_ range: Range<Int>, _ groups: [Int32]?) {
        guard let first = order.keys.first else {
            for row in range { keep(row, groups.map { Int($0[row]) } ?? 0) }
            return
        }
        first.keys.withUnsafeBufferPointer { keys in
            for row in range {
                let group = groups.map { Int($0[row]) } ?? 0
                // A missing value has some key or other: it is told apart below.
                if keys[row] > worst[group], !first.isMissing(row) { continue }
                keep(row, group)
            }
        }
    }

    private mutating func keep(_ row: Int, _ group: Int) {
        let start = group * limit
        let count = Int(counts[group])
        if count < limit {
            rows[start + count] = Int32(row)
            counts[group] += 1
            if count + 1 < limit { return }
            for index in stride(from: limit / 2, through: 0, by: -1) { sift(start, index) }
        } else if order.precedes(Int32(row), rows[start]) {
            rows[start] = Int32(row)
            sift(start, 0)
        } else {
            return
        }
        worst[group] = leading(Int(rows[start]))
    }

    private mutating func sift(_ start: Int, _ from: Int) {
        var index = from
        let row = rows[start + from]
        while true {
            var child = 2 * index + 1
            if child >= limit { break }
            if child + 1 < limit, order.precedes(rows[start + child], rows[start + child + 1]) {
                child += 1
            }
            if !order.precedes(row, rows[start + child]) { break }
            rows[start + index] = rows[start + child]
            index = child
        }
        rows[start + index] = row
    }
}
