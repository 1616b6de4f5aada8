import Columns

/// Distinct texts and their codes, in order of first appearance.
///
/// Entry 0 is the empty text. Open addressing with linear probing; deterministic, no seed.
final class TextDictionary {
    let entries = GrowingBuffer<TextView>()
    private let hashes = GrowingBuffer<UInt64>()
    private var slots: UnsafeMutablePointer<Int32>
    private var mask: Int
    /// The longest walk an insertion made: far above the usual when the texts were chosen to collide.
    private(set) var probeMax = 0

    static let probeLimit = 512

    init() {
        mask = 255
        slots = .allocate(capacity: 256)
        slots.initialize(repeating: -1, count: 256)
        entries.append(.empty)
        hashes.append(0)
    }

    deinit { slots.deallocate() }

    var count: Int { entries.count }

    /// The code of the text at `view`, entered if it is new. The text must not be empty.
    @inline(__always)
    func code(of view: TextView, in base: UnsafePointer<UInt8>) -> Int32 {
        let hash = Self.hash(base + view.offset, view.length)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let code = slots[slot]
            if code < 0 { return enter(view, hash, slot) }
            if hashes.base[Int(code)] == hash,
                Self.isEqual(entries.base[Int(code)], view, in: base)
            {
                return code
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// The code of the text at `view`, or nil if it was never entered.
    func existingCode(of view: TextView, in base: UnsafePointer<UInt8>) -> Int32? {
        let hash = Self.hash(base + view.offset, view.length)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let code = Int(slots[slot])
            if hashes.base[code] == hash, Self.isEqual(entries.base[code], view, in: base) {
                return slots[slot]
            }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    private func enter(_ view: TextView, _ hash: UInt64, _ slot: Int) -> Int32 {
        let code = Int32(truncatingIfNeeded: entries.count)
        entries.append(view)
        hashes.append(hash)
        slots[slot] = code
        let home = Int(truncatingIfNeeded: hash) & mask
        probeMax = max(probeMax, (slot &- home) & mask)
        if entries.count * 2 > mask { grow() }
        return code
    }

    private func grow() {
        slots.deallocate()
        let capacity = (mask + 1) * 4
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: -1, count: capacity)
        for code in 1..<entries.count {
            var slot = Int(truncatingIfNeeded: hashes.base[code]) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: code)
        }
    }

    @inline(__always)
    private static func isEqual(
        _ left: TextView, _ right: TextView, in base: UnsafePointer<UInt8>
    ) -> Bool {
        left.length == right.length
            && equalBytes(base + left.offset, base + right.offset, left.length)
    }

    /// A multiply-and-fold hash (the core of wyhash). Loads overlap instead of reading beyond the text.
    @inline(__always)
    static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let raw = UnsafeRawPointer(bytes)
        var first: UInt64
        var second: UInt64
        var state = UInt64(truncatingIfNeeded: count) ^ 0xA076_1D64_78BD_642F
        if count >= 8 {
            var rest = count
            var at = raw
            while rest > 16 {
                state = fold(
                    at.loadUnaligned(as: UInt64.self) ^ 0xE703_7ED1_A0B4_28DB,
                    (at + 8).loadUnaligned(as: UInt64.self) ^ state)
                at += 16
                rest -= 16
            }
            if rest >= 8 {
                first = at.loadUnaligned(as: UInt64.self)
            } else {
                first = (raw + count - 8).loadUnaligned(as: UInt64.self) &+ 1
            }
            second = (raw + count - 8).loadUnaligned(as: UInt64.self)
        } else if count >= 4 {
            first = UInt64(raw.loadUnaligned(as: UInt32.self))
            second = UInt64((raw + count - 4).loadUnaligned(as: UInt32.self))
        } else {
            first =
                UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
            second = 0
        }
        return fold(first ^ 0xE703_7ED1_A0B4_28DB, second ^ state)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

@inline(__always)
func equalBytes(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
) -> Bool {
    let a = UnsafeRawPointer(left)
    let b = UnsafeRawPointer(right)
    if count >= 8 {
        var at = 0
        while at + 8 <= count {
            if (a + at).loadUnaligned(as: UInt64.self) != (b + at).loadUnaligned(as: UInt64.self) {
                return false
            }
            at += 8
        }
        return (a + count - 8).loadUnaligned(as: UInt64.self)
            == (b + count - 8).loadUnaligned(as: UInt64.self)
    }
    for index in 0..<count where left[index] != right[index] { return false }
    return true
}
