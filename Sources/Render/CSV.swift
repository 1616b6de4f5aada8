import CKernels
import Columns

/// Comma-separated values as RFC 4180 has them, with LF: quotation marks only where a value needs them,
/// every row, a header.
///
/// - A missing value is the `null` text; with the empty `null`, blank text is written as it was read.
/// - A present value that is spelt like `null` is quoted, so a quoted empty (`""`) is an empty text and
///   nothing between two commas is a missing one. A row that would be an empty line (one column, missing)
///   is `""` too, since readers skip empty lines.
/// - Text is written byte for byte, ill-formed UTF-8 included; a list is one text, joined by `, `.
/// - TSV is the same with a tab: quotation marks around values with tabs, not backslashes.
struct CSVEncoder: CellEncoder {
    let delimiter: UInt8
    private let null: [UInt8]
    /// `null` in memory that cells may point into.
    private let nullArena: TextArena
    private let nullLength: Int
    private let isGuarded: Bool
    private let isOnlyColumn: Bool
    private let drawsEscaped: Bool
    /// Most values are written as they are, and a look at their bytes tells.
    private let isPlain: Bool
    private let totals = TotalWords()

    init(delimiter: UInt8, table: Table, options: OutputOptions) {
        self.delimiter = delimiter
        null = Array((options.isTerminal ? escapedForTerminal(options.null) : options.null).utf8)
        nullArena = readableArena(null)
        nullLength = null.count
        isGuarded = options.isSpreadsheetSafe
        isOnlyColumn = table.columns.count == 1
        drawsEscaped = options.isTerminal
        isPlain = !isGuarded && !drawsEscaped && !isOnlyColumn
    }

    var isJSON: Bool { false }
    var elements: PlainEncoder { PlainEncoder() }

    @inline(__always)
    func text(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        if isPlain, length != nullLength, length > 0, !holdsStops(start, length),
            !mayLookWritten(start)
        {
            return Cell(start: start, length: length)
        }
        return careful(start, length, scratch)
    }

    func missing(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        if null.isEmpty, length > 0 {
            let bytes = UnsafeBufferPointer(start: start, count: length)
            return isPlain && !needsQuotes(bytes)
                ? Cell(start: start, length: length) : careful(start, length, scratch)
        }
        if null.isEmpty, isOnlyColumn { return quoted(noBytes, 0, guarded: false, scratch) }
        if null.withUnsafeBufferPointer(needsQuotes) {
            return quoted(nullArena.base, null.count, guarded: false, scratch)
        }
        return Cell(start: nullArena.base, length: null.count)
    }

    func list(_ cells: UnsafeBufferPointer<Cell>, _ scratch: Scratch) -> Cell {
        let joined = PlainEncoder().list(cells, scratch)
        return text(joined.start, Int(joined.length), scratch)
    }

    private func careful(
        _ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch
    ) -> Cell {
        let bytes = UnsafeBufferPointer(start: start, count: length)
        if drawsEscaped, hasUnsafeCharacters(bytes) {
            var drawn: [UInt8] = []
            appendEscaped(bytes, to: &drawn)
            let cell = scratch.copy(drawn)
            return finish(cell.start, Int(cell.length), scratch)
        }
        return finish(start, length, scratch)
    }

    private func finish(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        let bytes = UnsafeBufferPointer(start: start, count: length)
        if isGuarded, isFormula(bytes) { return quoted(start, length, guarded: true, scratch) }
        let isLikeNull = length == null.count && bytes.elementsEqual(null)
        if isLikeNull || looksWritten(bytes) || needsQuotes(bytes)
            || isOnlyColumn && looksDelimited(bytes)
        {
            return quoted(start, length, guarded: false, scratch)
        }
        return Cell(start: start, length: length)
    }

    /// The value between quotation marks, its own doubled.
    private func quoted(
        _ start: UnsafePointer<UInt8>, _ length: Int, guarded: Bool, _ scratch: Scratch
    ) -> Cell {
        let mark = UInt8(ascii: "\"")
        let target = scratch.reserve(length * 2 + 3)
        target[0] = mark
        var end = 1
        if guarded {
            target[end] = UInt8(ascii: "'")
            end += 1
        }
        for index in 0..<length {
            if start[index] == mark {
                target[end] = mark
                end += 1
            }
            target[end] = start[index]
            end += 1
        }
        target[end] = mark
        scratch.commit(end + 1)
        return Cell(start: UnsafePointer(target), length: end + 1)
    }

    /// Whether a reader that finds the dialect by looking might take the value for a way of writing: a quote
    /// that is `'`, a space behind the delimiter, the missing value of databases, or the word of a totals row.
    private func looksWritten(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        return first == UInt8(ascii: "'") || first == UInt8(ascii: " ")
            || bytes.count == 2 && bytes.elementsEqual("\\N".utf8) || totals.begin(bytes)
    }

