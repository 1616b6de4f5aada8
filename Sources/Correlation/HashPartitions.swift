import Columns

/// Items brought together by the top bits of their hashes, so that equal ones stand near each other.
///
/// Two steps, each of which keeps to what the processor's cache holds: all items are dealt out to partitions of some
/// thousands, on several cores; a partition is then dealt out to buckets of about four, which are sorted in place.
/// Both keep the order in which the items came, so the result does not depend on how many cores there are.
struct HashPartitions<Item: BitwiseCopyable> {
    private(set) var items: [Item]
    /// Where each partition begins, and the end.
    let starts: [Int]
    let bits: Int

    /// A partition's items and as many again fit a core's own cache.
    private static var partitionSize: Int { 16_384 }

    /// How many top bits tell so many items into parts of `size`.
    static func bits(for count: Int, size: Int) -> Int {
        max(0, Int.bitWidth - (count / size).leadingZeroBitCount)
    }

    /// - Parameters:
    ///   - count: how many items there are at most.
    ///   - pieces: the items come in so many pieces; each is gone through twice.
    ///   - each: calls its second argument with the hash and the item of each item of a piece, the same ones each time.
    init(
        count: Int, pieces: Int, threads: Int,
        each: (_ piece: Int, _ body: (UInt64, Item) -> Void) -> Void
    ) {
        let bits = Self.bits(for: count, size: Self.partitionSize)
        self.bits = bits
        let partitions = 1 << bits
        let counts = concurrently(pieces, threads: threads) { piece in
            var counts = [Int](repeating: 0, count: partitions)
            counts.withUnsafeMutableBufferPointer { counts in
                let counts = counts
                each(piece) { hash, _ in counts[Self.partition(hash, bits)] += 1 }
            }
            return counts
        }
        var starts = [Int](repeating: 0, count: partitions + 1)
        var offsets = counts
        var total = 0
        for partition in 0..<partitions {
            starts[partition] = total
            for piece in 0..<pieces {
                offsets[piece][partition] = total
                total += counts[piece][partition]
            }
        }
        starts[partitions] = total
        self.starts = starts
        items = [Item](unsafeUninitializedCapacity: total) { out, filled in
            let base = out.baseAddress
            _ = concurrently(pieces, threads: threads) { piece in
                var next = offsets[piece]
                next.withUnsafeMutableBufferPointer { next in
                    let next = next
                    each(piece) { hash, item in
                        let partition = Self.partition(hash, bits)
                        (base! + next[partition]).initialize(to: item)
                        next[partition] += 1
                    }
                }
            }
            filled = total
        }
    }

    @inline(__always) private static func partition(_ hash: UInt64, _ bits: Int) -> Int {
        // A shift by the whole width gives 0, which is the only partition.
        Int(hash >> UInt64(64 - bits))
    }

    /// Results of `body` for each partition, in order; it may rearrange the partition's items.
    mutating func forEachPartition<Value>(
        threads: Int, _ body: (Int, UnsafeMutableBufferPointer<Item>) -> Value
    ) -> [Value] {
        let starts = starts
        return items.withUnsafeMutableBufferPointer { items in
            let items = items
            return concurrently(starts.count - 1, threads: threads) { partition in
                body(
                    partition,
                    UnsafeMutableBufferPointer(
                        rebasing: items[starts[partition]..<starts[partition + 1]]))
            }
        }
    }
}

/// What is sorted by a hash first.
protocol HashOrdered: BitwiseCopyable {
    var orderingHash: UInt64 { get }
    /// By the hash first.
    static func isBefore(_ left: Self, _ right: Self) -> Bool
}

extension UInt64: HashOrdered {
    var orderingHash: UInt64 { self }
    @inline(__always) static func isBefore(_ left: UInt64, _ right: UInt64) -> Bool { left < right }
}

extension HashPartitions where Item: HashOrdered {
    /// How many bits after those of the partition tell its items into buckets of about four.
    static func bucketBits(for count: Int) -> Int { bits(for: count, size: 4) }

    /// Sorts items that share their top `bits`, by the next ones and then by comparison within buckets.
    ///
    /// - Parameter ends: `1 << bucketBits` zeros; filled with where each bucket ends.
    static func sort(
        _ items: UnsafeMutableBufferPointer<Item>, bits: Int, bucketBits: Int,
        _ ends: UnsafeMutablePointer<Int32>
    ) {
        let mask = UInt64((1 << bucketBits) - 1)
        let shift = UInt64(64 - bits - bucketBits)
        for item in items { ends[Int(item.orderingHash >> shift & mask)] += 1 }
        var total: Int32 = 0
        for bucket in 0..<1 << bucketBits {
            let count = ends[bucket]
            ends[bucket] = total
            total += count
        }
        guard let base = items.baseAddress, items.count > 0 else { return }
        let dealt = UnsafeMutableBufferPointer<Item>.allocate(capacity: items.count)
        defer { dealt.deallocate() }
        for item in items {
            let bucket = Int(item.orderingHash >> shift & mask)
            (dealt.baseAddress! + Int(ends[bucket])).initialize(to: item)
            ends[bucket] += 1
        }
        var start = 0
        for bucket in 0..<1 << bucketBits {
            let end = Int(ends[bucket])
            insert(dealt, start, end)
            start = end
        }
        base.update(from: dealt.baseAddress!, count: items.count)
    }

    @inline(__always)
    private static func insert(
        _ items: UnsafeMutableBufferPointer<Item>, _ start: Int, _ end: Int
    ) {
        // A bucket grows large only where a value repeats; then insertion would be quadratic.
        if end - start > 24 {
            items[start..<end].sort(by: Item.isBefore)
            return
        }
        var index = start + 1
        while index < end {
            let item = items[index]
            var hole = index
            while hole > start, Item.isBefore(item, items[hole - 1]) {
                items[hole] = items[hole - 1]
                hole -= 1
            }
            items[hole] = item
            index += 1
        }
    }
}
