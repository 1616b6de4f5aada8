import Columns

/// Reads the rows of one table of a database into columns.
///
/// Cells become text in an arena and then columns as those of any file do: integers with all their digits,
/// reals in the shortest spelling that is that number, BLOBs as `0x` and hexadecimal digits, NULL missing.
final class SQLiteRows {
    let file: String
    let table: String
    let limits: Limits
    /// What the rows may come to: a table that promises more than its file can hold is a hostile one.
    let fileBytes: Int

    private var text = FileBytes(capacity: 1 << 16)
    private var used = 0
    private var rowCount = 0
    private var readRows = 0
    private var parts: [ColumnPart] = []
    private var absorbedAt = 0
    private var blobs: [Int] = []
    private(set) var log = TroubleLog()

    /// A row takes a cell pointer, two lengths, a header and a value at least.
    private static let rowBytesMin = 4

    init(file: String, table: String, limits: Limits, fileBytes: Int) {
        self.file = file
        self.table = table
        self.limits = limits
        self.fileBytes = fileBytes
    }

    /// - Parameter name: of the table that is made.
    func read(
        _ database: SQLiteDatabase, as name: ObjectName
    ) throws(LoadError) -> (table: Table, notes: [String]) {
        // An index that holds every column would be read instead, and its order is another.
        let query = "SELECT * FROM \(SQLiteDatabase.quotedName(table)) NOT INDEXED"
        var names: [String] = []
        try database.query(query) { row in
            names = (0..<row.columnCount).map(row.name)
            parts = names.map { _ in ColumnPart() }
            blobs = names.map { _ in 0 }
        } row: { row throws(LoadError) in
            try take(row)
        }
        absorb()
        return finish(names, name)
    }

    private func take(_ row: SQLiteDatabase.Row) throws(LoadError) {
        readRows += 1
        guard readRows <= max(1024, fileBytes / Self.rowBytesMin),
            readRows * parts.count <= Limits.cellsMax(bytes: fileBytes)
        else {
            throw .tooLarge(
                file: file, limit: "table '\(table)' has more cells than its file could hold")
        }
        guard rowCount < limits.rowsMax else {
            throw .tooLarge(file: file, limit: limits.rowsSentence)
        }
        let start = used
        var isTooLong = false
        var isRepaired = false
        for (column, part) in parts.enumerated() {
            let from = used
            switch row.value(column) {
            case .missing: break
            case .integer(let value): append(String(value))
            case .real(let value): append(Self.spelling(value))
            case .text(let bytes): if !append(text: bytes) { isRepaired = true }
            case .blob(let bytes):
                append(blob: bytes)
                blobs[column] += 1
            }
            if used - from > limits.cellBytesMax { isTooLong = true }
            part.views.append(TextView(offset: from, length: min(used - from, TextView.lengthMax)))
        }
        if isTooLong {
            log.add(
                .cellTooLong(max: limits.cellBytesMax), text.base, start..<used, position: readRows)
            for part in parts { part.views.count = rowCount }
            used = start
            return
        }
        if isRepaired {
            log.add(
                .other(
                    "\(table): row has text that is not UTF-8: U+FFFD stands for each such byte"),
                text.base, start..<used, position: readRows)
        }
        rowCount += 1
        if used > max(limits.unpackedBytesFree, fileBytes * 16) {
            throw .tooLarge(
                file: file, limit: "table '\(table)' unfolds to more than 16 times the file's size")
        }
        if used - absorbedAt >= limits.blockBytes { absorb() }
    }

    private func absorb() {
        absorbedAt = used
        for part in parts { part.absorb(upTo: rowCount, in: text.base, readable: used) }
    }

    private func finish(
        _ names: [String], _ name: ObjectName
    ) -> (table: Table, notes: [String]) {
        text.finish(count: used)
        let arena = text.makeArena()
        let unique = CSVHeader.uniqueNames(names)
        let columns = parts.map { ColumnMerge([$0], arena: arena).column() }
        var notes = unique.notes.map { "\(table): \($0)" }
        for (column, count) in zip(unique.names, blobs) where count > 0 {
            notes.append(
                "\(table).\(column): \(count) BLOBs are written as 0x and hexadecimal digits")
        }
        let fields = zip(unique.names, columns).map { Field(name: $0, type: $1.type) }
        return (Table(name: name, fields: fields, columns: columns, rowCount: rowCount), notes)
    }

    // MARK: - Cells

    private static func spelling(_ value: Double) -> String {
        value.isInfinite ? value < 0 ? "-Infinity" : "Infinity" : value.description
    }

    private func append(_ ascii: String) {
        var ascii = ascii
        ascii.withUTF8 { append($0) }
    }

    private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let address = bytes.baseAddress else { return }
        text.reserve(used + bytes.count, keeping: used)
        UnsafeMutableRawPointer(text.base + used).copyMemory(
            from: address, byteCount: bytes.count)
        used += bytes.count
    }

    /// False when the text is not UTF-8: each byte that begins no character becomes U+FFFD.
    private func append(text bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        if UTF8Check.firstFault(base, 0, bytes.count) == nil {
            append(bytes)
            return true
        }
        append(String(decoding: bytes, as: UTF8.self))
        return false
    }

    private func append(blob bytes: UnsafeBufferPointer<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        text.reserve(used + bytes.count * 2 + 2, keeping: used)
        text.base[used] = UInt8(ascii: "0")
        text.base[used + 1] = UInt8(ascii: "x")
        used += 2
        for byte in bytes {
            text.base[used] = digits[Int(byte >> 4)]
            text.base[used + 1] = digits[Int(byte & 15)]
            used += 2
        }
    }
}
