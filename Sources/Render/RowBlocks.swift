import Columns

/// A table's rows in blocks of a thousand or so: every column fills its cells of the block in one loop, then
/// the block is written row by row. So the loops over values know their type, and what a block needs stays
/// in the cache.
final class RowBlocks<Encoder: CellEncoder> {
    private let columns: [ColumnCells<Encoder>]
    private let rowCount: Int
    private let scratch = Scratch()
    private let cells: UnsafeMutableBufferPointer<Cell>

    static var rowsPerBlock: Int { 1024 }

    init(_ table: Table, encoder: Encoder) {
        columns = table.columns.map { ColumnCells($0, encoder: encoder) }
        rowCount = table.rowCount
        cells = .allocate(capacity: max(1, columns.count * Self.rowsPerBlock))
    }

    deinit { cells.deallocate() }

    /// Calls `body` for each block with its number of rows and its cells, column after column,
    /// `rowsPerBlock` apart.
    func withEach(_ body: (Int, UnsafePointer<Cell>) throws -> Void) throws {
        guard !columns.isEmpty else { return }
        var start = 0
        while start < rowCount {
            let end = min(rowCount, start + Self.rowsPerBlock)
            scratch.reset()
            for (index, column) in columns.enumerated() {
                let target = cells.baseAddress! + index * Self.rowsPerBlock
                column.fill(start..<end, target, scratch)
            }
            try body(end - start, UnsafePointer(cells.baseAddress!))
            start = end
        }
    }
}
