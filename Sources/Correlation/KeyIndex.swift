import CKernels
import Columns

/// A hash table from key to the rows that have it: open addressing, one 64-bit compare before any text
/// is read.
///
/// - Invariant: rows of one key are found in ascending order.
struct KeyIndex: Sendable {
    let key: KeyColumn
    /// Item number + 1 of the first item of a key, 0 for an empty slot.
    private let slots: [Int32]
    /// The next item of the same hash, plus 1; empty when no hash repeats.
    private let next: [Int32]
    private let itemHashes: [UInt64]
    /// Row and entry of each item; empty when they are the item number.
    private let itemRows: [Int32]
    private let itemEntries: [Int32]
    private let shift: UInt64
    /// A slot's place within its range of slots; a look-up does not leave the range that a hash's top bits say.
    private let rangeMask: Int

    init(_ key: KeyColumn, threads: Int = 1) {
        self.key = key
        switch key.layout {
        case .direct:
            itemHashes = key.hashes
            itemRows = []
            itemEntries = []
        case .coded(let codes):
            itemHashes = codes.map { key.hashes[Int($0)] }
            itemRows = []
            itemEntries = codes
        case .list(let starts):
            itemHashes = key.hashes
            var rows = [Int32](repeating: 0, count: key.hashes.count)
            for row in 0..<key.rowCount {
                for item in Int(starts[row])..<Int(starts[row + 1]) { rows[item] = Int32(row) }
            }
            itemRows = rows
            itemEntries = []
        }
        let bits = max(4, Int.bitWidth - (itemHashes.count * 2).leadingZeroBitCount)
        shift = UInt64(64 - bits)
        let parts = Self.parts(itemHashes, threads: threads)
        let divided = bits - parts.bits
        // Hashes that crowd into one range, which only somebody can make who means to, get all slots as one range.
        let isEven = parts.starts.indices.dropLast().allSatisfy {
            2 * (parts.starts[$0 + 1] - parts.starts[$0]) <= 3 << (divided - 1)
        }
        rangeMask = (1 << (isEven ? divided : bits)) - 1
        (slots, next) = Self.filled(
            itemHashes, parts, bits: bits, rangeMask: rangeMask, threads: isEven ? threads : 1)
    }

    /// The items that are not blank, in order, by ranges of their hashes.
    private static func parts(_ hashes: [UInt64], threads: Int) -> HashPartitions<Int32> {
        let pieceItems = 1 << 16
        return HashPartitions(
            count: hashes.count, pieces: (hashes.count + pieceItems - 1) / pieceItems,
            threads: threads
        ) { piece, body in
            hashes.withUnsafeBufferPointer { hashes in
                for item in piece * pieceItems..<min(hashes.count, (piece + 1) * pieceItems)
                where hashes[item] != 0 {
                    body(hashes[item], Int32(truncatingIfNeeded: item))
                }
            }
        }
    }

    /// Slots, and for each item the next one of the same hash, if any hash repeats. What falls into one range of slots
    /// is put there in order, so several ranges can be filled at once.
    private static func filled(
        _ hashes: [UInt64], _ parts: consuming HashPartitions<Int32>, bits: Int, rangeMask: Int,
        threads: Int
    ) -> (slots: [Int32], next: [Int32]) {
        var slots = [Int32](repeating: 0, count: 1 << bits)
        let shift = UInt64(64 - bits)
        let repeats = slots.withUnsafeMutableBufferPointer { slots in
            let slots = slots
            return parts.forEachPartition(threads: threads) { _, items in
                hashes.withUnsafeBufferPointer { hashes in
                    var repeats: [(item: Int32, next: Int32)] = []
                    // From the last to the first, so that chains ascend.
                    for item in items.reversed() {
                        let hash = hashes[Int(item)]
                        var slot = Int(hash >> shift)
                        while slots[slot] != 0 && hashes[Int(slots[slot]) - 1] != hash {
                            slot = slot & ~rangeMask | (slot + 1) & rangeMask
                        }
                        if slots[slot] != 0 { repeats.append((item, slots[slot])) }
                        slots[slot] = item + 1
                    }
                    return repeats
                }
            }
        }
        guard repeats.contains(where: { !$0.isEmpty }) else { return (slots, []) }
        var next = [Int32](repeating: 0, count: hashes.count)
        for part in repeats { for (item, following) in part { next[Int(item)] = following } }
        return (slots, next)
    }

    var hasRepeats: Bool { !next.isEmpty }

    /// The first item whose hash is `hash`, or -1. Equal hashes are not yet equal keys.
    @inline(__always)
    private static func find(
        _ hash: UInt64, _ slots: UnsafeBufferPointer<Int32>, _ hashes: UnsafeBufferPointer<UInt64>,
        _ shift: UInt64, _ rangeMask: Int
    ) -> Int {
        var slot = Int(hash >> shift)
        while true {
            let item = Int(slots[slot]) - 1
            if item < 0 || hashes[item] == hash { return item }
            slot = slot & ~rangeMask | (slot + 1) & rangeMask
        }
    }

