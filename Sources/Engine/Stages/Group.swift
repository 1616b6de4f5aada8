import BoardLanguage
import Columns

/// `group [KEYS] [: AGGREGATES]`: one row per value of the keys, in order of appearance; missing is a value.
///
/// Afterwards only the group's columns remain.
struct GroupStage: BoundStage {
    let keys: [BoundExpression]
    let aggregates: [(aggregate: BoundAggregate, place: Place)]
    /// Its columns are the keys, then the aggregates.
    let slot: Int
    let place: Place

    var word: String { "group" }
    var expressions: [BoundExpression] {
        keys
            + aggregates.map {
                BoundExpression(.aggregate($0.aggregate), type: .bool, place: $0.place)
            }
    }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        var columns: [Column] = []
        let groups: RowGroups
        if keys.isEmpty {
            groups = RowGroups(ids: [Int32](repeating: 0, count: frame.rowCount), count: 1)
        } else {
            let found = try execution.groups(keys, frame, place)
            groups = found.groups
            columns = found.columns.map { $0.gather(found.firstRows) }
        }
        for (aggregate, place) in aggregates {
            columns.append(
                try execution.aggregate(aggregate, frame, in: groups, place: place))
        }
        var grouped = Frame(
            rowCount: groups.count, slots: [SlotRows?](repeating: nil, count: frame.slots.count),
            outside: frame.outside)
        grouped[slot] = .made(columns)
        frame = grouped
    }
}

extension Binder {
    func bindGroup(
        _ keys: [Item], aggregates: [Item]?, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let slot = newSlot()
        var grouped = Scope(rowName: "this board")
        grouped.outside = draft.scope.outside
        grouped.isShown = true
        var bound: [BoundExpression] = []
        for item in keys {
            let (name, expression) = try groupItem(item)
            let key = try bindKey(expression, in: draft.scope, word: "group")
            let heading = name?.text ?? heading(of: expression, key.place)
            let isText = name == nil && !expression.isPath
            var column = BoundExpression(
                .made(slot: slot, column: bound.count, origins: [slot]), type: key.type,
                place: key.place)
            column.isBlank = key.isWithoutValues
            bound.append(key)
            try grouped.addGroupColumn(heading, column, isText: isText)
        }
        let collector = AggregateCollector(slot: slot, scope: grouped, firstColumn: bound.count)
        var computed = ColumnDraft(slot: newSlot())
        if let aggregates {
            for item in aggregates {
                let (name, expression) = try groupItem(item)
                let value = try bind(expression, in: draft.scope, .stage(collector))
                let heading = name?.text ?? heading(of: expression, value.place)
                let isText = name == nil && !expression.isPath
                try collector.scope.addGroupColumn(heading, computed.add(value), isText: isText)
            }
        } else {
            let count = try bindAggregate(
                "count", [], in: draft.scope, .stage(collector), place)
            try collector.scope.addGroupColumn("count", count, isText: false)
        }
        draft.scope = collector.scope
        draft.stages.append(
            GroupStage(
                keys: bound, aggregates: collector.aggregates, slot: slot, place: place))
        if !computed.computed.isEmpty {
            draft.stages.append(
                ComputeStage(
                    word: "group", slot: computed.slot, columns: computed.computed, place: place))
        }
    }

    private func groupItem(_ item: Item) throws(BoardError) -> (name: Name?, Expression) {
        guard case .expression(let name, let expression) = item else {
            throw place(item.span).error(
                "* is no value to group by", help: "group names its keys: group department")
        }
        return (name, expression)
    }

    private func heading(of expression: Expression, _ place: Place) -> String {
        if case .path(let path) = expression.kind { return Self.heading(path, place) }
        return self.place(expression.span).excerpt
    }
}

extension Scope {
    /// A column of the rows that `group` makes: named, and visible.
    fileprivate mutating func addGroupColumn(
        _ heading: String, _ expression: BoundExpression, isText: Bool
    ) throws(BoardError) {
        if visible.contains(where: { $0.heading == heading }) {
            throw expression.place.error(
                "two columns are called '\(heading)'",
                help: "NAME = \(expression.place.excerpt) names one")
        }
        made.append(MadeColumn(name: heading, expression: expression, isText: isText))
        visible.append(
            VisibleColumn(
                heading: heading, expression: expression, followsExpansion: false, isNamed: true))
    }
}

extension Expression {
    fileprivate var isPath: Bool {
        if case .path = kind { return true }
        return false
    }
}
