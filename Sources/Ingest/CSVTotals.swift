import Columns

/// Tells whether a CSV file's last row sums up the others.
struct CSVTotals {
    let bytes: FileBytes
    let dialect: CSVDialect
    let columnCount: Int

    /// First words of such rows, in the languages that exports come in.
    private static let words: Set<String> = [
        "total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "totale", "totaal",
        "totalt", "somme", "suma", "soma", "summa", "yhteensä", "razem",
    ]

    /// Where the totals row in `range` begins; nil if the last row is a record.
    ///
    /// Its first cell is such a word, alone or with a number, and of the other cells at least half are
    /// blank and the rest numbers. It is never the only row.
    func start(in range: Range<Int>) -> Int? {
        guard columnCount > 1 else { return nil }
        var lineEnd = range.upperBound
        while lineEnd > range.lowerBound, isLineEnd(bytes.base[lineEnd - 1]) { lineEnd -= 1 }
        var start = lineEnd
        var quotes = 0
        while start > range.lowerBound, !isLineEnd(bytes.base[start - 1]) {
            start -= 1
            if bytes.base[start] == dialect.quote { quotes += 1 }
            if lineEnd - start > 4096 { return nil }
        }
        // With an odd number of quotes, the line may begin inside a quoted cell.
        guard start > range.lowerBound, start < lineEnd, quotes & 1 == 0 else { return nil }
        var scanner = CSVScanner(
            base: bytes.base, end: lineEnd, delimiter: dialect.delimiter, quote: dialect.quote)
        _ = scanner.scan(at: start)
        guard let first = scanner.cells.first, scanner.cellCount <= columnCount,
            isTotal(first, isAlone: scanner.cellCount == 1)
        else { return nil }
        let others = scanner.cells.dropFirst()
        let filled = others.filter {
            !Parsing.isBlank(bytes.base + $0.start, $0.end - $0.start)
        }
        let blanks = columnCount - 1 - filled.count
        guard blanks > 0, blanks >= filled.count, filled.allSatisfy(isAmount) else { return nil }
        return start
    }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private func isTotal(_ cell: CSVScanner.Cell, isAlone: Bool) -> Bool {
        let text = String(
            decoding: UnsafeBufferPointer(
                start: bytes.base + cell.start, count: cell.end - cell.start), as: UTF8.self
        ).lowercased()
        let words = text.split { " \t:.".contains($0) }
        guard let first = words.first else { return false }
        let isGrand = first == "grand" && words.count > 1 && words[1] == "total"
        guard isGrand || Self.words.contains(String(first)) else { return false }
        let rest = words.dropFirst(isGrand ? 2 : 1)
        // `Total rows: 12` stands alone; `Total Recall` beside other cells is a name.
        return rest.allSatisfy { $0.utf8.allSatisfy(isDigitOrSign) }
            || isAlone && text.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private func isDigitOrSign(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || ",.-+%()'$".utf8.contains(byte)
    }

    /// A number as people write them: `1,234.50`, `12 %`, `€ 5`.
    private func isAmount(_ cell: CSVScanner.Cell) -> Bool {
        let text = UnsafeBufferPointer(
            start: bytes.base + cell.start, count: cell.end - cell.start)
        return text.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            && text.allSatisfy { isDigitOrSign($0) || $0 == 0x20 || $0 >= 0x80 }
    }
}
