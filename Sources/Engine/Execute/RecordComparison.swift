import BoardLanguage
import Columns

/// Comparisons of what a walk reaches, asked once of each record where rows are more than records.
extension Execution {
    /// The rows where a path compared with a constant holds; nil when its values had better be gathered first.
    ///
    /// A million users are compared once, and eight million assignments look up a bit each.
    func truthByRecord(
        _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression,
        _ place: Place, _ frame: Frame
    ) throws(BoardError) -> Bitmap? {
        let isLeft = right.constant != nil
        guard let constant = isLeft ? right.constant : left.constant,
            case .path(let path) = (isLeft ? left : right).kind,
            let column = path.column.map({ path.table.columns[$0] }), !column.type.isList,
            frame.rowCount >= path.table.rowCount, let reached = try oneRecordEach(path, frame)
        else { return nil }
        let value = isLeft ? left : right
        // A field without any value was bound as the type that was needed there.
        if column.type.scalar == .text, value.type.scalar != .text { return nil }
        let (rows, absent) = try at(place) { () throws(EvaluationError) in
            let outcome = try Comparison.compare(
                operation, isLeft ? .column(column) : constant,
                isLeft ? constant : .column(column), count: column.count, context: context)
            let isNegation = [.notEqual, .notMatches, .notIn].contains(operation)
            let rows = try reached.bits(of: outcome.rows, none: isNegation, context)
            guard Self.isOrder(operation), facts.countsMissing else { return (rows, Bitmap?.none) }
            let absent = ~Logic.present(.column(column), count: column.count)
            return (rows, try reached.bits(of: absent, none: true, context))
        }
        if let absent, absent.countOnes > 0 { metMissing.append((value.place.excerpt, absent)) }
        return rows
    }

    /// The record of each row of a frame; nil when rows have lists, or each its own record.
    private func oneRecordEach(
        _ path: BoundPath, _ frame: Frame
    ) throws(BoardError) -> RecordLists? {
        if path.steps.isEmpty {
            let slot = frame[path.slot]
            guard let rows = slot.rows, slot.starts == nil else { return nil }
            return RecordLists(starts: nil, rows: rows)
        }
        for step in path.steps { try prepare(step.route, at: step.place) }
        let isFlat = path.steps.allSatisfy { step in
            !step.isStarred && step.route.hops.allSatisfy { array($0, of: step.route).isFlat }
        }
        guard isFlat, frame[path.slot].starts == nil else { return nil }
        return try records(path, frame)
    }

    private static func isOrder(_ operation: BinaryOperator) -> Bool {
        [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation)
    }
}
