import BoardLanguage
import Columns

/// `show [name =] EXPR, ...` and `hide`: choose and drop columns; what is not shown can still be named.
extension Binder {
    func bindShow(
        _ items: [Item], _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        var columns = ColumnDraft(slot: newSlot())
        // `*` is all that no other item names, so the others are bound first.
        var shown: [[VisibleColumn]] = []
        var starPosition: Int?
        for (position, item) in items.enumerated() {
            guard case .expression(let name, let expression) = item else {
                if starPosition != nil {
                    throw self.place(item.span).error("* stands once")
                }
                starPosition = position
                shown.append([])
                continue
            }
            let bound = try bindItem(name, expression, in: draft.scope)
            let kept = try self.columns(bound, &columns)
            for column in kept { draft.scope.addMade(column, isNamed: name != nil) }
            shown.append(kept)
        }
        if let starPosition {
            let others = shown.flatMap { $0 }
            shown[starPosition] = draft.scope.visible.filter { column in
                !others.contains { $0.heading == column.heading || $0.isSameField(as: column) }
            }
        }
        var visible: [VisibleColumn] = []
        for column in shown.flatMap({ $0 }) {
            if visible.contains(where: { $0.heading == column.heading }) {
                throw column.expression.place.error(
                    "two columns are called '\(column.heading)'",
                    help: "NAME = \(column.expression.place.excerpt) names one")
            }
            visible.append(column)
        }
        draft.scope.visible = visible
        draft.scope.isShown = true
        draft.stages.append(
            ComputeStage(word: "show", slot: columns.slot, columns: columns.computed, place: place))
    }

    func bindHide(_ paths: [Path], _ draft: inout BoardDraft) throws(BoardError) {
        for path in paths {
            let place = place(path.span)
            let typed = Self.heading(path, place)
            let headings = draft.scope.visible.map(\.heading)
            if case .one(let position) = FieldIndex(names: headings).matchWhole([typed]) {
                draft.scope.visible.remove(at: position)
                continue
            }
            var dropped: [BoundExpression] = []
            switch try resolve(path, in: draft.scope, use: .columns) {
            case .value(let value): dropped = [value]
            case .members(let members): dropped = members
            case .records: break
            }
            let before = draft.scope.visible.count
            draft.scope.visible.removeAll { column in
                dropped.contains { column.expression.isSameField(as: $0) }
            }
            if draft.scope.visible.count == before {
                let near = nearestNames(to: typed, in: headings, limit: 1)
                throw place.error(
                    "'\(typed)' is not shown", help: near.first.map { "nearest is '\($0)'" })
            }
        }
        if draft.scope.visible.isEmpty, let last = paths.last {
            throw place(last.span).error("no column is left", help: "show chooses columns")
        }
    }
}

extension VisibleColumn {
    fileprivate func isSameField(as other: VisibleColumn) -> Bool {
        followsExpansion && expression.isSameField(as: other.expression)
    }
}

extension BoundExpression {
    /// Whether the expression reads the other one's field, of the same record.
    func mentions(_ other: BoundExpression) -> Bool {
        isSameField(as: other)
            || parts.contains { $0.depth == 0 && $0.expression.mentions(other) }
    }

    /// Whether both are the same field of the same slot, or the same made column.
    func isSameField(as other: BoundExpression) -> Bool {
        switch (kind, other.kind) {
        case (.path(let a), .path(let b)):
            guard case .field(let first) = a.leaf, case .field(let second) = b.leaf else {
                return false
            }
            return a.isSameWalk(as: b) && first == second
        case (.made(let slot, let column, _), .made(let otherSlot, let otherColumn, _)):
            return slot == otherSlot && column == otherColumn
        default: return false
        }
    }
}
