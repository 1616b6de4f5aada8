import CKernels
import Columns

/// Reads the rows of one part of a CSV file into columns, a block at a time.
///
/// A block whose quotes and rows are regular is indexed with byte masks and taken a column at a time; any
/// other goes through the scanner, record by record, and gives the same rows.
struct CSVReader: ~Copyable {
    let base: UnsafeMutablePointer<UInt8>
    let dialect: CSVDialect
    let columnCount: Int
    let parts: [ColumnPart]
    private(set) var rowCount = 0
    private(set) var log = TroubleLog()
    /// Lines without any byte that are followed by a row.
    private(set) var blankLines = 0
    /// Those at the end, which count once a row follows.
    private(set) var blankLinesPending = 0
    private let limits: Limits
    private let cellsMax: Int
    private var index: CSVIndex
    private var scanner: CSVScanner
    private var grid: [TextView] = []

    /// The longest block that is indexed; a longer record is scanned.
    private static let indexBytesMax = 8 << 20
    private static let gridCellsMax = 1 << 18

    /// - Parameter end: where the file's text ends; a newline must stand before it.
    init(bytes: FileBytes, end: Int, dialect: CSVDialect, columnCount: Int, limits: Limits) {
        base = bytes.base
        self.dialect = dialect
        self.columnCount = columnCount
        self.limits = limits
        cellsMax = Limits.cellsMax(bytes: bytes.count)
        parts = (0..<columnCount).map { _ in ColumnPart() }
        index = CSVIndex(
            blockBytesMax: limits.blockBytes, path: limits.kernelPath ?? ck_best_path())
        scanner = CSVScanner(
            base: base, end: end, delimiter: dialect.delimiter, quote: dialect.quote,
            carriageEnds: dialect.newline == .any || dialect.newline == .carriage)
        scanner.cellsKept = columnCount
    }

    /// Reads the records of `range`, which begins and ends at a record's start.
    mutating func read(
        _ range: Range<Int>, file: String, cancellation: Cancellation
    ) throws(LoadError) {
        var at = range.lowerBound
        let newline = dialect.newline == .carriage ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
        while at < range.upperBound {
            if cancellation.isCancelled { throw .cancelled }
            var length = min(limits.blockBytes, range.upperBound - at)
            var isFast = dialect.newline != .any
            while isFast {
                if length > index.blockBytesMax {
                    index = CSVIndex(
                        blockBytesMax: length, path: limits.kernelPath ?? ck_best_path())
                }
                index.build(
                    base + at, length, quote: dialect.quote, delimiter: dialect.delimiter,
                    newline: newline)
                // A record longer than the block: look at more, unless the quotes are odd already.
                if index.rowCount > 0 || !index.isClean || length == range.upperBound - at { break }
                length = min(length * 2, range.upperBound - at)
                if length > Self.indexBytesMax { isFast = false }
            }
            if isFast, index.isClean, index.rowCount > 0,
                index.isRegular(columns: columnCount, base + at)
            {
                let isFirst = rowCount == 0
                takeBlock(at)
                if isFirst { reserve(range.upperBound - at) }
                at += index.consumed
            } else {
                at = scanRecords(at, until: min(at + limits.blockBytes, range.upperBound))
            }
            if rowCount > Limits.rowsMax {
                throw .tooLarge(file: file, limit: "at most \(Limits.rowsMax) rows")
            }
            if rowCount * columnCount > cellsMax {
                throw .tooLarge(
                    file: file,
                    limit: "\(rowCount) rows of \(columnCount) columns, most of them empty")
            }
        }
    }

    /// Guesses the rows to come from the first block, so that columns seldom grow.
    private func reserve(_ bytes: Int) {
        let expected = bytes / max(1, index.consumed / index.rowCount)
        guard expected > 2 * rowCount, expected * columnCount < cellsMax else { return }
        for part in parts { part.reserve(expected + expected / 32) }
    }

    private mutating func takeBlock(_ block: Int) {
        blankLines += blankLinesPending
        blankLinesPending = 0
        let rows = index.rowCount
        for column in 0..<columnCount {
            let part = parts[column]
            part.views.reserve(rowCount + rows)
            let out = part.views.base + rowCount
            if index.hasQuotes {
                takeQuoted(block, column, rows, out)
            } else {
                takePlain(block, column, rows, out)
            }
            part.views.count = rowCount + rows
            part.absorb(upTo: rowCount + rows, in: base)
        }
        rowCount += rows
    }

