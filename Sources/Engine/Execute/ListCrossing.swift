import Columns
import Correlation
import Synchronization

/// One link crossed from lists of records: the records that each row reaches, each once per row.
///
/// Several records of a row may lead to the same one: the stamp says for which row a record was seen last, which is
/// one load where a set per row would be a hash table each.
struct ListCrossing {
    let starts: [Int32]
    let records: [Int32]
    let array: LinkArray
    /// Records of the object that the link leads to.
    let targetCount: Int
    /// The records to be kept; nil for all.
    let fits: Bitmap?

    /// Records in all for which room is made before they are counted.
    private static let roomMax = 1 << 26
    /// Rows after which a core looks whether to go on.
    private static let pauseRows = 256

    /// How many records each row reaches.
    func counts(_ context: EvaluationContext) throws(EvaluationError) -> [Int64] {
        try Morsels.array(starts.count - 1, context, scratch: stamp()) { stamp, range, out in
            (out + range.lowerBound).initialize(repeating: 0, count: range.count)
            visit(range, &stamp) { row, _, _, isFound in
                out[row] += isFound
            } until: {
                context.isCancelled
            }
        }
    }

    /// The records that each row reaches, in the order in which they are met.
    func lists(
        keepsRules: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        let rowCount = starts.count - 1
        let places = try places(context)
        let room = places[places.count - 1]
        var ends = [Int32](repeating: 0, count: rowCount + 1)
        var rules = [UInt8](repeating: 0, count: keepsRules ? room : 0)
        let rows = try [Int32].written(room) { out throws(EvaluationError) in
            try ends.withUnsafeMutableBufferPointer { ends throws(EvaluationError) in
                try rules.withUnsafeMutableBufferPointer { rules throws(EvaluationError) in
                    let (ends, rules) = (ends, rules)
                    try Morsels.each(rowCount, context, scratch: stamp()) { stamp, range in
                        var next = places[range.lowerBound / Morsels.rowCount]
                        visit(range, &stamp) { row, match, record, isFound in
                            if isFound == 0 { return }
                            out[next] = record
                            if keepsRules { rules[next] = array.rules[match] }
                            next += 1
                            ends[row + 1] += 1
                        } until: {
                            context.isCancelled
                        }
                    }
                    return Self.close(out, rules, ends, places)
                }
            }
        }
        rules.removeLast(max(0, rules.count - rows.count))
        return RecordLists(
            starts: ends, rows: rows.count * 2 < room ? rows.fitted : rows,
            rules: keepsRules ? rules : nil)
    }

    /// Where each piece of rows writes its records, with room for as many as it can reach; then the end.
    private func places(_ context: EvaluationContext) throws(EvaluationError) -> [Int] {
        var places = [0]
        let rowCount = starts.count - 1
        for low in stride(from: 0, to: rowCount, by: Morsels.rowCount) {
            if context.isCancelled { throw .cancelled }
            let most = most(low..<min(rowCount, low + Morsels.rowCount))
            places.append(places[places.count - 1] + most)
        }
        return places[places.count - 1] <= Self.roomMax ? places : try exactPlaces(context)
    }

    /// The same with the records counted, where many are met more than once or are too many.
    private func exactPlaces(_ context: EvaluationContext) throws(EvaluationError) -> [Int] {
        let rowCount = starts.count - 1
        let pieceCount = (rowCount + Morsels.rowCount - 1) / Morsels.rowCount
        let total = Atomic(0)
        var counts = [Int](repeating: 0, count: pieceCount)
        try counts.withUnsafeMutableBufferPointer { counts throws(EvaluationError) in
            let counts = counts
            try Morsels.each(rowCount, context, scratch: stamp()) { stamp, range in
                var (count, told) = (0, 0)
                visit(range, &stamp) { _, _, _, isFound in
                    count += Int(isFound)
                } until: {
                    let sum = total.wrappingAdd(count - told, ordering: .relaxed).newValue
                    told = count
                    return sum > LinkWalk.countMax || context.isCancelled
                }
                counts[range.lowerBound / Morsels.rowCount] = count
            }
        }
        try LinkWalk.check(counts.reduce(0, +))
        return counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    }

