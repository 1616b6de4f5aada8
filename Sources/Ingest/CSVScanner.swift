import Columns
import Glibc

/// Splits one CSV record at a time, byte by byte: the reference for what the fast path must give, and the
/// way through text whose quoting is odd or whose dialect byte masks do not know.
///
/// A cell is quoted if it begins with a quote; `""` inside it is one quote. Spaces between the quotes of a
/// cell on one line and its delimiters are left out. Any other quote that is followed by
/// anything but a quote, a delimiter or a record end is stray; then the cell must close on its own line,
/// the last quote before a delimiter or the line's end closing it, and if none does, its quote is text.
/// A quote is not closed either if every line up to the closing one is a row of the table by itself.
/// So one bad row never swallows the rows behind it.
struct CSVScanner {
    struct Cell {
        var start: Int
        var end: Int
        /// Has doubled quotes that are still to be made single.
        var hasPairs: Bool
        /// Has escapes that are still to be taken out.
        var hasEscapes = false
    }

    let base: UnsafeMutablePointer<UInt8>
    /// `base[end]` is readable and not looked at as content.
    private(set) var end: Int
    let dialect: CSVDialect
    private let delimiterFirst: UInt8
    private let isByte: Bool
    private let trims: Bool
    private let escape: UInt8?
    private let quote: UInt8
    private let newline: CSVDialect.Newline
    /// A carriage return alone ends a record too.
    private let carriageEnds: Bool

    /// The record's cells; of those beyond `cellsKept` only their number and blankness are known.
    private(set) var cells: [Cell] = []
    private(set) var cellCount = 0
    private(set) var hasValuesBeyond = false
    private(set) var hasStrayQuote = false
    private(set) var hasUnclosedQuote = false
    /// A quote is closed further down, but rows of the table stand between.
    private(set) var hasRunawayQuote = false
    private(set) var hasPaddedQuote = false
    /// Cells that begin and end with a quote.
    private(set) var quotedCells = 0
    private(set) var longestCell = 0
    /// Where the record's text ends, before its newline.
    private(set) var recordEnd = 0
    var cellsKept = Int.max
    /// What a row of the table is like; nil as long as it is not known.
    var shape: CSVRowShape?

    private var recordStart = 0
    // What a search on the current line found, so that a line of many stray quotes is searched once.
    private var lineEnd = -1
    private var noCloseBefore = -1

    init(base: UnsafeMutablePointer<UInt8>, end: Int, dialect: CSVDialect) {
        self.base = base
        self.end = end
        self.dialect = dialect
        delimiterFirst = dialect.delimiter.bytes[0]
        isByte = dialect.delimiter.isByte
        trims = dialect.delimiter.trims
        escape = dialect.escape
        quote = dialect.quoteByte
        newline = dialect.newline
        carriageEnds = dialect.newline == .any || dialect.newline == .carriage
    }

    /// Splits the record at `start`, which is before `end`; answers where the next one begins.
    mutating func scan(at start: Int) -> Int {
        cells.removeAll(keepingCapacity: true)
        cellCount = 0
        hasValuesBeyond = false
        hasStrayQuote = false
        hasUnclosedQuote = false
        hasRunawayQuote = false
        hasPaddedQuote = false
        quotedCells = 0
        longestCell = 0
        recordStart = start
        var at = start
        while true {
            let stop = scanCell(at: trims ? behindSpaces(at) : at)
            let length = delimiterLength(stop)
            if length > 0 {
                at = stop + length
                continue
            }
            // Spaces alone are a blank line where spaces mean nothing.
            let isBlank = trims && cellCount == 1 && longestCell == 0 && quotedCells == 0
            recordEnd = isBlank ? start : stop
            return afterRecordEnd(stop)
        }
    }

    // MARK: - Delimiters and record ends

    @inline(__always)
    private func delimiterLength(_ at: Int) -> Int {
        guard at < end, base[at] == delimiterFirst else { return 0 }
        return isByte ? 1 : longDelimiterLength(at)
    }

