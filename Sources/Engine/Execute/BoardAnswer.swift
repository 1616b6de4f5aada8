import Columns

/// Turns the last frame of a board into what a person gets: the table, the footer, the outcome.
struct BoardAnswer {
    let bound: BoundBoard
    let notes: [String]
    let execution: Execution

    func result(of frame: Frame) throws(BoardError) -> BoardResult {
        var fields: [Field] = []
        var columns: [Column] = []
        for visible in bound.output {
            let column = try execution.value(visible.expression, frame)
                .column(count: frame.rowCount)
            fields.append(Field(name: visible.heading, type: column.type))
            columns.append(column)
        }
        let table = Table(
            name: bound.object.name, fields: fields, columns: columns, rowCount: frame.rowCount)
        var expectation: ExpectationOutcome?
        var export: ExportRequest?
        switch bound.ending {
        case .expectation(let expected)?:
            expectation = try expected.outcome(frame, execution)
        case .export(let request)?: export = request
        case nil: break
        }
        let incomplete = execution.facts.touched.compactMap { object in
            execution.environment.incomplete[object].map { "\(object) is incomplete: \($0)" }
        }
        if let first = incomplete.first, let outcome = expectation, outcome.isMet {
            expectation = ExpectationOutcome(
                isMet: false, sentence: "\(outcome.sentence), but \(first)")
        }
        return BoardResult(
            table: table, footer: footer(frame.rowCount, incomplete), expectation: expectation,
            export: export, sourceRowCount: bound.object.rowCount,
            isIncomplete: !incomplete.isEmpty)
    }

    private func footer(_ rowCount: Int, _ incomplete: [String]) -> [String] {
        let facts = execution.facts
        var lines = [counts(rowCount)]
        if rowCount == 0, let emptied = facts.emptiedSentence { lines.append(emptied) }
        lines += facts.links(execution.knownArray)
        lines += facts.missingSentences
        lines += notes
        lines += incomplete
        return lines
    }

    /// `42 of 1,318 users`; `12 rows of 1,318 users` once rows are no longer the object's records.
    private func counts(_ rowCount: Int) -> String {
        let total = bound.object.rowCount
        let noun = bound.object.name.object
        let scope = bound.scope
        let areRecords =
            scope.record?.table === bound.object && scope.expanded.isEmpty
            && !scope.hasSpreadLists && scope.sides.isEmpty
        if areRecords, rowCount <= total {
            return rowCount == total
                ? "\(Grouped.text(total)) \(noun)"
                : "\(Grouped.text(rowCount)) of \(Grouped.text(total)) \(noun)"
        }
        let rows = "\(Grouped.text(rowCount)) \(rowCount == 1 ? "row" : "rows")"
        return "\(rows) of \(Grouped.text(total)) \(noun)"
    }
}
