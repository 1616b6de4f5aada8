import Columns

/// Fills blocks of cells from one column: a loop per type over the column's own arrays.
///
/// Pointers to the column's text stay good because the column, and with it the arena, is held here.
final class ColumnCells<Encoder: CellEncoder> {
    let column: Column
    let encoder: Encoder
    /// What stands for a missing value that was no blank text.
    let missing: Cell
    /// A dictionary's entries, encoded once; nil when there are more entries than rows.
    private let entries: [Cell]?
    private let entryScratch = Scratch()
    /// For a list, its elements.
    private let elements: ColumnCells<Encoder.Elements>?

    init(_ column: Column, encoder: Encoder) {
        self.column = column
        self.encoder = encoder
        let scratch = entryScratch
        missing = encoder.missing(noBytes, 0, scratch)
        if case .coded(let coded) = column.storage, coded.dictionary.count <= column.count {
            let arena = coded.dictionary.arena
            entries = coded.dictionary.views.map {
                let start = scratch.readable(
                    arena.base + $0.offset, $0.length, before: arena.base + arena.count)
                return encoder.text(start, $0.length, scratch)
            }
        } else {
            entries = nil
        }
        if case .list(let list) = column.storage {
            elements = ColumnCells<Encoder.Elements>(list.elements, encoder: encoder.elements)
        } else {
            elements = nil
        }
    }

    /// Writes the cells of `rows` from `cells` on; they last until `scratch` is reset.
    func fill(_ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch) {
        switch column.storage {
        case .text(let text): fill(ownText ?? text, rows, cells, scratch)
        case .coded(let coded):
            if let ownText {
                fill(ownText, rows, cells, scratch)
            } else {
                fill(coded, rows, cells, scratch)
            }
        case .list(let list): fill(list, rows, cells, scratch)
        default: fillScalars(rows, cells, scratch)
        }
    }

    /// What a text column is shown as, where that is not what it stores.
    private var ownText: TextColumn? {
        if case .original(let source) = column.spelling { return source }
        return nil
    }

    func fill(
        _ text: TextColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let base = text.arena.base
        let end = base + text.arena.count
        let encoder = encoder
        text.views.withUnsafeBufferPointer { views in
            forEach(rows) { row in
                let view = views[row]
                let start = scratch.readable(base + view.offset, view.length, before: end)
                cells[row - rows.lowerBound] = encoder.text(start, view.length, scratch)
            } missing: { row in
                let view = views[row]
                if view.length == 0 {
                    cells[row - rows.lowerBound] = missing
                    return
                }
                let start = scratch.readable(base + view.offset, view.length, before: end)
                cells[row - rows.lowerBound] = encoder.missing(start, view.length, scratch)
            }
        }
    }

    private func fill(
        _ coded: CodedColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        guard let entries else {
            let dictionary = coded.dictionary
            let base = dictionary.arena.base
            let end = base + dictionary.arena.count
            return forEachPresent(rows, cells) { row in
                let view = dictionary.views[Int(coded.codes[row])]
                let start = scratch.readable(base + view.offset, view.length, before: end)
                return encoder.text(start, view.length, scratch)
            }
        }
        coded.codes.withUnsafeBufferPointer { codes in
            entries.withUnsafeBufferPointer { entries in
                for row in rows { cells[row - rows.lowerBound] = entries[Int(codes[row])] }
            }
        }
        forEach(rows) { _ in
        } missing: {
            cells[$0 - rows.lowerBound] = missing
        }
    }

    private func fill(
        _ list: ListColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let range = Int(list.starts[rows.lowerBound])..<Int(list.starts[rows.upperBound])
        let elementCells = UnsafeMutableBufferPointer<Cell>.allocate(
            capacity: max(1, range.count))
        defer { elementCells.deallocate() }
        elements?.fill(range, elementCells.baseAddress!, scratch)
        forEachPresent(rows, cells) { row in
            let start = Int(list.starts[row]) - range.lowerBound
            let end = Int(list.starts[row + 1]) - range.lowerBound
            return encoder.list(UnsafeBufferPointer(rebasing: elementCells[start..<end]), scratch)
        }
    }

    /// Gives each row the cell that `cell` makes of it, or that of a missing value.
    @inline(__always)
    func forEachPresent(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ cell: (Int) -> Cell
    ) {
        let first = rows.lowerBound
        forEach(rows) {
            cells[$0 - first] = cell($0)
        } missing: {
            cells[$0 - first] = missing
        }
    }

    /// Calls `present` or `missing` for each of the rows; in order within each of the two, and by words of the
    /// validity, so that no branch depends on a single row.
    @inline(__always)
    private func forEach(
        _ rows: Range<Int>, present: (Int) -> Void, missing: (Int) -> Void
    ) {
        guard let validity = column.validity else {
            for row in rows { present(row) }
            return
        }
        validity.words.withUnsafeBufferPointer { words in
            var row = rows.lowerBound
            while row < rows.upperBound {
                let base = row & ~63
                let end = min(base + 64, rows.upperBound)
                let asked = (~0 &<< UInt64(row - base)) & (~0 &>> UInt64(64 - (end - base)))
                var ones = words[base >> 6] & asked
                var zeros = asked & ~ones
                if zeros == 0 {
                    for row in row..<end { present(row) }
                } else {
                    while ones != 0 {
                        present(base + ones.trailingZeroBitCount)
                        ones &= ones &- 1
                    }
                    while zeros != 0 {
                        missing(base + zeros.trailingZeroBitCount)
                        zeros &= zeros &- 1
                    }
                }
                row = end
            }
        }
    }
}
