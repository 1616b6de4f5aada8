import CKernels
import Columns
import Glibc

/// One look at a whole CSV file before it is read: where its blank lines are, and where it can be divided
/// among threads.
///
/// Whether a byte is inside quotes depends on every quote before it. Each thread counts the quotes of its
/// share and notes whether one stands where neither a cell's begin nor its end is, for both answers to "did
/// the share begin inside quotes?"; the shares in order then tell which answer was right. Only a file
/// without any such quote is divided: in others, where records begin depends on how quotes are repaired.
struct CSVSurvey {
    let base: UnsafeMutablePointer<UInt8>
    let range: Range<Int>
    let dialect: CSVDialect
    let path: Int32

    /// Blank lines outside quotes; nil if there are so many that they part no tables.
    private(set) var blankLines: [Int]? = []
    /// Where each share's first record begins, once it is known that quotes are regular.
    private var starts: [Int]?

    private struct Share {
        var hasOddQuotes = false
        var isBadOutside = false
        var isBadInside = false
        /// By whether they are outside quotes if the share begins outside, or inside.
        var blankOutside: [Int] = []
        var blankInside: [Int] = []
    }

    static let blankLinesMax = 64

    /// - Parameter count: into how many parts the file may be divided.
    init(
        _ base: UnsafeMutablePointer<UInt8>, _ range: Range<Int>, dialect: CSVDialect, path: Int32,
        count: Int, threads: Int
    ) {
        self.base = base
        self.range = range
        self.dialect = dialect
        self.path = path
        guard dialect.isIndexable, surveyShares(count: max(1, count), threads: threads) else {
            starts = nil
            blankLines = scannedBlankLines()
            return
        }
    }

    /// Ranges that together are `data`, which is a part of what was looked at and begins at a record.
    func ranges(_ data: Range<Int>) -> [Range<Int>] {
        guard let starts else { return [data] }
        let inside =
            [data.lowerBound] + starts.filter { data.lowerBound < $0 && $0 < data.upperBound }
        return inside.indices.map {
            inside[$0]..<($0 + 1 < inside.count ? inside[$0 + 1] : data.upperBound)
        }
    }

    /// Answers whether the quotes are regular.
    private mutating func surveyShares(count: Int, threads: Int) -> Bool {
        let step = range.count / count & ~63
        let count = step > 0 ? count : 1
        let range = range
        let survey = self
        let shares = concurrently(count, threads: threads) { index in
            let start = range.lowerBound + index * step
            let end = index == count - 1 ? range.upperBound : start + step
            return survey.look(start..<end, isFirst: index == 0)
        }
        var starts: [Int] = []
        var blank: [Int] = []
        var isInside = false
        for (index, share) in shares.enumerated() {
            if isInside ? share.isBadInside : share.isBadOutside { return false }
            blank += isInside ? share.blankInside : share.blankOutside
            if index > 0,
                let start = recordStart(
                    after: range.lowerBound + index * step, isInside, range.upperBound),
                start > starts.last ?? 0
            {
                starts.append(start)
            }
            if share.hasOddQuotes { isInside.toggle() }
        }
        // A quote that never closes.
        if isInside { return false }
        self.starts = starts
        blankLines = blank.count > Self.blankLinesMax ? nil : blank
        return true
    }

    /// Blank lines by the scanner, if the text holds any that may be one and not too many.
    private func scannedBlankLines() -> [Int]? {
        var candidates = 0
        var at = range.lowerBound
        while at < range.upperBound, candidates <= Self.blankLinesMax,
            let found = memchr(base + at, Int32(newline), range.upperBound - at)
        {
            at = UnsafeRawPointer(base).distance(to: found) + 1
            if isBlankLine(at) { candidates += 1 }
        }
        if candidates == 0 { return [] }
        var blank: [Int] = []
        var scanner = CSVScanner(base: base, end: range.upperBound, dialect: dialect)
        scanner.cellsKept = 0
        at = range.lowerBound
        while at < range.upperBound {
            if isBlankLine(at) { blank.append(at) }
            if blank.count > Self.blankLinesMax { return nil }
            at = scanner.scan(at: at)
        }
        return blank
    }

