import Columns

/// Which group each row of a frame is in.
struct RowGroups: Sendable {
    /// 0 ..< count, one per row.
    let ids: [Int32]
    let count: Int
}

/// Aggregates over a frame.
extension Execution {
    /// An aggregate that stands in a row: one value per row of the frame.
    func aggregate(
        _ aggregate: BoundAggregate, _ frame: Frame, place: Place
    ) throws(BoardError) -> Column {
        switch aggregate.grouping {
        case .keys(let keys):
            let groups = try self.groups(keys, frame, place).groups
            let perGroup = try self.aggregate(aggregate, frame, in: groups, place: place)
            return perGroup.gather(groups.ids, threads: context.threads)
        case .row, .stage:
            return try self.aggregate(aggregate, frame, in: nil, place: place)
        }
    }

    /// Numbers the rows by their keys; no keys put all rows into one group.
    func groups(
        _ keys: [BoundExpression], _ frame: Frame, _ place: Place
    ) throws(BoardError) -> (groups: RowGroups, firstRows: [Int32], columns: [Column]) {
        var columns: [Column] = []
        for key in keys {
            columns.append(
                try value(key, frame).column(count: frame.rowCount).firstOfLists())
        }
        let found = try at(place) { () throws(EvaluationError) in
            try Grouping(keys: columns, count: frame.rowCount, context: context)
        }
        return (RowGroups(ids: found.groups, count: found.count), found.firstRows, columns)
    }

    /// - Parameter groups: nil for one group per row.
    func aggregate(
        _ aggregate: BoundAggregate, _ frame: Frame, in groups: RowGroups?, place: Place
    ) throws(BoardError) -> Column {
        try checkCancelled(place)
        let input: AggregateInput
        switch aggregate.domain {
        case .rows(let slots):
            let ids = groups?.ids ?? [Int32](0..<Int32(frame.rowCount))
            let conditioned = try satisfied(
                AggregateInput(groups: ids, frame: frame), aggregate.condition)
            input = try at(place) { () throws(EvaluationError) in try once(conditioned, slots) }
        case .records(let path):
            if aggregate.isBareCount, groups == nil {
                return Column(.integer(try counts(path, frame)))
            }
            let reached = try records(path, frame)
            var (owners, rows) = try at(place) { () throws(EvaluationError) in
                try reached.owners(context)
            }
            if let groups {
                (owners, rows) = try at(place) { () throws(EvaluationError) in
                    try Self.distinct(owners, rows, groups, path.table.rowCount, context)
                }
            }
            let elements = Frame(
                rowCount: rows.count, slots: [SlotRows(rows: rows)],
                outside: Frame.Outside(frame: frame, owner: .rows(owners)))
            let ids = groups.map { $0.ids.picked(owners, threads: context.threads) } ?? owners
            input = try satisfied(
                AggregateInput(groups: ids, frame: elements), aggregate.condition)
        case .elements(let list, let slots):
            input = try satisfied(
                try elements(list, slots, frame, groups), aggregate.condition)
        }
        return try finish(
            aggregate, input, groupCount: groups?.count ?? frame.rowCount, place: place)
    }

    private func finish(
        _ aggregate: BoundAggregate, _ input: AggregateInput, groupCount: Int, place: Place
    ) throws(BoardError) -> Column {
        var ids = input.groups
        var values: Column?
        if let value = aggregate.value {
            let read = try silently { () throws(BoardError) in
                try self.value(value, input.frame)
            }
            var column = read.column(count: input.frame.rowCount)
            if case .list(let list) = column.storage {
                ids = ids.picked(list.rowOfElement)
                column = list.elements
            }
            values = column
        }
        return try at(place) { () throws(EvaluationError) in
            try aggregate.signature.evaluate(values, ids, groupCount, context)
        }
    }

    /// What an aggregate reads: one entry per row, record or element, with its group.
    private struct AggregateInput {
        var groups: [Int32]
        var frame: Frame

        func picked(
            _ rows: [Int32], _ context: EvaluationContext
        ) throws(EvaluationError) -> AggregateInput {
            AggregateInput(
                groups: groups.picked(rows, threads: context.threads),
                frame: try frame.picked(rows, context))
        }
    }

