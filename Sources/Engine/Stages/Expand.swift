import BoardLanguage
import Columns

/// `expand PATH[?]`: one row per related record; every link of the path is bound, so that afterwards the path
/// is one record.
struct ExpandStage: BoundStage {
    struct Step: Sendable {
        let step: BoundStep
        /// The slots that the records of each hop are bound to.
        let slots: [Int]
    }
    /// The slot the walk starts from.
    let slot: Int
    let steps: [Step]
    /// Keep rows that have none.
    let keepsEmpty: Bool
    let place: Place

    var word: String { "expand" }
    var expressions: [BoundExpression] { steps.compactMap(\.step.condition) }

    /// The rows so far: which row of the frame each came from, and the records bound for it.
    private struct Walk {
        var owners: [Int32]
        var records: [[Int32]]
        var current: [Int32]

        mutating func pick(_ rows: [Int32], _ threads: Int) {
            owners = owners.picked(rows, threads: threads)
            records = records.map { $0.picked(rows, threads: threads) }
            current = current.picked(rows, threads: threads)
        }
    }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        let identity = [Int32](0..<Int32(frame.rowCount))
        var walk = Walk(owners: identity, records: [], current: frame[slot].rows ?? identity)
        if steps.isEmpty {
            walk.pick(
                identity.filter { walk.current[Int($0)] >= 0 }, execution.context.threads)
        }
        for step in steps { try cross(step, &walk, frame, execution) }
        if keepsEmpty { keepEmpty(&walk, frame.rowCount, execution.context.threads) }
        let isOneEach = zip(walk.owners, walk.owners.dropFirst()).allSatisfy { $0 < $1 }
        frame = try execution.picked(frame, walk.owners, isDistinct: isOneEach, place)
        for (slot, records) in zip(steps.flatMap(\.slots), walk.records) {
            frame[slot] = SlotRows(rows: records)
        }
    }

    private func cross(
        _ step: Step, _ walk: inout Walk, _ frame: Frame, _ execution: Execution
    ) throws(BoardError) {
        // Which entry of the rows before this step each row came from.
        var origins = [Int32](0..<Int32(walk.current.count))
        try execution.prepare(step.step.route, at: place)
        for (position, hop) in step.step.route.hops.enumerated() {
            try execution.checkCancelled(place)
            let array = execution.array(hop, of: step.step.route)
            let target = step.step.tables[position]
            let from = RecordLists(starts: nil, rows: walk.current)
            let lists = try execution.at(place) { () throws(EvaluationError) in
                step.step.isStarred
                    ? try LinkWalk.star(
                        from, array, targetCount: target.rowCount,
                        execution.context)
                    : try LinkWalk.cross(
                        from, array, targetCount: target.rowCount, keepsRules: false,
                        context: execution.context)
            }
            let (entries, records) = try execution.at(place) { () throws(EvaluationError) in
                try lists.owners(execution.context)
            }
            walk.pick(entries, execution.context.threads)
            origins = origins.picked(entries, threads: execution.context.threads)
            walk.records.append(records)
            walk.current = records
        }
        if step.step.route.hops.count > 1 {
            try once(&walk, origins, step.step.target.rowCount, execution)
        }
        if let condition = step.step.condition {
            let inner = Frame(
                rowCount: walk.current.count, slots: [SlotRows(rows: walk.current)],
                outside: Frame.Outside(frame: frame, owner: .rows(walk.owners)))
            let fits = try execution.silently { () throws(BoardError) in
                try execution.truth(condition, inner)
            }
            walk.pick(
                fits.rows(threads: execution.context.threads), execution.context.threads)
        }
    }

    /// A membership object may hold the same pair twice; walked through, each record comes once.
    ///
    /// Entries of one origin stand together, so the stamp need only say for which origin a record was seen
    /// last.
    private func once(
        _ walk: inout Walk, _ origins: [Int32], _ targetCount: Int, _ execution: Execution
    ) throws(BoardError) {
        var stamp = [Int32](repeating: -1, count: targetCount)
        var kept: [Int32] = []
        kept.reserveCapacity(origins.count)
        for (entry, origin) in origins.enumerated() {
            if entry & 0xFFFF == 0 { try execution.checkCancelled(place) }
            let record = Int(walk.current[entry])
            if stamp[record] == origin { continue }
            stamp[record] = origin
            kept.append(Int32(entry))
        }
        if kept.count < origins.count { walk.pick(kept, execution.context.threads) }
    }

    private func keepEmpty(_ walk: inout Walk, _ rowCount: Int, _ threads: Int) {
        var order: [Int32] = []
        var owners: [Int32] = []
        var entry = 0
        for row in 0..<Int32(rowCount) {
            let first = entry
            while entry < walk.owners.count, walk.owners[entry] == row {
                order.append(Int32(entry))
                owners.append(row)
                entry += 1
            }
            if entry == first {
                order.append(-1)
                owners.append(row)
            }
        }
        walk.pick(order, threads)
        walk.owners = owners
    }
}

/// `expand` of a list of values: one row per element.
struct ExpandListStage: BoundStage {
    let list: BoundExpression
    /// Its one column holds the elements.
    let slot: Int
    let keepsEmpty: Bool
    let place: Place

    var word: String { "expand" }
    var expressions: [BoundExpression] { [list] }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        let column = try execution.value(list, frame).column(count: frame.rowCount)
        guard case .list(let lists) = column.storage else {
            let kept = keepsEmpty ? nil : Logic.present(.column(column), count: frame.rowCount)
            frame[slot] = .made([column])
            if let kept { frame = try execution.filtered(frame, kept, place) }
            return
        }
        var owners: [Int32] = []
        var elements: [Int32] = []
        for row in 0..<frame.rowCount {
            if row & 0xFFFF == 0 { try execution.checkCancelled(place) }
            let range = lists.starts[row]..<lists.starts[row + 1]
            if range.isEmpty, keepsEmpty {
                owners.append(Int32(row))
                elements.append(-1)
            }
            for element in range {
                owners.append(Int32(row))
                elements.append(element)
            }
        }
        frame = try execution.picked(frame, owners, isDistinct: false, place)
        frame[slot] = .made([
            lists.elements.gather(elements, threads: execution.context.threads)
        ])
    }
}
