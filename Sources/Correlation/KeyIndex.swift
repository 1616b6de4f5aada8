import CKernels
import Columns

/// A hash table from key to the rows that have it: open addressing, one 64-bit compare before any text
/// is read.
///
/// - Invariant: rows of one key are found in ascending order.
struct KeyIndex: Sendable {
    let key: KeyColumn
    /// The number of a key's first item plus 1, and above its bits as many of the key's hash, which tell nearly every
    /// other key by themselves; 0 for an empty slot.
    let slots: [UInt32]
    /// The bits of a slot that are an item's.
    let itemMask: UInt32
    let next: [Int32]
    let itemHashes: [UInt64]
    /// Row and entry of each item; empty when they are the item number.
    let itemRows: [Int32]
    let itemEntries: [Int32]
    let shift: UInt64
    /// A slot's place within its range of slots; a look-up does not leave the range that a hash's top bits say.
    let rangeMask: Int

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
        itemMask = ~0 >> UInt32(itemHashes.count.leadingZeroBitCount - 32)
        (slots, next) = Self.filled(
            itemHashes, parts, bits: bits, rangeMask: rangeMask, itemMask: itemMask,
            threads: isEven ? threads : 1)
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
        itemMask: UInt32, threads: Int
    ) -> (slots: [UInt32], next: [Int32]) {
        var slots = [UInt32](repeating: 0, count: 1 << bits)
        let shift = UInt64(64 - bits)
        let repeats = slots.withUnsafeMutableBufferPointer { slots in
            let slots = slots
            return parts.forEachPartition(threads: threads) { _, items in
                hashes.withUnsafeBufferPointer { hashes in
                    var repeats: [(item: Int32, next: Int32)] = []
                    // From the last to the first, so that chains ascend.
                    for item in items.reversed() {
                        let hash = hashes[Int(item)]
                        let tag = UInt32(truncatingIfNeeded: hash) & ~itemMask
                        var slot = Int(hash >> shift)
                        while slots[slot] != 0 {
                            let first = Int(slots[slot] & itemMask) - 1
                            if slots[slot] & ~itemMask == tag, hashes[first] == hash { break }
                            slot = slot & ~rangeMask | (slot + 1) & rangeMask
                        }
                        if slots[slot] != 0 {
                            repeats.append((item, Int32(slots[slot] & itemMask)))
                        }
                        slots[slot] = tag | UInt32(item + 1)
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
    private func firstItem(_ hash: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            let tag = UInt32(truncatingIfNeeded: hash) & ~itemMask
            var slot = Int(hash >> shift)
            while slots[slot] != 0 {
                let item = Int(slots[slot] & itemMask) - 1
                if slots[slot] & ~itemMask == tag, itemHashes[item] == hash { return item }
                slot = slot & ~rangeMask | (slot + 1) & rangeMask
            }
            return -1
        }
    }

    /// Calls `body` with each row that has exactly this key, ascending.
    @inline(__always)
    func forEachRow(
        of hash: UInt64, bytes: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void
    ) {
        guard hash != 0 else { return }
        var item = firstItem(hash)
        while item >= 0 {
            let entry = itemEntries.isEmpty ? item : Int(itemEntries[item])
            if KeyText.areEqual(key.bytes(entry), bytes) {
                body(itemRows.isEmpty ? Int32(item) : itemRows[item])
            }
            item = next.isEmpty ? -1 : Int(next[item]) - 1
        }
    }

    /// The rows that have exactly this key, ascending.
    func rows(of hash: UInt64, bytes: UnsafeBufferPointer<UInt8>) -> [Int32] {
        var found: [Int32] = []
        forEachRow(of: hash, bytes: bytes) { found.append($0) }
        return found
    }
}
