import Columns

/// A table's rows in blocks of a thousand or so: every column fills its cells of the block in one loop, then
/// the block is written row by row. So the loops over values know their type, and what a block needs stays
/// in the cache.
final class RowBlocks<Encoder: CellEncoder> {
    private let columns: [ColumnCells<Encoder>]
    private let rowCount: Int

    /// What one thread needs: its cells of a block, column after column, and the bytes they point to.
    private final class Space {
        let scratch = Scratch()
        let cells: UnsafeMutablePointer<Cell>

        init(columnCount: Int) {
            cells = .allocate(capacity: max(1, columnCount * RowBlocks.stride))
        }

        deinit { cells.deallocate() }
    }

    static var rowsPerBlock: Int { 256 }
    /// From a cell to that of the next column: not a power of two, or the cells of a row would share a few lines of
    /// the cache.
    static var stride: Int { rowsPerBlock + 4 }
    /// Blocks that a thread writes before their bytes are handed on: about a megabyte.
    private static var blocksPerPart: Int { 32 }

    init(_ table: Table, encoder: Encoder) {
        columns = table.columns.map { ColumnCells($0, encoder: encoder) }
        rowCount = table.rowCount
    }

    /// Calls `body` for each block with its number of rows and its cells, column after column,
    /// `stride` apart.
    func withEach(_ body: (Int, UnsafePointer<Cell>) throws -> Void) throws {
        guard !columns.isEmpty else { return }
        let space = Space(columnCount: columns.count)
        try fill(0..<rowCount, space) { _, count, cells in try body(count, cells) }
    }

    /// Writes every block into `buffer`, in their order.
    ///
    /// - Parameters:
    ///   - threads: how many parts are written at once; the bytes are the same for any number.
    ///   - write: appends a block: the number of its first row, how many it has, and its cells, column after column,
    ///     `stride` apart. Called on several threads, each with a buffer of its own.
    func write(
        to buffer: OutputBuffer, threads: Int,
        _ write: (Int, Int, UnsafePointer<Cell>, OutputBuffer) throws -> Void
    ) throws {
        guard !columns.isEmpty else { return }
        let rowsPerPart = Self.rowsPerBlock * Self.blocksPerPart
        let parts = (rowCount + rowsPerPart - 1) / rowsPerPart
        guard parts > 1, threads > 1 else {
            return try fill(0..<rowCount, Space(columnCount: columns.count)) {
                try write($0, $1, $2, buffer)
            }
        }
        let workers = (0..<min(threads, parts)).map { _ in
            (space: Space(columnCount: columns.count), buffer: OutputBuffer())
        }
        try inTurn(parts, threads: threads) { part, worker in
            let start = part * rowsPerPart
            try fill(start..<min(rowCount, start + rowsPerPart), workers[worker].space) {
                try write($0, $1, $2, workers[worker].buffer)
            }
        } deliver: { _, worker in
            try buffer.hand(on: workers[worker].buffer)
        }
    }

    /// Calls `body` for each block of `rows` with its first row, its number of rows and its cells.
    private func fill(
        _ rows: Range<Int>, _ space: Space, _ body: (Int, Int, UnsafePointer<Cell>) throws -> Void
    ) throws {
        for start in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: Self.rowsPerBlock)
        {
            let end = min(rows.upperBound, start + Self.rowsPerBlock)
            space.scratch.reset()
            for (index, column) in columns.enumerated() {
                column.fill(start..<end, space.cells + index * Self.stride, space.scratch)
            }
            try body(start, end - start, UnsafePointer(space.cells))
        }
    }
}
