import CKernels
import Columns

extension KeyIndex {
    /// What is sought by a block of look-ups: few enough that the first cache holds them.
    private static let blockCount = 256
    /// Look-ups that are worth waking another core for.
    static let pieceCount = 1 << 13

    /// Calls `body` with a place in `range`, and a row that has the key of the entry there: places ascend, and the rows of
    /// each.
    ///
    /// Passes over a block: slots, then what tells where texts stand, then texts. Each pass asks the memory for what the next
    /// one reads, so that the waits for one look-up overlap those for others.
    ///
    /// - Parameters:
    ///   - left: not yet cut where `form` is not `whole`.
    ///   - entries: those of `left`, from the first of `range` on; nil where place and entry are the same.
    @inline(__always)
    func forEachMatch(
        of left: KeyColumn, as form: KeyColumn.Form, _ entries: UnsafePointer<Int32>?,
        _ range: Range<Int>, _ body: (Int, Int32) -> Void
    ) {
        let sought = SoughtKeys(capacity: Self.blockCount)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockCount) {
            let end = min(range.upperBound, start + Self.blockCount)
            seek(left, form, entries.map { $0 + (start - range.lowerBound) }, start..<end, sought)
            findItems(sought, end - start)
            compareTexts(left.arena.base, sought, end - start) { body(start + $0, $1) }
        }
    }

    private func seek(
        _ left: KeyColumn, _ form: KeyColumn.Form, _ entries: UnsafePointer<Int32>?,
        _ range: Range<Int>, _ sought: SoughtKeys
    ) {
        let (hashes, views) = (sought.hashes, sought.views)
        for place in 0..<range.count {
            let entry = entries.map { Int($0[place]) } ?? range.lowerBound + place
            if form == .whole {
                hashes[place] = left.hash(entry)
                views[place] = left.views[entry]
            } else {
                let (view, bytes) = (left.views[entry], left.bytes(entry))
                let part = form.part(of: bytes)
                hashes[place] = KeyHash.hash(bytes.baseAddress! + part.lowerBound, part.count)
                views[place] = TextView(offset: view.offset + part.lowerBound, length: part.count)
            }
        }
        slots.withUnsafeBufferPointer { slots in
            for place in 0..<range.count {
                ck_prefetch(slots.baseAddress! + Int(hashes[place] >> shift))
            }
        }
    }

    /// The first item whose slot says that it may be the one, -1 where there is none.
    private func findItems(_ sought: SoughtKeys, _ count: Int) {
        let (hashes, items) = (sought.hashes, sought.items)
        let (shift, rangeMask, itemMask) = (shift, rangeMask, itemMask)
        slots.withUnsafeBufferPointer { slots in
            for place in 0..<count {
                let hash = hashes[place]
                let low = UInt32(truncatingIfNeeded: hash)
                var slot = Int(hash >> shift)
                var held = hash == 0 ? 0 : slots[slot]
                while held != 0, (held ^ low) & ~itemMask != 0 {
                    slot = slot & ~rangeMask | (slot + 1) & rangeMask
                    held = slots[slot]
                }
                items[place] = Int32(truncatingIfNeeded: held & itemMask) - 1
            }
        }
        for place in 0..<count where items[place] >= 0 {
            let item = Int(items[place])
            if !next.isEmpty {
                next.withUnsafeBufferPointer { ck_prefetch($0.baseAddress! + item) }
            }
            if itemEntries.isEmpty {
                key.views.withUnsafeBufferPointer { ck_prefetch($0.baseAddress! + item) }
            } else {
                itemEntries.withUnsafeBufferPointer { ck_prefetch($0.baseAddress! + item) }
            }
        }
    }

    @inline(__always)
    private func compareTexts(
        _ leftBase: UnsafePointer<UInt8>, _ sought: SoughtKeys, _ count: Int,
        _ body: (Int, Int32) -> Void
    ) {
        let (hashes, items, views) = (sought.hashes, sought.items, sought.views)
        let base = key.arena.base
        key.views.withUnsafeBufferPointer { keyViews in
            itemEntries.withUnsafeBufferPointer { entries in
                @inline(__always) func view(_ item: Int32) -> TextView {
                    keyViews[entries.isEmpty ? Int(item) : Int(entries[Int(item)])]
                }
                for place in 0..<count where items[place] >= 0 {
                    let view = view(items[place])
                    ck_prefetch(base + view.offset)
                    // Three of ten texts of 20 bytes reach into the next line of the cache.
                    ck_prefetch(base + view.offset + view.length)
                }
                for place in 0..<count where items[place] >= 0 {
                    let (own, other) = (views[place], view(items[place]))
                    let bytes = UnsafeBufferPointer(
                        start: leftBase + own.offset, count: own.length)
                    let isFound =
                        next.isEmpty
                        && KeyText.areEqual(
                            bytes,
                            UnsafeBufferPointer(start: base + other.offset, count: other.length))
                    if isFound {
                        let item = Int(items[place])
                        body(place, itemRows.isEmpty ? Int32(item) : itemRows[item])
                    } else {
                        // Several have the key, or another key's hash is alike in what slots hold of it.
                        forEachRow(of: hashes[place], bytes: bytes) { body(place, $0) }
                    }
                }
            }
        }
    }

    /// The row of each entry of `left` where no key of this side repeats: -1 for none.
    func uniqueRows(of left: KeyColumn, threads: Int) -> [Int32] {
        let count = left.views.count
        return [Int32](unsafeUninitializedCapacity: count) { rows, filled in
            rows.initialize(repeating: -1)
            let rows = rows
            inPieces(of: Self.pieceCount, count, threads: threads) { range in
                forEachMatch(of: left, as: .whole, nil, range) { rows[$0] = $1 }
            }
            filled = count
        }
    }
}

/// Keys of a block of look-ups, and what was found of them so far.
private final class SoughtKeys {
    let hashes: UnsafeMutablePointer<UInt64>
    let views: UnsafeMutablePointer<TextView>
    let items: UnsafeMutablePointer<Int32>

    init(capacity: Int) {
        hashes = .allocate(capacity: capacity)
        views = .allocate(capacity: capacity)
        items = .allocate(capacity: capacity)
    }

    deinit {
        hashes.deallocate()
        views.deallocate()
        items.deallocate()
    }
}