    private func longDelimiterLength(_ at: Int) -> Int {
        let delimiter = dialect.delimiter
        if delimiter.runMin > 0 {
            let after = behindSpaces(at)
            // Spaces at the end of a line stand before nothing.
            return after - at >= delimiter.runMin && !isRecordEnd(after) ? after - at : 0
        }
        let length = delimiter.bytes.count
        guard at + length <= end else { return 0 }
        for index in 1..<max(1, length) where base[at + index] != delimiter.bytes[index] {
            return 0
        }
        return length
    }

    private func behindSpaces(_ start: Int) -> Int {
        var at = start
        while at < end, base[at] == UInt8(ascii: " ") { at += 1 }
        return at
    }

    @inline(__always)
    private func isRecordEnd(_ at: Int) -> Bool {
        if at >= end { return true }
        let byte = base[at]
        if newline == .separator { return byte == 0x1E }
        // Where carriage returns end records, a line feed is text, as it is to the byte masks.
        if byte == UInt8(ascii: "\n") { return newline != .carriage }
        guard byte == UInt8(ascii: "\r") else { return false }
        return carriageEnds || at + 1 < end && base[at + 1] == UInt8(ascii: "\n")
            || at + 1 == end
    }

    private func afterRecordEnd(_ at: Int) -> Int {
        if at >= end { return end }
        let isPair =
            base[at] == UInt8(ascii: "\r") && at + 1 < end && base[at + 1] == UInt8(ascii: "\n")
            && newline != .carriage
        return at + (isPair ? 2 : 1)
    }

    /// Behind the escape at `at` and what it escapes.
    private func afterEscape(_ at: Int) -> Int {
        let isPair =
            at + 2 < end && base[at + 1] == UInt8(ascii: "\r") && base[at + 2] == UInt8(ascii: "\n")
        return min(end, at + (isPair ? 3 : 2))
    }

    // MARK: - Cells

    private mutating func keep(_ start: Int, _ end: Int, hasPairs: Bool = false) {
        cellCount += 1
        longestCell = max(longestCell, end - start)
        if cells.count < cellsKept {
            let hasEscapes =
                escape.map { memchr(base + start, Int32($0), end - start) != nil } ?? false
            cells.append(Cell(start: start, end: end, hasPairs: hasPairs, hasEscapes: hasEscapes))
        } else if !hasValuesBeyond {
            hasValuesBeyond = !Parsing.isBlank(base + start, end - start)
        }
    }

    /// Keeps the cell at `start`; answers where its delimiter or the record's end is.
    private mutating func scanCell(at start: Int) -> Int {
        guard start < end, base[start] == quote else {
            if start < end, base[start] == UInt8(ascii: " "), let stop = scanPaddedCell(at: start) {
                return stop
            }
            return scanPlainCell(at: start)
        }
        var hasPairs = false
        var at = start + 1
        while let found = nextQuote(from: at, before: end) {
            let after = found + 1
            if after < end, base[after] == quote {
                hasPairs = true
                at = after + 1
                continue
            }
            let stop = trims ? behindSpaces(after) : after
            let isClosed =
                isRecordEnd(stop) || delimiterLength(stop) > 0 || delimiterLength(after) > 0
            guard isClosed else { break }
            if isRunaway(start, closing: found) {
                hasRunawayQuote = true
                break
            }
            keep(start + 1, found, hasPairs: hasPairs)
            quotedCells += 1
            return delimiterLength(after) > 0 ? after : stop
        }
        return scanPaddedCell(at: start) ?? scanOddCell(at: start)
    }

