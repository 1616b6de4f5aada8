import Columns

/// Numbers the distinct texts of a column 0, 1, 2, ... in order of first appearance.
///
/// An open-addressing table over the column's own bytes: nothing is copied. The order depends on the rows
/// alone, never on the hash.
struct TextNumbering {
    /// What makes two texts the same: their bytes, or their folded form.
    enum Match: Sendable { case exact, folded }

    private let column: TextColumn
    private let match: Match
    /// Per slot the upper half of the hash and, in the lower half, number + 1 of its text; 0 for a free slot. The
    /// size is a power of two. With half the hash beside the number most misses never touch the text.
    private var slots: [UInt64]
    private var hashes: [UInt64] = []
    /// For each number the row at which its text stood first.
    private(set) var firstRows: [Int32] = []

    init(_ column: TextColumn, match: Match, expected: Int = 64) {
        self.column = column
        self.match = match
        var size = 128
        while size < expected * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
    }

    var count: Int { firstRows.count }

    /// The number of the text at a row, a new one if it has none yet.
    mutating func number(_ row: Int) -> Int32 {
        let bytes = column.bytes(row)
        let hash = self.hash(bytes)
        let (slot, number) = search(bytes, hash)
        if number >= 0 { return number }
        firstRows.append(Int32(row))
        hashes.append(hash)
        slots[slot] = entry(hash, firstRows.count)
        if firstRows.count * 2 > slots.count { grow() }
        return Int32(firstRows.count - 1)
    }

    /// The number of a text, from any column; nil when the column has not got it.
    func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        let number = search(bytes, hash(bytes)).number
        return number < 0 ? nil : number
    }

    /// The text's slot and number, or the free slot where it belongs and -1.
    private func search(
        _ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64
    ) -> (slot: Int, number: Int32) {
        slots.withUnsafeBufferPointer { slots in
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 {
                if (slots[slot] ^ hash) >> 32 == 0 {
                    let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
                    if isSame(column.bytes(Int(firstRows[number])), bytes) {
                        return (slot, Int32(number))
                    }
                }
                slot = (slot + 1) & (slots.count - 1)
            }
            return (slot, -1)
        }
    }

    private func entry(_ hash: UInt64, _ count: Int) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(count)
    }

    private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        match == .exact ? Folding.hashExact(bytes) : Folding.hash(bytes)
    }

    private func isSame(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        match == .exact ? Folding.exact(left, right) == 0 : Folding.equal(left, right)
    }

    private mutating func grow() {
        let size = slots.count * 4
        var larger = [UInt64](repeating: 0, count: size)
        larger.withUnsafeMutableBufferPointer { larger in
            for (number, hash) in hashes.enumerated() {
                var slot = Int(truncatingIfNeeded: hash) & (size - 1)
                while larger[slot] != 0 { slot = (slot + 1) & (size - 1) }
                larger[slot] = entry(hash, number + 1)
            }
        }
        slots = larger
    }
}

/// Numbers distinct 64-bit values 0, 1, 2, ... in order of first appearance.
struct IntegerNumbering {
    private var slots: [Int32]
    private(set) var values: [UInt64] = []

    init(expected: Int = 64) {
        var size = 128
        while size < expected * 2 { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
    }

    var count: Int { values.count }

    @inline(__always)
    private static func slot(_ value: UInt64, _ size: Int) -> Int {
        let product = (value ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return Int(truncatingIfNeeded: product.high ^ product.low) & (size - 1)
    }

    mutating func number(_ value: UInt64) -> Int32 {
        var slot = Self.slot(value, slots.count)
        while slots[slot] != 0 {
            if values[Int(slots[slot]) - 1] == value { return slots[slot] - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        values.append(value)
        slots[slot] = Int32(values.count)
        if values.count * 2 > slots.count { grow() }
        return Int32(values.count - 1)
    }

    func find(_ value: UInt64) -> Int32? {
        var slot = Self.slot(value, slots.count)
        while slots[slot] != 0 {
            if values[Int(slots[slot]) - 1] == value { return slots[slot] - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        let size = slots.count * 4
        var larger = [Int32](repeating: 0, count: size)
        for (number, value) in values.enumerated() {
            var slot = Self.slot(value, size)
            while larger[slot] != 0 { slot = (slot + 1) & (size - 1) }
            larger[slot] = Int32(number + 1)
        }
        slots = larger
    }
}
