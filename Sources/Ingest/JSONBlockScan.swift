import CKernels
import Columns

/// Finds where the last whole record of a block of JSON ends, without reading the records.
///
/// For valid text that is exact. Of invalid text it may be any place: the reader, which stops there, finds the
/// fault or is not at the end of a record.
struct JSONBlockScan: ~Copyable {
    private let masks: UnsafeMutablePointer<ck_json_word>
    private let path: Int32

    private static let slabWords = 64

    init(path: Int32) {
        self.path = path
        masks = .allocate(capacity: Self.slabWords)
    }

    deinit { masks.deallocate() }

    /// Behind the last record that ends in the first `count` bytes and before the list around it does; 0 if there
    /// is none.
    ///
    /// - Parameter base: begins outside of records; 64 bytes behind `count` may be read.
    func recordsEnd(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var end = 0
        var depth = 0
        var escapeNext: UInt64 = 0
        var inside: UInt64 = 0
        var slab = 0
        while slab < count {
            let words = min(Self.slabWords, (count - slab + 63) >> 6)
            ck_json_masks(base + slab, words, masks, path)
            for word in 0..<words {
                let start = slab + word << 6
                let valid: UInt64 = count - start >= 64 ? ~0 : (1 << UInt64(count - start)) &- 1
                var quotes = masks[word].quote & valid
                let backslashes = masks[word].backslash
                if backslashes | escapeNext != 0 {
                    quotes &= ~JSONSplit.escaped(backslashes, &escapeNext)
                }
                let within = CSVIndex.prefixXor(quotes) ^ inside
                inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
                let open = masks[word].open & valid & ~within
                let close = masks[word].close & valid & ~within
                if close.nonzeroBitCount < depth {
                    depth += open.nonzeroBitCount - close.nonzeroBitCount
                    continue
                }
                var brackets = open | close
                while brackets != 0 {
                    let bit = brackets.trailingZeroBitCount
                    brackets &= brackets - 1
                    depth += open >> UInt64(bit) & 1 == 1 ? 1 : -1
                    if depth < 0 { return end }
                    if depth == 0 { end = start + bit + 1 }
                }
            }
            slab += words << 6
        }
        return end
    }
}