    /// Whether nothing but delimiters and spaces stands on the line that begins at `start`.
    private func isBlankLine(_ start: Int) -> Bool {
        var at = start
        while at < range.upperBound, at < start + 4096 {
            let byte = base[at]
            if byte == newline { return true }
            guard byte == 0x20 || byte == 0x0D || dialect.delimiter.bytes.contains(byte) else {
                return false
            }
            at += 1
        }
        return false
    }

    private func recordStart(after offset: Int, _ isInside: Bool, _ end: Int) -> Int? {
        var isInside = isInside
        for index in offset..<end {
            if base[index] == dialect.quoteByte {
                isInside.toggle()
            } else if !isInside, base[index] == newline {
                return index + 1 < end ? index + 1 : nil
            }
        }
        return nil
    }

    private func look(_ range: Range<Int>, isFirst: Bool) -> Share {
        var share = Share()
        let slabWords = 64
        // One word more than is looked at: what follows a quote may be in it.
        let masks = UnsafeMutablePointer<ck_csv_word>.allocate(capacity: slabWords + 1)
        defer { masks.deallocate() }
        var inside: UInt64 = 0
        // The file's first line is none that parts tables.
        var lineStartBefore: UInt64 =
            !isFirst && base[range.lowerBound - 1] == newline ? 1 : 0
        var before: UInt64 = isFirst || isEdge(base[range.lowerBound - 1]) ? 1 : 0
        var slab = range.lowerBound
        while slab < range.upperBound {
            let words = min(slabWords, (range.upperBound - slab + 63) >> 6)
            ck_csv_masks(
                base + slab, words + 1, dialect.quoteByte, delimiter, newline, masks, path)
            for word in 0..<words {
                let left = range.upperBound - slab - word << 6
                let valid: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
                let quotes = masks[word].quote & valid
                let edges = masks[word].delimiter | masks[word].newline | masks[word].quote
                let newlines = masks[word].newline & valid
                let lineStarts = newlines << 1 | lineStartBefore
                lineStartBefore = newlines >> 63
                let blanks =
                    lineStarts & valid
                    & (newlines | masks[word].carriage | masks[word].delimiter)
                if blanks != 0 {
                    let within = CSVSurvey.inside(quotes, inside)
                    note(blanks, outside: ~within, slab + word << 6, &share)
                }
                defer { before = edges >> 63 }
                if quotes == 0 { continue }
                let next = masks[word + 1]
                let nextEdges = next.delimiter | next.newline | next.quote
                let lineEnds = masks[word].newline >> 1 | next.newline << 63
                let after =
                    (edges | masks[word].carriage & lineEnds) >> 1
                    | (nextEdges | next.carriage & next.newline >> 1) << 63
                let badOpen = ~(edges << 1 | before)
                let badClose = ~after
                let within = CSVIndex.prefixXor(quotes) ^ inside
                let opens = quotes & within
                let closes = quotes & ~within
                if opens & badOpen | closes & badClose != 0 { share.isBadOutside = true }
                if closes & badOpen | opens & badClose != 0 { share.isBadInside = true }
                inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
            }
            slab += words << 6
        }
        share.hasOddQuotes = inside != 0
        return share
    }

    private var newline: UInt8 { dialect.newlineByte }

    private var delimiter: UInt8 { dialect.delimiter.bytes[0] }

    /// Bytes inside quotes, if `before` says whether the word begins so.
    private static func inside(_ quotes: UInt64, _ before: UInt64) -> UInt64 {
        CSVIndex.prefixXor(quotes) ^ before
    }

    /// Keeps the lines that are blank from those that begin like one.
    private func note(_ lines: UInt64, outside: UInt64, _ offset: Int, _ share: inout Share) {
        var rest = lines
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            rest &= rest &- 1
            let isOutside = outside >> UInt64(bit) & 1 != 0
            let seen = isOutside ? share.blankOutside.count : share.blankInside.count
            if seen > Self.blankLinesMax || !isBlankLine(offset + bit) { continue }
            if isOutside {
                share.blankOutside.append(offset + bit)
            } else {
                share.blankInside.append(offset + bit)
            }
        }
    }

    private func isEdge(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == newline || byte == dialect.quoteByte
    }
}
