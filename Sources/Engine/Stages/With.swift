import BoardLanguage
import Columns

/// `with [name =] EXPR, ...`: adds columns, computed for the rows as they are; the same for what `show` names.
struct ComputeStage: BoundStage {
    let word: String
    let slot: Int
    let columns: [BoundExpression]
    let place: Place

    var expressions: [BoundExpression] { columns }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        // One by one, since later columns may read earlier ones.
        frame[slot] = .made([])
        for column in columns {
            let values = try execution.value(column, frame).column(count: frame.rowCount)
            frame[slot] = .made(frame[slot].columns + [values])
        }
    }
}

/// Columns of one stage as they are bound: what is computed then, and what stays a path to be read later.
struct ColumnDraft {
    let slot: Int
    var computed: [BoundExpression] = []

    /// The column as later stages see it.
    ///
    /// A path stays a path: its values are gathered when rows leave the pipeline, for the rows that are left.
    mutating func add(_ expression: BoundExpression) -> BoundExpression {
        if case .path = expression.kind { return expression }
        if case .made = expression.kind { return expression }
        computed.append(expression)
        let origins = expression.hasKeyedAggregate ? [slot] : expression.origins
        var column = BoundExpression(
            .made(slot: slot, column: computed.count - 1, origins: origins),
            type: expression.type, place: expression.place)
        column.isBlank = expression.isWithoutValues
        return column
    }
}

extension BoundExpression {
    /// Whether it depends on other rows, so that its value belongs to no record of its own.
    var hasKeyedAggregate: Bool {
        if case .aggregate(let aggregate) = kind, case .keys = aggregate.grouping { return true }
        return parts.contains { $0.depth == 0 && $0.expression.hasKeyedAggregate }
    }
}

extension Binder {
    func bindWith(
        _ items: [Item], _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        var columns = ColumnDraft(slot: newSlot())
        for item in items {
            guard case .expression(let name, let expression) = item else {
                throw self.place(item.span).error(
                    "with adds columns, and * are those there are already",
                    help: "show *, … chooses")
            }
            for column in try bindItem(name, expression, in: draft.scope) {
                let kept = try self.column(column, &columns)
                draft.scope.addMade(kept, isNamed: name != nil)
                draft.scope.show(kept)
            }
        }
        draft.stages.append(
            ComputeStage(word: "with", slot: columns.slot, columns: columns.computed, place: place))
    }

    /// The columns of one item: one, or the members of a JSON object.
    func bindItem(
        _ name: Name?, _ expression: Expression, in scope: Scope
    ) throws(BoardError) -> [VisibleColumn] {
        if case .path(let path) = expression.kind {
            if name == nil, case .members(let members) = try resolve(path, in: scope, use: .columns)
            {
                return members.map { member in
                    VisibleColumn(
                        heading: heading(of: member), expression: member, followsExpansion: false,
                        isNamed: true)
                }
            }
            let value = try resolveValue(path, in: scope)
            return [
                VisibleColumn(
                    heading: name?.text ?? Self.heading(path, place(path.span)),
                    expression: value, followsExpansion: name == nil, isNamed: true)
            ]
        }
        let value = try bind(expression, in: scope)
        return [
            VisibleColumn(
                heading: name?.text ?? value.place.excerpt, expression: value,
                followsExpansion: false, isNamed: true)
        ]
    }

    /// A member of a JSON object under its field's own short heading.
    private func heading(of member: BoundExpression) -> String {
        guard case .path(let path) = member.kind, case .field(let column) = path.leaf else {
            return member.place.excerpt
        }
        return fields(of: path.table).heading(column)
    }

    /// What was typed, without backticks.
    static func heading(_ path: Path, _ place: Place) -> String {
        guard path.segments.allSatisfy({ !$0.hasBrackets && !$0.isStarred }) else {
            return place.excerpt
        }
        return path.segments.map(\.name.text).joined(separator: ".")
    }

    private func column(
        _ column: VisibleColumn, _ columns: inout ColumnDraft
    ) throws(BoardError) -> VisibleColumn {
        if let constant = column.expression.constant, constant.values == nil {
            throw column.expression.place.error(
                "'\(column.expression.place.excerpt)' is no value for a column")
        }
        var kept = column
        kept.expression = columns.add(column.expression)
        return kept
    }

    func columns(
        _ items: [VisibleColumn], _ columns: inout ColumnDraft
    ) throws(BoardError) -> [VisibleColumn] {
        var kept: [VisibleColumn] = []
        for item in items { kept.append(try column(item, &columns)) }
        return kept
    }
}

extension Scope {
    /// Lets later names find the column. A path without a name of its own is found as the path that it is.
    mutating func addMade(_ column: VisibleColumn, isNamed: Bool) {
        if !isNamed, column.followsExpansion, record != nil { return }
        made.append(
            MadeColumn(
                name: column.heading, expression: column.expression,
                isText: !isNamed && !column.followsExpansion))
    }

    /// Adds the column to what is visible, in the place of one with the same heading.
    mutating func show(_ column: VisibleColumn) {
        if let position = visible.firstIndex(where: { $0.heading == column.heading }) {
            visible[position] = column
        } else {
            visible.append(column)
        }
    }
}