    /// Closes the gaps behind the pieces, and makes counts into starts.
    ///
    /// - Returns: the number of records.
    private static func close(
        _ records: UnsafeMutablePointer<Int32>, _ rules: UnsafeMutableBufferPointer<UInt8>,
        _ ends: UnsafeMutableBufferPointer<Int32>, _ places: [Int]
    ) -> Int {
        var total = 0
        for (piece, place) in places.dropLast().enumerated() {
            let first = piece * Morsels.rowCount
            let end = min(ends.count - 1, first + Morsels.rowCount)
            let start = total
            for row in first..<end {
                total += Int(ends[row + 1])
                ends[row + 1] = Int32(truncatingIfNeeded: total)
            }
            if start == place { continue }
            (records + start).update(from: records + place, count: total - start)
            if let rules = rules.baseAddress {
                (rules + start).update(from: rules + place, count: total - start)
            }
        }
        return total
    }

    private func stamp() -> [Int32] { [Int32](repeating: -1, count: targetCount) }

    /// The records that rows can reach at most.
    private func most(_ range: Range<Int>) -> Int {
        let entries = Int(starts[range.lowerBound])..<Int(starts[range.upperBound])
        if array.isFlat { return entries.count }
        return array.starts.withUnsafeBufferPointer { own in
            records.withUnsafeBufferPointer { records in
                var total = 0
                for entry in entries where records[entry] >= 0 {
                    let record = Int(records[entry])
                    total += Int(own[record + 1] - own[record])
                }
                return total
            }
        }
    }

    /// Calls `found` with the row, the match in the link's array, the record and 1, or 0 for one that does not fit or
    /// that the row has reached already, until `isDone`.
    ///
    /// 1 or 0 and not a call or none: what fits is as good as random, and a branch on it would be guessed wrong.
    @inline(__always)
    private func visit(
        _ range: Range<Int>, _ stamp: inout [Int32], _ found: (Int, Int, Int32, Int64) -> Void,
        until isDone: () -> Bool
    ) {
        let (starts, isFlat) = (starts, array.isFlat)
        stamp.withUnsafeMutableBufferPointer { stamp in
            withPointers { records, own, targets, fits in
                for row in range {
                    if row % Self.pauseRows == 0, isDone() { return }
                    let mark = Int32(truncatingIfNeeded: row)
                    for entry in Int(starts[row])..<Int(starts[row + 1]) {
                        let record = Int(records[entry])
                        if record < 0 { continue }
                        let matches =
                            isFlat
                            ? record..<record + 1 : Int(own[record])..<Int(own[record + 1])
                        for match in matches {
                            let target = Int(targets[match])
                            if target < 0 { continue }
                            let fit =
                                fits.isEmpty ? 1 : fits[target >> 6] >> UInt64(target & 63) & 1
                            let isNew: Int64 = stamp[target] == mark ? 0 : 1
                            stamp[target] = mark
                            found(row, match, targets[match], Int64(fit) & isNew)
                        }
                    }
                }
            }
        }
    }

    private typealias Pointer = UnsafeBufferPointer<Int32>

    /// Calls `body` with what the walk reads at random: records, the link's starts and rows, the bits of those that fit.
    @inline(__always)
    private func withPointers(
        _ body: (Pointer, Pointer, Pointer, UnsafeBufferPointer<UInt64>) -> Void
    ) {
        records.withUnsafeBufferPointer { records in
            array.starts.withUnsafeBufferPointer { own in
                array.rows.withUnsafeBufferPointer { targets in
                    (fits?.words ?? []).withUnsafeBufferPointer {
                        body(records, own, targets, $0)
                    }
                }
            }
        }
    }
}

extension [Int32] {
    /// A copy without room to grow.
    fileprivate var fitted: [Int32] { withUnsafeBufferPointer { Array($0) } }
}
