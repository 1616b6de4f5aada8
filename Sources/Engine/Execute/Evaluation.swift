import BoardLanguage
import Columns

/// Expressions over a frame, whole columns at a time.
extension Execution {
    /// The values of an expression: one for all rows, or one per row of the frame.
    func value(_ expression: BoundExpression, _ frame: Frame) throws(BoardError) -> Operand {
        switch expression.kind {
        case .constant(let operand): return operand
        case .path(let path):
            let column = try column(path, frame)
            // A field without any value was bound as the type that was needed there.
            guard column.type.scalar == .text, expression.type.scalar != .text else {
                return .column(column)
            }
            return .column(.missing(expression.type, count: column.count))
        case .made(let slot, let column, _):
            let rows = frame[slot]
            guard column < rows.columns.count else {
                return .column(.missing(expression.type, count: frame.rowCount))
            }
            let values = read(rows.columns[column], rows)
            if values.type.scalar == .text, expression.type.scalar != .text {
                return .column(.missing(expression.type, count: values.count))
            }
            return .column(values)
        case .outer(let inner): return try outside(inner, frame, expression.type)
        case .call(let signature, let arguments):
            var operands: [Operand] = []
            for argument in arguments { operands.append(try value(argument, frame)) }
            operands = onlyOneList(operands, arguments) { !signature.parameter($0).takesList }
            return try apply(expression, operands, frame)
        case .arithmetic(_, let left, let right):
            let operands = [try value(left, frame), try value(right, frame)]
            return try apply(
                expression, onlyOneList(operands, [left, right]) { _ in true }, frame)
        case .negated(let inner), .ago(let inner):
            return try apply(expression, [try value(inner, frame)], frame)
        case .coalesce(let left, let right):
            return try apply(expression, [try value(left, frame), try value(right, frame)], frame)
        case .aggregate(let aggregate):
            return .column(try self.aggregate(aggregate, frame, place: expression.place))
        case .setAggregate(let set, let signature):
            return try self.setAggregate(set, signature, frame, type: expression.type)
        case .via(let path): return .column(try via(path, frame))
        default: return .column(Logic.column(try truth(expression, frame)))
        }
    }

    /// The rows for which a condition holds.
    func truth(_ expression: BoundExpression, _ frame: Frame) throws(BoardError) -> Bitmap {
        let count = frame.rowCount
        switch expression.kind {
        case .and(let left, let right):
            return try truth(left, frame) & truth(right, frame)
        case .or(let left, let right):
            return try truth(left, frame) | truth(right, frame)
        case .not(let inner):
            // What the comparison itself would say of its missing values is said once, by the `not`.
            let met = metMissing
            let holds = try truth(inner, frame)
            metMissing = met + (try negatedMissing(inner, frame))
            return ~holds
        case .has(let inner): return Logic.present(try value(inner, frame), count: count)
        case .hasRecord(let path):
            let reached = try records(path, frame)
            return try at(expression.place) { () throws(EvaluationError) in
                try reached.present(context)
            }
        case .comparison(let op, let left, let right):
            if let rows = try truthByRecord(op, left, right, expression.place, frame) {
                return rows
            }
            let (first, second) = (try value(left, frame), try value(right, frame))
            let outcome = try at(expression.place) { () throws(EvaluationError) in
                try Comparison.compare(op, first, second, count: count, context: context)
            }
            if let missing = outcome.missing {
                for (side, operand) in [(left, first), (right, second)] where !operand.isConstant {
                    let absent = ~Logic.present(operand, count: count) & missing
                    metMissing.append((side.place.excerpt, absent))
                }
            }
            return outcome.rows
        case .oneOf(let value, let members):
            let operand = try self.value(value, frame)
            var found = Bitmap(repeating: false, count: count)
            for member in members {
                let other = try self.value(member, frame)
                found =
                    found
                    | (try at(expression.place) { () throws(EvaluationError) in
                        try Comparison.compare(
                            .equal, operand, other, count: count, context: context
                        ).rows
                    })
            }
            return found
        case .inSet(let value, let set): return try isIn(value, set, frame)
        case .hasRows(let set): return try hasRows(set, frame)
        default: return Logic.truth(try value(expression, frame), count: count)
        }
    }

