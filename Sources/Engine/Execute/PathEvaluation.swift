import Columns
import Correlation

/// Walking paths: from a slot's records over links to others.
extension Execution {
    /// The records a path reaches from each row of the frame.
    func records(
        _ path: BoundPath, _ frame: Frame, keepsRules: Bool = false
    ) throws(BoardError) -> RecordLists {
        var reached = start(path, frame)
        for (position, step) in path.steps.enumerated() {
            let isLast = position == path.steps.count - 1
            reached = try records(step, reached, frame, keepsRules: keepsRules && isLast)
        }
        return reached
            ?? RecordLists(starts: nil, rows: [Int32](0..<Int32(frame.rowCount)))
    }

    /// How many records a path reaches from each row of the frame.
    func counts(_ path: BoundPath, _ frame: Frame) throws(BoardError) -> [Int64] {
        var from = start(path, frame)
        for step in path.steps.dropLast() {
            from = try records(step, from, frame, keepsRules: false)
        }
        guard let step = path.steps.last else {
            let whole = from ?? RecordLists(starts: nil, rows: [Int32](0..<Int32(frame.rowCount)))
            return whole.starts.map { starts in
                (0..<frame.rowCount).map { Int64(starts[$0 + 1] - starts[$0]) }
            } ?? whole.rows.map { $0 < 0 ? 0 : 1 }
        }
        try prepare(step.route, at: step.place)
        let conditions = StepConditions(step)
        if !step.isStarred, conditions.ofBoth.isEmpty {
            let before = try beforeLastHop(step, from)
            if let before, let starts = before.starts,
                let fits = try fits(conditions, step, atMost: before.rows.count)
            {
                // Lists of which nothing else is asked need not be made to be counted.
                let crossing = ListCrossing(
                    starts: starts, records: before.rows,
                    array: array(step.lastHop, of: step.route),
                    targetCount: step.target.rowCount, fits: fits.records)
                return try at(step.place) { () throws(EvaluationError) in
                    try crossing.counts(context)
                }
            }
        }
        let reached = try records(step, from, frame, keepsRules: false)
        return try at(step.place) { () throws(EvaluationError) in try reached.counts(context) }
    }

    /// Where the walk starts; nil when row r has record r, so that a link's own arrays are the answer.
    private func start(_ path: BoundPath, _ frame: Frame) -> RecordLists? {
        let slot = frame[path.slot]
        return slot.rows.map { RecordLists(starts: slot.starts, rows: $0) }
    }

    /// The records that one step leads to.
    private func records(
        _ step: BoundStep, _ from: RecordLists?, _ frame: Frame, keepsRules: Bool
    ) throws(BoardError) -> RecordLists {
        try checkCancelled(step.place)
        try prepare(step.route, at: step.place)
        let conditions = StepConditions(step)
        if step.isStarred {
            let reached = try star(step, from, frame.rowCount)
            return try fitting(
                reached, [conditions.ofRecord, conditions.ofBoth], of: step, frame)
        }
        let before = try beforeLastHop(step, from)
        let array = array(step.lastHop, of: step.route)
        let fits = try fits(conditions, step, atMost: before?.rows.count ?? array.rows.count)
        let reached = try at(step.place) { () throws(EvaluationError) in
            if let before {
                return try LinkWalk.cross(
                    before, array, targetCount: step.target.rowCount, keepsRules: keepsRules,
                    fits: fits?.records, context: context)
            }
            let whole = RecordLists(
                starts: array.isFlat ? nil : array.starts, rows: array.rows,
                rules: keepsRules ? array.rules : nil)
            return try fits?.records.map { records throws(EvaluationError) in
                try whole.filtered(records: records, context)
            } ?? whole
        }
        return try fitting(
            reached, [fits == nil ? conditions.ofRecord : [], conditions.ofBoth], of: step, frame)
    }

