import Columns

/// What `.describe` tells about a column's values.
struct FieldFacts {
    /// 0 to 1.
    let filled: Double
    /// Distinct present values, list elements one by one, compared exactly.
    let distinct: Int
    /// The first few distinct values.
    let examples: [String]

    private static let exampleMax = 3
    private static let exampleLength = 24

    init(_ column: Column) {
        let count = column.count
        filled = count == 0 ? 0 : Double(count - column.missingCount) / Double(count)
        var values = column
        if case .list(let list) = column.storage { values = list.elements }
        let text = values.text()
        var seen: Set<UInt64> = []
        var examples: [String] = []
        for row in 0..<values.count where values.isPresent(row) {
            // 64-bit hashes: two values of a million share one with a chance of one in forty million.
            if seen.insert(Folding.hashExact(text.bytes(row))).inserted,
                examples.count < Self.exampleMax
            {
                examples.append(Self.short(text.string(row)))
            }
        }
        distinct = seen.count
        self.examples = examples
    }

    private static func short(_ text: String) -> String {
        text.count <= exampleLength ? text : text.prefix(exampleLength - 1) + "…"
    }
}
