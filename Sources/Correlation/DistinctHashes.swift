/// The distinct values of a column as ascending 64-bit hashes.
///
/// Sorted, so that the share of one column's values found in another is one merge; and since hashes are
/// uniform, the first k of them are a fair sample of the values (a bottom-k sketch) at no extra cost.
///
/// - Invariant: `hashes` is strictly ascending and has no 0.
struct DistinctHashes: Sendable {
    let hashes: [UInt64]

    static let empty = DistinctHashes(unsorted: [])

    var count: Int { hashes.count }

    /// Zeros (blanks) and repeats are left out.
    ///
    /// - Complexity: O(n) for distinct hashes.
    init(unsorted: [UInt64]) {
        let total = unsorted.count
        guard total > 64 else {
            var sorted = unsorted.filter { $0 != 0 }
            sorted.sort()
            hashes = Self.withoutRepeats(sorted)
            return
        }
        var partitions = HashPartitions<UInt64>(count: total, pieces: 1, threads: 1) { _, body in
            unsorted.withUnsafeBufferPointer { unsorted in
                for hash in unsorted where hash != 0 { body(hash, hash) }
            }
        }
        let bits = partitions.bits
        let bucketBits = HashPartitions<UInt64>.bucketBits(for: total >> bits)
        var ends = [Int32](repeating: 0, count: 1 << bucketBits)
        _ = partitions.forEachPartition(threads: 1) { _, items in
            ends.withUnsafeMutableBufferPointer { ends in
                ends.update(repeating: 0)
                HashPartitions.sort(
                    items, bits: bits, bucketBits: bucketBits, ends.baseAddress!)
            }
        }
        hashes = Self.withoutRepeats(partitions.items)
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