    /// The records before a step's last link; nil as for the start.
    private func beforeLastHop(
        _ step: BoundStep, _ from: RecordLists?
    ) throws(BoardError) -> RecordLists? {
        var reached = from
        for (position, hop) in step.route.hops.dropLast().enumerated() {
            let array = array(hop, of: step.route)
            let targetCount = step.tables[position].rowCount
            if let from = reached {
                reached = try at(step.place) { () throws(EvaluationError) in
                    try LinkWalk.cross(
                        from, array, targetCount: targetCount, keepsRules: false, context: context)
                }
            } else {
                reached = RecordLists(
                    starts: array.isFlat ? nil : array.starts, rows: array.rows)
            }
        }
        return reached
    }

    private func star(
        _ step: BoundStep, _ from: RecordLists?, _ rowCount: Int
    ) throws(BoardError) -> RecordLists {
        var reached = from ?? RecordLists(starts: nil, rows: [Int32](0..<Int32(rowCount)))
        for (position, hop) in step.route.hops.enumerated() {
            let start = reached
            let array = array(hop, of: step.route)
            reached = try at(step.place) { () throws(EvaluationError) in
                try LinkWalk.star(
                    start, array, targetCount: step.tables[position].rowCount,
                    context)
            }
        }
        return reached
    }

    /// What a step's brackets say of each record of the object; nil when fewer are reached than it has.
    ///
    /// - Returns: `records` is nil when nothing is asked of the records alone.
    private func fits(
        _ conditions: StepConditions, _ step: BoundStep, atMost count: Int
    ) throws(BoardError) -> (records: Bitmap?, Void)? {
        if conditions.ofRecord.isEmpty { return (nil, ()) }
        guard count >= step.target.rowCount else { return nil }
        let all = Frame(
            rowCount: step.target.rowCount, slots: [SlotRows(rows: nil, isDistinct: true)])
        let records = try silently { () throws(BoardError) in
            try truth(conditions.ofRecord, all)
        }
        return (records, ())
    }

    private func truth(
        _ conditions: [BoundExpression], _ frame: Frame
    ) throws(BoardError) -> Bitmap {
        var holds = try truth(conditions[0], frame)
        for condition in conditions.dropFirst() { holds = holds & (try truth(condition, frame)) }
        return holds
    }

    /// The records that fit conditions; the second ones are asked of those that are left by the first.
    private func fitting(
        _ candidates: RecordLists, _ conditions: [[BoundExpression]], of step: BoundStep,
        _ frame: Frame
    ) throws(BoardError) -> RecordLists {
        var left = candidates
        for together in conditions where !together.isEmpty {
            try checkCancelled(step.place)
            let candidates = left
            let (owners, rows) = try at(step.place) { () throws(EvaluationError) in
                try candidates.owners(context)
            }
            let inner = Frame(
                rowCount: rows.count, slots: [SlotRows(rows: rows)],
                outside: Frame.Outside(frame: frame, owner: .rows(owners)))
            let fits = try silently { () throws(BoardError) in try truth(together, inner) }
            left = try at(step.place) { () throws(EvaluationError) in
                candidates.starts == nil
                    ? candidates.only(owners.picked(fits.rows(threads: context.threads)))
                    : try candidates.filtered(fits, context)
            }
        }
        return left
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

/// The conditions in a step's brackets, apart by what they ask of.
///
/// What is asked of the record alone is asked first: the row outside is then read for those that are left.
private struct StepConditions {
    let ofRecord: [BoundExpression]
    /// Of the record and the row outside.
    let ofBoth: [BoundExpression]

    init(_ step: BoundStep) {
        let conditions = step.condition.map(Binder.conjuncts) ?? []
        ofRecord = conditions.filter { !$0.mentionsOutside() }
        ofBoth = conditions.filter { $0.mentionsOutside() }
    }
}

extension BoundStep {
    fileprivate var lastHop: Hop { route.hops[route.hops.count - 1] }
}
