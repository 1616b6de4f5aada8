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

    init(_ key: KeyColumn) {
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
        let mask = (1 << bits) - 1
        let shift = shift
        var next: [Int32] = []
        let hashes = itemHashes
        var slots = [Int32](repeating: 0, count: 1 << bits)
        slots.withUnsafeMutableBufferPointer { slots in
            hashes.withUnsafeBufferPointer { hashes in
                // From the last to the first, so that chains ascend.
                for item in stride(from: hashes.count - 1, through: 0, by: -1) {
                    let hash = hashes[item]
                    if hash == 0 { continue }
                    var slot = Int(hash >> shift)
                    while slots[slot] != 0 && hashes[Int(slots[slot]) - 1] != hash {
                        slot = (slot + 1) & mask
                    }
                    if slots[slot] != 0 {
                        if next.isEmpty { next = [Int32](repeating: 0, count: hashes.count) }
                        next[item] = slots[slot]
                    }
                    slots[slot] = Int32(item + 1)
                }
            }
        }
        self.slots = slots
        self.next = next
    }

    var hasRepeats: Bool { !next.isEmpty }

    /// The first item whose hash is `hash`, or -1. Equal hashes are not yet equal keys.
    @inline(__always)
    private static func find(
        _ hash: UInt64, _ slots: UnsafeBufferPointer<Int32>, _ hashes: UnsafeBufferPointer<UInt64>,
        _ shift: UInt64
    ) -> Int {
        var slot = Int(hash >> shift)
        while true {
            let item = Int(slots[slot]) - 1
            if item < 0 || hashes[item] == hash { return item }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// The rows that have exactly this key, ascending.
    func rows(of hash: UInt64, bytes: UnsafeBufferPointer<UInt8>) -> [Int32] {
        guard hash != 0 else { return [] }
        var found: [Int32] = []
        var item = slots.withUnsafeBufferPointer { slots in
            itemHashes.withUnsafeBufferPointer { Self.find(hash, slots, $0, shift) }
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
    /// Hashes are looked up first, then the hits compared as text, so that the cache misses of one look-up
    /// overlap the next.
    func uniqueRows(of left: KeyColumn, entries: ArraySlice<Int32>) -> [Int32] {
        let leftBase = left.arena.base
        let rightBase = key.arena.base
        return entries.withUnsafeBufferPointer { entries in
            [Int32](unsafeUninitializedCapacity: entries.count) { out, count in
                slots.withUnsafeBufferPointer { slots in
                    itemHashes.withUnsafeBufferPointer { hashes in
                        left.hashes.withUnsafeBufferPointer { leftHashes in
                            for index in 0..<entries.count {
                                let hash = leftHashes[Int(entries[index])]
                                let item = hash == 0 ? -1 : Self.find(hash, slots, hashes, shift)
                                (out.baseAddress! + index).initialize(
                                    to: Int32(truncatingIfNeeded: item))
                            }
                        }
                    }
                }
                left.views.withUnsafeBufferPointer { leftViews in
                    key.views.withUnsafeBufferPointer { rightViews in
                        itemEntries.withUnsafeBufferPointer { codes in
                            for index in 0..<entries.count where out[index] >= 0 {
                                let item = Int(out[index])
                                let a = leftViews[Int(entries[index])]
                                let b = rightViews[codes.isEmpty ? item : Int(codes[item])]
                                let isEqual = KeyText.areEqual(
                                    UnsafeBufferPointer(
                                        start: leftBase + a.offset, count: a.length),
                                    UnsafeBufferPointer(
                                        start: rightBase + b.offset, count: b.length))
                                if !isEqual {
                                    out[index] = -1
                                } else if !itemRows.isEmpty {
                                    out[index] = itemRows[item]
                                }
                            }
                        }
                    }
                }
                count = entries.count
            }
        }
    }
}
