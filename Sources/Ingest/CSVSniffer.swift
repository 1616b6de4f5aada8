import Columns
import Glibc

/// Finds out how a CSV file is written, from its first 64 KiB.
///
/// The delimiter is the one that splits most sampled rows into the same number of cells; of two that do
/// equally well, the one that gives more. What a person has given is taken and not looked for.
struct CSVSniffer {
    let base: UnsafeMutablePointer<UInt8>
    let start: Int
    let sampleEnd: Int
    /// The sample is the whole text.
    private let isWhole: Bool
    private let given: CSVGiven
    private var newlines: [CSVDialect.Newline] = []

    static let sampleBytes = 64 << 10
    private static let sampleRecords = 500
    static let common = [",", ";", "\t", "|"].map { CSVDelimiter($0) }
    /// Delimiters that hardly any text holds by chance.
    private static let rare = ["\u{1F}", "\u{1}", "^", "~"].map { CSVDelimiter($0) }

    init(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, given: CSVGiven = CSVGiven()
    ) {
        self.base = base
        self.start = start
        sampleEnd = min(end, start + Self.sampleBytes)
        isWhole = sampleEnd == end
        self.given = given
    }

    mutating func dialect() -> CSVDialect {
        var plain = CSVDialect()
        if let comment = given.comment {
            plain.comment = comment
            plain.isCommentGiven = true
        }
        plain.quote = given.quote ?? likelyQuote()
        newlines = given.newline.map { [$0] } ?? newlineKinds(plain.quoteByte)
        plain.newline = newlines[0]
        if let escape = given.escape { plain.escape = escape }
        if given.escape != nil { plain.escapesControls = plain.escape != nil && plain.quote == nil }

        var best = plain
        if let delimiter = given.delimiter {
            best = bestOf([delimiter], plain)
            best.delimiter = delimiter
            if delimiter.bytes.last == 0x20, delimiter.runMin == 0, delimiter.bytes.count > 1 {
                // `, ` as a person writes it: the spaces are padding.
                var core = delimiter
                while core.bytes.count > 1, core.bytes.last == 0x20 { core.bytes.removeLast() }
                core.isPadded = true
                best = bestOf([core], plain)
                best.delimiter = core
            }
        } else {
            best = bestOf(Self.common, plain)
            for delimiter in Self.rare where holds(delimiter.bytes[0]) {
                let found = bestOf([delimiter], plain)
                // One line proves nothing.
                if found.regularity >= 0.9, isBetter(found, than: best),
                    measure(found).records > 1
                {
                    best = found
                }
            }
            best = withLongDelimiter(best, plain)
            if best.columnCount == 1 || best.regularity < 0.5 { best = withSpaces(best, plain) }
        }
        if given.escape == nil, holds(UInt8(ascii: "\\")) { best = withEscape(best) }
        // `Lovelace, Ada` below a name of one column is no table of two.
        let mayBePadded = best.columnCount > 2 || best.columnCount == 2 && best.regularity == 1
        if given.delimiter == nil, best.delimiter.bytes != [0x20], mayBePadded, isPadded(best) {
            best.delimiter.isPadded = true
        }
        return best
    }

    /// With one of the four common delimiters only: what a file without a known suffix must have to be
    /// taken for a table.
    func commonDialect() -> CSVDialect {
        var sniffer = self
        sniffer.newlines = newlineKinds(UInt8(ascii: "\""))
        return sniffer.bestOf(Self.common, CSVDialect(newline: sniffer.newlines[0]))
    }

    private func holds(_ byte: UInt8) -> Bool {
        memchr(base + start, Int32(byte), sampleEnd - start) != nil
    }

    // MARK: - Measuring

    struct Measure {
        /// The share of the rows that have the usual number of cells, more than one.
        var share = 0.0
        var columns = 1
        var oddRows = 0
        var quotedCells = 0
        var records = 0
    }

