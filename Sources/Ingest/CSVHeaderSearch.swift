import Columns

/// Finds the row that names the columns: the first one, unless what stands there is a title or a comment
/// and a row of names as wide as the table follows.
struct CSVHeaderSearch {
    private let bytes: FileBytes
    private var scanner: CSVScanner
    /// The cells of most rows.
    private let width: Int
    private let end: Int

    struct Place {
        var offset: Int
        var isHeader: Bool
    }

    private struct Row {
        let offset: Int
        let next: Int
        let cells: [CSVScanner.Cell]
        let cellCount: Int
    }

    /// More lines than this are no preamble.
    private static let preambleMax = 40

    init(_ bytes: FileBytes, scanner: CSVScanner, dialect: CSVDialect) {
        self.bytes = bytes
        self.scanner = scanner
        width = dialect.columnCount
        end = scanner.end
    }

    /// - Parameter start: before `end`; something stands behind it.
    mutating func place(from start: Int) -> Place? {
        guard var first = row(at: start) else { return nil }
        if CSVDialect.separatorLine(bytes, start) != nil, let next = row(at: first.next) {
            first = next
        }
        var candidate = first
        var last = first
        var skipped = 0
        while isPreamble(candidate) {
            guard skipped < Self.preambleMax, let next = row(at: candidate.next) else {
                return Place(offset: first.offset, isHeader: true)
            }
            last = candidate
            candidate = next
            skipped += 1
        }
        let next = row(at: candidate.next)
        if skipped == 0 {
            return Place(offset: first.offset, isHeader: !isData(first, next))
        }
        if candidate.cellCount == width, let next, next.cellCount == width {
            // `# id,name` above data is a header, a narrower line is none.
            if isData(candidate, next), last.cellCount != width {
                return Place(offset: candidate.offset, isHeader: false)
            }
            let isClear = skipped > 1 || isTitle(first) || hasOtherKinds(next, than: candidate)
            if isClear, areNames(candidate) {
                return Place(offset: candidate.offset, isHeader: true)
            }
        }
        return Place(
            offset: first.offset, isHeader: skipped > 1 || !isData(first, candidate))
    }

    /// The first row that is not empty from `start` on.
    private mutating func row(at start: Int) -> Row? {
        var at = start
        while at < end {
            let next = scanner.scan(at: at)
            if scanner.recordEnd > at {
                return Row(
                    offset: at, next: next, cells: scanner.cells, cellCount: scanner.cellCount)
            }
            at = next
        }
        return nil
    }

    /// A comment, a title, or a word or two about the export: no row of names is that narrow.
    private func isPreamble(_ row: Row) -> Bool {
        if bytes.base[row.offset] == UInt8(ascii: "#") {
            let isSpaced = bytes.base[row.offset + 1] == UInt8(ascii: " ")
            if isSpaced || row.cellCount != width { return true }
        }
        if width == 1 || row.cellCount > width { return false }
        let filled = row.cells.count { kind($0) != .blank }
        if row.cellCount == width { return width >= 3 && filled <= 1 || width >= 6 && filled == 2 }
        return filled <= 1 || filled * 3 <= width || row.cells.contains { kind($0).isValue }
    }

    /// A header never holds an e-mail address or a time, and its first name is no number or date above
    /// others of its kind.
    private func isData(_ row: Row, _ next: Row?) -> Bool {
        if row.cells.contains(where: { kind($0) == .email || kind($0) == .time }) { return true }
        guard width > 1, row.cellCount == width, let next, next.cellCount == width,
            let first = row.cells.first, let below = next.cells.first
        else { return false }
        let own = kind(first)
        return (own == .number || own == .date) && own == kind(below)
    }

    /// Not a column's name alone: `Full name` above unquoted `Lovelace, Ada` is the header of one column.
    private func isTitle(_ row: Row) -> Bool {
        guard row.cellCount == 1, bytes.base[row.offset] != UInt8(ascii: "#") else { return true }
        let words = text(row.cells[0]).split { $0 <= 0x20 }
        return words.count > 2
            || text(row.cells[0]).contains {
                UInt8(ascii: "0")...UInt8(ascii: ":") ~= $0
            }
    }

    /// Whether a number, a date or an e-mail stands where the row above has a word.
    private func hasOtherKinds(_ row: Row, than above: Row) -> Bool {
        zip(row.cells, above.cells).contains { kind($0).isValue && !kind($1).isValue }
    }

    private func areNames(_ row: Row) -> Bool {
        var seen = Set<[UInt8]>()
        var filled = 0
        for cell in row.cells {
            let kind = kind(cell)
            if kind == .blank { continue }
            filled += 1
            // A space in front comes of a text with a comma in it.
            if kind.isValue || text(cell).first == 0x20 || !seen.insert(Array(text(cell))).inserted
            {
                return false
            }
        }
        return filled * 2 > row.cellCount
    }

    private enum Kind {
        case blank, word, year, number, date, time, email

        var isValue: Bool { self != .blank && self != .word && self != .year }
    }

    private func text(_ cell: CSVScanner.Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes.base + cell.start, count: cell.end - cell.start)
    }

    private func kind(_ cell: CSVScanner.Cell) -> Kind {
        let text = UnsafePointer(bytes.base) + cell.start
        let count = cell.end - cell.start
        if Parsing.isBlank(text, count) { return .blank }
        // A column may be called 2025.
        if let integer = Parsing.integer(text, count), 1900...2100 ~= integer { return .year }
        if Parsing.number(text, count) != nil { return .number }
        if Parsing.date(text, count) != nil { return .date }
        if Parsing.time(text, count) != nil { return .time }
        return isEmail(text, count) ? .email : .word
    }

    private func isEmail(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let at = (0..<count).filter { text[$0] == UInt8(ascii: "@") }
        guard at.count == 1, at[0] > 0 else { return false }
        let hasSpace = (0..<count).contains { text[$0] <= 0x20 }
        let hasDot = (at[0]..<count).contains { text[$0] == UInt8(ascii: ".") }
        return hasDot && !hasSpace
    }
}
