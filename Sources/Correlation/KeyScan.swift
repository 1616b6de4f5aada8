/// The rows that have one of a few keys, found by going through a column once.
///
/// For some hundred keys that is far less work, and no memory, beside an index of a million.
struct KeyScan {
    private let key: KeyColumn
    /// Rows and entries by hash, ascending by row.
    private let found: [UInt64: [Item]]

    private struct Item {
        let row: Int32
        let entry: Int32
    }

    /// - Parameter hashes: of the keys sought; those of blanks (0) are not.
    init(_ key: KeyColumn, for hashes: some Sequence<UInt64>) {
        self.key = key
        let filter = HashFilter(Set(hashes).subtracting([0]))
        let entries = key.views.indices.filter { filter.contains(key.hash($0)) }
        var found: [UInt64: [Item]] = [:]
        func add(_ row: Int, _ entry: Int) {
            found[key.hash(entry), default: []].append(
                Item(row: Int32(truncatingIfNeeded: row), entry: Int32(truncatingIfNeeded: entry)))
        }
        switch key.layout {
        case .direct:
            for entry in entries { add(entry, entry) }
        case .coded(let codes):
            var isSought = [Bool](repeating: false, count: key.views.count)
            for entry in entries { isSought[entry] = true }
            if !entries.isEmpty {
                for (row, code) in codes.enumerated() where isSought[Int(code)] {
                    add(row, Int(code))
                }
            }
        case .list(let starts):
            var row = 0
            for entry in entries {
                while Int(starts[row + 1]) <= entry { row += 1 }
                add(row, entry)
            }
        }
        self.found = found
    }

    /// The rows that have exactly this key, ascending; of the keys that were sought.
    func rows(of hash: UInt64, bytes: UnsafeBufferPointer<UInt8>) -> [Int32] {
        (found[hash] ?? []).filter { KeyText.areEqual(key.bytes(Int($0.entry)), bytes) }.map(\.row)
    }
}

/// Some hashes, for loops over many that are mostly none of them.
struct HashFilter {
    private let hashes: Set<UInt64>
    /// One bit for each value of the top 16 bits tells nearly all others apart without a look into the set.
    private let bits: [UInt64]

    init(_ hashes: Set<UInt64>) {
        self.hashes = hashes
        var bits = [UInt64](repeating: 0, count: 1 << 10)
        for hash in hashes { bits[Int(hash >> 54)] |= 1 << (hash >> 48 & 63) }
        self.bits = bits
    }

    @inline(__always) func contains(_ hash: UInt64) -> Bool {
        bits[Int(hash >> 54)] >> (hash >> 48 & 63) & 1 == 1 && hashes.contains(hash)
    }
}
