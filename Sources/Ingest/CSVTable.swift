import Columns

/// Loads a CSV or TSV file: finds out how it is written, reads its rows, names its columns.
struct CSVTable {
    let bytes: FileBytes
    let file: String
    let object: ObjectName
    let options: SourceOptions
    let limits: Limits
    let threads: Int
    let cancellation: Cancellation
    /// Where the text begins: behind a byte order mark.
    let start: Int

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        var notes = earlierNotes
        let delimiter = try delimiterOption()
        let dialect = CSVDialect.sniff(bytes.base, start, bytes.count, delimiter: delimiter)
        let newline = dialect.newline == .carriage ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
        var end = bytes.count
        if end > start, bytes.base[end - 1] != newline {
            // The last row ends like every other; the padding has room for its newline.
            bytes.base[end] = newline
            end += 1
        }

        let header = try CSVHeader.find(
            in: bytes, start: start, end: end, dialect: dialect, line: options.headerLine,
            file: file)
        notes += header.notes
        let format = container + dialect.sentence(header: header.sentence)
        guard !header.names.isEmpty else {
            let arena = bytes.makeArena()
            notes.append(arena.count == 0 ? "the file is empty" : "the file has no text")
            return Loaded(
                tables: [Table(name: object, fields: [], columns: [], rowCount: 0)],
                report: LoadReport(
                    file: file, object: object, format: format, rows: 0, bytes: arena.count,
                    troubles: [], notes: notes))
        }

        var reader = CSVReader(
            bytes: bytes, end: end, dialect: dialect, columnCount: header.names.count,
            limits: limits)
        try reader.read(header.dataStart..<end, file: file, cancellation: cancellation)
        if reader.blankLines > 0 {
            notes.append(
                reader.blankLines == 1
                    ? "1 blank line between rows" : "\(reader.blankLines) blank lines between rows")
        }
        if reader.rowCount == 0 { notes.append("the file has a header and no rows") }
        let troubles = reader.log.troubles(header: header.names.count) { bytes.line(at: $0) }
        let rowCount = reader.rowCount
        let parts = reader.parts
        let arena = bytes.makeArena()
        let columns = parts.map { ColumnMerge([$0], arena: arena).column() }
        let fields = zip(header.names, columns).map { Field(name: $0, type: $1.type) }
        return Loaded(
            tables: [Table(name: object, fields: fields, columns: columns, rowCount: rowCount)],
            report: LoadReport(
                file: file, object: object, format: format, rows: rowCount, bytes: arena.count,
                troubles: troubles, notes: notes))
    }

    private func delimiterOption() throws(LoadError) -> UInt8? {
        guard let text = options.delimiter else { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""),
            byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r")
        else {
            throw .notATable(
                file: file, reason: "a delimiter is one ASCII character, not '\(text)'")
        }
        return byte
    }
}