    func measure(_ dialect: CSVDialect) -> Measure {
        var result = Measure()
        var counts: [Int: Int] = [:]
        eachRecord(dialect) { _, scanner in
            counts[scanner.cellCount, default: 0] += 1
            result.records += 1
            result.quotedCells += scanner.quotedCells
            if scanner.hasStrayQuote || scanner.hasUnclosedQuote { result.oddRows += 1 }
        }
        let several = counts.filter { $0.key > 1 }
        if let mode = several.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            result.share = Double(mode.value) / Double(result.records)
            result.columns = mode.key
        }
        return result
    }

    /// The sampled records with their offsets, without blank lines and a last one that is cut.
    func eachRecord(
        _ dialect: CSVDialect, cellsKept: Int = 0, _ body: (Int, CSVScanner) -> Void
    ) {
        var scanner = CSVScanner(base: base, end: sampleEnd, dialect: dialect)
        scanner.cellsKept = cellsKept
        var records = 0
        var at = start
        while at < sampleEnd, records < Self.sampleRecords {
            let next = scanner.scan(at: at)
            if next == sampleEnd, !isWhole, records > 0 { break }
            if scanner.recordEnd > at {
                body(at, scanner)
                records += 1
            }
            at = next
        }
    }

    func bestOf(_ delimiters: [CSVDelimiter], _ plain: CSVDialect) -> CSVDialect {
        var best = plain
        for delimiter in delimiters {
            for newline in newlines {
                var candidate = plain
                candidate.delimiter = delimiter
                candidate.newline = newline
                let found = measure(candidate)
                candidate.columnCount = found.columns
                candidate.regularity = found.share
                // A carriage return beside line feeds ends records only where that is more regular.
                if isBetter(candidate, than: best) { best = candidate }
            }
        }
        return best
    }

    private func isBetter(_ candidate: CSVDialect, than best: CSVDialect) -> Bool {
        candidate.regularity > best.regularity
            || candidate.regularity == best.regularity && candidate.newline != .any
                && candidate.columnCount > best.columnCount
    }

    // MARK: - Quotes, escapes, record ends

    /// `'` where cells begin and end with it and none begins with `"`.
    private func likelyQuote() -> UInt8 {
        let double = UInt8(ascii: "\"")
        let single = UInt8(ascii: "'")
        guard holds(single) else { return double }
        var opens = 0
        var closes = 0
        var lines = 1
        for at in start..<sampleEnd {
            let byte = base[at]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { lines += 1 }
            guard byte == single || byte == double else { continue }
            let isOpen = at == start || isEdge(base[at - 1])
            let isClose = at + 1 == sampleEnd || isEdge(base[at + 1])
            if byte == double {
                if isOpen { return double }
                continue
            }
            if isOpen { opens += 1 }
            if isClose { closes += 1 }
        }
        let isQuote = opens >= 2 && opens * 2 >= lines && closes * 10 >= opens * 9
        return isQuote && opens * 10 >= closes * 9 ? single : double
    }

    private func isEdge(_ byte: UInt8) -> Bool {
        ",;\t|\r\n\u{1F}\u{1E}\u{1}^~".utf8.contains(byte)
    }

    /// With `\` as the escape if that leaves fewer odd rows, or a cell is `\N`.
    private func withEscape(_ best: CSVDialect) -> CSVDialect {
        var escaped = best
        escaped.escape = UInt8(ascii: "\\")
        let hasNull = holdsNull(escaped)
        guard hasNull || escapes(escaped) > 1 else { return best }
        let before = measure(best)
        let after = measure(escaped)
        let isBetter =
            after.share > before.share && after.columns >= 2
            || after.share >= before.share && after.columns == before.columns
                && after.oddRows < before.oddRows
        guard isBetter || hasNull && after.share >= before.share else { return best }
        escaped.columnCount = after.columns
        escaped.regularity = after.share
        // The text formats of databases quote nothing; a quote in them is text.
        if given.quote == nil, after.quotedCells == 0,
            [[0x09], [0x01]].contains(escaped.delimiter.bytes)
        {
            escaped.quote = nil
        }
        escaped.escapesControls = escaped.quote == nil || hasNull
        return escaped
    }

    /// How many characters of the sample an escape would take the meaning from, or make a missing value.
    private func escapes(_ dialect: CSVDialect) -> Int {
        var count = 0
        var at = start
        while at + 1 < sampleEnd {
            guard base[at] == dialect.escape else {
                at += 1
                continue
            }
            let next = base[at + 1]
            if next == dialect.quote || next == dialect.escape || next == UInt8(ascii: "N")
                || next == UInt8(ascii: "\n") || dialect.delimiter.bytes.contains(next)
            {
                count += 1
            }
            at += 2
        }
        return count
    }

    private func holdsNull(_ dialect: CSVDialect) -> Bool {
        var found = false
        eachRecord(dialect, cellsKept: 1000) { at, scanner in
            guard !found else { return }
            found = scanner.cells.contains {
                $0.start == $0.end && base[$0.start] == UInt8(ascii: "\\")
                    && base[$0.start + 1] == UInt8(ascii: "N")
            }
        }
        return found
    }

    /// The newlines to try, the likeliest first.
    private func newlineKinds(_ quote: UInt8) -> [CSVDialect.Newline] {
        var lineFeeds = 0
        var pairs = 0
        var carriages = 0
        var separators = 0
        var isInside = false
        for index in start..<sampleEnd {
            let byte = base[index]
            if byte == quote { isInside.toggle() }
            if isInside { continue }
            if byte == UInt8(ascii: "\n") {
                let isPair = index > start && base[index - 1] == UInt8(ascii: "\r")
                if isPair { pairs += 1 } else { lineFeeds += 1 }
            } else if byte == UInt8(ascii: "\r"), index + 1 < sampleEnd,
                base[index + 1] != UInt8(ascii: "\n")
            {
                carriages += 1
            } else if byte == 0x1E {
                separators += 1
            }
        }
        let lineEnds = lineFeeds + pairs + carriages
        if separators > 0, holds(0x1F) || separators > lineEnds { return [.separator] }
        if lineFeeds + pairs == 0 {
            if carriages == 0 { return [.lineFeed] }
            // A quote out of place may have hidden line feeds.
            return holds(UInt8(ascii: "\n")) ? [.mixed, .any] : [.carriage]
        }
        if carriages > 0 { return [.mixed, .any] }
        if lineFeeds > 0, pairs > 0 { return [.mixed] }
        return pairs > 0 ? [.carriageLineFeed] : [.lineFeed]
    }
}