    /// True where `looksWritten` is, of a value of any length, and of few others.
    @inline(__always)
    private func mayLookWritten(_ start: UnsafePointer<UInt8>) -> Bool {
        let first = start[0]
        return first == UInt8(ascii: "'") || first == UInt8(ascii: " ")
            || first == UInt8(ascii: "\\") || totals.mayBegin(start)
    }

    /// Whether the value holds the delimiter, a quotation mark or a control character; some of those
    /// separate cells and records elsewhere.
    private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.contains { $0 == 0x22 || $0 == delimiter || $0 < 0x20 && $0 != 0x09 }
    }

    /// True where `needsQuotes` is, and for a tab.
    @inline(__always)
    private func holdsStops(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        if length <= Cell.width {
            let own: UInt64 = (1 &<< UInt64(length)) &- 1
            return UInt64(ck_csv_stops(start, delimiter)) & own != 0
        }
        var index = 0
        while index + Cell.width < length {
            if ck_csv_stops(start + index, delimiter) != 0 { return true }
            index += Cell.width
        }
        // The last ones overlap those before.
        return ck_csv_stops(start + (length - Cell.width), delimiter) != 0
    }

    /// A file of one column has no delimiter to find, so a reader that looks for one must not find it
    /// inside the values. A byte order mark would be lost at the beginning of a file.
    private func looksDelimited(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.contains { ",;|^~\t\u{1}\u{1F}".utf8.contains($0) || $0 == 0xEF }
    }
}

/// Whether a spreadsheet would run the cell: it begins with `= + - @`, TAB, CR, LF, NUL or a full-width
/// `＝ ＋ － ＠` (OWASP, "CSV Injection"), and is not a plain number such as `-5`.
func isFormula(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D, 0x00: return true
    case UInt8(ascii: "-"), UInt8(ascii: "+"):
        let rest = UnsafeBufferPointer(rebasing: bytes.dropFirst())
        return rest.first == UInt8(ascii: "-") || !isJSONNumber(rest)
    case 0xEF where bytes.count >= 3 && bytes[1] == 0xBC:
        return [0x9D, 0x8B, 0x8D, 0xA0].contains(bytes[2])
    default: return false
    }
}

/// Whether a file that begins with these bytes would be taken for something else than separated values:
/// JSON, a page, an archive, a document, the line `sep=;`, or by a byte order mark that is the file's own.
private func looksLikeAnotherFormat(_ name: [UInt8]) -> Bool {
    let text = name.drop { $0 <= 0x20 }
    if let first = text.first, "{[<%".utf8.contains(first) || first == 0xEF { return true }
    // The first letters of formats that begin with letters are followed by a byte that no name holds.
    if name.prefix(6).contains(where: { $0 < 0x20 || $0 == 0x7F }) { return true }
    return ["sep=", "BZh", "PAR1", "ARROW1", "GIF8", "PK", "null", "true", "false"].contains {
        text.starts(with: $0.utf8)
    }
}

func renderCSV(
    _ table: Table, delimiter: UInt8, options: OutputOptions, to buffer: OutputBuffer
) throws {
    let encoder = CSVEncoder(delimiter: delimiter, table: table, options: options)
    if options.writesHeader { try writeHeader(table, encoder, options, to: buffer) }
    let width = table.columns.count
    let blocks = RowBlocks(table, encoder: encoder)
    try blocks.write(to: buffer, threads: options.threads) { _, count, cells, buffer in
        try buffer.withCursor { cursor in
            for row in 0..<count {
                var next = cells + row
                for _ in 0..<width {
                    let cell = next.pointee
                    try cursor.makeRoom(Int(cell.length) + 1 + Cell.width, in: buffer)
                    copy(cell, to: cursor.end)
                    cursor.end += Int(cell.length)
                    cursor.put(delimiter)
                    next += RowBlocks<CSVEncoder>.stride
                }
                cursor.end[-1] = 0x0A
            }
        }
    }
}

private func writeHeader(
    _ table: Table, _ encoder: CSVEncoder, _ options: OutputOptions, to buffer: OutputBuffer
) throws {
    try withExtendedLifetime(Scratch()) { scratch in
        for (index, field) in table.fields.enumerated() {
            if index > 0 { try buffer.append(encoder.delimiter) }
            let drawn = options.isTerminal ? escapedForTerminal(field.name) : field.name
            var name = Array(drawn.utf8)
            if name.isEmpty || index == 0 && looksLikeAnotherFormat(name) {
                name = [0x22] + name.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
                try buffer.append(name)
            } else {
                let cell = encoder.text(scratch.copy(name).start, name.count, scratch)
                try buffer.append(UnsafeBufferPointer(start: cell.start, count: Int(cell.length)))
            }
        }
    }
    try buffer.append(0x0A)
}
