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
        let a = cache.keyOfFew(first.0, first.2)
        let b = cache.keyOfFew(second.0, second.2)
        let rows = Self.rows(a)
        let firstRows = Search(a, rows, in: (first.1, first.2), cache)
        let secondRows = Search(b, rows, in: (second.1, second.2), cache)
        for row in rows {
            let found = firstRows.rows(of: row)
            guard !found.isEmpty else { continue }
            let other = secondRows.rows(of: row)
            guard !other.isEmpty else { continue }
            result.both += 1
            if found.contains(where: other.contains) { result.same += 1 }
        }
        return result
    }

    /// Pairs that the first way finds, and whether the values of two further columns agree on them.
    ///
    /// Of the further columns only the values of those pairs are brought into their form.
    func values(
        _ lead: (ColumnReference, ColumnReference, KeyColumn.Form),
        agreeOn other: (ColumnReference, ColumnReference, KeyColumn.Form)
    ) -> Agreement {
        var result = Agreement()
        let a = cache.keyOfFew(lead.0, lead.2)
        let left = cache.keyOfFew(other.0)
        let right = cache.keyOfFew(other.1)
        let rows = Self.rows(a)
        let leadRows = Search(a, rows, in: (lead.1, lead.2), cache)
        for row in rows {
            guard let found = leadRows.rows(of: row).first else { continue }
            let own = left.hashes(of: row, as: other.2)
            let others = right.hashes(of: Int(found), as: other.2)
            guard !own.isEmpty, !others.isEmpty else { continue }
            result.both += 1
            if own.contains(where: others.contains) { result.same += 1 }
        }
        return result
    }

    /// Whether two fields of the same records mostly have the same value.
    func isRepeated(_ left: ColumnReference, _ right: ColumnReference) -> Bool {
        let a = cache.keyOfFew(left)
        let b = cache.keyOfFew(right)
        var (both, same) = (0, 0)
        for row in Self.rows(a) where !b.isBlank(row) {
            both += 1
            let other = b.entries(row).map { b.hash($0) }
            if a.entries(row).contains(where: { other.contains(a.hash($0)) }) { same += 1 }
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

    /// The rows of another column that have the keys of some rows: by its index, if there is one already.
    private struct Search {
        private let key: KeyColumn
        private let index: KeyIndex?
        private let scan: KeyScan?

        init(
            _ key: KeyColumn, _ rows: [Int], in target: (ColumnReference, KeyColumn.Form),
            _ cache: KeyCache
        ) {
            self.key = key
            index = cache.madeIndex(target.0, target.1)
            scan =
                index == nil
                ? KeyScan(
                    cache.keyOfFew(target.0, target.1),
                    for: rows.lazy.flatMap { key.entries($0) }.map { key.hash($0) }) : nil
        }

        func rows(of row: Int) -> [Int32] {
            key.entries(row).flatMap { entry in
                let (hash, bytes) = (key.hash(entry), key.bytes(entry))
                return index?.rows(of: hash, bytes: bytes)
                    ?? scan?.rows(of: hash, bytes: bytes) ?? []
            }
        }
    }
}
