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
    public func rows() -> [Int32] {
        let total = countOnes
        return [Int32](unsafeUninitializedCapacity: total) { out, count in
            guard var next = out.baseAddress else { return }
            for (index, word) in words.enumerated() {
                var rest = word
                while rest != 0 {
                    next.initialize(
                        to: Int32(truncatingIfNeeded: index << 6 + rest.trailingZeroBitCount))
                    next += 1
                    rest &= rest &- 1
                }
            }
            count = total
        }
    }
}
