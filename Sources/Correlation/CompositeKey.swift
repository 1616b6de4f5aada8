import Columns

/// Finds the fields that identify a record together, for a table that no field identifies alone.
///
/// A membership's key is what it connects; a history's is what it is about and the day it began. So fields
/// that refer to other objects come first, then what is called an identifier or counts within a record, then
/// dates, then the rest; measures never. The fewest fields win, and among as many the first in that order.
struct CompositeKey {
    private static let fieldMax = 4
    /// Of so many fields, in order of fitness, combinations are tried.
    private static let candidateMax = 9
    /// So many rows refuse nearly every combination before the whole table is read.
    private static let previewRows = 2048
    /// Words of measures that number the parts of a record all the same.
    private static let partWords: Set<String> = [
        "year", "month", "day", "week", "hour", "position", "sequence", "order", "index", "version",
        "line", "season", "round", "half", "step", "part", "seq",
    ]

    private let profile: TableProfile
    private let referring: Set<Int>
    private let threads: Int

    init(_ profile: TableProfile, referring: Set<Int>, threads: Int) {
        self.profile = profile
        self.referring = referring
        self.threads = threads
    }

    /// Columns in order of place; empty when no few fields identify a record.
    func columns() -> [Int] {
        let rows = profile.table.rowCount
        guard rows > 1 else { return [] }
        let ordered = profile.columns.indices.compactMap { index in
            fitness(index).map { (index, $0) }
        }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(Self.candidateMax)
        guard ordered.count > 1 else { return [] }
        let head = (0..<Int32(min(rows, Self.previewRows))).map { $0 }
        let previews = ordered.map { RowHashes(profile.table.columns[$0.0].gather(head)) }
        let counts = zip(ordered, previews).map { distinctMax($0.0, preview: $1) }
        var whole: [Int: RowHashes] = [:]
        for size in 2...Self.fieldMax where size <= ordered.count {
            for chosen in Self.combinations(of: ordered.count, size) {
                // Three fields of anything are unique together; but a key stands at the start of its record.
                let isLoose = chosen.contains { ordered[$0].1 > 2 && ordered[$0].0 > 5 }
                if size > 2, isLoose { continue }
                let product = chosen.reduce(1.0) { $0 * Double(counts[$1]) }
                if product < Double(rows) || chosen.contains(where: { counts[$0] < 2 }) { continue }
                let preview = RowHashes.distinctCount(chosen.map { previews[$0] }, threads: 1)
                if preview < head.count { continue }
                if rows > head.count {
                    for part in chosen where whole[part] == nil {
                        whole[part] = rowHashes(ordered[part].0)
                    }
                    let parts = chosen.compactMap { whole[$0] }
                    if RowHashes.distinctCount(parts, threads: threads) < rows { continue }
                }
                return chosen.map { ordered[$0].0 }.sorted()
            }
        }
        return []
    }

    private func rowHashes(_ column: Int) -> RowHashes {
        RowHashes(profile.table.columns[column], key: profile.columns[column].key)
    }

    /// How many values a column has, or may have where its profile has not counted them.
    private func distinctMax(_ column: Int, preview: RowHashes) -> Int {
        let known = profile.columns[column].distinct
        if known > 0 { return known }
        if RowHashes.distinctCount([preview], threads: 1) > 1 { return profile.table.rowCount }
        return RowHashes.distinctCount([rowHashes(column)], threads: threads)
    }

    /// The less the likelier a part of a key; nil for what is none.
    private func fitness(_ index: Int) -> Int? {
        let column = profile.columns[index]
        guard column.present == profile.table.rowCount, !column.type.isList else { return nil }
        if referring.contains(index) { return 0 }
        guard column.shape != .freeText, column.averageLength <= 40,
            column.shape != .flag || profile.names[index].hasAny(Self.partWords)
        else { return nil }
        let name = profile.names[index]
        if name.hasIdentifier || name.hasAny(Self.partWords) { return 1 }
        if column.shape == .time {
            return name.hasAny(["end", "to", "until", "updated", "modified"]) ? 3 : 2
        }
        if name.hasAny(KeyInference.measures) { return nil }
        switch column.type.scalar {
        case .integer, .text: return column.distinct > 1 ? 3 : nil
        default: return nil
        }
    }

    /// All choices of `size` out of `count`, those of early numbers first.
    private static func combinations(of count: Int, _ size: Int) -> [[Int]] {
        var found: [[Int]] = []
        func extend(_ chosen: [Int], from: Int) {
            if chosen.count == size {
                found.append(chosen)
                return
            }
            for next in from..<max(from, count) { extend(chosen + [next], from: next + 1) }
        }
        extend([], from: 0)
        return found.sorted { a, b in
            let (left, right) = (a.reduce(0, +), b.reduce(0, +))
            return left != right ? left < right : a.lexicographicallyPrecedes(b)
        }
    }
}
