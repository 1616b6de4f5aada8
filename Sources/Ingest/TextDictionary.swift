import Columns

/// Distinct texts and their codes, in order of first appearance.
///
/// Entry 0 is the empty text. Open addressing with linear probing; deterministic, no seed.
package final class TextDictionary {
    let entries = GrowingBuffer<TextView>()
    /// The whole hash of every entry, for growing.
    private let hashes = GrowingBuffer<UInt64>()
    /// The hash's upper half beside the code; zero where nothing is.
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    /// The longest walk an insertion made: far above the usual when the texts were chosen to collide.
    private(set) var probeMax = 0

    static let probeLimit = 512

    package init() {
        mask = 255
        slots = .allocate(capacity: 256)
        slots.initialize(repeating: 0, count: 256)
        entries.append(.empty)
        hashes.append(0)
    }

    deinit { slots.deallocate() }

    package var count: Int { entries.count }

    /// The table's memory at one time, for a loop of look-ups; stale once an entry was added.
    struct Probe {
        fileprivate let slots: UnsafeMutablePointer<UInt64>
        fileprivate let entries: UnsafeMutablePointer<TextView>
        fileprivate let mask: Int

        /// The code of the text at `view`, which is not empty; -1 if it has none.
        @inline(__always)
        func code(
            of view: TextView, hash: UInt64, in base: UnsafePointer<UInt8>,
            entriesIn entriesBase: UnsafePointer<UInt8>
        ) -> Int32 {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while true {
                let found = slots[slot]
                if found == 0 { return -1 }
                if (found ^ hash) >> 32 == 0 {
                    let code = Int(truncatingIfNeeded: found & 0xFFFF_FFFF)
                    let entry = entries[code]
                    if entry.length == view.length,
                        equalBytes(entriesBase + entry.offset, base + view.offset, view.length)
                    {
                        return Int32(truncatingIfNeeded: code)
                    }
                }
                slot = (slot &+ 1) & mask
            }
        }
    }

    var probe: Probe { Probe(slots: slots, entries: entries.base, mask: mask) }

    /// The code of the text at `view`, entered if it is new. The text must not be empty.
    package func code(of view: TextView, in base: UnsafePointer<UInt8>) -> Int32 {
        let hash = Self.hash(base + view.offset, view.length)
        let known = probe.code(of: view, hash: hash, in: base, entriesIn: base)
        return known >= 0 ? known : enter(view, hash: hash)
    }

    /// Adds a text that is not there yet.
    func enter(_ view: TextView, hash: UInt64) -> Int32 {
        let code = entries.count
        entries.append(view)
        hashes.append(hash)
        if entries.count * 2 > mask {
            grow()
        } else {
            place(code, hash)
        }
        return Int32(truncatingIfNeeded: code)
    }

    private func place(_ code: Int, _ hash: UInt64) {
        let home = Int(truncatingIfNeeded: hash) & mask
        var slot = home
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = (hash & ~0xFFFF_FFFF) | UInt64(truncatingIfNeeded: code)
        probeMax = max(probeMax, (slot &- home) & mask)
    }

    private func grow() {
        slots.deallocate()
        let capacity = (mask + 1) * 4
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        probeMax = 0
        for code in 1..<entries.count { place(code, hashes.base[code]) }
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
