/// The distinct values of a column as ascending 64-bit hashes.
///
/// Sorted, so that the share of one column's values found in another is one merge; and since hashes are
/// uniform, the first k of them are a fair sample of the values (a bottom-k sketch) at no extra cost.
///
/// Large sets are let go when inference is done, and made again if somebody asks: beside the columns they would be a
/// third of all memory.
///
/// - Invariant: `hashes` is strictly ascending and has no 0.
struct DistinctHashes: Sendable {
    let count: Int
    private let small: [UInt64]
    private let large: OnDemand<[UInt64]>?

    var hashes: [UInt64] { large?.value ?? small }

    static let empty = DistinctHashes(unsorted: [])

    /// Sets of so many values are worth letting go.
    static let largeMin = 1 << 16

    /// - Parameters:
    ///   - unsorted: zeros (blanks) and repeats are left out.
    ///   - again: gives the same values once more; nil where the set is to be held.
    init(unsorted: [UInt64], again: (@Sendable () -> [UInt64])? = nil) {
        let hashes = Self.sorted(unsorted)
        count = hashes.count
        if hashes.count >= Self.largeMin, let again {
            large = OnDemand(hashes) { Self.sorted(again()) }
            small = []
        } else {
            large = nil
            small = hashes
        }
    }

    /// Gives a large set's memory back.
    func release() { large?.release() }

    /// Ascending, without zeros and repeats.
    ///
    /// Values are dealt out by their top bits to partitions that the processor's cache holds, a partition to buckets of
    /// one or two, and what is then nearly in order is put in order, all in the memory that becomes the set.
    ///
    /// - Complexity: O(n) for distinct hashes.
    private static func sorted(_ unsorted: [UInt64]) -> [UInt64] {
        let total = unsorted.count
        guard total > 64 else {
            var sorted = unsorted.filter { $0 != 0 }
            sorted.sort()
            return withoutRepeats(sorted)
        }
        let bits = HashPartitions<UInt64>.bits(for: total, size: 1 << 13)
        let partitions = 1 << bits
        var ends = [Int](repeating: 0, count: partitions)
        var dealt = unsorted.withUnsafeBufferPointer { unsorted in
            [UInt64](unsafeUninitializedCapacity: total) { out, filled in
                filled = deal(unsorted, by: bits, to: out.baseAddress!, &ends)
            }
        }
        let kept = dealt.withUnsafeMutableBufferPointer { dealt in
            var bucketing = Buckets(bits: bits, countMax: largest(ends))
            var start = 0
            var kept = 0
            for end in ends {
                kept = bucketing.sort(dealt, start..<end, keptAt: kept)
                start = end
            }
            return kept
        }
        // Memory for repeats is not held for as long as the profile.
        if kept * 4 < total * 3 { return Array(dealt[..<kept]) }
        dealt.removeLast(dealt.count - kept)
        return dealt
    }

    /// Writes the values that are not 0 to `out` in order of their top bits; returns how many they are.
    ///
    /// - Parameter ends: one for each partition, 0 before; then where it ends.
    private static func deal(
        _ values: UnsafeBufferPointer<UInt64>, by bits: Int, to out: UnsafeMutablePointer<UInt64>,
        _ ends: inout [Int]
    ) -> Int {
        // A shift by the whole width gives 0, which is the only partition.
        let shift = UInt64(64 - bits)
        return ends.withUnsafeMutableBufferPointer { ends in
            var blanks = 0
            for value in values {
                ends[Int(value >> shift)] += 1
                blanks += value == 0 ? 1 : 0
            }
            ends[0] -= blanks
            var total = 0
            for partition in ends.indices {
                let count = ends[partition]
                ends[partition] = total
                total += count
            }
            for value in values where value != 0 {
                let partition = Int(value >> shift)
                (out + ends[partition]).initialize(to: value)
                ends[partition] += 1
            }
            return total
        }
    }

    private static func largest(_ ends: [Int]) -> Int {
        var largest = 0
        var start = 0
        for end in ends {
            largest = max(largest, end - start)
            start = end
        }
        return largest
    }

    private static func withoutRepeats(_ sorted: consuming [UInt64]) -> [UInt64] {
        let kept = sorted.withUnsafeMutableBufferPointer { values in
            var kept = 0
            for index in 0..<values.count where index == 0 || values[index] != values[kept - 1] {
                values[kept] = values[index]
                kept += 1
            }
            return kept
        }
        // Memory for repeats is not held for as long as the profile.
        if kept * 4 < sorted.count * 3 { return Array(sorted[..<kept]) }
        sorted.removeLast(sorted.count - kept)
        return sorted
    }

