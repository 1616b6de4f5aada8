import Columns

/// Delimiters that need more evidence: of several characters, spaces, colons, and those with spaces beside.
extension CSVSniffer {
    private static let punctuation = Set("|;^~:$&*=<>!%#".utf8)
    private static let candidatesMax = 6

    /// A delimiter of several characters, where no single one does as well or every one of the single
    /// is in it.
    func withLongDelimiter(_ best: CSVDialect, _ plain: CSVDialect) -> CSVDialect {
        let holdsBest = best.columnCount > 1 && best.regularity >= 0.9
        if holdsBest, !Self.punctuation.contains(best.delimiter.bytes[0]) { return best }
        var found = best
        for bytes in longCandidates() {
            if holdsBest, !bytes.contains(best.delimiter.bytes[0]) { continue }
            let candidate = bestOf([CSVDelimiter(bytes: bytes)], plain)
            guard candidate.regularity > 0 else { continue }
            // `fe80::1` has two colons once; a line of the same character is a rule or an empty cell.
            let isRepeated = Set(bytes).count == 1
            if candidate.columnCount < 3, isRepeated { continue }
            if candidate.regularity < 1, candidate.columnCount < 3 || candidate.regularity < 0.75 {
                continue
            }
            if holdsBest {
                let inside = bytes.count { $0 == best.delimiter.bytes[0] }
                let split = (candidate.columnCount - 1) * inside + 1
                guard split == best.columnCount, candidate.regularity >= best.regularity else {
                    continue
                }
                return candidate
            }
            if candidate.regularity > found.regularity { found = candidate }
        }
        return found
    }

    /// Runs of two to four punctuation characters of the first records, the commonest first.
    private func longCandidates() -> [[UInt8]] {
        var counts: [[UInt8]: Int] = [:]
        var run: [UInt8] = []
        let stop = min(sampleEnd, start + 8192)
        for at in start..<stop {
            let byte = base[at]
            if Self.punctuation.contains(byte) {
                run.append(byte)
                continue
            }
            if 2...4 ~= run.count { counts[run, default: 0] += 1 }
            run.removeAll(keepingCapacity: true)
        }
        return counts.sorted {
            ($1.value, $0.key.count) < ($0.value, $1.key.count)
                || $0.value == $1.value && $0.key.count == $1.key.count
                    && $0.key.lexicographicallyPrecedes($1.key)
        }.prefix(Self.candidatesMax).map(\.key)
    }

    /// Columns set apart by spaces, or a colon: only where every row has the same three cells or more, and a
    /// column of words stands beside one of numbers. Names of people are no two columns.
    func withSpaces(_ best: CSVDialect, _ plain: CSVDialect) -> CSVDialect {
        let candidates = [
            CSVDelimiter(":"), CSVDelimiter(bytes: [0x20], runMin: 2),
            CSVDelimiter(bytes: [0x20], runMin: 1),
        ]
        for delimiter in candidates {
            let candidate = bestOf([delimiter], plain)
            guard candidate.regularity == 1, candidate.columnCount > 2 else { continue }
            if hasWordsAndNumbers(candidate) { return candidate }
        }
        return best
    }

    private func hasWordsAndNumbers(_ dialect: CSVDialect) -> Bool {
        let width = dialect.columnCount
        var isNumber = [Bool](repeating: true, count: width)
        var isWord = [Bool](repeating: true, count: width)
        var rows = 0
        eachRecord(dialect, cellsKept: width) { at, scanner in
            defer { rows += 1 }
            // The first may be the header.
            if rows == 0 { return }
            for (column, cell) in scanner.cells.enumerated() {
                let kind = CSVCellKind(base + cell.start, cell.end - cell.start)
                if kind != .number && kind != .year { isNumber[column] = false }
                if kind != .word { isWord[column] = false }
            }
        }
        return rows > 2 && isNumber.contains(true) && isWord.contains(true)
    }

    /// Whether a space follows every delimiter of the sample, but where the cell behind it is blank.
    func isPadded(_ dialect: CSVDialect) -> Bool {
        var isPadded = true
        var spaces = 0
        eachRecord(dialect, cellsKept: 1000) { _, scanner in
            guard isPadded else { return }
            for cell in scanner.cells.dropFirst() {
                // A quoted cell begins behind its quote, a cell in padded quotes further on.
                var at = cell.start
                if at > start, base[at - 1] == dialect.quote { at -= 1 }
                let isBlank = Parsing.isBlank(base + cell.start, cell.end - cell.start)
                if base[at] == 0x20 || base[at - 1] == 0x20 {
                    if !isBlank { spaces += 1 }
                } else if !isBlank || base[at] == dialect.quote {
                    isPadded = false
                }
            }
        }
        return isPadded && spaces > 0
    }
}
