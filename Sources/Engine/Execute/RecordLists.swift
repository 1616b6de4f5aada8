import Columns

/// The records that a walk reached for each row: one at most, or a list.
struct RecordLists: Sendable {
    /// `rowCount + 1` offsets into `rows`; nil when there is one entry per row, -1 for none.
    var starts: [Int32]?
    var rows: [Int32]
    /// Parallel to `rows`: the rule that matched on the last link, 0 for none. Kept only when asked for.
    var rules: [UInt8]?

    init(starts: [Int32]?, rows: [Int32], rules: [UInt8]? = nil) {
        self.starts = starts
        self.rows = rows
        self.rules = rules
    }

    var rowCount: Int { starts.map { $0.count - 1 } ?? rows.count }

    /// For each record the row it belongs to; records of -1 are left out.
    var owners: (owners: [Int32], rows: [Int32]) {
        guard let starts else {
            let owners = present.rows()
            return (owners.count == rows.count ? (owners, rows) : (owners, rows.picked(owners)))
        }
        var owners: [Int32] = []
        owners.reserveCapacity(rows.count)
        for row in 0..<starts.count - 1 {
            for _ in starts[row]..<starts[row + 1] { owners.append(Int32(row)) }
        }
        return (owners, rows)
    }

    /// How many records each row has.
    var counts: [Int64] {
        guard let starts else { return rows.map { $0 < 0 ? 0 : 1 } }
        return starts.withUnsafeBufferPointer { starts in
            (0..<starts.count - 1).map { Int64(starts[$0 + 1] - starts[$0]) }
        }
    }

    /// The rows that have a record.
    var present: Bitmap {
        guard let starts else {
            return rows.withUnsafeBufferPointer { rows in
                Bitmap.filled(rows.count) { rows[$0] >= 0 }
            }
        }
        return starts.withUnsafeBufferPointer { starts in
            Bitmap.filled(starts.count - 1) { starts[$0 + 1] > starts[$0] }
        }
    }

    /// The lists of the rows `selection`; -1 gives an empty one.
    func picked(_ selection: [Int32]) -> RecordLists {
        guard let starts else { return RecordLists(starts: nil, rows: rows.picked(selection)) }
        var newStarts: [Int32] = [0]
        newStarts.reserveCapacity(selection.count + 1)
        var newRows: [Int32] = []
        for row in selection {
            if row >= 0 {
                newRows += rows[Int(starts[Int(row)])..<Int(starts[Int(row) + 1])]
            }
            newStarts.append(Int32(newRows.count))
        }
        return RecordLists(starts: newStarts, rows: newRows)
    }

    /// The records for which `kept` is set, one bit per entry of `rows`.
    func filtered(_ kept: Bitmap) -> RecordLists {
        guard let starts else { return only(kept.rows()) }
        var newStarts: [Int32] = [0]
        newStarts.reserveCapacity(starts.count)
        var newRows: [Int32] = []
        var newRules: [UInt8]? = rules == nil ? nil : []
        for row in 0..<starts.count - 1 {
            for entry in Int(starts[row])..<Int(starts[row + 1]) where kept[entry] {
                newRows.append(rows[entry])
                if let rules { newRules?.append(rules[entry]) }
            }
            newStarts.append(Int32(newRows.count))
        }
        return RecordLists(starts: newStarts, rows: newRows, rules: newRules)
    }

    /// The records of `selection`, ascending, and none for the other rows; there is one entry per row.
    func only(_ selection: [Int32]) -> RecordLists {
        var found = [Int32](repeating: -1, count: rows.count)
        for row in selection { found[Int(row)] = rows[Int(row)] }
        let foundRules = rules.map { rules in
            var found = [UInt8](repeating: 0, count: rules.count)
            for row in selection { found[Int(row)] = rules[Int(row)] }
            return found
        }
        return RecordLists(starts: nil, rows: found, rules: foundRules)
    }

    /// The rules of `other`'s records, which are among these; 0 for those that are not.
    func matching(_ other: RecordLists) -> RecordLists {
        var found = other
        found.rules = [UInt8](repeating: 0, count: other.rows.count)
        guard let rules else { return found }
        for row in 0..<other.rowCount {
            let own = starts.map { Int($0[row])..<Int($0[row + 1]) } ?? row..<row + 1
            let theirs = other.starts.map { Int($0[row])..<Int($0[row + 1]) } ?? row..<row + 1
            for entry in theirs where other.rows[entry] >= 0 {
                for match in own where rows[match] == other.rows[entry] {
                    found.rules?[entry] = rules[match]
                }
            }
        }
        return found
    }

    /// A column's values at the records: one per row, or a list per row.
    func gather(_ column: Column) -> Column {
        guard let starts else { return column.gather(rows) }
        return Self.lists(column.gather(rows), starts: starts)
    }

    /// Values under starts as a list column; missing values are left out, lists are put together.
    static func lists(_ values: Column, starts: [Int32]) -> Column {
        if values.validity == nil, !values.type.isList {
            let filled = starts.withUnsafeBufferPointer { starts in
                Bitmap.filled(starts.count - 1) { starts[$0 + 1] > starts[$0] }
            }
            return Column(
                .list(ListColumn(starts: starts, elements: values)),
                validity: filled.countOnes == filled.count ? nil : filled)
        }
        let owners = RecordLists(starts: starts, rows: []).ownersOfStarts
        return Column.list(of: values, rows: owners, rowCount: starts.count - 1)
    }

    private var ownersOfStarts: [Int32] {
        guard let starts else { return [] }
        var owners: [Int32] = []
        for row in 0..<starts.count - 1 {
            for _ in starts[row]..<starts[row + 1] { owners.append(Int32(row)) }
        }
        return owners
    }
}
