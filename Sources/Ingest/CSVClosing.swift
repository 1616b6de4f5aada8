import Columns

/// Finds the lines below a CSV table that are no records: totals, and remarks about the export.
struct CSVClosing {
    let bytes: FileBytes
    let dialect: CSVDialect
    let columnCount: Int

    struct Line {
        let range: Range<Int>
        let kind: TroubleLog.Kind
    }

    /// More lines than this are no closing.
    private static let linesMax = 10
    private static let lineBytesMax = 4096

    /// First words of totals rows, in the languages that exports come in.
    private static let totals: Set<String> = [
        "total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "totale", "totaal",
        "totalt", "somme", "suma", "soma", "summa", "yhteensä", "razem",
    ]

    /// First words of what a program says about its own export.
    private static let remarks: Set<String> = [
        "report", "generated", "exported", "export", "created", "page", "confidential", "copyright",
        "©", "(c)", "rows:", "records:", "printed", "downloaded", "source:", "note:", "notes:",
        "disclaimer", "disclaimer:", "end", "erstellt", "exportiert", "généré", "generado", "as",
    ]

    /// The closing lines of `range`, the last one first; they never take all its rows.
    func lines(in range: Range<Int>) -> [Line] {
        guard columnCount > 1, dialect.newline != .separator else { return [] }
        var found: [Line] = []
        var end = range.upperBound
        while found.count < Self.linesMax, let line = lastLine(in: range.lowerBound..<end) {
            guard let kind = kind(of: line.range, isApart: line.isApart) else { break }
            found.append(Line(range: line.range, kind: kind))
            end = line.range.lowerBound
        }
        return found
    }

    /// The last line that is not blank, unless it is the only one or may begin inside quotes.
    private func lastLine(in range: Range<Int>) -> (range: Range<Int>, isApart: Bool)? {
        var end = range.upperBound
        while end > range.lowerBound, isLineEnd(end - 1) { end -= 1 }
        var start = end
        var quotes = 0
        while start > range.lowerBound, !isLineEnd(start - 1) {
            start -= 1
            if bytes.base[start] == dialect.quote { quotes += 1 }
            if end - start > Self.lineBytesMax { return nil }
        }
        guard start > range.lowerBound, start < end, quotes & 1 == 0,
            !isEscaped(lineEndBefore: start)
        else { return nil }
        return (start..<end, isBehindBlankLine(start, range.lowerBound))
    }

    /// Whether the line end before `start` is text of the record above: an escape stands before it.
    private func isEscaped(lineEndBefore start: Int) -> Bool {
        guard let escape = dialect.escape else { return false }
        let isPair = start > 1 && bytes.base[start - 2] == UInt8(ascii: "\r")
        let before = start - (isPair ? 3 : 2)
        return before >= 0 && bytes.base[before] == escape
    }

    /// Whether only lines of one cell stand between the line at `start` and a blank one above it.
    private func isBehindBlankLine(_ start: Int, _ first: Int) -> Bool {
        var at = start
        for _ in 0..<Self.linesMax {
            var ends = 0
            while at > first, isLineEnd(at - 1) {
                at -= 1
                let isPair =
                    bytes.base[at] == UInt8(ascii: "\r") && bytes.base[at + 1] == UInt8(ascii: "\n")
                if !isPair { ends += 1 }
            }
            if ends > 1 { return true }
            let end = at
            while at > first, !isLineEnd(at - 1) {
                at -= 1
                if bytes.base[at] == dialect.delimiter.bytes[0] || end - at > Self.lineBytesMax {
                    return false
                }
            }
            if at == first { return false }
        }
        return false
    }

    /// Whether a line ends before or with the byte at `at`; a carriage return may be text.
    private func isLineEnd(_ at: Int) -> Bool {
        let byte = bytes.base[at]
        if byte == UInt8(ascii: "\n") { return dialect.newline != .carriage }
        return byte == UInt8(ascii: "\r")
            && (dialect.newline == .carriage || dialect.newline == .any
                || bytes.base[at + 1] == UInt8(ascii: "\n"))
    }

