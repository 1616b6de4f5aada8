import Columns

/// Finds the row that names the columns: the first one, unless what stands there is a title or a comment
/// and a row of names as wide as the table follows. Two rows name them where one alone leaves columns
/// without a name of their own.
struct CSVHeaderSearch {
    private let bytes: FileBytes
    private var scanner: CSVScanner
    /// The cells of most rows.
    private let width: Int
    private let end: Int
    private let comment: [UInt8]

    struct Place {
        /// The header's rows; none if there is no header.
        var rows: [Row]
        /// Where the first row that is neither title nor header begins.
        var dataStart: Int
        /// What else was left out, as a sentence about lines.
        var aside: Aside?
    }

    enum Aside {
        /// A row above the header that names groups of columns.
        case groups(offset: Int)
        /// Rows below the header that describe the columns.
        case descriptions(from: Int, last: Int)
    }

    struct Row {
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
        comment = dialect.comment
    }

    /// - Parameter start: before `end`; something stands behind it.
    mutating func place(from start: Int) -> Place? {
        guard let (row, isHeader, above) = firstRow(from: start) else { return nil }
        guard isHeader else { return Place(rows: [], dataStart: row.offset) }
        return widened(row, above: above)
    }

    /// The rows that begin in the given lines of the file, counted from 1; line 0 says that there is no
    /// header.
    mutating func given(_ start: Int, lines: ClosedRange<Int>) -> Place? {
        var rows: [Row] = []
        var at = start
        var line = bytes.line(at: start)
        while at < end {
            let next = scanner.scan(at: at)
            if scanner.recordEnd > at, line >= lines.lowerBound {
                if lines.lowerBound == 0 { return Place(rows: [], dataStart: at) }
                if line > lines.upperBound, !rows.isEmpty { break }
                rows.append(
                    Row(
                        offset: at, next: next, cells: scanner.cells, cellCount: scanner.cellCount))
                if line >= lines.upperBound { break }
            }
            line += bytes.lineEnds(at..<next)
            at = next
        }
        return rows.last.map { Place(rows: rows, dataStart: $0.next) }
    }

    private mutating func firstRow(
        from start: Int
    ) -> (row: Row, isHeader: Bool, above: Row?)? {
        guard var first = row(at: start) else { return nil }
        if CSVDialect.separatorLine(bytes, start) != nil, let next = row(at: first.next) {
            first = next
        }
        var candidate = first
        var last = first
        var skipped = 0
        while isPreamble(candidate) {
            guard skipped < Self.preambleMax, let next = row(at: candidate.next) else {
                return (first, true, nil)
            }
            last = candidate
            candidate = next
            skipped += 1
        }
        let next = row(at: candidate.next)
        if skipped == 0 {
            return (first, !isData(first, next), nil)
        }
        if candidate.cellCount == width, let next, next.cellCount == width {
            // `# id,name` above data is a header, a narrower line is none.
            if isData(candidate, next), last.cellCount != width { return (candidate, false, nil) }
            let isClear = skipped > 1 || isTitle(first) || hasOtherKinds(next, than: candidate)
            if isClear, areNames(candidate) || isPartOfHeader(last, candidate) {
                return (candidate, true, last)
            }
        }
        return (first, skipped > 1 || !isData(first, candidate), nil)
    }

    /// The first row that is not empty from `start` on.
    mutating func row(at start: Int) -> Row? {
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

    private func startsWithComment(_ row: Row) -> Bool {
        !comment.isEmpty && row.offset + comment.count < end
            && comment.indices.allSatisfy { bytes.base[row.offset + $0] == comment[$0] }
    }

    private func isSpacedComment(_ row: Row) -> Bool {
        startsWithComment(row) && bytes.base[row.offset + comment.count] == UInt8(ascii: " ")
    }

    /// A comment, a title, or a word or two about the export: no row of names is that narrow.
    private func isPreamble(_ row: Row) -> Bool {
        if startsWithComment(row), isSpacedComment(row) || row.cellCount != width { return true }
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
        guard row.cellCount == 1, !startsWithComment(row) else { return true }
        let words = text(row.cells[0]).split { $0 <= 0x20 }
        return words.count > 2
            || text(row.cells[0]).contains {
                UInt8(ascii: "0")...UInt8(ascii: ":") ~= $0
            }
    }

    /// Whether a number, a date or an e-mail stands where the row above has a word.
    func hasOtherKinds(_ row: Row, than above: Row) -> Bool {
        zip(row.cells, above.cells).contains { kind($0).isValue && !kind($1).isValue }
    }

    func areNames(_ row: Row) -> Bool {
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

    private func text(_ cell: CSVScanner.Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes.base + cell.start, count: cell.end - cell.start)
    }

    func kind(_ cell: CSVScanner.Cell) -> CSVCellKind {
        CSVCellKind(UnsafePointer(bytes.base) + cell.start, cell.end - cell.start)
    }

    // MARK: - Headers of several rows

    /// The header at `row` with the row above or below it that belongs to it.
    private mutating func widened(_ header: Row, above: Row?) -> Place {
        let alone = Place(rows: [header], dataStart: header.next)
        guard width > 1, header.cellCount == width, let below = row(at: header.next),
            below.cellCount == width
        else { return alone }
        let second = row(at: below.next)
        // Qualtrics: names, questions, and a row of JSON under them.
        for (last, from) in [(below, below), (second, below)] {
            guard let last, isImportRow(last) else { continue }
            var place = alone
            place.dataStart = last.next
            place.aside = .descriptions(from: from.offset, last: last.offset)
            return place
        }
        guard !areDistinct(header) else { return alone }
        if let second, isPartOfHeader(header, below), second.cellCount == width,
            hasOtherKinds(second, than: below)
        {
            if areDistinct(below) {
                return Place(
                    rows: [below], dataStart: below.next, aside: .groups(offset: header.offset))
            }
            return Place(rows: [header, below], dataStart: below.next)
        }
        if let above, above.cellCount == width, !startsWithComment(above),
            above.cells.count(where: { kind($0) != .blank }) > 1,
            isPartOfHeader(above, header)
        {
            return Place(rows: [above, header], dataStart: header.next)
        }
        return alone
    }

    /// Whether the two rows together name every column, and neither holds a value.
    private func isPartOfHeader(_ upper: Row, _ lower: Row) -> Bool {
        guard upper.cellCount == width, lower.cellCount == width else { return false }
        var group = false
        for (above, below) in zip(upper.cells, lower.cells) {
            let kinds = (kind(above), kind(below))
            if kinds.0.isValue || kinds.1.isValue { return false }
            if kinds.0 != .blank { group = true }
            if kinds.0 == .blank, kinds.1 == .blank { return false }
        }
        return group
    }

    /// Every cell has a text, and no two the same.
    private func areDistinct(_ row: Row) -> Bool {
        var seen = Set<[UInt8]>()
        return row.cells.allSatisfy {
            kind($0) != .blank && seen.insert(Array(text($0))).inserted
        }
    }

    private func isImportRow(_ row: Row) -> Bool {
        let mark = Array("{ImportId".utf8)
        return row.cellCount == width
            && row.cells.allSatisfy { cell in
                text(cell).lazy.filter { $0 != UInt8(ascii: "\"") }.starts(with: mark)
            }
    }
}
