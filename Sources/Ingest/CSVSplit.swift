import CKernels
import Columns

/// Divides a CSV file among threads, at the starts of records.
///
/// Whether a byte is inside quotes depends on every quote before it. Each thread counts the quotes of its
/// share and notes whether one stands where neither a cell's begin nor its end is, for both answers to "did
/// the share begin inside quotes?"; the shares in order then tell which answer was right. Only a file
/// without any such quote is divided: in others, where records begin depends on how quotes are repaired.
struct CSVSplit {
    let base: UnsafePointer<UInt8>
    let dialect: CSVDialect
    let path: Int32

    private struct Share {
        var hasOddQuotes = false
        var isBadOutside = false
        var isBadInside = false
    }

    /// Ranges that together are `range`, at most `count` of them.
    func ranges(_ range: Range<Int>, count: Int) -> [Range<Int>] {
        guard count > 1, dialect.newline != .any else { return [range] }
        let step = range.count / count & ~63
        guard step > 0 else { return [range] }
        let shares = concurrently(count, threads: count) { index in
            let start = range.lowerBound + index * step
            let end = index == count - 1 ? range.upperBound : start + step
            return look(start..<end, isFirst: index == 0)
        }
        var starts = [range.lowerBound]
        var isInside = false
        for (index, share) in shares.enumerated() {
            if isInside ? share.isBadInside : share.isBadOutside { return [range] }
            if index > 0,
                let start = recordStart(
                    after: range.lowerBound + index * step, isInside, range.upperBound),
                start > starts[starts.count - 1]
            {
                starts.append(start)
            }
            if share.hasOddQuotes { isInside.toggle() }
        }
        // A quote that never closes.
        if isInside { return [range] }
        return starts.indices.map {
            starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : range.upperBound)
        }
    }

    private var newline: UInt8 {
        dialect.newline == .carriage ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
    }

    private func recordStart(after offset: Int, _ isInside: Bool, _ end: Int) -> Int? {
        var isInside = isInside
        for index in offset..<end {
            if base[index] == dialect.quote {
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
        var before: UInt64 = isFirst || isEdge(base[range.lowerBound - 1]) ? 1 : 0
        var slab = range.lowerBound
        while slab < range.upperBound {
            let words = min(slabWords, (range.upperBound - slab + 63) >> 6)
            ck_csv_masks(
                base + slab, words + 1, dialect.quote, dialect.delimiter, newline, masks, path)
            for word in 0..<words {
                let left = range.upperBound - slab - word << 6
                let valid: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
                let quotes = masks[word].quote & valid
                let edges = masks[word].delimiter | masks[word].newline | masks[word].quote
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

    private func isEdge(_ byte: UInt8) -> Bool {
        byte == dialect.delimiter || byte == newline || byte == dialect.quote
    }
}
