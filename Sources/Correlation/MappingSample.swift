import Columns

/// Compares two ways of finding records on up to 200 rows: do they find the same ones?
///
/// An invoice's billing address names the same customer as its customer number, so the two are one link;
/// a pull request's author and its merger are two.
struct MappingSample {
    let cache: KeyCache

    struct Agreement {
        /// Sampled rows for which both ways found something, and of these the same record.
        var both = 0
        var same = 0
        var share: Double { both == 0 ? 0 : Double(same) / Double(both) }
    }

    func agreement(
        _ first: (ColumnReference, ColumnReference, KeyColumn.Form),
        _ second: (ColumnReference, ColumnReference, KeyColumn.Form)
    ) -> Agreement {
        var result = Agreement()
        let a = cache.key(first.0, first.2)
        let b = cache.key(second.0, second.2)
        let firstIndex = cache.index(first.1, first.2)
        let secondIndex = cache.index(second.1, second.2)
        for row in Self.rows(a) {
            let found = Self.lookUp(a, row, firstIndex)
            guard !found.isEmpty else { continue }
            let other = Self.lookUp(b, row, secondIndex)
            guard !other.isEmpty else { continue }
            result.both += 1
            if found.contains(where: other.contains) { result.same += 1 }
        }
        return result
    }

    /// Pairs that the first way finds, and whether the values of two further columns agree on them.
    func values(
        _ lead: (ColumnReference, ColumnReference, KeyColumn.Form),
        agreeOn other: (ColumnReference, ColumnReference, KeyColumn.Form)
    ) -> Agreement {
        var result = Agreement()
        let a = cache.key(lead.0, lead.2)
        let index = cache.index(lead.1, lead.2)
        let left = cache.key(other.0, other.2)
        let right = cache.key(other.1, other.2)
        for row in Self.rows(a) {
            guard let found = Self.lookUp(a, row, index).first else { continue }
            let own = left.entries(row)
            let others = right.entries(Int(found))
            guard !left.isBlank(row), !right.isBlank(Int(found)) else { continue }
            result.both += 1
            let isSame = own.contains { entry in
                others.contains {
                    left.hashes[entry] != 0 && right.hashes[$0] == left.hashes[entry]
                }
            }
            if isSame { result.same += 1 }
        }
        return result
    }

    /// Whether two fields of the same records mostly have the same value.
    func isRepeated(_ left: ColumnReference, _ right: ColumnReference) -> Bool {
        let a = cache.key(left, .whole)
        let b = cache.key(right, .whole)
        var (both, same) = (0, 0)
        for row in Self.rows(a) where !b.isBlank(row) {
            both += 1
            let other = b.entries(row).map { b.hashes[$0] }
            if a.entries(row).contains(where: { other.contains(a.hashes[$0]) }) { same += 1 }
        }
        return both > 0 && 2 * same > both
    }

    private static func rows(_ key: KeyColumn) -> [Int] {
        let step = max(1, key.rowCount / 400)
        var rows: [Int] = []
        for row in stride(from: 0, to: key.rowCount, by: step) where !key.isBlank(row) {
            rows.append(row)
            if rows.count == 200 { break }
        }
        return rows
    }

    private static func lookUp(_ key: KeyColumn, _ row: Int, _ index: KeyIndex) -> [Int32] {
        key.entries(row).flatMap { index.rows(of: key.hashes[$0], bytes: key.bytes($0)) }
    }
}
