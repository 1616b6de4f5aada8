import Columns

/// Distinct texts and their codes, in order of first appearance.
///
/// Entry 0 is the empty text. Open addressing with linear probing; deterministic, no seed.
package final class TextDictionary {
    let entries = GrowingBuffer<TextView>()
    /// The whole hash of every entry, for growing.
    private let hashes = GrowingBuffer<UInt64>()
    /// The words of every entry that is short, so that neither its view nor its text is looked at.
    private let words = GrowingBuffer<TextWords>()
    /// The code, beside it the length of a short text or 255, and the rest of the hash; zero where nothing is.
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private let masks = TextWords.makeMasks()
    /// The longest walk an insertion made: far above the usual when the texts were chosen to collide.
    private(set) var probeMax = 0

    static let probeLimit = 512

    package init() {
        mask = 255
        slots = .allocate(capacity: 256)
        slots.initialize(repeating: 0, count: 256)
        entries.append(.empty)
        hashes.append(0)
        words.append(TextWords())
    }

    deinit {
        slots.deallocate()
        masks.deallocate()
    }

    package var count: Int { entries.count }

    /// A text as it is looked for.
    struct Key {
        let view: TextView
        let hash: UInt64
        /// Those of a short text; of no meaning for a longer one.
        let words: TextWords

        /// The upper half of a slot that holds the text.
        @inline(__always)
        fileprivate var tag: UInt64 {
            (hash >> 40) << 8 | UInt64(truncatingIfNeeded: min(view.length, 255))
        }
    }

    /// The table's memory at one time, for a loop of look-ups; stale once an entry was added.
    struct Probe {
        fileprivate let slots: UnsafeMutablePointer<UInt64>
        fileprivate let entries: UnsafeMutablePointer<TextView>
        fileprivate let words: UnsafeMutablePointer<TextWords>
        fileprivate let mask: Int
        fileprivate let masks: UnsafeRawPointer

        /// The text at `view`, which is not empty, for a look-up.
        ///
        /// - Parameter readable: the offset behind which nothing may be read.
        @inline(__always)
        func key(of view: TextView, in base: UnsafePointer<UInt8>, readable: Int) -> Key {
            let bytes = base + view.offset
            let length = view.length
            if length > TextWords.bytes {
                return Key(
                    view: view, hash: TextDictionary.hash(bytes, length), words: TextWords())
            }
            let words =
                view.offset &+ TextWords.bytes <= readable
                ? TextWords(bytes, length, masks) : TextWords(copying: bytes, length)
            return Key(view: view, hash: words.hash(length), words: words)
        }

        /// The code of a text; -1 if it has none.
        @inline(__always)
        func code(
            of key: Key, in base: UnsafePointer<UInt8>, entriesIn entriesBase: UnsafePointer<UInt8>
        ) -> Int32 {
            let tag = key.tag
            var slot = Int(truncatingIfNeeded: key.hash) & mask
            while true {
                let found = slots[slot]
                if found >> 32 == tag {
                    let code = Int(truncatingIfNeeded: found & 0xFFFF_FFFF)
                    if key.view.length <= TextWords.bytes {
                        // The tags say that the lengths are equal.
                        if words[code].isEqual(key.words) {
                            return Int32(truncatingIfNeeded: code)
                        }
                    } else {
                        let entry = entries[code]
                        if entry.length == key.view.length,
                            equalBytes(
                                entriesBase + entry.offset, base + key.view.offset, entry.length)
                        {
                            return Int32(truncatingIfNeeded: code)
                        }
                    }
                }
                if found == 0 { return -1 }
                slot = (slot &+ 1) & mask
            }
        }
    }

    var probe: Probe {
        Probe(
            slots: slots, entries: entries.base, words: words.base, mask: mask,
            masks: UnsafeRawPointer(masks))
    }

    /// The code of the text at `view`, entered if it is new. The text must not be empty.
    ///
    /// - Parameter readable: the offset behind which nothing may be read.
    package func code(of view: TextView, in base: UnsafePointer<UInt8>, readable: Int) -> Int32 {
        let probe = self.probe
        let key = probe.key(of: view, in: base, readable: readable)
        let known = probe.code(of: key, in: base, entriesIn: base)
        return known >= 0 ? known : enter(key, at: view)
    }

    /// Adds a text that is not there yet; it stands at `view` from now on.
    func enter(_ key: Key, at view: TextView) -> Int32 {
        let code = entries.count
        entries.append(view)
        hashes.append(key.hash)
        words.append(key.words)
        if entries.count * 2 > mask {
            grow()
        } else {
            place(code)
        }
        return Int32(truncatingIfNeeded: code)
    }

    private func place(_ code: Int) {
        let key = Key(
            view: entries.base[code], hash: hashes.base[code], words: words.base[code])
        let home = Int(truncatingIfNeeded: key.hash) & mask
        var slot = home
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = key.tag << 32 | UInt64(truncatingIfNeeded: code)
        probeMax = max(probeMax, (slot &- home) & mask)
    }

    private func grow() {
        slots.deallocate()
        let capacity = (mask + 1) * 4
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        probeMax = 0
        for code in 1..<entries.count { place(code) }
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
    fileprivate static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

/// A text of at most 32 bytes as four words, zero behind its end: two such are hashed and compared without a branch,
/// where a loop over each one's bytes ends at a place that no processor foresees.
struct TextWords: BitwiseCopyable {
    static let bytes = 32

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    init() {}

    /// - Parameter bytes: `TextWords.bytes` of them must be readable.
    /// - Parameter masks: those of `makeMasks`.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ masks: UnsafeRawPointer) {
        let raw = UnsafeRawPointer(bytes)
        let mask = masks + (Self.bytes &- length)
        first = raw.loadUnaligned(as: UInt64.self) & mask.loadUnaligned(as: UInt64.self)
        second =
            (raw + 8).loadUnaligned(as: UInt64.self) & (mask + 8).loadUnaligned(as: UInt64.self)
        third =
            (raw + 16).loadUnaligned(as: UInt64.self) & (mask + 16).loadUnaligned(as: UInt64.self)
        fourth =
            (raw + 24).loadUnaligned(as: UInt64.self) & (mask + 24).loadUnaligned(as: UInt64.self)
    }

    /// The same where no byte behind the text may be read.
    init(copying bytes: UnsafePointer<UInt8>, _ length: Int) {
        withUnsafeMutableBytes(of: &self) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: length))
        }
    }

    /// 32 bytes of ones and as many of zeros: what begins `length` bytes before the zeros masks a text.
    static func makeMasks() -> UnsafeMutableRawPointer {
        let masks = UnsafeMutableRawPointer.allocate(byteCount: 2 * bytes, alignment: 2 * bytes)
        masks.initializeMemory(as: UInt8.self, repeating: 0xFF, count: bytes)
        (masks + bytes).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        return masks
    }

    @inline(__always)
    func hash(_ length: Int) -> UInt64 {
        let front = TextDictionary.fold(
            first ^ 0xE703_7ED1_A0B4_28DB,
            second ^ UInt64(truncatingIfNeeded: length) ^ 0xA076_1D64_78BD_642F)
        let back = TextDictionary.fold(
            third ^ 0x8EBC_6AF0_9C88_C6E3, fourth ^ 0x5899_65CC_7537_4CC3)
        return front ^ back
    }

    @inline(__always)
    func isEqual(_ other: TextWords) -> Bool {
        (first ^ other.first) | (second ^ other.second) | (third ^ other.third)
            | (fourth ^ other.fourth) == 0
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
