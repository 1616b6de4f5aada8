import Columns

/// What `.describe` shows of an object: its fields one by one, and what identifies and names a record.
public struct ObjectProfile: Sendable {
    public let object: ObjectName
    public let rows: Int
    public let fields: [FieldProfile]
    /// The field or fields that identify a record; and the single fields that could, the best first.
    public let key: [String]
    public let keyEvidence: [Ranked]
    /// What a person recognises a record by, and the runners-up.
    public let primary: String?
    public let primaryEvidence: [Ranked]

    /// A field that was considered, with its score (only comparable within one list) and the reasons.
    public struct Ranked: Sendable {
        public let field: String
        public let score: Double
        public let evidence: String
    }
}

/// One field's values in numbers. Counts are over the whole column; nothing is sampled but the shape.
public struct FieldProfile: Sendable {
    public let field: String
    public let type: ValueType
    public let rows: Int
    /// Rows without a value.
    public let missing: Int
    /// Values that differ after folding; list elements count one by one.
    public let distinct: Int
    /// Distinct values per value, 0 to 1.
    public let uniqueness: Double
    public let shape: Shape
    /// Bytes of the shortest and longest value; nil when there is none.
    public let lengths: ClosedRange<Int>?
    /// The least and greatest value as written: by number or time, text by its folded bytes.
    public let minimum: String?
    public let maximum: String?
    /// The most frequent values in their first spelling, most frequent first, ties in order of value.
    public let top: [(value: String, count: Int)]
}

extension LinkModel {
    /// The profile of an object; nil when no object has this name.
    ///
    /// - Parameter topCount: how many frequent values each field lists.
    /// - Complexity: reads every value of the object.
    public func profile(of object: ObjectName, topCount: Int = 5) -> ObjectProfile? {
        guard let (number, profile) = find(object) else { return nil }
        let table = profile.table
        let fields = Parallel.map(table.columns.count, threads: threads) { index in
            FieldProfile(table.columns[index], profile.columns[index], topCount: topCount)
        }
        let keys = inference.profiles[number].keys.map {
            ObjectProfile.Ranked(
                field: profile.columns[$0.column].field, score: $0.score, evidence: $0.evidence)
        }
        var primaries = PrimaryInference.rank(profile).prefix(5).map {
            ObjectProfile.Ranked(
                field: profile.columns[$0.column].field, score: $0.score, evidence: $0.evidence)
        }
        if let pinned = pins.primaries[object] {
            primaries.insert(
                ObjectProfile.Ranked(
                    field: pinned, score: .infinity, evidence: "pinned by a 'primary' statement"),
                at: 0)
        }
        return ObjectProfile(
            object: object, rows: table.rowCount, fields: fields, key: key(of: object),
            keyEvidence: keys, primary: primaryField(of: object), primaryEvidence: primaries)
    }
}

extension FieldProfile {
    init(_ column: Column, _ known: ColumnProfile, topCount: Int) {
        field = known.field
        type = column.type
        rows = column.count
        missing = column.missingCount
        let values = if case .list(let list) = column.storage { list.elements } else { column }
        let text = values.text()
        var counts: [UInt64: (first: Int, count: Int)] = [:]
        var present = 0
        var shortest = Int.max
        var longest = 0
        for row in 0..<text.count where values.isPresent(row) {
            let bytes = text.bytes(row)
            let hash = bytes.baseAddress.map { KeyHash.hash($0, bytes.count) } ?? 0
            if hash == 0 { continue }
            present += 1
            shortest = min(shortest, bytes.count)
            longest = max(longest, bytes.count)
            counts[hash, default: (row, 0)].count += 1
        }
        distinct = counts.count
        uniqueness = present == 0 ? 0 : Double(counts.count) / Double(present)
        shape = known.shape
        lengths = present == 0 ? nil : shortest...longest
        let order = ValueOrder(values, text)
        let firsts = counts.values.map(\.first)
        minimum = firsts.min(by: order.isLess).map { text.string($0) }
        maximum = firsts.max(by: order.isLess).map { text.string($0) }
        top = counts.values.sorted { a, b in
            a.count != b.count ? a.count > b.count : order.isLess(a.first, b.first)
        }.prefix(topCount).map { (text.string($0.first), $0.count) }
    }
}

/// The order of a column's values by row number.
private struct ValueOrder {
    private let values: Column
    private let text: TextColumn

    init(_ values: Column, _ text: TextColumn) {
        self.values = values
        self.text = text
    }

    func isLess(_ a: Int, _ b: Int) -> Bool {
        switch values.storage {
        case .integer(let values), .time(let values), .duration(let values): values[a] < values[b]
        case .number(let values): values[a] < values[b]
        case .date(let values): values[a] < values[b]
        case .bool(let values): !values[a] && values[b]
        default: KeyText.fold(text.bytes(a)).lexicographicallyPrecedes(KeyText.fold(text.bytes(b)))
        }
    }
}
