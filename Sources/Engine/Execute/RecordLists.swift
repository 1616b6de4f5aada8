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
    func owners(
        _ context: EvaluationContext
    ) throws(EvaluationError) -> (owners: [Int32], rows: [Int32]) {
        if let starts {
            return (try Self.owners(of: starts, context), rows)
        }
        let owners = try present(context).rows(threads: context.threads)
        return owners.count == rows.count
            ? (owners, rows) : (owners, rows.picked(owners, threads: context.threads))
    }

    /// How many records each row has.
    func counts(_ context: EvaluationContext) throws(EvaluationError) -> [Int64] {
        try Morsels.array(rowCount, context) { range, out in
            if let starts {
                for row in range { out[row] = Int64(starts[row + 1] - starts[row]) }
            } else {
                for row in range { out[row] = rows[row] < 0 ? 0 : 1 }
            }
        }
    }

    /// The rows that have a record.
    func present(_ context: EvaluationContext) throws(EvaluationError) -> Bitmap {
        try Morsels.bitmap(rowCount, context) { range in
            let first = range.lowerBound
            guard let starts else {
                return rows.withUnsafeBufferPointer { rows in
                    Bitmap.filled(range.count) { rows[first + $0] >= 0 }
                }
            }
            return starts.withUnsafeBufferPointer { starts in
                Bitmap.filled(range.count) { starts[first + $0 + 1] > starts[first + $0] }
            }
        }
    }

    /// For each entry the bit of its record, and `none` for an entry of -1.
    func bits(
        of records: Bitmap, none: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        let words = records.words
        return try Morsels.bitmap(rows.count, context) { range in
            words.withUnsafeBufferPointer { words in
                rows.withUnsafeBufferPointer { rows in
                    let rows = UnsafeBufferPointer(rebasing: rows[range])
                    return Bitmap.filled(range.count) {
                        let record = Int(rows[$0])
                        return record < 0
                            ? none : words[record >> 6] >> UInt64(record & 63) & 1 != 0
                    }
                }
            }
        }
    }

    /// The lists of the rows `selection`; -1 gives an empty one.
    func picked(
        _ selection: [Int32], _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        guard let starts else {
            return RecordLists(
                starts: nil, rows: rows.picked(selection, threads: context.threads))
        }
        var total = 0
        let newStarts = try [Int32].written(selection.count + 1) { out throws(EvaluationError) in
            out[0] = 0
            for (index, row) in selection.enumerated() {
                if row >= 0 { total += Int(starts[Int(row) + 1] - starts[Int(row)]) }
                out[index + 1] = Int32(truncatingIfNeeded: total)
            }
            return selection.count + 1
        }
        try LinkWalk.check(total)
        func copied<Value: BitwiseCopyable>(
            _ values: [Value]
        ) throws(EvaluationError) -> [Value] {
            try [Value].written(total) { out throws(EvaluationError) in
                try Morsels.each(selection.count, context, scratch: ()) { _, range in
                    for index in range where selection[index] >= 0 {
                        let own = Int(starts[Int(selection[index])])
                        let start = Int(newStarts[index])
                        for entry in 0..<Int(newStarts[index + 1]) - start {
                            out[start + entry] = values[own + entry]
                        }
                    }
                }
                return total
            }
        }
        return RecordLists(
            starts: newStarts, rows: try copied(rows),
            rules: try rules.map { rules throws(EvaluationError) in try copied(rules) })
    }

    /// The entries whose record is set; the others are left out of lists, and none in a row of one.
    func filtered(
        records kept: Bitmap, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        try filtered(try bits(of: kept, none: false, context), context)
    }

    /// The entries for which `kept` is set, one bit per entry of `rows`.
    func filtered(
        _ kept: Bitmap, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        guard let starts else { return try only(kept, context) }
        let entries = kept.rows(threads: context.threads)
        let before = Ranks(kept)
        return RecordLists(
            starts: try Morsels.array(starts.count, context) { range, out in
                for row in range {
                    out[row] = Int32(truncatingIfNeeded: before[Int(starts[row])])
                }
            },
            rows: rows.picked(entries, threads: context.threads),
            rules: rules.map { rules in entries.map { rules[Int($0)] } })
    }

    /// The entries that are kept, and none for the other rows; there is one entry per row.
    private func only(
        _ kept: Bitmap, _ context: EvaluationContext
    ) throws(EvaluationError) -> RecordLists {
        let words = kept.words
        let found: [Int32] = try Morsels.array(rows.count, context) { range, out in
            for row in range {
                out[row] = words[row >> 6] >> UInt64(row & 63) & 1 != 0 ? rows[row] : -1
            }
        }
        return RecordLists(
            starts: nil, rows: found,
            rules: rules.map { rules in rules.indices.map { kept[$0] ? rules[$0] : 0 } })
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
    func gather(_ column: Column, threads: Int) -> Column {
        let values = column.gather(rows, threads: threads)
        return starts.map { Self.lists(values, starts: $0) } ?? values
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
        return Column.list(
            of: values, rows: owners(of: starts), rowCount: starts.count - 1)
    }

    /// For each entry under `starts` its row.
    private static func owners(of starts: [Int32]) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: Int(starts.last ?? 0)) { owners, filled in
            for row in 0..<starts.count - 1 {
                for entry in Int(starts[row])..<Int(starts[row + 1]) {
                    owners.initializeElement(at: entry, to: Int32(truncatingIfNeeded: row))
                }
            }
            filled = owners.count
        }
    }

    private static func owners(
        of starts: [Int32], _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        try [Int32].written(Int(starts.last ?? 0)) { out throws(EvaluationError) in
            try Morsels.each(starts.count - 1, context, scratch: ()) { _, range in
                for row in range {
                    for entry in Int(starts[row])..<Int(starts[row + 1]) {
                        out[entry] = Int32(truncatingIfNeeded: row)
                    }
                }
            }
            return Int(starts.last ?? 0)
        }
    }
}

/// How many bits are set before a place.
private struct Ranks {
    private let words: [UInt64]
    private var sums: [Int32]

    init(_ bitmap: Bitmap) {
        words = bitmap.words
        sums = [0]
        sums.reserveCapacity(words.count + 1)
        for word in words {
            sums.append(sums[sums.count - 1] + Int32(truncatingIfNeeded: word.nonzeroBitCount))
        }
    }

    @inline(__always)
    subscript(place: Int) -> Int {
        let word = place >> 6
        let sum = Int(sums[word])
        if place & 63 == 0 { return sum }
        return sum + (words[word] & (1 << UInt64(place & 63) - 1)).nonzeroBitCount
    }
}
