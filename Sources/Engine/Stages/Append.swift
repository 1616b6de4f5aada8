import BoardLanguage
import Columns

/// `append (board)`: the rows of another board below, columns matched by name.
///
/// Rows of the same object stay records; those of another leave columns only.
struct AppendStage: BoundStage {
    struct Part: Sendable {
        /// nil where that board has no such column.
        let left: BoundExpression?
        let right: BoundExpression?
        let type: ValueType
    }
    let other: BoardDraft
    let otherSlots: Range<Int>
    let columns: [Part]
    let slot: Int
    /// The slots of the record on both sides, when it is the same object's.
    let record: (left: Int, right: Int)?
    let place: Place

    var word: String { "append" }
    var expressions: [BoundExpression] {
        other.stages.flatMap(\.expressions) + columns.compactMap(\.left)
    }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        let outside = frame.outside
        let below = try execution.silently { () throws(BoardError) in
            execution.facts.touch(other.object.name)
            var below = Frame(
                rowCount: other.object.rowCount,
                slots: [SlotRows?](repeating: nil, count: otherSlots.upperBound), outside: outside)
            below[other.slot] = SlotRows(rows: nil, isDistinct: true)
            for stage in other.stages { try execution.run(stage, &below) }
            return below
        }
        var made: [Column] = []
        for column in columns {
            let top = try values(column.left, column.type, frame, execution)
            let bottom = try values(column.right, column.type, below, execution)
            made.append(Column.concatenated(Column.alike([top, bottom])))
        }
        var both = Frame(
            rowCount: frame.rowCount + below.rowCount,
            slots: [SlotRows?](repeating: nil, count: slot + 1), outside: outside)
        both[slot] = .made(made)
        if let record {
            let top = frame[record.left].rows ?? [Int32](0..<Int32(frame.rowCount))
            let bottom = below[record.right].rows ?? [Int32](0..<Int32(below.rowCount))
            both[record.left] = SlotRows(rows: top + bottom)
        }
        frame = both
    }

    private func values(
        _ expression: BoundExpression?, _ type: ValueType, _ frame: Frame, _ execution: Execution
    ) throws(BoardError) -> Column {
        guard let expression else { return .missing(type, count: frame.rowCount) }
        let column = try execution.value(expression, frame).column(count: frame.rowCount)
        if type == .text, column.type != .text, !column.type.isList {
            return Column(.text(column.text()), validity: column.validity)
        }
        return column.converted(to: type)
    }
}

extension [any BoundStage] {
    /// The objects whose rows were put below, in their order.
    var appendedObjects: [Table] {
        compactMap { $0 as? AppendStage }.flatMap { stage in
            [stage.other.object] + stage.other.stages.appendedObjects
        }
    }
}

extension Column {
    /// The columns as one type: surplus matches may have made a list of one of them.
    fileprivate static func alike(_ columns: [Column]) -> [Column] {
        guard columns.contains(where: { $0.type.isList }),
            let type = ValueType.unified(columns.map(\.type))
        else { return columns }
        return columns.map { $0.converted(to: type) }
    }
}

extension Binder {
    func bindAppend(
        _ source: AppendSource, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let board: Board
        switch source {
        case .board(let inner): board = inner
        case .saved(let reference):
            board = Board(source: .saved(reference), stages: [], span: reference.span)
        }
        let firstSlot = slotCount
        let other = try self.draft(board, outside: draft.scope.outside?.scope)
        let otherSlots = firstSlot..<slotCount
        let slot = newSlot()
        var scope = Scope(rowName: "this board")
        scope.outside = draft.scope.outside
        scope.isShown = true
        var record: (left: Int, right: Int)?
        if let left = draft.scope.record, let right = other.scope.record,
            left.table.name == right.table.name
        {
            record = (left.slot, right.slot)
            scope.record = Scope.Record(slot: left.slot, table: left.table)
            scope.rowName = draft.scope.rowName
            scope.isShown = draft.scope.isShown
        }
        var parts: [AppendStage.Part] = []
        for pair in Self.matched(draft.scope.visible, other.scope.visible) {
            let heading = pair.left?.heading ?? pair.right?.heading ?? ""
            if let field = pair.commonField, let record = scope.record {
                scope.visible.append(
                    VisibleColumn(
                        heading: heading,
                        expression: self.field(
                            field, slot: record.slot, table: record.table, place: place),
                        followsExpansion: true,
                        isNamed: [pair.left, pair.right].contains { $0?.isNamed == true }))
                continue
            }
            var (left, right) = (pair.left?.expression, pair.right?.expression)
            // A column without values takes the type of the other board's.
            if let top = left, let bottom = right { (left, right) = matchBlanks(top, bottom) }
            let sides = [left, right].compactMap { $0 }
            let type = ValueType.unified(sides.map(\.type)) ?? .text
            var expression = BoundExpression(
                .made(slot: slot, column: parts.count, origins: [slot]), type: type, place: place)
            expression.isBlank = sides.allSatisfy(\.isWithoutValues)
            parts.append(AppendStage.Part(left: left, right: right, type: type))
            scope.made.append(Scope.MadeColumn(name: heading, expression: expression))
            scope.visible.append(
                VisibleColumn(
                    heading: heading, expression: expression, followsExpansion: false,
                    isNamed: [pair.left, pair.right].contains { $0?.isNamed == true }))
        }
        draft.scope = scope
        draft.stages.append(
            AppendStage(
                other: other, otherSlots: otherSlots, columns: parts, slot: slot, record: record,
                place: place))
    }

    private struct Pair {
        var left: VisibleColumn?
        var right: VisibleColumn?

        /// The field that both are, of the record itself.
        var commonField: Int? {
            guard case .path(let a) = left?.expression.kind,
                case .path(let b) = right?.expression.kind, a.steps.isEmpty, b.steps.isEmpty,
                a.start === b.start, case .field(let first) = a.leaf,
                case .field(let second) = b.leaf, first == second
            else { return nil }
            return first
        }
    }

    /// Columns of both boards by name: the left ones in order, then those that only the right has.
    private static func matched(_ left: [VisibleColumn], _ right: [VisibleColumn]) -> [Pair] {
        let index = FieldIndex(names: right.map(\.heading))
        var used: Set<Int> = []
        var pairs: [Pair] = []
        for column in left {
            var pair = Pair(left: column)
            if case .one(let position) = index.matchWhole([column.heading]),
                used.insert(position).inserted
            {
                pair.right = right[position]
            }
            pairs.append(pair)
        }
        for (position, column) in right.enumerated() where !used.contains(position) {
            pairs.append(Pair(left: nil, right: column))
        }
        return pairs
    }
}
