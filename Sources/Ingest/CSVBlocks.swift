import Columns

/// Finds the tables of a CSV file that holds several, one below the other with blank lines between them.
///
/// A new table begins behind a blank line where rows of another width follow, or a row of names above
/// values. A title, remarks or a few settings are no table, and belong to the one below or above them.
struct CSVBlocks {
    let bytes: FileBytes
    let dialect: CSVDialect
    let blankLines: [Int]

    struct Block {
        var range: Range<Int>
        /// Where its own lines begin: settings of the report may stand above.
        var start: Int
        /// Where its records are counted from: a line of delimiters above it is one.
        var top: Int
        /// The cells of most of its first rows.
        var width: Int
        /// Of the first row as wide as that, which names the columns if one does.
        var header: Int
    }

    /// Settings above a table, `Report;Users`, are no more rows than this.
    private static let settingsMax = 12
    private static let lookedAt = 20

    /// The tables of `range` in file order; one if it is an ordinary file.
    func blocks(in range: Range<Int>) -> [Block] {
        var scanner = CSVScanner(base: bytes.base, end: range.upperBound, dialect: dialect)
        scanner.cellsKept = 1000
        var blocks: [Block] = []
        var start = range.lowerBound
        for (index, blank) in (blankLines + [range.upperBound]).enumerated() {
            let end = index < blankLines.count ? blank : range.upperBound
            guard end > start else { continue }
            let piece = Block(
                range: start..<end, start: start, top: start, width: 0, header: start)
            start = end
            guard let table = table(piece, &scanner) else {
                // Remarks go with the table above, a title with the one below.
                if let last = blocks.indices.last {
                    blocks[last].range = blocks[last].range.lowerBound..<end
                } else {
                    start = piece.range.lowerBound
                }
                continue
            }
            let isEmptyLine =
                bytes.base[piece.range.lowerBound] == dialect.newlineByte
                || bytes.base[piece.range.lowerBound] == UInt8(ascii: "\r")
            if let last = blocks.last,
                !begins(table, after: last, behindEmptyLine: isEmptyLine, &scanner)
            {
                blocks[blocks.count - 1].range = last.range.lowerBound..<end
                continue
            }
            blocks.append(table)
        }
        if start < range.upperBound { return [] }
        return withoutSettings(blocks, &scanner)
    }

    /// The piece with its width; nil if it has no two rows alike of several cells.
    private func table(_ piece: Block, _ scanner: inout CSVScanner) -> Block? {
        var counts: [Int: Int] = [:]
        var firsts: [Int: Int] = [:]
        var at = piece.range.lowerBound
        var start: Int?
        var rows = 0
        while at < piece.range.upperBound, rows < Self.lookedAt {
            let next = scanner.scan(at: at)
            if scanner.recordEnd > at, !isBlank(scanner) {
                start = start ?? at
                counts[scanner.cellCount, default: 0] += 1
                if firsts[scanner.cellCount] == nil { firsts[scanner.cellCount] = at }
                rows += 1
            }
            at = next
        }
        let several = counts.filter { $0.key > 1 && $0.value > 1 }
        // A title and remarks have one cell; other rows that differ make this no table of its own.
        guard let mode = several.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
            mode.value + (counts[1] ?? 0) >= rows * 9 / 10, mode.value * 2 >= rows,
            let header = firsts[mode.key], let start
        else { return nil }
        return Block(
            range: start..<piece.range.upperBound, start: start, top: piece.top,
            width: mode.key, header: header)
    }

    private func isBlank(_ scanner: CSVScanner) -> Bool {
        scanner.cells.allSatisfy { Parsing.isBlank(bytes.base + $0.start, $0.end - $0.start) }
    }

    /// Of rows as wide as those above, a line of delimiters may be one, and parts no tables.
    private func begins(
        _ block: Block, after last: Block, behindEmptyLine: Bool, _ scanner: inout CSVScanner
    ) -> Bool {
        if block.width == last.width, !behindEmptyLine { return false }
        let search = CSVHeaderSearch(bytes, scanner: scanner, dialect: dialect)
        var rows = search
        guard let header = rows.row(at: block.header), let row = rows.row(at: header.next),
            row.offset < block.range.upperBound, row.cellCount == header.cellCount
        else { return false }
        return search.areNames(header)
            && (block.width != last.width || search.hasOtherKinds(row, than: header))
    }

    /// A first block of `name;value` rows above a wider table is its preamble.
    private func withoutSettings(_ blocks: [Block], _ scanner: inout CSVScanner) -> [Block] {
        guard blocks.count > 1, blocks[0].width == 2, blocks[1].width > 2,
            records(of: blocks[0], &scanner) <= Self.settingsMax
        else { return blocks }
        var rest = Array(blocks.dropFirst())
        rest[0].range = blocks[0].range.lowerBound..<rest[0].range.upperBound
        rest[0].top = blocks[0].top
        return rest
    }

    /// How many records a block has, its header and titles among them.
    func records(of block: Block) -> Int {
        var scanner = CSVScanner(base: bytes.base, end: block.range.upperBound, dialect: dialect)
        scanner.cellsKept = 0
        return records(of: block, &scanner)
    }

    private func records(of block: Block, _ scanner: inout CSVScanner) -> Int {
        var records = 0
        var at = block.top
        while at < block.range.upperBound {
            let next = scanner.scan(at: at)
            if scanner.recordEnd > at { records += 1 }
            at = next
        }
        return records
    }
}
