import BoardLanguage
import Columns

/// `expect none / some / EXPR`: a check over the rows of a board, which comes last.
enum BoundExpectation: Sendable {
    case none
    case some
    /// Over one row of `slot`, whose columns are the aggregates.
    case condition(
        BoundExpression, slot: Int, aggregates: [(aggregate: BoundAggregate, place: Place)])

    func outcome(
        _ frame: Frame, _ execution: Execution
    ) throws(BoardError) -> ExpectationOutcome {
        let found = frame.rowCount == 0 ? "none" : Grouped.text(frame.rowCount)
        switch self {
        case .none:
            return ExpectationOutcome(
                isMet: frame.rowCount == 0, sentence: "expected none, found \(found)")
        case .some:
            return ExpectationOutcome(
                isMet: frame.rowCount > 0, sentence: "expected some, found \(found)")
        case .condition(let condition, let slot, let aggregates):
            let groups = RowGroups(ids: [Int32](repeating: 0, count: frame.rowCount), count: 1)
            var columns: [Column] = []
            var values: [String] = []
            for (aggregate, place) in aggregates {
                let column = try execution.aggregate(aggregate, frame, in: groups, place: place)
                columns.append(column)
                let value = column.isPresent(0) ? column.string(0) : "missing"
                let sentence = "\(place.excerpt) = \(value)"
                if !values.contains(sentence) { values.append(sentence) }
            }
            var one = Frame(rowCount: 1, slots: [])
            one[slot] = .made(columns)
            let isMet = try execution.truth(condition, one)[0]
            let rows = values.isEmpty ? "\(found) rows" : values.joined(separator: ", ")
            return ExpectationOutcome(
                isMet: isMet, sentence: "expected \(condition.place.excerpt), found \(rows)")
        }
    }
}

extension Binder {
    func bindExpect(
        _ expectation: Expectation, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        switch expectation {
        case .none: draft.ending = .expectation(.none)
        case .some: draft.ending = .expectation(.some)
        case .expression(let expression):
            let slot = newSlot()
            let collector = AggregateCollector(
                slot: slot, scope: Scope(rowName: "expect"), firstColumn: 0)
            let condition = try bindCondition(expression, in: draft.scope, .stage(collector))
            draft.ending = .expectation(
                .condition(condition, slot: slot, aggregates: collector.aggregates))
        }
    }
}
