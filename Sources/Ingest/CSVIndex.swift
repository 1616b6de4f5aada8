import CKernels
import Columns

/// Where the cells and rows of one block are, found 64 bytes at a time.
///
/// Cell `i` of the block is `starts[i] ..< starts[i + 1] - 1`, relative to the block.
package struct CSVIndex: ~Copyable {
    let starts: UnsafeMutablePointer<UInt32>
    private let masks: UnsafeMutablePointer<ck_csv_word>
    /// The ends of cells in the words at hand.
    private let ends: UnsafeMutablePointer<UInt64>
    /// Where the second of two quotes is that stand for one; then the rows of the cells that hold such.
    private let doubled: UnsafeMutablePointer<UInt32>
    /// A copy of the text's last bytes where they fill no word.
    private let lastBytes: UnsafeMutablePointer<UInt8>
    private let path: Int32
    let blockBytesMax: Int

    package private(set) var rowCount = 0
    private(set) var cellCount = 0
    /// Bytes up to the end of the last row that ends in the block.
    private(set) var consumed = 0
    /// Every quote opens or closes a cell or is doubled inside one.
    private(set) var isClean = true
    private(set) var hasQuotes = false
    private var doubledCount = 0
    private var nextDoubled: [Int32] = []
    /// A quoted cell holds a newline.
    private(set) var hasQuotedLines = false
    /// Where the first byte is that begins no character.
    private var fault = Int.max
    private var newline: UInt8 = 0

    private static let slabWords = 128
    private static let wordBytes = 64
    /// So many numbers are written behind those of the last cell.
    private static let startsBehind = 8

    package init(blockBytesMax: Int, path: Int32) {
        self.blockBytesMax = blockBytesMax
        self.path = path
        starts = .allocate(capacity: blockBytesMax + 2 + Self.startsBehind)
        masks = .allocate(capacity: Self.slabWords)
        ends = .allocate(capacity: Self.slabWords)
        doubled = .allocate(capacity: blockBytesMax)
        lastBytes = .allocate(capacity: Self.wordBytes)
        lastBytes.initialize(repeating: 0, count: Self.wordBytes)
    }

    deinit {
        starts.deallocate()
        masks.deallocate()
        ends.deallocate()
        doubled.deallocate()
        lastBytes.deallocate()
    }

    /// Whether the rows that end in the block are well-formed UTF-8.
    package var isWellFormed: Bool { fault >= consumed }

    /// Indexes `length` bytes at `text`, where a row begins. What is behind them is not read: another thread may have it.
    package mutating func build(
        _ text: UnsafePointer<UInt8>, _ length: Int, quote: UInt8, delimiter: UInt8, newline: UInt8
    ) {
        var cells = 0
        var rows = 0
        // The word that the last row ends in, and the ends of rows there.
        var lastOffset = 0
        var lastEnds: UInt64 = 0
        var inside: UInt64 = 0
        // The bits that the byte before a word would have: a row has just ended.
        var structuralBefore: UInt64 = 1
        var quoteBefore: UInt64 = 0
        var closeBefore: UInt64 = 0
        var carriageBefore: UInt64 = 0
        var bad: UInt64 = 0
        var anyQuote: UInt64 = 0
        var doubledCount = 0
        var quotedLines: UInt64 = 0
        var characters = UTF8Words()
        starts[0] = 0
        var slab = 0
        while slab < length {
            let words = min(Self.slabWords, (length - slab + 63) >> 6)
            let whole = min(words, (length - slab) >> 6)
            ck_csv_masks(text + slab, whole, quote, delimiter, newline, masks, path)
            if whole < words {
                let rest = slab + whole << 6
                lastBytes.update(from: text + rest, count: length - rest)
                ck_csv_masks(lastBytes, 1, quote, delimiter, newline, masks + whole, path)
            }
            for word in 0..<words {
                let offset = slab &+ word << 6
                let left = UInt64(truncatingIfNeeded: length &- offset)
                let valid: UInt64 = left >= 64 ? ~0 : (1 << left) &- 1
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
                    var seconds = opens & (quotes << 1 | quoteBefore)
                    while seconds != 0 {
                        doubled[doubledCount] = UInt32(
                            truncatingIfNeeded: offset &+ seconds.trailingZeroBitCount)
                        doubledCount &+= 1
                        seconds &= seconds &- 1
                    }
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
                ends[word] = structural
                let rowEnds = masks[word].newline & structural
                rows &+= rowEnds.nonzeroBitCount
                lastOffset = rowEnds == 0 ? lastOffset : offset
                lastEnds = rowEnds == 0 ? lastEnds : rowEnds
                characters.take(
                    text, offset, length, high: masks[word].high & valid,
                    pairs: masks[word].pair & valid, tails: masks[word].tail & valid)
            }
            cells &+= ck_bit_places(
                ends, words, UInt32(truncatingIfNeeded: slab &+ 1), starts + (cells &+ 1), path)
            slab &+= words << 6
        }
        rowCount = rows
        cellCount = cells
        consumed = rows == 0 ? 0 : lastOffset + 64 - lastEnds.leadingZeroBitCount
        isClean = bad == 0
        hasQuotes = anyQuote != 0
        self.doubledCount = doubledCount
        hasQuotedLines = quotedLines != 0
        fault = characters.fault
        self.newline = newline
    }

    /// Finds the cells that hold doubled quotes: `columns` gets the place of one in each column, or -1, to be handed to
    /// `doubledCell`. The rows are regular; asked once for a block.
    mutating func findDoubledQuotes(_ columns: inout [Int32]) {
        for column in columns.indices { columns[column] = -1 }
        if doubledCount == 0 { return }
        if nextDoubled.count < doubledCount {
            // Not for a whole block: most have few, and a small file is read sooner than a megabyte is cleared.
            nextDoubled = Array(repeating: -1, count: min(doubledCount * 2, blockBytesMax))
        }
        let count = columns.count
        var row = 0
        var column = 0
        for index in 0..<doubledCount where Int(doubled[index]) < consumed {
            let place = doubled[index]
            while starts[(row &+ 1) &* count] <= place {
                row &+= 1
                column = 0
            }
            while starts[row &* count &+ column &+ 1] <= place { column &+= 1 }
            doubled[index] = UInt32(truncatingIfNeeded: row)
            nextDoubled[index] = columns[column]
            columns[column] = Int32(truncatingIfNeeded: index)
        }
    }

    /// The row of the cell at `place`, and the place of another of its column, or -1. A cell comes as often as it has
    /// doubled quotes, each time after another.
    func doubledCell(_ place: Int32) -> (row: Int, next: Int32) {
        (Int(doubled[Int(place)]), nextDoubled[Int(place)])
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
    ///
    /// - Parameter text: what was indexed.
    package func isRegular(columns: Int, _ text: UnsafePointer<UInt8>) -> Bool {
        let cells = rowCount * columns
        guard cells <= cellCount, Int(starts[cells]) == consumed else { return false }
        // There are as many ends of rows as rows, and the last one is in its place: where each of the others is in
        // its own, there is none elsewhere.
        var differs: UInt8 = 0
        for row in 0..<rowCount {
            differs |= text[Int(starts[(row &+ 1) &* columns]) &- 1] ^ newline
        }
        if differs != 0 { return false }
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
