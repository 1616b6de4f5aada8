import CKernels
import Columns

/// Where the cells and rows of one block are, found 64 bytes at a time.
///
/// Cell `i` of the block is `starts[i] ..< starts[i + 1] - 1`, relative to the block; row `r` ends with
/// cell `rowEnds[r]`, exclusive.
package struct CSVIndex: ~Copyable {
    let starts: UnsafeMutablePointer<UInt32>
    let rowEnds: UnsafeMutablePointer<UInt32>
    private let masks: UnsafeMutablePointer<ck_csv_word>
    private let path: Int32
    let blockBytesMax: Int

    package private(set) var rowCount = 0
    /// Bytes up to the end of the last row that ends in the block.
    private(set) var consumed = 0
    /// Every quote opens or closes a cell or is doubled inside one.
    private(set) var isClean = true
    private(set) var hasQuotes = false
    private(set) var hasPairs = false
    /// A quoted cell holds a newline.
    private(set) var hasQuotedLines = false

    private static let slabWords = 128

    package init(blockBytesMax: Int, path: Int32) {
        self.blockBytesMax = blockBytesMax
        self.path = path
        starts = .allocate(capacity: blockBytesMax + 2)
        rowEnds = .allocate(capacity: blockBytesMax + 2)
        masks = .allocate(capacity: Self.slabWords)
    }

    deinit {
        starts.deallocate()
        rowEnds.deallocate()
        masks.deallocate()
    }

    /// Indexes `length` bytes at `text`, where a row begins.
    package mutating func build(
        _ text: UnsafePointer<UInt8>, _ length: Int, quote: UInt8, delimiter: UInt8, newline: UInt8
    ) {
        var cells = 0
        var rows = 0
        var inside: UInt64 = 0
        // The bits that the byte before a word would have: a row has just ended.
        var structuralBefore: UInt64 = 1
        var quoteBefore: UInt64 = 0
        var closeBefore: UInt64 = 0
        var carriageBefore: UInt64 = 0
        var bad: UInt64 = 0
        var anyQuote: UInt64 = 0
        var pairs: UInt64 = 0
        var quotedLines: UInt64 = 0
        starts[0] = 0
        var slab = 0
        while slab < length {
            let words = min(Self.slabWords, (length - slab + 63) >> 6)
            ck_csv_masks(text + slab, words, quote, delimiter, newline, masks, path)
            for word in 0..<words {
                let offset = slab + word << 6
                let valid: UInt64 = length - offset >= 64 ? ~0 : (1 << UInt64(length - offset)) &- 1
                let separators = (masks[word].delimiter | masks[word].newline) & valid
                let quotes = masks[word].quote & valid
                var structural = separators
                if quotes | inside | closeBefore | carriageBefore != 0 {
                    let within = Self.prefixXor(quotes) ^ inside
                    let opens = quotes & within
                    let closes = quotes & ~within
                    structural &= ~within
                    quotedLines |= masks[word].newline & valid & within
                    let beforeOpen = (separators | quotes) << 1 | structuralBefore | quoteBefore
                    bad |= opens & ~beforeOpen
                    pairs |= opens & (quotes << 1 | quoteBefore)
                    let afterClose = closes << 1 | closeBefore
                    let carriages = masks[word].carriage & ~masks[word].newline
                    bad |= afterClose & valid & ~(separators | quotes | carriages)
                    let afterCarriage = (afterClose & carriages) << 1 | carriageBefore
                    bad |= afterCarriage & valid & ~masks[word].newline
                    anyQuote |= quotes
                    inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
                    closeBefore = closes >> 63
                    carriageBefore = (afterClose & carriages) >> 63
                }
                quoteBefore = quotes >> 63
                structuralBefore = separators >> 63
                let newlines = masks[word].newline
                while structural != 0 {
                    let bit = UInt64(truncatingIfNeeded: structural.trailingZeroBitCount)
                    cells &+= 1
                    starts[cells] = UInt32(truncatingIfNeeded: offset &+ Int(bit) &+ 1)
                    rowEnds[rows] = UInt32(truncatingIfNeeded: cells)
                    rows &+= Int(newlines >> bit & 1)
                    structural &= structural &- 1
                }
            }
            slab += words << 6
        }
        rowCount = rows
        consumed = rows == 0 ? 0 : Int(starts[Int(rowEnds[rows - 1])])
        isClean = bad == 0
        hasQuotes = anyQuote != 0
        hasPairs = pairs != 0
        hasQuotedLines = quotedLines != 0
    }

    /// Bit i is the parity of the bits 0 to i: inside quotes, the opening one included.
    @inline(__always)
    static func prefixXor(_ bits: UInt64) -> UInt64 {
        var mask = bits
        mask ^= mask << 1
        mask ^= mask << 2
        mask ^= mask << 4
        mask ^= mask << 8
        mask ^= mask << 16
        mask ^= mask << 32
        return mask
    }

    /// Whether every row has `columns` cells and none is an empty line.
    func isRegular(columns: Int, _ text: UnsafePointer<UInt8>) -> Bool {
        var differs = false
        for row in 0..<rowCount where Int(rowEnds[row]) != (row + 1) &* columns { differs = true }
        if differs { return false }
        if columns == 1 {
            for row in 0..<rowCount {
                let length = Int(starts[row + 1] - starts[row]) - 1
                if length == 0 { return false }
                if length == 1, text[Int(starts[row])] == UInt8(ascii: "\r") { return false }
            }
        }
        return true
    }
}
