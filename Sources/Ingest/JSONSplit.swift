import CKernels
import Columns

/// Divides the elements of a JSON list among threads.
///
/// Each thread counts, for its share, the quotes and how much deeper the brackets lead, for both answers to
/// "did the share begin inside a string?"; the shares in order then tell which answer was right and how deep
/// each begins. For valid text that is exact; invalid text faults in the first share that has a fault,
/// whatever the later ones hold.
struct JSONSplit {
    let base: UnsafePointer<UInt8>
    let path: Int32

    private struct Share {
        var hasOddQuotes = false
        var depthOutside = 0
        var depthInside = 0
    }

    /// Offsets in `range` where an element begins that is an object, ascending; the first element's is not
    /// among them. At most `count - 1`.
    ///
    /// - Parameter range: from the first element on.
    func cuts(in range: Range<Int>, count: Int) -> [Int] {
        let step = count > 1 ? range.count / count & ~63 : 0
        guard step > 0 else { return [] }
        let shares = concurrently(count, threads: count) { index in
            let start = range.lowerBound + index * step
            return look(start..<(index == count - 1 ? range.upperBound : start + step))
        }
        var cuts: [Int] = []
        var isInside = false
        var depth = 0
        for (index, share) in shares.enumerated() {
            let start = range.lowerBound + index * step
            if index > 0, let cut = nextElement(start, isInside, depth, range.upperBound),
                cut > cuts.last ?? range.lowerBound
            {
                cuts.append(cut)
            }
            depth += isInside ? share.depthInside : share.depthOutside
            if share.hasOddQuotes { isInside.toggle() }
        }
        return cuts
    }

    private func isEscaped(_ offset: Int) -> Bool {
        var at = offset
        while at > 0, base[at - 1] == UInt8(ascii: "\\") { at -= 1 }
        return (offset - at) & 1 == 1
    }

    private func look(_ range: Range<Int>) -> Share {
        var share = Share()
        let slabWords = 64
        let masks = UnsafeMutablePointer<ck_json_word>.allocate(capacity: slabWords)
        defer { masks.deallocate() }
        var escapeNext: UInt64 = isEscaped(range.lowerBound) ? 1 : 0
        var inside: UInt64 = 0
        var slab = range.lowerBound
        while slab < range.upperBound {
            let words = min(slabWords, (range.upperBound - slab + 63) >> 6)
            ck_json_masks(base + slab, words, masks, path)
            for word in 0..<words {
                let left = range.upperBound - slab - word << 6
                let valid: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
                var quotes = masks[word].quote & valid
                let backslashes = masks[word].backslash
                if backslashes | escapeNext != 0 {
                    quotes &= ~Self.escaped(backslashes, &escapeNext)
                }
                let within = CSVIndex.prefixXor(quotes) ^ inside
                inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
                let open = masks[word].open & valid
                let close = masks[word].close & valid
                share.depthOutside &+=
                    (open & ~within).nonzeroBitCount &- (close & ~within).nonzeroBitCount
                share.depthInside &+=
                    (open & within).nonzeroBitCount &- (close & within).nonzeroBitCount
            }
            slab += words << 6
        }
        share.hasOddQuotes = inside != 0
        return share
    }

    /// The bytes that an odd number of backslashes precedes (simdjson's carry trick: a run that begins at
    /// an even place and one that begins at an odd place differ in where the sum's carry comes out).
    static func escaped(_ backslashes: UInt64, _ escapeNext: inout UInt64) -> UInt64 {
        let odd: UInt64 = 0xAAAA_AAAA_AAAA_AAAA
        let starts = backslashes & ~escapeNext
        let follows = starts << 1
        let carried = (follows | odd) &- starts
        let codes = carried ^ odd
        let escaped = codes ^ (backslashes | escapeNext)
        escapeNext = (codes & backslashes) >> 63
        return escaped
    }

    /// The first object that begins an element behind `offset`.
    private func nextElement(_ offset: Int, _ isInside: Bool, _ depth: Int, _ end: Int) -> Int? {
        var isInside = isInside
        var depth = depth
        var at = offset
        if isInside, isEscaped(at) { at += 1 }
        while at < end {
            let byte = base[at]
            at += 1
            if isInside {
                if byte == UInt8(ascii: "\\") { at += 1 }
                if byte == UInt8(ascii: "\"") { isInside = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInside = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return nil }
                if depth == 0, let element = Self.elementBehind(base, at, end) {
                    return element
                }
            default: break
            }
        }
        return nil
    }

    /// Where an object begins behind the end of an element, if only a comma stands between.
    static func elementBehind(
        _ base: UnsafePointer<UInt8>, _ offset: Int, _ end: Int
    ) -> Int? {
        var at = offset
        var hasComma = false
        while at < end {
            let byte = base[at]
            if byte == UInt8(ascii: ","), !hasComma {
                hasComma = true
            } else if byte == UInt8(ascii: "{"), hasComma {
                return at
            } else if !Format.isJSONSpace(byte) {
                return nil
            }
            at += 1
        }
        return nil
    }
}