    /// How many hashes both sets have.
    ///
    /// - Complexity: O(n + m), or O(n log m) where one side is much smaller.
    func intersectionCount(_ other: DistinctHashes) -> Int {
        let (small, large) = count <= other.count ? (self, other) : (other, self)
        return small.hashes.withUnsafeBufferPointer { small in
            large.hashes.withUnsafeBufferPointer { large in
                var common = 0
                if small.count * 16 < large.count {
                    var from = 0
                    for hash in small {
                        from = Self.lowerBound(large, hash, from)
                        if from < large.count && large[from] == hash { common += 1 }
                    }
                    return common
                }
                var i = 0
                var j = 0
                while i < small.count && j < large.count {
                    let a = small[i]
                    let b = large[j]
                    common += a == b ? 1 : 0
                    i += a <= b ? 1 : 0
                    j += b <= a ? 1 : 0
                }
                return common
            }
        }
    }

    /// How many of the first `sample` hashes `other` has too: hopeless pairs are told by these alone.
    func sketchHits(in other: DistinctHashes, sample: Int) -> Int {
        hashes.withUnsafeBufferPointer { own in
            other.hashes.withUnsafeBufferPointer { others in
                var hits = 0
                var from = 0
                for index in 0..<min(sample, own.count) {
                    from = Self.lowerBound(others, own[index], from)
                    if from == others.count { break }
                    if others[from] == own[index] { hits += 1 }
                }
                return hits
            }
        }
    }

    func contains(_ hash: UInt64) -> Bool {
        hashes.withUnsafeBufferPointer { own in
            let at = Self.lowerBound(own, hash, 0)
            return at < own.count && own[at] == hash
        }
    }

    /// Gallops from `start`, since the next value sought is never far behind the last.
    @inline(__always)
    private static func lowerBound(
        _ values: UnsafeBufferPointer<UInt64>, _ hash: UInt64, _ start: Int
    ) -> Int {
        var step = 1
        var low = start
        var high = start
        while high < values.count && values[high] < hash {
            low = high + 1
            high += step
            step <<= 1
        }
        high = min(high, values.count)
        while low < high {
            let middle = (low + high) >> 1
            if values[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Puts the values of a partition in order through buckets of the bits behind the partition's.
private struct Buckets {
    private let bucketBits: Int
    private let shift: UInt64
    private var ends: [Int32]
    private var dealt: [UInt64]

    /// - Parameters:
    ///   - bits: how many top bits the values of a partition share.
    ///   - countMax: how many values a partition has at most.
    init(bits: Int, countMax: Int) {
        bucketBits = HashPartitions<UInt64>.bits(for: min(countMax, 1 << 14), size: 2)
        shift = UInt64(64 - bits - bucketBits)
        ends = [Int32](repeating: 0, count: 1 << bucketBits)
        dealt = [UInt64](repeating: 0, count: countMax)
    }

    /// Writes the distinct values in `range`, ascending, from `start` on; returns where they end.
    mutating func sort(
        _ values: UnsafeMutableBufferPointer<UInt64>, _ range: Range<Int>, keptAt start: Int
    ) -> Int {
        dealOut(values, range)
        if let end = insert(into: values, count: range.count, from: start) { return end }
        // Values that crowd into one bucket, which only somebody can make who means to.
        dealt[..<range.count].sort()
        return insert(into: values, count: range.count, from: start) ?? start
    }

    private mutating func dealOut(
        _ values: UnsafeMutableBufferPointer<UInt64>, _ range: Range<Int>
    ) {
        let mask = UInt64(1 << bucketBits) - 1
        let shift = shift
        ends.withUnsafeMutableBufferPointer { ends in
            dealt.withUnsafeMutableBufferPointer { dealt in
                ends.update(repeating: 0)
                for index in range { ends[Int(values[index] >> shift & mask)] += 1 }
                var total: Int32 = 0
                for bucket in ends.indices {
                    let count = ends[bucket]
                    ends[bucket] = total
                    total += count
                }
                for index in range {
                    let bucket = Int(values[index] >> shift & mask)
                    dealt[Int(ends[bucket])] = values[index]
                    ends[bucket] += 1
                }
            }
        }
    }

    /// Inserts what was dealt out, each distinct value once; nil when that takes more steps than sorting.
    private func insert(
        into values: UnsafeMutableBufferPointer<UInt64>, count: Int, from start: Int
    ) -> Int? {
        var stepsLeft = 32 * count + 1024
        return dealt.withUnsafeBufferPointer { dealt in
            var kept = start
            for index in 0..<count {
                let value = dealt[index]
                var hole = kept
                while hole > start, values[hole - 1] > value { hole -= 1 }
                stepsLeft -= kept - hole
                if stepsLeft < 0 { return nil }
                if hole > start, values[hole - 1] == value { continue }
                if hole < kept {
                    for place in stride(from: kept, to: hole, by: -1) {
                        values[place] = values[place - 1]
                    }
                }
                values[hole] = value
                kept += 1
            }
            return kept
        }
    }
}