    /// Asks the memory for what a look-up of the hash will read first.
    @inline(__always) func prefetch(_ hash: UInt64) {
        slots.withUnsafeBufferPointer { ck_prefetch($0.baseAddress! + Int(hash >> shift)) }
    }

    /// The rows that have exactly this key, ascending.
    func rows(of hash: UInt64, bytes: UnsafeBufferPointer<UInt8>) -> [Int32] {
        guard hash != 0 else { return [] }
        var found: [Int32] = []
        var item = slots.withUnsafeBufferPointer { slots in
            itemHashes.withUnsafeBufferPointer { Self.find(hash, slots, $0, shift, rangeMask) }
        }
        while item >= 0 {
            let entry = itemEntries.isEmpty ? item : Int(itemEntries[item])
            if KeyText.areEqual(key.bytes(entry), bytes) {
                found.append(itemRows.isEmpty ? Int32(item) : itemRows[item])
            }
            item = next.isEmpty ? -1 : Int(next[item]) - 1
        }
        return found
    }

    /// The row of each of `entries` of `left`, when no key of this side repeats: -1 for none.
    ///
    /// Three passes over a block: slots, then hashes, then texts. Each pass asks the memory for what the next one reads,
    /// so that the waits for one look-up overlap those for others.
    func uniqueRows(of left: KeyColumn, entries: ArraySlice<Int32>) -> [Int32] {
        entries.withUnsafeBufferPointer { entries in
            [Int32](unsafeUninitializedCapacity: entries.count) { out, count in
                let block = 256
                for start in stride(from: 0, to: entries.count, by: block) {
                    let end = min(entries.count, start + block)
                    findItems(of: left, entries, start..<end, out.baseAddress!)
                    compareTexts(of: left, entries, start..<end, out.baseAddress!)
                }
                count = entries.count
            }
        }
    }

    /// The first item whose hash is that of each entry, -1 where there is none.
    private func findItems(
        of left: KeyColumn, _ entries: UnsafeBufferPointer<Int32>, _ range: Range<Int>,
        _ out: UnsafeMutablePointer<Int32>
    ) {
        slots.withUnsafeBufferPointer { slots in
            itemHashes.withUnsafeBufferPointer { hashes in
                left.hashes.withUnsafeBufferPointer { leftHashes in
                    for index in range {
                        let hash = leftHashes[Int(entries[index])]
                        ck_prefetch(slots.baseAddress! + Int(hash >> shift))
                    }
                    for index in range {
                        let hash = leftHashes[Int(entries[index])]
                        let item = slots[Int(hash >> shift)] - 1
                        if hash != 0, item >= 0 { ck_prefetch(hashes.baseAddress! + Int(item)) }
                    }
                    for index in range {
                        let hash = leftHashes[Int(entries[index])]
                        let item =
                            hash == 0 ? -1 : Self.find(hash, slots, hashes, shift, rangeMask)
                        (out + index).initialize(to: Int32(truncatingIfNeeded: item))
                    }
                }
            }
        }
    }

    /// Makes rows of items whose text is the entry's, and -1 of the others.
    private func compareTexts(
        of left: KeyColumn, _ entries: UnsafeBufferPointer<Int32>, _ range: Range<Int>,
        _ out: UnsafeMutablePointer<Int32>
    ) {
        let leftBase = left.arena.base
        let rightBase = key.arena.base
        left.views.withUnsafeBufferPointer { leftViews in
            key.views.withUnsafeBufferPointer { rightViews in
                itemEntries.withUnsafeBufferPointer { codes in
                    @inline(__always) func view(_ item: Int32) -> TextView {
                        rightViews[codes.isEmpty ? Int(item) : Int(codes[Int(item)])]
                    }
                    for index in range where out[index] >= 0 {
                        let item = Int(out[index])
                        ck_prefetch(rightViews.baseAddress! + (codes.isEmpty ? item : 0))
                    }
                    for index in range where out[index] >= 0 {
                        ck_prefetch(rightBase + view(out[index]).offset)
                    }
                    for index in range where out[index] >= 0 {
                        let a = leftViews[Int(entries[index])]
                        let b = view(out[index])
                        let isEqual = KeyText.areEqual(
                            UnsafeBufferPointer(start: leftBase + a.offset, count: a.length),
                            UnsafeBufferPointer(start: rightBase + b.offset, count: b.length))
                        if !isEqual {
                            out[index] = -1
                        } else if !itemRows.isEmpty {
                            out[index] = itemRows[Int(out[index])]
                        }
                    }
                }
            }
        }
    }
}
