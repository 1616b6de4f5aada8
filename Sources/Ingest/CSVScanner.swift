import Columns
import Glibc

/// Splits one CSV record at a time, byte by byte: the reference for what the fast path must give, and the
/// way through text whose quoting is odd.
///
/// A cell is quoted if it begins with a quote; `""` inside it is one quote. Spaces between the quotes of a
/// cell on one line and its delimiters are left out. Any other quote that is followed by
/// anything but a quote, a delimiter or a record end is stray; then the cell must close on its own line,
/// the last quote before a delimiter or the line's end closing it, and if none does, its quote is text.
/// So one bad row never swallows the rows behind it.
struct CSVScanner {
    struct Cell {
        var start: Int
        var end: Int
        /// Has doubled quotes that are still to be made single.
        var hasPairs: Bool
    }

    let base: UnsafeMutablePointer<UInt8>
    /// `base[end]` is readable and not looked at as content.
    let end: Int
    let delimiter: UInt8
    let quote: UInt8
    /// A carriage return alone ends a record too.
    let carriageEnds: Bool

    /// The record's cells; of those beyond `cellsKept` only their number and blankness are known.
    private(set) var cells: [Cell] = []
    private(set) var cellCount = 0
    private(set) var hasValuesBeyond = false
    private(set) var hasStrayQuote = false
    private(set) var hasUnclosedQuote = false
    private(set) var hasPaddedQuote = false
    private(set) var longestCell = 0
    /// Where the record's text ends, before its newline.
    private(set) var recordEnd = 0
    var cellsKept = Int.max

    // What a search on the current line found, so that a line of many stray quotes is searched once.
    private var lineEnd = -1
    private var noCloseBefore = -1

    init(
        base: UnsafeMutablePointer<UInt8>, end: Int, delimiter: UInt8,
        quote: UInt8 = UInt8(ascii: "\""), carriageEnds: Bool = false
    ) {
        self.base = base
        self.end = end
        self.delimiter = delimiter
        self.quote = quote
        self.carriageEnds = carriageEnds
    }

    /// Splits the record at `start`, which is before `end`; answers where the next one begins.
    mutating func scan(at start: Int) -> Int {
        cells.removeAll(keepingCapacity: true)
        cellCount = 0
        hasValuesBeyond = false
        hasStrayQuote = false
        hasUnclosedQuote = false
        hasPaddedQuote = false
        longestCell = 0
        var at = start
        while true {
            let stop = scanCell(at: at)
            if stop < end, base[stop] == delimiter {
                at = stop + 1
                continue
            }
            recordEnd = stop
            return afterRecordEnd(stop)
        }
    }

    private func isRecordEnd(_ at: Int) -> Bool {
        if at >= end { return true }
        let byte = base[at]
        if byte == UInt8(ascii: "\n") { return true }
        guard byte == UInt8(ascii: "\r") else { return false }
        return carriageEnds || at + 1 < end && base[at + 1] == UInt8(ascii: "\n")
            || at + 1 == end
    }

    private func afterRecordEnd(_ at: Int) -> Int {
        if at >= end { return end }
        let isPair =
            base[at] == UInt8(ascii: "\r") && at + 1 < end && base[at + 1] == UInt8(ascii: "\n")
        return at + (isPair ? 2 : 1)
    }

    private mutating func keep(_ start: Int, _ end: Int, hasPairs: Bool = false) {
        cellCount += 1
        longestCell = max(longestCell, end - start)
        if cells.count < cellsKept {
            cells.append(Cell(start: start, end: end, hasPairs: hasPairs))
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
            } else if isRecordEnd(after) || base[after] == delimiter {
                keep(start + 1, found, hasPairs: hasPairs)
                return after
            } else {
                break
            }
        }
        return scanPaddedCell(at: start) ?? scanOddCell(at: start)
    }

    /// A quoted cell on one line with spaces before or behind its quotes.
    private mutating func scanPaddedCell(at start: Int) -> Int? {
        let space = UInt8(ascii: " ")
        var open = start
        while open < end, base[open] == space { open += 1 }
        guard open < end, base[open] == quote, delimiter != space else { return nil }
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
            guard after == lineEnd || base[after] == delimiter else { return nil }
            hasPaddedQuote = true
            keep(open + 1, found, hasPairs: hasPairs)
            return after
        }
        return nil
    }

    private mutating func findLineEnd(from start: Int) {
        if lineEnd >= start { return }
        lineEnd = start
        while !isRecordEnd(lineEnd) { lineEnd += 1 }
    }

    private mutating func scanPlainCell(at start: Int) -> Int {
        var at = start
        while !isRecordEnd(at), base[at] != delimiter { at += 1 }
        keep(start, at)
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
            } else if after == lineEnd || base[after] == delimiter {
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
        guard start < stop, let found = memchr(base + start, Int32(quote), stop - start) else {
            return nil
        }
        return UnsafeRawPointer(base).distance(to: found)
    }

    /// Makes the doubled quotes of `start ..< end` single, in place; answers the new end. The bytes that
    /// become free are filled with spaces, so that lines can still be counted.
    static func unescape(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, quote: UInt8
    ) -> Int {
        var from = start
        var to = start
        while from < end {
            let byte = base[from]
            base[to] = byte
            from += byte == quote && from + 1 < end && base[from + 1] == quote ? 2 : 1
            to += 1
        }
        for index in to..<end { base[index] = UInt8(ascii: " ") }
        return to
    }
}
