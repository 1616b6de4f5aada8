/// A row with the 64-bit key it is sorted by.
struct KeyedRow {
    var key: UInt64
    var row: Int32
}

/// Sorts rows by 64-bit keys, least significant byte first; rows of equal keys keep their order.
enum RadixSort {
    /// Below this many rows a comparison sort is quicker than counting bytes.
    private static let comparisonMax = 1024

    /// Sorts `rows` in place.
    ///
    /// - Parameter spare: as long as `rows`; its content does not matter and is lost.
    /// - Returns: false if the run was cancelled; the rows are in no order then.
    static func sort(
        _ rows: UnsafeMutableBufferPointer<KeyedRow>,
        spare: UnsafeMutableBufferPointer<KeyedRow>, _ context: EvaluationContext
    ) -> Bool {
        if rows.count < 2 { return true }
        if rows.count <= comparisonMax {
            comparisonSort(rows)
            return true
        }
        var varying: UInt64 = 0
        for row in rows { varying |= row.key ^ rows[0].key }
        var source = rows
        var target = spare
        var offsets = [Int](repeating: 0, count: 257)
        for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xFF != 0 {
            let isDone = offsets.withUnsafeMutableBufferPointer { offsets in
                for digit in 0...256 { offsets[digit] = 0 }
                for row in source { offsets[Int(row.key >> shift & 0xFF) + 1] += 1 }
                for digit in 1...256 { offsets[digit] += offsets[digit - 1] }
                for first in stride(from: 0, to: source.count, by: Morsels.rowCount) {
                    if context.isCancelled { return false }
                    for index in first..<min(source.count, first + Morsels.rowCount) {
                        let row = source[index]
                        let digit = Int(row.key >> shift & 0xFF)
                        target[offsets[digit]] = row
                        offsets[digit] += 1
                    }
                }
                return true
            }
            if !isDone { return false }
            swap(&source, &target)
        }
        if source.baseAddress != rows.baseAddress {
            for index in 0..<rows.count { rows[index] = source[index] }
        }
        return true
    }

    private static func comparisonSort(_ rows: UnsafeMutableBufferPointer<KeyedRow>) {
        // The position breaks ties, since the library does not promise that its sort is stable.
        let order = rows.enumerated().sorted { a, b in
            a.element.key != b.element.key
                ? a.element.key < b.element.key : a.offset < b.offset
        }
        for (index, entry) in order.enumerated() { rows[index] = entry.element }
    }
}
