import BoardLanguage
import Columns

/// What `expand` does to the names: its path is one record afterwards, or its list one value.
extension Binder {
    func bindExpand(
        _ path: Path, keepsEmpty: Bool, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let written = self.place(path.span)
        switch try resolve(path, in: draft.scope, use: .expand) {
        case .records(let records, depth: 0):
            if records.isManyAtStart {
                throw written.error(
                    "the other side of a reconcile is not expanded",
                    help: "with shows it as a list beside each record")
            }
            expandRecords(records, path, keepsEmpty, place, &draft)
        case .value(let value):
            guard value.isMany else {
                throw written.error(
                    "'\(written.excerpt)' is one \(value.type.name), not a list or a link",
                    help: "expand takes what has many: a link, a list")
            }
            if case .outer = value.kind { throw outside(written) }
            expandList(value, path, keepsEmpty, place, &draft)
        case .records: throw outside(written)
        case .members:
            throw written.error("'\(written.excerpt)' is an object of fields, not a list")
        }
    }

    private func outside(_ place: Place) -> BoardError {
        place.error("the row outside is not expanded", help: "expand it before the set")
    }

    private func expandRecords(
        _ path: BoundPath, _ written: Path, _ keepsEmpty: Bool, _ place: Place,
        _ draft: inout BoardDraft
    ) {
        var steps: [ExpandStage.Step] = []
        var from = path.slot
        for step in path.steps {
            let slots = step.route.hops.map { _ in newSlot() }
            bindRecords(step, slots, from: from, &draft.scope)
            draft.scope.rebase(from: from, step, onto: slots[slots.count - 1])
            steps.append(ExpandStage.Step(step: step, slots: slots))
            from = slots[slots.count - 1]
        }
        draft.stages.append(
            ExpandStage(slot: path.slot, steps: steps, keepsEmpty: keepsEmpty, place: place))
        guard !draft.scope.isShown, let last = path.steps.last,
            let primary = primaryColumn(of: last.target)
        else { return }
        let place = self.place(written.span)
        let value = field(primary, slot: from, table: last.target, place: place)
        draft.scope.show(
            VisibleColumn(
                heading: Self.heading(written, place), expression: value, followsExpansion: true,
                isNamed: true))
    }

    /// A route of several hops binds each hop's record, under the short way and the long one.
    private func bindRecords(
        _ step: BoundStep, _ slots: [Int], from: Int, _ scope: inout Scope
    ) {
        var previous = from
        for (position, hop) in step.route.hops.enumerated() where step.route.hops.count > 1 {
            let single = BoundStep(
                route: Route(hops: [hop], label: step.route.label),
                tables: [step.tables[position]], isStarred: false, condition: nil,
                place: step.place)
            scope.expanded.append(
                Scope.Record(
                    slot: slots[position], table: step.tables[position],
                    walk: (from: previous, step: single)))
            previous = slots[position]
        }
        let last = slots[slots.count - 1]
        // Two links written out may be one route when typed short: `group_members.users` is `users`.
        for earlier in scope.expanded where earlier.slot == from && !step.isStarred {
            guard let walk = earlier.walk, !walk.step.isStarred else { continue }
            let both = BoundStep(
                route: Route(
                    hops: walk.step.route.hops + step.route.hops, label: step.route.label),
                tables: walk.step.tables + step.tables, isStarred: false, condition: nil,
                place: step.place)
            scope.expanded.append(
                Scope.Record(slot: last, table: step.target, walk: (from: walk.from, step: both)))
        }
        scope.expanded.append(
            Scope.Record(slot: last, table: step.target, walk: (from: from, step: step)))
    }

    private func expandList(
        _ list: BoundExpression, _ written: Path, _ keepsEmpty: Bool, _ place: Place,
        _ draft: inout BoardDraft
    ) {
        let slot = newSlot()
        let element = BoundExpression(
            .made(slot: slot, column: 0, origins: [slot]), type: list.type.scalar,
            place: list.place)
        draft.stages.append(
            ExpandListStage(list: list, slot: slot, keepsEmpty: keepsEmpty, place: place))
        draft.scope.hasSpreadLists = true
        if case .path(let path) = list.kind, path.steps.isEmpty, let column = path.column {
            draft.scope.elements.append(
                Scope.Element(slot: path.slot, column: column, expression: element))
        } else {
            let name = Self.heading(written, list.place)
            draft.scope.made.append(Scope.MadeColumn(name: name, expression: element))
        }
        for position in draft.scope.visible.indices {
            let column = draft.scope.visible[position]
            if column.expression.isSameField(as: list) {
                draft.scope.visible[position].expression = element
            }
        }
    }
}

extension Scope {
    /// Lets visible columns that were written as paths over this step read the expanded record.
    fileprivate mutating func rebase(from slot: Int, _ step: BoundStep, onto expanded: Int) {
        for position in visible.indices where visible[position].followsExpansion {
            guard case .path(var path) = visible[position].expression.kind, path.slot == slot,
                let first = path.steps.first, first.isSameWalk(as: step)
            else { continue }
            path.slot = expanded
            path.start = step.target
            path.steps.removeFirst()
            var expression = visible[position].expression
            expression.kind = .path(path)
            if !path.isMany, let column = path.column {
                expression.type = path.table.columns[column].type
            }
            visible[position].expression = expression
        }
    }
}