    private func satisfied(
        _ input: AggregateInput, _ condition: BoundExpression?
    ) throws(BoardError) -> AggregateInput {
        guard let condition else { return input }
        let kept = try silently { () throws(BoardError) in try truth(condition, input.frame) }
        if kept.countOnes == kept.count { return input }
        return try at(condition.place) { () throws(EvaluationError) in
            try input.picked(kept.rows(threads: context.threads), context)
        }
    }

    private func elements(
        _ list: BoundExpression, _ slots: [Int], _ frame: Frame, _ groups: RowGroups?
    ) throws(BoardError) -> AggregateInput {
        var ids = groups?.ids ?? [Int32](0..<Int32(frame.rowCount))
        var owners = [Int32](0..<Int32(frame.rowCount))
        if groups != nil {
            let kept = try at(list.place) { () throws(EvaluationError) in
                try distinctRows(ids, slots, frame)
            }
            if let kept {
                ids = ids.picked(kept)
                owners = kept
            }
        }
        let operand = try value(list, frame)
        var column = operand.column(count: frame.rowCount).gather(owners)
        if case .list(let lists) = column.storage {
            let rows = lists.rowOfElement
            ids = ids.picked(rows)
            owners = owners.picked(rows)
            column = lists.elements
        }
        let elements = Frame(
            rowCount: ids.count, slots: [SlotRows.made([column])],
            outside: Frame.Outside(frame: frame, owner: .rows(owners)))
        return AggregateInput(groups: ids, frame: elements)
    }

    private func once(
        _ input: AggregateInput, _ slots: [Int]
    ) throws(EvaluationError) -> AggregateInput {
        guard let kept = try distinctRows(input.groups, slots, input.frame) else { return input }
        return try input.picked(kept, context)
    }

    /// The first row of each combination of group and records; nil when no record stands in two rows.
    private func distinctRows(
        _ groups: [Int32], _ slots: [Int], _ frame: Frame
    ) throws(EvaluationError) -> [Int32]? {
        guard !slots.isEmpty else { return nil }
        let bound = slots.map { frame[$0] }
        if bound.contains(where: { $0.isDistinct || $0.rows == nil || $0.starts != nil }) {
            return nil
        }
        var numbers = groups
        for slot in bound {
            guard let rows = slot.rows else { continue }
            var numbering = IntegerNumbering()
            for row in numbers.indices {
                if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
                let pair =
                    UInt64(UInt32(bitPattern: numbers[row])) << 32
                    | UInt64(UInt32(bitPattern: rows[row]))
                numbers[row] = numbering.number(pair)
            }
        }
        // Numbers come in order of first appearance, so a row is the first of its combination when its number
        // is the next new one.
        var kept: [Int32] = []
        for (row, number) in numbers.enumerated() where number == Int32(kept.count) {
            kept.append(Int32(row))
        }
        return kept
    }

    /// Records in the order of their groups, each once per group.
    private static func distinct(
        _ owners: [Int32], _ rows: [Int32], _ groups: RowGroups, _ targetCount: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> (owners: [Int32], rows: [Int32]) {
        func pause(_ entry: Int) throws(EvaluationError) {
            if entry & 0xFFFF == 0, context.isCancelled { throw .cancelled }
        }
        // A stable counting sort by group brings a group's records together; then the stamp says in which
        // group a record was seen last.
        var starts = [Int](repeating: 0, count: groups.count + 1)
        for owner in owners { starts[Int(groups.ids[Int(owner)]) + 1] += 1 }
        for group in 0..<groups.count { starts[group + 1] += starts[group] }
        var order = [Int32](repeating: 0, count: owners.count)
        for (entry, owner) in owners.enumerated() {
            try pause(entry)
            let group = Int(groups.ids[Int(owner)])
            order[starts[group]] = Int32(entry)
            starts[group] += 1
        }
        var stamp = [Int32](repeating: -1, count: targetCount)
        var keptOwners: [Int32] = []
        var keptRows: [Int32] = []
        for (position, entry) in order.enumerated() {
            try pause(position)
            let (owner, record) = (owners[Int(entry)], rows[Int(entry)])
            let group = groups.ids[Int(owner)]
            if stamp[Int(record)] == group { continue }
            stamp[Int(record)] = group
            keptOwners.append(owner)
            keptRows.append(record)
        }
        return (keptOwners, keptRows)
    }
}

extension BoundAggregate {
    /// `count(groups)`: how many records there are, whatever they hold.
    var isBareCount: Bool {
        value == nil && condition == nil && !signature.needsValue && !signature.takesCondition
    }
}
