import BoardLanguage
import Columns

/// `take N [per EXPR, ...]`: the first rows, or the first of each group.
struct TakeStage: BoundStage {
    let count: Int
    let keys: [BoundExpression]
    /// The sort just before, run together with the take: only rows that may be kept need their order.
    let sort: SortStage?
    let place: Place

    var word: String { sort == nil ? "take" : "sort, take" }
    var expressions: [BoundExpression] { keys + (sort?.expressions ?? []) }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        if keys.isEmpty {
            let kept = min(count, frame.rowCount)
            let rows = try sort?.order(frame, limit: kept, execution) ?? [Int32](0..<Int32(kept))
            frame = try execution.picked(frame, Array(rows.prefix(kept)), place)
            return
        }
        var columns: [Column] = []
        for key in keys {
            columns.append(
                try execution.value(key, frame).column(count: frame.rowCount).firstOfLists())
        }
        let groups = try execution.at(place) { () throws(EvaluationError) in
            try Grouping(keys: columns, count: frame.rowCount, context: execution.context)
        }
        let rows =
            try sort?.order(frame, limit: count, per: groups, execution)
            ?? groups.firstRows(limit: count)
        frame = try execution.picked(frame, rows, place)
    }
}

extension Binder {
    func bindTake(
        _ count: Expression, per keys: [Expression], _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let bound = try bind(count, in: draft.scope)
        guard case .constant(let column)? = bound.constant,
            case .integer(let values) = column.storage,
            column.isPresent(0), values[0] >= 0
        else {
            throw bound.place.error(
                "take needs a whole number of rows", help: "take 10, take 3 per department")
        }
        var bounds: [BoundExpression] = []
        for key in keys { bounds.append(try bindKey(key, in: draft.scope, word: "take per")) }
        var stage = TakeStage(
            count: Int(clamping: values[0]), keys: bounds, sort: nil, place: place)
        if let sort = draft.stages.last as? SortStage, sort.place.source === place.source {
            draft.stages.removeLast()
            stage = TakeStage(
                count: stage.count, keys: bounds, sort: sort,
                place: Place(span: sort.place.span.to(place.span), source: place.source))
        }
        draft.stages.append(stage)
    }
}