    private func kind(of line: Range<Int>, isApart: Bool) -> TroubleLog.Kind? {
        var scanner = CSVScanner(base: bytes.base, end: line.upperBound, dialect: dialect)
        scanner.cellsKept = columnCount
        _ = scanner.scan(at: line.lowerBound)
        guard scanner.cellCount <= columnCount, let first = scanner.cells.first else { return nil }
        let others = scanner.cells.dropFirst().filter {
            !Parsing.isBlank(bytes.base + $0.start, $0.end - $0.start)
        }
        if isTotal(first, isAlone: scanner.cellCount == 1), !isQuotedAsText(scanner.cells) {
            let blanks = columnCount - 1 - others.count
            if blanks > 0, blanks >= others.count, others.allSatisfy(isAmount) { return .totalsRow }
        }
        let isRemark =
            others.isEmpty && columnCount > (isApart ? 1 : 2)
            && (isApart || scanner.cellCount == 1)
        return isRemark && self.isRemark(first, isApart: isApart) ? .closing : nil
    }

    /// Whether the first cell has quotation marks where no other cell has: somebody's `Total` that is a
    /// value, as our own exports write it. Programs that quote everything quote their totals too.
    private func isQuotedAsText(_ cells: [CSVScanner.Cell]) -> Bool {
        guard let first = cells.first, isQuoted(first) else { return false }
        return !cells.dropFirst().contains { isQuoted($0) }
    }

    private func isQuoted(_ cell: CSVScanner.Cell) -> Bool {
        cell.start > 0 && bytes.base[cell.start - 1] == dialect.quote
    }

    private func text(_ cell: CSVScanner.Cell) -> String {
        String(
            decoding: UnsafeBufferPointer(
                start: bytes.base + cell.start, count: cell.end - cell.start), as: UTF8.self)
    }

    /// The only cell of a line: words about the export, or any words behind a blank line. A single word or
    /// a number may be the rest of a row that was cut.
    private func isRemark(_ cell: CSVScanner.Cell, isApart: Bool) -> Bool {
        let text = text(cell).lowercased()
        let words = text.split { $0 == " " || $0 == "\t" }
        guard let first = words.first, text.contains(where: \.isLetter) else { return false }
        if text.hasPrefix("--") || text.hasPrefix("==") { return true }
        // `(5 rows)`, `42 records`
        if words.count == 2,
            ["row", "rows", "records", "entries"].contains(words[1].filter(\.isLetter)),
            first.utf8.allSatisfy({ isDigitOrSign($0) })
        {
            return true
        }
        if words.count > 1, Self.remarks.contains(String(first)) {
            return words.count > 2 || text.utf8.contains(where: isDigit)
        }
        return isApart && (words.count > 2 || words.count == 1 && Self.remarks.contains(text))
    }

    private func isTotal(_ cell: CSVScanner.Cell, isAlone: Bool) -> Bool {
        let text = text(cell).lowercased()
        let words = text.split { " \t:.".contains($0) }
        guard let first = words.first else { return false }
        let isGrand = first == "grand" && words.count > 1 && words[1] == "total"
        guard isGrand || Self.totals.contains(String(first)) else { return false }
        let rest = words.dropFirst(isGrand ? 2 : 1)
        // `Total rows: 12` stands alone; `Total Recall` beside other cells is a name.
        return rest.allSatisfy { $0.utf8.allSatisfy(isDigitOrSign) }
            || isAlone && text.utf8.contains(where: isDigit)
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private func isDigitOrSign(_ byte: UInt8) -> Bool {
        isDigit(byte) || ",.-+%()'$".utf8.contains(byte)
    }

    /// A number as people write them: `1,234.50`, `12 %`, `€ 5`.
    private func isAmount(_ cell: CSVScanner.Cell) -> Bool {
        let text = UnsafeBufferPointer(
            start: bytes.base + cell.start, count: cell.end - cell.start)
        return text.contains(where: isDigit)
            && text.allSatisfy { isDigitOrSign($0) || $0 == 0x20 || $0 >= 0x80 }
    }
}
