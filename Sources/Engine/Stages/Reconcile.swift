import BoardLanguage
import Columns

/// `reconcile SOURCE`: the rows of both sides; `side` says where each record was found.
///
/// Each left row is kept once, with the right rows that the link leads to; the right rows that no left row
/// matches come after, in their order.
struct ReconcileStage: BoundStage {
    /// The right side's object, slot and stages.
    let right: BoardDraft
    let left: Table
    let leftSlot: Int
    /// nil when both sides are the same object: a record matches itself.
    let step: BoundStep?
    /// Set when they are the same object at two times: a record matches the one with its key.
    let key: Key?
    /// Slots of the right side, which become slots of the rows.
    let rightSlots: Range<Int>
    let sideSlot: Int
    /// What `side` holds where only one side has the record.
    let onlyLeft: String
    let onlyRight: String
    let place: Place

    /// Columns that identify a record, in both tables.
    struct Key: Sendable {
        let left: [Int]
        let right: [Int]
    }

    var word: String { "reconcile" }
    var expressions: [BoundExpression] { right.stages.flatMap(\.expressions) }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        let outside = frame.outside
        let other = try execution.silently { () throws(BoardError) in
            execution.facts.touch(right.object.name)
            var other = Frame(
                rowCount: right.object.rowCount,
                slots: [SlotRows?](repeating: nil, count: rightSlots.upperBound), outside: outside)
            other[right.slot] = SlotRows(rows: nil, isDistinct: true)
            for stage in right.stages { try execution.run(stage, &other) }
            return other
        }
        let matches = try matches(frame, other, execution)
        let leftCount = frame.rowCount
        var isMatched = Bitmap(repeating: false, count: other.rowCount)
        for row in matches.rows where row >= 0 { isMatched.set(Int(row), to: true) }
        let alone = (~isMatched).rows()
        frame = try execution.picked(
            frame, [Int32](0..<Int32(leftCount)) + [Int32](repeating: -1, count: alone.count),
            place)
        let whole = matches.appending(alone)
        for slot in rightSlots {
            guard let rows = other.slots[slot] else { continue }
            frame[slot] = try execution.at(place) { () throws(EvaluationError) in
                try rows.composed(after: whole, execution.context)
            }
        }
        frame[sideSlot] = .made([
            try execution.at(place) { () throws(EvaluationError) in
                try sides(matches, alone.count, execution.context)
            }
        ])
    }

    /// For each left row the right side's rows that it matches.
    private func matches(
        _ frame: Frame, _ other: Frame, _ execution: Execution
    ) throws(BoardError) -> RecordLists {
        let identity = [Int32](0..<Int32(frame.rowCount))
        var records = RecordLists(starts: nil, rows: frame[leftSlot].rows ?? identity)
        if let key {
            let table = right.object
            let pairs = try execution.at(place) { () throws(EvaluationError) in
                try RowBytes.pairs(
                    RowBytes(key.left.map { left.columns[$0] }, count: left.rowCount),
                    RowBytes(key.right.map { table.columns[$0] }, count: table.rowCount),
                    execution.context)
            }
            records = RecordLists(starts: nil, rows: pairs.picked(records.rows))
        }
        if let step { try execution.prepare(step.route, at: place) }
        for (position, hop) in (step?.route.hops ?? []).enumerated() {
            guard let step else { break }
            let array = execution.array(hop, of: step.route)
            let from = records
            records = try execution.at(place) { () throws(EvaluationError) in
                try LinkWalk.cross(
                    from, array, targetCount: step.tables[position].rowCount, keepsRules: false,
                    context: execution.context)
            }
        }
        guard let rows = other[right.slot].rows else { return records }
        // From the right object's records to the right side's rows, as one more link.
        let rowsOfRecord = Self.inverted(rows, count: right.object.rowCount)
        var starts: [Int32] = [0]
        var found: [Int32] = []
        var isOneEach = true
        for row in 0..<frame.rowCount {
            if row & 0xFFFF == 0 { try execution.checkCancelled(place) }
            let entries =
                records.starts.map { Int($0[row])..<Int($0[row + 1]) } ?? row..<row + 1
            let before = found.count
            for entry in entries where records.rows[entry] >= 0 {
                let record = Int(records.rows[entry])
                found +=
                    rowsOfRecord.rows[
                        Int(rowsOfRecord.starts[record])..<Int(rowsOfRecord.starts[record + 1])]
            }
            if found.count - before > 1 { isOneEach = false }
            starts.append(Int32(found.count))
        }
        guard isOneEach else { return RecordLists(starts: starts, rows: found) }
        let single = (0..<frame.rowCount).map { row in
            starts[row] < starts[row + 1] ? found[Int(starts[row])] : -1
        }
        return RecordLists(starts: nil, rows: single)
    }

    private static func inverted(
        _ rows: [Int32], count: Int
    ) -> (starts: [Int32], rows: [Int32]) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for record in rows where record >= 0 { starts[Int(record) + 1] += 1 }
        for record in 0..<count { starts[record + 1] += starts[record] }
        var next = starts
        var order = [Int32](repeating: 0, count: Int(starts[count]))
        for (row, record) in rows.enumerated() where record >= 0 {
            order[Int(next[Int(record)])] = Int32(row)
            next[Int(record)] += 1
        }
        return (starts, order)
    }

    private func sides(
        _ matches: RecordLists, _ aloneCount: Int, _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        var words = TextBuilder()
        for word in ["", "both", onlyLeft, onlyRight] { words.append(word) }
        let isMatched = try matches.present(context)
        var codes = (0..<matches.rowCount).map { isMatched[$0] ? 1 : 2 as Int32 }
        codes += [Int32](repeating: 3, count: aloneCount)
        return Column(.coded(CodedColumn(codes: codes, dictionary: words.finish())))
    }
}

extension RecordLists {
    /// With one row more for each of `more`.
    fileprivate func appending(_ more: [Int32]) -> RecordLists {
        guard let starts else { return RecordLists(starts: nil, rows: rows + more) }
        let last = starts[starts.count - 1]
        let further = more.indices.map { last + Int32($0) + 1 }
        return RecordLists(starts: starts + further, rows: rows + more)
    }
}

extension SlotRows {
    /// The slot's records for rows that were found through `lists` of the slot's own rows.
    fileprivate func composed(
        after lists: RecordLists, _ context: EvaluationContext
    ) throws(EvaluationError) -> SlotRows {
        var copy = self
        copy.isDistinct = false
        guard let starts else {
            copy.rows = rows?.picked(lists.rows) ?? lists.rows
            copy.starts = lists.starts
            return copy
        }
        // Lists of lists: the inner ones of each row, one after another.
        let inner = try RecordLists(starts: starts, rows: rows ?? [])
            .picked(lists.rows, context)
        copy.rows = inner.rows
        copy.starts =
            lists.starts.map { outer in outer.map { (inner.starts ?? [])[Int($0)] } }
            ?? inner.starts
        return copy
    }
}