    private func takePlain(
        _ block: Int, _ column: Int, _ rows: Int, _ out: UnsafeMutablePointer<TextView>
    ) {
        let starts = index.starts
        let isLast = column == columnCount - 1
        var cell = column
        for row in 0..<rows {
            let start = Int(starts[cell])
            var end = Int(starts[cell + 1]) - 1
            if isLast, end > start, base[block + end - 1] == UInt8(ascii: "\r") { end -= 1 }
            out[row] = TextView(offset: block + start, length: end - start)
            cell += columnCount
        }
    }

    private func takeQuoted(
        _ block: Int, _ column: Int, _ rows: Int, _ out: UnsafeMutablePointer<TextView>
    ) {
        let starts = index.starts
        let isLast = column == columnCount - 1
        let hasPairs = index.hasPairs
        let quote = dialect.quote
        var cell = column
        for row in 0..<rows {
            var start = block + Int(starts[cell])
            var end = block + Int(starts[cell + 1]) - 1
            if isLast, end > start, base[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if end > start, base[start] == quote {
                start += 1
                end -= 1
                if hasPairs { end = CSVScanner.unescape(base, start, end, quote: quote) }
            }
            out[row] = TextView(offset: start, length: end - start)
            cell += columnCount
        }
    }

    /// Takes the records that begin before `until`; answers where the next one begins.
    private mutating func scanRecords(_ start: Int, until: Int) -> Int {
        var at = start
        grid.removeAll(keepingCapacity: true)
        while at < until {
            let next = scanner.scan(at: at)
            defer { at = next }
            let record = at..<scanner.recordEnd
            if record.isEmpty {
                blankLinesPending += 1
                continue
            }
            blankLines += blankLinesPending
            blankLinesPending = 0
            if isComment(record) {
                log.add(.comment, base, record)
                continue
            }
            if scanner.longestCell > TextView.lengthMax {
                log.add(.cellTooLong, base, record)
                continue
            }
            if scanner.hasUnclosedQuote {
                log.add(.unclosedQuote, base, record)
            } else if scanner.hasStrayQuote {
                log.add(.strayQuote, base, record)
            } else if scanner.hasPaddedQuote {
                log.add(.paddedQuote, base, record)
            }
            let cellCount = scanner.cellCount
            if cellCount < columnCount {
                log.add(.tooFew(cells: cellCount), base, record)
            } else if cellCount > columnCount {
                log.add(
                    scanner.hasValuesBeyond
                        ? .extraValues(cells: cellCount) : .extraBlank(cells: cellCount),
                    base, record)
            }
            for cell in scanner.cells {
                let end =
                    cell.hasPairs
                    ? CSVScanner.unescape(base, cell.start, cell.end, quote: dialect.quote)
                    : cell.end
                grid.append(TextView(offset: cell.start, length: end - cell.start))
            }
            for _ in scanner.cells.count..<columnCount { grid.append(.empty) }
            if grid.count >= Self.gridCellsMax { flushGrid() }
            if rowCount * columnCount > cellsMax { return next }
        }
        flushGrid()
        return at
    }

    /// A line that begins with `#` and is no row of the table: `#general` alone may be a cell of one.
    private func isComment(_ record: Range<Int>) -> Bool {
        base[record.lowerBound] == UInt8(ascii: "#") && columnCount > 1
            && scanner.cellCount != columnCount
            && (scanner.cellCount == 1 || base[record.lowerBound + 1] == UInt8(ascii: " "))
    }

    private mutating func flushGrid() {
        let rows = grid.count / columnCount
        guard rows > 0 else { return }
        for column in 0..<columnCount {
            let part = parts[column]
            part.views.reserve(rowCount + rows)
            for row in 0..<rows {
                part.views.base[rowCount + row] = grid[row * columnCount + column]
            }
            part.views.count = rowCount + rows
            part.absorb(upTo: rowCount + rows, in: base)
        }
        rowCount += rows
        grid.removeAll(keepingCapacity: true)
    }
}
