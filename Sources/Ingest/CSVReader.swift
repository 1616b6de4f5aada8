import CKernels
import Columns
import Glibc

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
    /// The line of the next record, where it cannot be counted afterwards: unescaping adds line ends.
    private var line: Int?
    private let bytes: FileBytes
    private var index: CSVIndex
    private var scanner: CSVScanner
    private var grid: [TextView] = []
    /// The offset behind which nothing may be read: another thread may have the text from there on.
    private var readable = 0
    /// Of each column, a cell of the block at hand that holds doubled quotes.
    private var doubled: [Int32]

    /// A cell of an indexed block is never longer than the block.
    private var mayIndex: Bool {
        dialect.isIndexable && limits.cellBytesMax >= Self.indexBytesMax
    }

    /// The longest block that is indexed; a longer record is scanned.
    private static let indexBytesMax = 8 << 20
    private static let gridCellsMax = 1 << 18

    /// - Parameter end: where the file's text ends; a newline must stand before it.
    /// - Parameter shape: what the table's rows are like.
    /// - Parameter keeper: who copies what is to outlive `bytes`.
    init(
        bytes: FileBytes, end: Int, dialect: CSVDialect, shape: CSVRowShape, limits: Limits,
        keeper: TextKeeper? = nil
    ) {
        base = bytes.base
        self.bytes = bytes
        let columnCount = shape.width
        self.dialect = dialect
        self.columnCount = columnCount
        self.limits = limits
        cellsMax = Limits.paddedCellsMax(bytes: bytes.count)
        parts = (0..<columnCount).map { _ in ColumnPart(keeper: keeper) }
        doubled = Array(repeating: -1, count: columnCount)
        index = CSVIndex(
            blockBytesMax: limits.blockBytes, path: limits.kernelPath ?? ck_best_path())
        scanner = CSVScanner(base: base, end: end, dialect: dialect)
        scanner.cellsKept = columnCount
        scanner.shape = shape
    }

    /// Reads the records of `range`, which begins and ends at a record's start.
    mutating func read(
        _ range: Range<Int>, file: String, cancellation: Cancellation
    ) throws(LoadError) {
        var at = range.lowerBound
        readable = range.upperBound
        if dialect.escapesControls { line = bytes.line(at: at) }
        while at < range.upperBound {
            if cancellation.isCancelled { throw .cancelled }
            var length = min(limits.blockBytes, range.upperBound - at)
            var isFast = mayIndex
            while isFast {
                if length > index.blockBytesMax {
                    index = CSVIndex(
                        blockBytesMax: length, path: limits.kernelPath ?? ck_best_path())
                }
                index.build(
                    base + at, length, quote: dialect.quoteByte,
                    delimiter: dialect.delimiter.bytes[0], newline: dialect.newlineByte)
                // A record longer than the block: look at more, unless the quotes are odd already.
                if index.rowCount > 0 || !index.isClean || length == range.upperBound - at { break }
                length = min(length * 2, range.upperBound - at)
                if length > Self.indexBytesMax { isFast = false }
            }
            if isFast, index.isClean, index.rowCount > 0,
                index.isRegular(columns: columnCount, base + at), !holdsSwallowedRows(at)
            {
                let isFirst = rowCount == 0
                takeBlock(at)
                if isFirst { reserve(range.upperBound - at) }
                at += index.consumed
            } else {
                at = scanRecords(at, until: min(at + limits.blockBytes, range.upperBound))
            }
            if rowCount > limits.rowsMax {
                throw .tooLarge(file: file, limit: limits.rowsSentence)
            }
            if rowCount * columnCount > cellsMax {
                throw .tooLarge(
                    file: file,
                    limit: "\(rowCount) rows of \(columnCount) columns, most of them empty")
            }
        }
    }

    /// Takes the rows that end in the first `length` bytes, which begin at a record; answers where the last of
    /// them ends. Nil if there is none, or if the text is any but plainly regular: then nothing was taken.
    ///
    /// - Parameter left: how many bytes there are from here on.
    mutating func takeRegularBlock(_ length: Int, left: Int) -> Int? {
        index.build(
            base, length, quote: dialect.quoteByte, delimiter: dialect.delimiter.bytes[0],
            newline: dialect.newlineByte)
        guard index.isClean, index.isWellFormed, index.rowCount > 0,
            index.isRegular(columns: columnCount, base), !holdsSwallowedRows(0), !holdsBlankRows()
        else { return nil }
        let isFirst = rowCount == 0
        readable = length
        takeBlock(0)
        if isFirst { reserve(left) }
        // A cell of a regular row takes a byte at least, so these are never too many for the file.
        guard !parts.contains(where: \.isLost), rowCount <= limits.rowsMax else { return nil }
        return index.consumed
    }

    /// Whether a row is nothing but delimiters and spaces: such a line may part two tables.
    private func holdsBlankRows() -> Bool {
        let delimiter = dialect.delimiter.bytes[0]
        let carriage = UInt8(ascii: "\r")
        for row in 0..<index.rowCount {
            var at = Int(index.starts[row * columnCount])
            guard base[at] == delimiter || base[at] == carriage else { continue }
            let end = Int(index.starts[(row + 1) * columnCount]) - 1
            while at < end, base[at] == delimiter || base[at] == carriage || base[at] == 0x20 {
                at += 1
            }
            if at == end { return true }
        }
        return false
    }

    /// Whether a quoted cell of several lines is none: the scanner ends its record earlier.
    private mutating func holdsSwallowedRows(_ block: Int) -> Bool {
        guard index.hasQuotedLines, let shape = scanner.shape, shape.hasTypedColumn else {
            return false
        }
        var start = block
        for row in 0..<index.rowCount {
            let next = block + Int(index.starts[(row + 1) * columnCount])
            if let found = memchr(base + start, Int32(dialect.newlineByte), next - 1 - start) {
                let second = UnsafeRawPointer(base).distance(to: found) + 1
                if holdsDelimiters(start), holdsDelimiters(second), scanner.scan(at: start) != next
                {
                    return true
                }
            }
            start = next
        }
        return false
    }

    /// Whether the line at `start` has as many delimiters as a row, quoted ones too: most lines inside a cell
    /// have not, and are not scanned.
    private func holdsDelimiters(_ start: Int) -> Bool {
        let delimiter = dialect.delimiter.bytes[0]
        let newline = dialect.newlineByte
        var missing = columnCount - 1
        var at = start
        // The block ends in a newline.
        while base[at] != newline, missing > 0 {
            missing &-= base[at] == delimiter ? 1 : 0
            at &+= 1
        }
        return missing == 0
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
        let hasQuotes = index.hasQuotes
        if hasQuotes { index.findDoubledQuotes(&doubled) }
        for column in 0..<columnCount {
            let part = parts[column]
            let out = part.room(rows)
            if hasQuotes {
                takeQuoted(block, column, rows, out)
                unescape(column, out)
            } else {
                takePlain(block, column, rows, out)
            }
            part.absorb(
                upTo: rowCount + rows, in: base, readable: readable,
                beside: column > 0 ? parts[column - 1] : nil)
        }
        rowCount += rows
    }

    private func takePlain(
        _ block: Int, _ column: Int, _ rows: Int, _ out: UnsafeMutablePointer<TextView>
    ) {
        let starts = index.starts
        let text = base + block
        let isLast = column == columnCount - 1
        var cell = column
        for row in 0..<rows {
            let start = Int(starts[cell])
            var end = Int(starts[cell &+ 1]) &- 1
            if isLast, end > start, text[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
            out[row] = TextView(offset: block &+ start, length: end &- start)
            cell &+= columnCount
        }
    }

    private func takeQuoted(
        _ block: Int, _ column: Int, _ rows: Int, _ out: UnsafeMutablePointer<TextView>
    ) {
        let starts = index.starts
        let text = base + block
        let isLast = column == columnCount - 1
        let quote = dialect.quoteByte
        var cell = column
        for row in 0..<rows {
            let start = Int(starts[cell])
            var end = Int(starts[cell &+ 1]) &- 1
            if isLast, end > start, text[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
            // Which cells are quoted is as good as random in many columns: no branch. In an empty cell the byte is
            // a delimiter or ends the row.
            let quotes = text[start] == quote ? 1 : 0
            out[row] = TextView(
                offset: block &+ start &+ quotes, length: end &- start &- 2 &* quotes)
            cell &+= columnCount
        }
    }

    /// Makes the doubled quotes of a column's cells single.
    private func unescape(_ column: Int, _ out: UnsafeMutablePointer<TextView>) {
        var place = doubled[column]
        var last = -1
        while place >= 0 {
            let (row, next) = index.doubledCell(place)
            if row != last {
                let view = out[row]
                let end = CSVScanner.unescape(
                    base, view.offset, view.offset + view.length, quote: dialect.quoteByte)
                out[row] = TextView(offset: view.offset, length: end - view.offset)
            }
            last = row
            place = next
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
            let place = line
            if let here = line { line = here + bytes.lineEnds(at..<next) }
            if record.isEmpty {
                blankLinesPending += 1
                continue
            }
            blankLines += blankLinesPending
            blankLinesPending = 0
            if isComment(record) {
                log.add(.comment(mark: commentMark), base, record, position: place)
                continue
            }
            if scanner.longestCell > limits.cellBytesMax {
                log.add(.cellTooLong(max: limits.cellBytesMax), base, record, position: place)
                continue
            }
            if scanner.hasRunawayQuote {
                log.add(.runawayQuote, base, record, position: place)
            } else if scanner.hasUnclosedQuote {
                log.add(.unclosedQuote, base, record, position: place)
            } else if scanner.hasStrayQuote {
                log.add(.strayQuote, base, record, position: place)
            } else if scanner.hasPaddedQuote {
                log.add(.paddedQuote, base, record, position: place)
            }
            let cellCount = scanner.cellCount
            if cellCount < columnCount {
                log.add(.tooFew(cells: cellCount), base, record, position: place)
            } else if cellCount > columnCount {
                log.add(
                    scanner.hasValuesBeyond
                        ? .extraValues(cells: cellCount) : .extraBlank(cells: cellCount),
                    base, record, position: place)
            }
            for cell in scanner.cells {
                let end = scanner.unescape(cell)
                grid.append(TextView(offset: cell.start, length: end - cell.start))
            }
            for _ in scanner.cells.count..<columnCount { grid.append(.empty) }
            if grid.count >= Self.gridCellsMax { flushGrid() }
            if rowCount * columnCount > cellsMax { return next }
        }
        flushGrid()
        return at
    }

    /// A line that begins with `#` and is no row of the table: `#general` alone may be a cell of one. What a
    /// person has given is taken at its word.
    private func isComment(_ record: Range<Int>) -> Bool {
        let comment = dialect.comment
        guard !comment.isEmpty, comment.count <= record.count,
            comment.indices.allSatisfy({ base[record.lowerBound + $0] == comment[$0] })
        else { return false }
        if dialect.isCommentGiven { return true }
        return columnCount > 1 && scanner.cellCount != columnCount
            && (scanner.cellCount == 1
                || base[record.lowerBound + comment.count] == UInt8(ascii: " "))
    }

    private var commentMark: String { String(decoding: dialect.comment, as: UTF8.self) }

    private mutating func flushGrid() {
        let rows = grid.count / columnCount
        guard rows > 0 else { return }
        for column in 0..<columnCount {
            let part = parts[column]
            let out = part.room(rows)
            for row in 0..<rows { out[row] = grid[row * columnCount + column] }
            part.absorb(upTo: rowCount + rows, in: base, readable: readable)
        }
        rowCount += rows
        grid.removeAll(keepingCapacity: true)
    }
}
