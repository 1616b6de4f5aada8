import BoardLanguage
import Columns

/// The names after `reconcile`: the left side's own, the right side's by its name or its `as`, and `side`.
extension Binder {
    func bindReconcile(
        _ source: ReconcileSource, name: Name?, by: ObjectPath?, _ place: Place,
        _ draft: inout BoardDraft
    ) throws(BoardError) {
        guard let left = draft.scope.record else {
            throw place.error(
                "reconcile matches records, and \(draft.scope.rowName) has none",
                help: "it comes before group")
        }
        let board: Board
        var savedName: String?
        switch source {
        case .board(let inner): board = inner
        case .source(let source):
            board = Board(source: source, stages: [], span: source.span)
            if case .saved(let reference) = source { savedName = reference.name.text }
        }
        let firstSlot = slotCount
        let right = try self.draft(board, outside: draft.scope.outside?.scope)
        let rightSlots = firstSlot..<slotCount
        let rightPlace = self.place(board.span)
        guard let record = right.scope.record, record.slot == right.slot else {
            throw rightPlace.error(
                "reconcile matches records, and this board's rows are none",
                help: "group and append come after")
        }
        let isSame = base(record.table.name) == base(left.table.name) && by == nil
        guard !isSame || name != nil || savedName != nil else {
            throw rightPlace.error(
                "both sides are \(base(left.table.name))", help: "'as NAME' tells them apart")
        }
        let isOtherTime = isSame && record.table.name != left.table.name
        let key = isOtherTime ? try recordKey(left.table, record.table, rightPlace) : nil
        let step = isSame ? nil : try route(from: left.table, to: record.table, by, rightPlace)
        let label = name?.text ?? (isSame ? savedName : nil) ?? record.table.name.description
        let sideSlot = newSlot()
        let side = Scope.Side(
            object: record.table.name, name: name?.text ?? savedName,
            scope: right.scope.asSide(isMany: step?.isMany ?? false),
            walk: step.map { (from: left, step: $0) })
        draft.scope.sides.append(side)
        let sideColumn = VisibleColumn(
            heading: "side",
            expression: BoundExpression(
                .made(slot: sideSlot, column: 0, origins: [sideSlot]), type: .text, place: place),
            followsExpansion: false, isNamed: true)
        draft.scope.made.append(
            Scope.MadeColumn(name: "side", expression: sideColumn.expression))
        draft.scope.visible = visible(draft.scope, side: side, label, sideColumn)
        draft.stages.append(
            ReconcileStage(
                right: right, left: left.table, leftSlot: left.slot, step: step, key: key,
                rightSlots: rightSlots,
                sideSlot: sideSlot, onlyLeft: "only \(left.table.name)",
                onlyRight: "only \(label)", place: place))
    }

    /// The link between the two sides: `by` its key, or the one that the right object's name stands for.
    private func route(
        from left: Table, to right: Table, _ by: ObjectPath?, _ place: Place
    ) throws(BoardError) -> BoundStep {
        let typed = Name(right.name.description, span: place.span)
        let segment = Segment(name: typed, by: by)
        do throws(PathMiss) {
            return try step(to: right.name, segment, from: left, place.span)
        } catch { throw error.error }
    }

    /// Both primary fields and `side` first, then what each side shows.
    private func visible(
        _ scope: Scope, side: Scope.Side, _ label: String, _ sideColumn: VisibleColumn
    ) -> [VisibleColumn] {
        var others = side.scope.visible.map { column in
            VisibleColumn(
                heading: "\(label).\(column.heading)", expression: column.expression,
                followsExpansion: false, isNamed: column.isNamed)
        }
        // The other side's primary field says which record it is.
        if !others.isEmpty { others[0].isNamed = true }
        let isRightChosen = side.scope.isShown
        if scope.isShown {
            return scope.visible + [sideColumn] + (isRightChosen ? others : Array(others.prefix(1)))
        }
        let first = others.isEmpty ? [] : [others.removeFirst()]
        return Array(scope.visible.prefix(1)) + first + [sideColumn]
            + scope.visible.dropFirst() + others
    }
}

extension Scope {
    /// The scope as the other side of a reconcile, where a row may have several of its rows.
    fileprivate func asSide(isMany: Bool) -> Scope {
        guard isMany else { return self }
        func many(_ expression: BoundExpression) -> BoundExpression {
            var copy = expression
            copy.type = .list(expression.type.scalar)
            if case .path(var path) = expression.kind {
                path.isManyAtStart = true
                copy.kind = .path(path)
            }
            return copy
        }
        var copy = self
        copy.record?.isMany = true
        copy.expanded = expanded.map { record in
            var record = record
            record.isMany = true
            return record
        }
        copy.elements = elements.map {
            Element(slot: $0.slot, column: $0.column, expression: many($0.expression))
        }
        copy.made = made.map { MadeColumn(name: $0.name, expression: many($0.expression)) }
        copy.visible = visible.map {
            VisibleColumn(
                heading: $0.heading, expression: many($0.expression),
                followsExpansion: $0.followsExpansion, isNamed: $0.isNamed)
        }
        return copy
    }
}
