import CKernels
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
    /// What the file was converted from, for the report.
    let encoding: TextEncoding

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        var notes = earlierNotes
        let delimiter = try delimiterOption() ?? CSVDialect.separatorLine(bytes, start)
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
        let format =
            container
            + dialect.sentence(
                header: header.sentence, encoding: encoding)
        guard !header.names.isEmpty else {
            let arena = bytes.makeArena()
            notes.append(arena.count == 0 ? "the file is empty" : "the file has no text")
            return Loaded(
                tables: [Table(name: object, fields: [], columns: [], rowCount: 0)],
                report: LoadReport(
                    file: file, object: object, format: format, rows: 0, bytes: arena.count,
                    troubles: [], notes: notes))
        }

        let split = CSVSplit(
            base: bytes.base, dialect: dialect, path: limits.kernelPath ?? ck_best_path())
        var data = header.dataStart..<end
        let totals = CSVTotals(
            bytes: bytes, dialect: dialect, columnCount: header.names.count
        ).start(in: data)
        if let totals { data = data.lowerBound..<totals }
        let ranges = split.ranges(data, count: min(threads, data.count / limits.rangeBytesMin))
        let results = concurrently(ranges.count, threads: threads) { index in
            read(ranges[index], data.upperBound, dialect, header.names.count)
        }
        var log = TroubleLog()
        var rowCount = 0
        var blankLines = 0
        var pending = 0
        var ranged: [Part] = []
        for result in results {
            let part = try result.get()
            log.append(part.log)
            if part.rowCount > 0 {
                blankLines += pending + part.blankLines
                pending = 0
            }
            pending += part.blankLinesPending
            rowCount += part.rowCount
            ranged.append(part)
        }
        if let totals { log.add(.totalsRow, bytes.base, totals..<recordEnd(totals, end)) }
        guard rowCount <= Limits.rowsMax else {
            throw .tooLarge(file: file, limit: "at most \(Limits.rowsMax) rows")
        }
        if blankLines > 0 {
            notes.append(
                blankLines == 1
                    ? "1 blank line between rows" : "\(blankLines) blank lines between rows")
        }
        if rowCount == 0 { notes.append("the file has a header and no rows") }
        let troubles = log.troubles(header: header.names.count, lines: bytes.lines)
        let arena = bytes.makeArena()
        let columns = concurrently(header.names.count, threads: rowCount > 10_000 ? threads : 1) {
            column in
            ColumnMerge(ranged.map { $0.columns[column] }, arena: arena).column()
        }
        let fields = zip(header.names, columns).map { Field(name: $0, type: $1.type) }
        var report = LoadReport(
            file: file, object: object, format: format, rows: rowCount, bytes: arena.count,
            troubles: troubles, notes: notes)
        report.hasHeader = !header.isMadeUp
        return Loaded(
            tables: [Table(name: object, fields: fields, columns: columns, rowCount: rowCount)],
            report: report)
    }

    private func recordEnd(_ start: Int, _ end: Int) -> Int {
        var at = start
        while at < end, bytes.base[at] != UInt8(ascii: "\n"), bytes.base[at] != UInt8(ascii: "\r") {
            at += 1
        }
        return at
    }

    /// What one thread read.
    private struct Part {
        let columns: [ColumnPart]
        let rowCount: Int
        let log: TroubleLog
        let blankLines: Int
        let blankLinesPending: Int
    }

    private func read(
        _ range: Range<Int>, _ end: Int, _ dialect: CSVDialect, _ columnCount: Int
    ) -> Result<Part, LoadError> {
        var reader = CSVReader(
            bytes: bytes, end: end, dialect: dialect, columnCount: columnCount, limits: limits)
        do throws(LoadError) {
            try reader.read(range, file: file, cancellation: cancellation)
        } catch {
            return .failure(error)
        }
        return .success(
            Part(
                columns: reader.parts, rowCount: reader.rowCount, log: reader.log,
                blankLines: reader.blankLines, blankLinesPending: reader.blankLinesPending))
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
