/// One bit per row, in 64-bit words, least significant bit first.
///
/// - Invariant: bits at and beyond `count` are zero, so `countOnes` and word-wise kernels need no mask.
public struct Bitmap: Sendable, Equatable {
    public private(set) var words: [UInt64]
    public let count: Int

    public init(repeating bit: Bool, count: Int) {
        self.count = count
        words = [UInt64](repeating: bit ? ~0 : 0, count: (count + 63) >> 6)
        clearTail()
    }

    /// - Parameter words: at least `(count + 63) / 64` words; bits beyond `count` are cleared.
    public init(words: [UInt64], count: Int) {
        precondition(words.count >= (count + 63) >> 6)
        self.words = words
        self.count = count
        if words.count > (count + 63) >> 6 {
            self.words.removeLast(words.count - ((count + 63) >> 6))
        }
        clearTail()
    }

    private mutating func clearTail() {
        if count & 63 != 0, !words.isEmpty {
            words[words.count - 1] &= (1 << UInt64(count & 63)) - 1
        }
    }

    @inlinable public subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 != 0 }
    }

    public mutating func set(_ row: Int, to bit: Bool) {
        let mask: UInt64 = 1 << UInt64(row & 63)
        if bit { words[row >> 6] |= mask } else { words[row >> 6] &= ~mask }
    }

    public var countOnes: Int {
        var total = 0
        for word in words { total += word.nonzeroBitCount }
        return total
    }

    public static func & (left: Bitmap, right: Bitmap) -> Bitmap {
        combine(left, right) { $0 & $1 }
    }
    public static func | (left: Bitmap, right: Bitmap) -> Bitmap {
        combine(left, right) { $0 | $1 }
    }
    public static prefix func ~ (bitmap: Bitmap) -> Bitmap {
        Bitmap(words: bitmap.words.map { ~$0 }, count: bitmap.count)
    }

    private static func combine(
        _ left: Bitmap, _ right: Bitmap, _ operation: (UInt64, UInt64) -> UInt64
    ) -> Bitmap {
        precondition(left.count == right.count)
        var words = left.words
        for index in words.indices { words[index] = operation(words[index], right.words[index]) }
        return Bitmap(words: words, count: left.count)
    }

    /// The rows whose bit is set, ascending.
    ///
    /// - Parameter threads: how many cores may take a part of the words.
    public func rows(threads: Int = 1) -> [Int32] {
        words.withUnsafeBufferPointer { words in
            let pieces = count < Self.splitMin || threads <= 1 ? 1 : 4 * threads
            let size = (words.count + pieces - 1) / pieces
            func piece(_ index: Int) -> Range<Int> {
                min(words.count, index * size)..<min(words.count, (index + 1) * size)
            }
            let ones = concurrently(pieces, threads: threads) { index in
                piece(index).reduce(0) { $0 + words[$1].nonzeroBitCount }
            }
            var starts = [0]
            for count in ones { starts.append(starts[starts.count - 1] + count) }
            return [Int32](unsafeUninitializedCapacity: starts[pieces]) { out, filled in
                if let out = out.baseAddress {
                    _ = concurrently(pieces, threads: threads) { index in
                        Self.write(words, piece(index), to: out + starts[index])
                    }
                }
                filled = starts[pieces]
            }
        }
    }

    /// Bits from which on a second core gains more than waking it takes.
    private static let splitMin = 262_144

    private static func write(
        _ words: UnsafeBufferPointer<UInt64>, _ range: Range<Int>,
        to out: UnsafeMutablePointer<Int32>
    ) {
        var next = out
        for index in range {
            let first = Int32(truncatingIfNeeded: index << 6)
            var rest = words[index]
            if rest == ~0 {
                for bit in 0..<64 { next[bit] = first &+ Int32(truncatingIfNeeded: bit) }
                next += 64
                continue
            }
            while rest != 0 {
                next.initialize(
                    to: first &+ Int32(truncatingIfNeeded: rest.trailingZeroBitCount))
                next += 1
                rest &= rest &- 1
            }
        }
    }
}
