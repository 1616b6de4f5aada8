import Columns

/// A number for a table's rows that does not depend on their order: the sum of a hash of each.
///
/// FNV-1a over a row's cells as text, each followed by the byte 31; sums wrap at 64 bits. `Tests/bench/tasks.py` takes
/// the same of a peer's rows.
func rowSum(_ table: Table) -> UInt64 {
    let columns = table.columns.map { ($0.text(), $0) }
    var sum: UInt64 = 0
    for row in 0..<table.rowCount {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (text, column) in columns {
            if column.isPresent(row) { for byte in text.bytes(row) { hash = step(hash, byte) } }
            hash = step(hash, 31)
        }
        sum &+= hash
    }
    return sum
}

private func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
}
