import Columns

/// What is otherwise in an answer than in an earlier one of the same board: rows added, gone and changed.
///
/// Rows are told apart by their key, and compared by what the board shows, value by value: a column that is spelt or
/// typed otherwise now does not differ, a list in another order neither. Without a key the whole row is one, and no
/// row can change.
public struct RowDifference: Sendable {
    /// A row that both answers have, with columns that differ.
    public struct Changed: Sendable, Equatable {
        /// The row in the earlier and in the later answer.
        public let before: Int
        public let after: Int
        /// Positions in `fields`, ascending.
        public let fields: [Int]
    }

    /// A heading, and where its column is in both answers; nil where that one has none.
    public struct ComparedField: Sendable, Equatable {
        public let heading: String
        public let before: Int?
        public let after: Int?
    }

    public let fields: [ComparedField]
    /// Rows of the later answer that the earlier one does not have.
    public let added: [Int]
    /// Rows of the earlier answer that the later one does not have.
    public let gone: [Int]
    public let changed: [Changed]

    public var isEmpty: Bool { added.isEmpty && gone.isEmpty && changed.isEmpty }

    public init(from earlier: BoardResult, to later: BoardResult) {
        let fields = Self.fields(earlier.table, later.table)
        let comparison = RowComparison(fields, earlier.table, later.table)
        let (before, after) = (Self.keys(earlier, later), Self.keys(later, earlier))
        var waiting = WaitingRows(before)
        var added: [Int] = []
        var changed: [Changed] = []
        // Rows that share a key are paired with their like first, and then in their order.
        var others: [Int] = []
        for row in 0..<after.count {
            let isPaired = waiting.take(after.bytes(row)) {
                comparison.differing($0, row).isEmpty
            }
            if isPaired == nil { others.append(row) }
        }
        for row in others {
            guard let old = waiting.take(after.bytes(row), where: { _ in true }) else {
                added.append(row)
                continue
            }
            let fields = comparison.differing(old, row)
            if !fields.isEmpty { changed.append(Changed(before: old, after: row, fields: fields)) }
        }
        self.fields = fields
        self.added = added
        gone = waiting.left
        self.changed = changed
    }

    /// Columns of one heading are one, the later answer's first.
    private static func fields(_ earlier: Table, _ later: Table) -> [ComparedField] {
        var fields = later.fields.enumerated().map { position, field in
            ComparedField(
                heading: field.name, before: earlier.index(of: field.name), after: position)
        }
        for (position, field) in earlier.fields.enumerated()
        where later.index(of: field.name) == nil {
            fields.append(ComparedField(heading: field.name, before: position, after: nil))
        }
        return fields
    }

    private static func keys(_ answer: BoardResult, _ other: BoardResult) -> RowBytes {
        let table = answer.table
        if let key = answer.key, other.key != nil {
            return RowBytes(key.parts.map(\.column), count: table.rowCount)
        }
        return RowBytes(Array(table.columns), count: table.rowCount)
    }
}

/// Rows of the earlier answer that no row of the later one was paired with yet, by their keys.
private struct WaitingRows {
    private var groups: [[UInt8]: Int] = [:]
    private var rows: [[Int]] = []
    /// In each group, the first row that may still wait.
    private var first: [Int] = []
    private var isTaken: [Bool]

    /// Rows of one key that are looked through; beyond these they are taken in their order.
    private static let lookedThroughMax = 64

    init(_ keys: RowBytes) {
        isTaken = [Bool](repeating: false, count: keys.count)
        for row in 0..<keys.count {
            let key = keys.bytes(row)
            if let group = groups[key] {
                rows[group].append(row)
            } else {
                groups[key] = rows.count
                rows.append([row])
                first.append(0)
            }
        }
    }

    /// Takes the first row of the key that is wanted.
    mutating func take(_ key: [UInt8], where isWanted: (Int) -> Bool) -> Int? {
        guard let group = groups[key] else { return nil }
        while first[group] < rows[group].count, isTaken[rows[group][first[group]]] {
            first[group] += 1
        }
        let end = min(rows[group].count, first[group] + Self.lookedThroughMax)
        for position in first[group]..<end {
            let row = rows[group][position]
            if isTaken[row] || !isWanted(row) { continue }
            isTaken[row] = true
            return row
        }
        return nil
    }

    var left: [Int] { isTaken.indices.filter { !isTaken[$0] } }
}

/// Two tables' cells to compare.
private struct RowComparison {
    private struct Cells {
        let before: TextColumn?
        let after: TextColumn?
        let wasThere: Bitmap?
        let isThere: Bitmap?
    }

    private let cells: [Cells]

    init(_ fields: [RowDifference.ComparedField], _ earlier: Table, _ later: Table) {
        cells = fields.map { field in
            let before = field.before.map { earlier.columns[$0] }
            let after = field.after.map { later.columns[$0] }
            return Cells(
                before: before.map(CellText.canonical), after: after.map(CellText.canonical),
                wasThere: before?.validity, isThere: after?.validity)
        }
    }

    /// The positions of the fields in which the two rows differ.
    func differing(_ old: Int, _ new: Int) -> [Int] {
        cells.indices.filter { index in
            let cell = cells[index]
            let wasThere = cell.before != nil && (cell.wasThere?[old] ?? true)
            let isThere = cell.after != nil && (cell.isThere?[new] ?? true)
            guard wasThere, isThere, let before = cell.before, let after = cell.after else {
                return wasThere != isThere
            }
            return !before.bytes(old).elementsEqual(after.bytes(new))
        }
    }
}