    private func apply(
        _ expression: BoundExpression, _ operands: [Operand], _ frame: Frame
    ) throws(BoardError) -> Operand {
        try checkCancelled(expression.place)
        let applied = try at(expression.place) { () throws(EvaluationError) in
            try Operators.apply(expression.kind, operands, count: frame.rowCount, context)
        }
        return applied ?? .missing(expression.type)
    }

    /// Surplus matches can give lists where the links' kinds promise one value. One list is mapped over like
    /// any other; of several the first record's value stands for each.
    private func onlyOneList(
        _ operands: [Operand], _ arguments: [BoundExpression], isMapped: (Int) -> Bool
    ) -> [Operand] {
        let lists = operands.indices.filter { operands[$0].type.isList && isMapped($0) }
        guard lists.count > 1 else { return operands }
        var copy = operands
        for index in lists where !arguments[index].isMany {
            if case .column(let column) = operands[index] {
                copy[index] = .column(column.firstOfLists())
            }
        }
        return copy
    }

    private func outside(
        _ inner: BoundExpression, _ frame: Frame, _ type: ValueType
    ) throws(BoardError) -> Operand {
        guard let outside = frame.outside else { return .missing(type) }
        switch outside.owner {
        case .rows(let rows):
            let operand = try value(inner, outside.frame)
            guard case .column(let column) = operand else { return operand }
            return .column(column.gather(rows, threads: context.threads))
        case .row(let row):
            let key = PlaceKey(inner.place)
            let whole = ObjectIdentifier(outside.identity)
            let operand: Operand
            if let known = outsideValues[whole]?[key] {
                operand = known
            } else {
                operand = try value(inner, outside.frame)
                outsideValues[whole]?[key] = operand
            }
            guard case .column(let column) = operand else { return operand }
            return .constant(column.gather([Int32(row)]))
        }
    }

    /// A column over the records that a slot has.
    func read(_ column: Column, _ rows: SlotRows) -> Column {
        guard let numbers = rows.rows else { return column }
        return RecordLists(starts: rows.starts, rows: numbers)
            .gather(column, threads: context.threads)
    }

    private func column(_ path: BoundPath, _ frame: Frame) throws(BoardError) -> Column {
        guard let position = path.column else { return .missing(.text, count: frame.rowCount) }
        let column = path.table.columns[position]
        if path.steps.isEmpty { return read(column, frame[path.slot]) }
        let reached = try records(path, frame)
        try checkCancelled(path.steps[0].place)
        return reached.gather(column, threads: context.threads)
    }

    /// Rows in which what `not` turns round had no value to compare.
    private func negatedMissing(
        _ inner: BoundExpression, _ frame: Frame
    ) throws(BoardError) -> [(String, Bitmap)] {
        guard facts.countsMissing else { return [] }
        var sides: [BoundExpression] = []
        func visit(_ part: BoundExpression) {
            switch part.kind {
            case .comparison(_, let left, let right): sides += [left, right]
            case .path, .made: sides.append(part)
            case .and(let left, let right), .or(let left, let right):
                visit(left)
                visit(right)
            default: break
            }
        }
        visit(inner)
        var found: [(String, Bitmap)] = []
        for side in sides where side.constant == nil {
            let present = Logic.present(try value(side, frame), count: frame.rowCount)
            found.append((side.place.excerpt, ~present))
        }
        return found
    }
}

extension Column {
    /// The first element of each list; the column itself when it has single values.
    func firstOfLists() -> Column {
        guard case .list(let list) = storage else { return self }
        let firsts = (0..<count).map { row in
            list.starts[row] < list.starts[row + 1] ? list.starts[row] : -1
        }
        return list.elements.gather(firsts)
    }
}
