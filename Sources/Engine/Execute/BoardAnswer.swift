import Columns

/// Turns the last frame of a board into what a person gets: the table, the footer, the outcome.
struct BoardAnswer {
    let bound: BoundBoard
    let notes: [String]
    let execution: Execution
    /// The present names of the tables that are of an earlier state.
    let bases: [ObjectName: ObjectName]

    func result(of frame: Frame) throws(BoardError) -> BoardResult {
        var fields: [Field] = []
        var columns: [Column] = []
        for visible in bound.output {
            try execution.checkCancelled(visible.expression.place)
            let column = try execution.value(visible.expression, frame)
                .column(count: frame.rowCount)
            fields.append(Field(name: visible.heading, type: column.type))
            columns.append(column)
        }
        let table = Table(
            name: bound.object.name, fields: fields, columns: columns, rowCount: frame.rowCount)
        var expectation: ExpectationOutcome?
        var export: ExportRequest?
        var send: SendRequest?
        var action: BoundAction?
        switch bound.ending {
        case .expectation(let expected)?:
            expectation = try expected.outcome(frame, execution)
        case .export(let request)?: export = request
        case .send(let bound)?: send = try bound.request(of: frame, execution)
        case .action(let binding)?:
            action = try ActionRows(binding: binding, execution: execution).action(
                of: frame, labels: columns.first)
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
            table: table, namedColumns: namedColumns, footer: footer(frame.rowCount, incomplete),
            expectation: expectation,
            export: export, send: send, action: action, sourceRowCount: bound.object.rowCount,
            isIncomplete: !incomplete.isEmpty,
            key: execution.environment.identifiesRows ? try key(of: frame) : nil)
    }

    private var namedColumns: Set<Int> {
        let mentioned = bound.stages.flatMap(\.expressions)
        let positions = bound.output.indices.filter { index in
            let column = bound.output[index]
            return column.isNamed || mentioned.contains { $0.mentions(column.expression) }
        }
        return Set(positions)
    }

    private func footer(_ rowCount: Int, _ incomplete: [String]) -> [String] {
        let facts = execution.facts
        var lines = [counts(rowCount)]
        if rowCount == 0, let emptied = facts.emptiedSentence { lines.append(emptied) }
        lines += facts.links(execution.knownArray)
        lines += facts.missingSentences
        lines += notes
        lines += ages
        lines += incomplete
        return lines
    }

    /// The age of the oldest object of each live tool that the board has touched.
    private var ages: [String] {
        var oldest: [SourceAge] = []
        for object in execution.facts.touched {
            guard let age = execution.environment.ages[object] else { continue }
            if let index = oldest.firstIndex(where: { $0.source == age.source }) {
                if age.microseconds > oldest[index].microseconds { oldest[index] = age }
            } else {
                oldest.append(age)
            }
        }
        return oldest.map(\.sentence)
    }

    /// `42 of 1,318 users`; `12 rows of 1,318 users` once rows are no longer the object's records, and
    /// `47 rows of 12 users and 35 groups` after an `append` of another object.
    private func counts(_ rowCount: Int) -> String {
        let total = bound.object.rowCount
        let noun = bound.object.name.object
        let objects = [bound.object] + bound.stages.appendedObjects
        if let named = Self.counted(objects) {
            return "\(Grouped.text(rowCount)) \(rowCount == 1 ? "row" : "rows") of \(named)"
        }
        let scope = bound.scope
        let areRecords =
            scope.record?.table === bound.object && scope.expanded.isEmpty
            && !scope.hasSpreadLists && scope.sides.isEmpty
        if areRecords, rowCount <= total {
            // One record and a name that is a plural: `1 of 1 users`.
            return rowCount == total && total != 1
                ? "\(Grouped.text(total)) \(noun)"
                : "\(Grouped.text(rowCount)) of \(Grouped.text(total)) \(noun)"
        }
        let rows = "\(Grouped.text(rowCount)) \(rowCount == 1 ? "row" : "rows")"
        return "\(rows) of \(Grouped.text(total)) \(noun)"
    }

    /// `12 users and 35 groups`, each object once; nil when it is one only.
    private static func counted(_ objects: [Table]) -> String? {
        var seen: [Table] = []
        for object in objects where !seen.contains(where: { $0.name == object.name }) {
            seen.append(object)
        }
        guard seen.count > 1 else { return nil }
        let shortNames = Set(seen.map(\.name.object))
        let parts = seen.map { table in
            let name = shortNames.count == seen.count ? table.name.object : "\(table.name)"
            return "\(Grouped.text(table.rowCount)) \(name)"
        }
        return parts.dropLast().joined(separator: ", ") + " and \(parts[parts.count - 1])"
    }
}
