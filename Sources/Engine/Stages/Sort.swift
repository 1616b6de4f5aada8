import BoardLanguage
import Columns

/// `sort EXPR [desc], ...`: stable; missing comes last in both directions.
struct SortStage: BoundStage {
    struct Key: Sendable {
        let expression: BoundExpression
        let isDescending: Bool
    }
    let keys: [Key]
    let place: Place

    var word: String { "sort" }
    var expressions: [BoundExpression] { keys.map(\.expression) }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        frame = try execution.picked(frame, try order(frame, limit: nil, execution), place)
    }

    /// - Parameters:
    ///   - limit: how many rows from the front are needed; nil for all.
    ///   - groups: the rows from the front of each of these, still in one order.
    func order(
        _ frame: Frame, limit: Int?, per groups: Grouping? = nil, _ execution: Execution
    ) throws(BoardError) -> [Int32] {
        var columns: [SortColumn] = []
        for key in keys {
            let column = try execution.value(key.expression, frame)
                .column(count: frame.rowCount).firstOfLists()
            columns.append(SortColumn(column, isDescending: key.isDescending))
        }
        return try execution.at(place) { () throws(EvaluationError) in
            if let groups, let limit {
                return try Sorting.firstRows(
                    columns, limit: limit, per: groups, context: execution.context)
            }
            return try Sorting.rows(
                columns, count: frame.rowCount, limit: limit, context: execution.context)
        }
    }
}

extension Binder {
    func bindSort(
        _ keys: [SortKey], _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        var bound: [SortStage.Key] = []
        for key in keys {
            bound.append(
                SortStage.Key(
                    expression: try bindKey(key.expression, in: draft.scope, word: "sort"),
                    isDescending: key.isDescending))
        }
        draft.stages.append(SortStage(keys: bound, place: place))
    }
}
