import Columns
import Correlation

/// Walking paths: from a slot's records over links to others.
extension Execution {
    /// The records a path reaches from each row of the frame.
    func records(
        _ path: BoundPath, _ frame: Frame, keepsRules: Bool = false
    ) throws(BoardError) -> RecordLists {
        let slot = frame[path.slot]
        var reached: RecordLists?
        if let rows = slot.rows { reached = RecordLists(starts: slot.starts, rows: rows) }
        for (position, step) in path.steps.enumerated() {
            try checkCancelled(step.place)
            let isLast = position == path.steps.count - 1
            reached = try cross(
                step, reached, rowCount: frame.rowCount, keepsRules: keepsRules && isLast)
            if let condition = step.condition, let candidates = reached {
                reached = try fitting(candidates, condition, of: step, frame)
            }
        }
        return reached
            ?? RecordLists(starts: nil, rows: [Int32](0..<Int32(frame.rowCount)))
    }

    /// - Parameter from: nil when row r has record r, so that the link's own arrays are the answer.
    private func cross(
        _ step: BoundStep, _ from: RecordLists?, rowCount: Int, keepsRules: Bool
    ) throws(BoardError) -> RecordLists {
        var reached = from
        for (position, hop) in step.route.hops.enumerated() {
            let array = array(hop, of: step.route)
            let targetCount = step.tables[position].rowCount
            let isLast = position == step.route.hops.count - 1
            if step.isStarred {
                let start =
                    reached ?? RecordLists(starts: nil, rows: [Int32](0..<Int32(rowCount)))
                reached = try at(step.place) { () throws(EvaluationError) in
                    try LinkWalk.star(
                        start, array, targetCount: targetCount, context.cancellation)
                }
            } else if let from = reached {
                reached = try at(step.place) { () throws(EvaluationError) in
                    try LinkWalk.cross(
                        from, array, targetCount: targetCount, keepsRules: keepsRules && isLast)
                }
            } else {
                reached = RecordLists(
                    starts: array.isFlat ? nil : array.starts, rows: array.rows,
                    rules: keepsRules && isLast ? array.rules : nil)
            }
        }
        return reached ?? RecordLists(starts: nil, rows: [])
    }

    /// The records that fit the condition in a step's brackets.
    ///
    /// What is asked of the record alone is asked first: the row outside is then read for those that are left.
    private func fitting(
        _ candidates: RecordLists, _ condition: BoundExpression, of step: BoundStep, _ frame: Frame
    ) throws(BoardError) -> RecordLists {
        let conditions = Binder.conjuncts(condition)
        let own = conditions.filter { !$0.mentionsOutside() }
        if own.isEmpty || own.count == conditions.count {
            return try kept(candidates, by: condition, of: step, frame)
        }
        var left = candidates
        for condition in own + conditions.filter({ $0.mentionsOutside() }) {
            left = try kept(left, by: condition, of: step, frame)
        }
        return left
    }

    private func kept(
        _ candidates: RecordLists, by condition: BoundExpression, of step: BoundStep,
        _ frame: Frame
    ) throws(BoardError) -> RecordLists {
        if !condition.mentionsOutside(), candidates.rows.count >= step.target.rowCount {
            // Fewer records than candidates: the condition is asked once of each record.
            let all = Frame(
                rowCount: step.target.rowCount, slots: [SlotRows(rows: nil, isDistinct: true)])
            let fits = try silently { () throws(BoardError) in try truth(condition, all) }
            return candidates.filtered(
                Bitmap.filled(candidates.rows.count) {
                    let record = candidates.rows[$0]
                    return record >= 0 && fits[Int(record)]
                })
        }
        let (owners, rows) = candidates.owners
        let inner = Frame(
            rowCount: rows.count, slots: [SlotRows(rows: rows)],
            outside: Frame.Outside(frame: frame, owner: .rows(owners)))
        let fits = try silently { () throws(BoardError) in try truth(condition, inner) }
        guard candidates.starts == nil else { return candidates.filtered(fits) }
        return candidates.only(owners.picked(fits.rows()))
    }

    /// Computes without counting missing values for the footer: they are other records' than the rows'.
    func silently<Result>(
        _ body: () throws(BoardError) -> Result
    ) throws(BoardError) -> Result {
        let (met, counts) = (metMissing, facts.countsMissing)
        facts.countsMissing = false
        defer {
            metMissing = met
            facts.countsMissing = counts
        }
        return try body()
    }

    /// The word of the rule by which each row's record was found.
    func via(_ path: BoundPath, _ frame: Frame) throws(BoardError) -> Column {
        var reached = try records(path, frame, keepsRules: true)
        if let slot = path.boundSlot, let own = frame[slot].rows {
            reached = reached.matching(RecordLists(starts: frame[slot].starts, rows: own))
        }
        let codes = (reached.rules ?? []).map { Int32($0) }
        var words = TextBuilder()
        words.append("")
        for rule in RuleKind.allCases { words.append(rule.word) }
        let coded = CodedColumn(codes: codes, dictionary: words.finish())
        let column = Column(.coded(coded), validity: Bitmap.present(codes: codes))
        return reached.starts.map { RecordLists.lists(column, starts: $0) } ?? column
    }
}