    /// Whether the quote at `start` and the one at `closing`, further down, are two quotes too many rather
    /// than the begin and end of a cell: each of the lines by itself is a row of the table.
    private func isRunaway(_ start: Int, closing: Int) -> Bool {
        guard let shape, shape.hasTypedColumn, newline != .separator,
            newline != .carriage,
            memchr(base + start, 0x0A, closing - start) != nil
        else { return false }
        var lines = self
        lines.shape = nil
        lines.cellsKept = shape.width
        var at = recordStart
        while at <= closing {
            var stop = at
            while stop < end, base[stop] != UInt8(ascii: "\n") { stop += 1 }
            if stop > at, base[stop - 1] == UInt8(ascii: "\r") { stop -= 1 }
            guard stop > at else { return false }
            lines.end = stop
            lines.lineEnd = -1
            lines.noCloseBefore = -1
            guard lines.scan(at: at) == stop,
                shape.fits(base, lines.cells, count: lines.cellCount, quote: quote)
            else { return false }
            at = stop + (base[stop] == UInt8(ascii: "\r") ? 2 : 1)
        }
        return true
    }

    /// A quoted cell on one line with spaces before or behind its quotes.
    private mutating func scanPaddedCell(at start: Int) -> Int? {
        let space = UInt8(ascii: " ")
        let open = behindSpaces(start)
        guard open < end, base[open] == quote, delimiterFirst != space else { return nil }
        findLineEnd(from: start)
        var hasPairs = false
        var at = open + 1
        while let found = nextQuote(from: at, before: lineEnd) {
            var after = found + 1
            if after < lineEnd, base[after] == quote {
                hasPairs = true
                at = after + 1
                continue
            }
            while after < lineEnd, base[after] == space { after += 1 }
            guard after == lineEnd || delimiterLength(after) > 0 else { return nil }
            hasPaddedQuote = true
            keep(open + 1, found, hasPairs: hasPairs)
            quotedCells += 1
            return after
        }
        return nil
    }

    private mutating func findLineEnd(from start: Int) {
        if lineEnd >= start { return }
        lineEnd = start
        while !isRecordEnd(lineEnd) {
            lineEnd = base[lineEnd] == escape ? afterEscape(lineEnd) : lineEnd + 1
        }
    }

    private mutating func scanPlainCell(at start: Int) -> Int {
        var at = start
        if let escape {
            while !isRecordEnd(at), delimiterLength(at) == 0 {
                at = base[at] == escape ? afterEscape(at) : at + 1
            }
            // `\N` is MySQL's and PostgreSQL's missing value.
            if at - start == 2, base[start] == escape, base[start + 1] == UInt8(ascii: "N") {
                keep(start, start)
                return at
            }
        } else {
            while !isRecordEnd(at), delimiterLength(at) == 0 { at += 1 }
        }
        var stop = at
        if trims { while stop > start, base[stop - 1] == UInt8(ascii: " ") { stop -= 1 } }
        keep(start, stop)
        return at
    }

    /// A cell that begins with a quote and is not well quoted.
    private mutating func scanOddCell(at start: Int) -> Int {
        findLineEnd(from: start)
        var hasPairs = false
        var at = start + 1
        while start >= noCloseBefore, let found = nextQuote(from: at, before: lineEnd) {
            let after = found + 1
            if after < lineEnd, base[after] == quote {
                hasPairs = true
                at = after + 1
            } else if after == lineEnd || delimiterLength(after) > 0 {
                hasStrayQuote = true
                keep(start + 1, found, hasPairs: hasPairs)
                return after
            } else {
                at = after
            }
        }
        noCloseBefore = lineEnd
        hasUnclosedQuote = true
        return scanPlainCell(at: start)
    }

    private func nextQuote(from start: Int, before stop: Int) -> Int? {
        guard let escape, escape != quote else {
            guard start < stop, let found = memchr(base + start, Int32(quote), stop - start) else {
                return nil
            }
            return UnsafeRawPointer(base).distance(to: found)
        }
        var at = start
        while at < stop {
            if base[at] == quote { return at }
            at = base[at] == escape ? afterEscape(at) : at + 1
        }
        return nil
    }
}
