import Columns

/// One hash for each row of a column, 0 where the row has no value; for a dictionary's column one for each code.
struct RowHashes: Sendable {
    private let hashes: [UInt64]
    /// Empty where the hashes are the rows' own.
    private let codes: [Int32]
    let count: Int

    /// - Parameter key: the column as it was normalised before, where it was.
    init(_ column: Column, key: KeyColumn? = nil) {
        count = column.count
        switch column.storage {
        case .integer(let values):
            (hashes, codes) = (IntegerScan(values, validity: column.validity).hashes, [])
        case .date(let values):
            let scan = IntegerScan(values.map(Int64.init), validity: column.validity)
            (hashes, codes) = (scan.hashes, [])
        case .time(let values):
            (hashes, codes) = (IntegerScan(values, validity: column.validity).hashes, [])
        default:
            let key = key ?? KeyColumn(column)
            hashes = key.hashes
            if case .coded(let own) = key.layout { codes = own } else { codes = [] }
        }
    }

    /// How many rows there are that no other row equals in all of `parts`, counting equal ones once.
    static func distinctCount(_ parts: [RowHashes], threads: Int) -> Int {
        let rows = parts.first?.count ?? 0
        let pieceRows = 1 << 18
        let pieces = (rows + pieceRows - 1) / pieceRows
        var partitions = HashPartitions<UInt64>(count: rows, pieces: pieces, threads: threads) {
            piece, body in
            let start = piece * pieceRows
            forEachCombined(parts, start..<min(rows, start + pieceRows)) { body($0, $0) }
        }
        return partitions.forEachPartition(threads: threads) { _, items in distinctCount(items) }
            .reduce(0, +)
    }

    /// Calls `body` with one hash for the values of several columns in each row, never 0.
    private static func forEachCombined(
        _ parts: [RowHashes], _ rows: Range<Int>, _ body: (UInt64) -> Void
    ) {
        let blockRows = 1024
        let block = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: blockRows)
        defer { block.deallocate() }
        var start = rows.lowerBound
        while start < rows.upperBound {
            let count = min(blockRows, rows.upperBound - start)
            block.initialize(repeating: 0x9E37_79B9_7F4A_7C15)
            for part in parts { part.mix(into: block, from: start, count) }
            for index in 0..<count { body(max(1, block[index])) }
            start += count
        }
    }

    private func mix(
        into block: UnsafeMutableBufferPointer<UInt64>, from start: Int, _ count: Int
    ) {
        @inline(__always) func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
            KeyHash.mix(hash ^ value, 0xD1B5_4A32_D192_ED03) ^ hash &* 31
        }
        hashes.withUnsafeBufferPointer { hashes in
            codes.withUnsafeBufferPointer { codes in
                if codes.isEmpty {
                    for index in 0..<count {
                        block[index] = mixed(block[index], hashes[start + index])
                    }
                } else {
                    for index in 0..<count {
                        block[index] = mixed(block[index], hashes[Int(codes[start + index])])
                    }
                }
            }
        }
    }

    /// By open addressing in a table that stays in the cache.
    private static func distinctCount(_ items: UnsafeMutableBufferPointer<UInt64>) -> Int {
        let bits = max(4, Int.bitWidth - (items.count * 2).leadingZeroBitCount)
        let slots = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 1 << bits)
        defer { slots.deallocate() }
        slots.initialize(repeating: 0)
        var found = 0
        for hash in items {
            // The top bits are the partition's, the same for all.
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 && slots[slot] != hash {
                slot = (slot + 1) & (slots.count - 1)
            }
            if slots[slot] == 0 {
                slots[slot] = hash
                found += 1
            }
        }
        return found
    }
}
