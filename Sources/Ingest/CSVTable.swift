import CKernels
import Columns

/// Loads a CSV or TSV file: finds out how it is written, reads its rows, names its columns.
struct CSVTable {
    let bytes: FileBytes
    let request: LoadRequest
    /// Where the text begins: behind a byte order mark.
    let start: Int
    /// What the file was converted from, for the report.
    let encoding: TextEncoding

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        var notes = earlierNotes
        var log = TroubleLog()
        var given = try CSVGiven(request.options, file: request.file)
        if given.delimiter == nil { given.delimiter = CSVDialect.separatorLine(bytes, start) }
        let first = skipLines(&notes)
        var sniffer = CSVSniffer(bytes.base, first, bytes.count, given: given)
        var dialect = sniffer.dialect()
        bytes.countsSeparators = dialect.newline == .separator
        var end = bytes.count
        if end > first, bytes.base[end - 1] != dialect.newlineByte {
            // The last row ends like every other; the padding has room for its newline.
            bytes.base[end] = dialect.newlineByte
            end += 1
        }
        let survey = CSVSurvey(
            bytes.base, first..<end, dialect: dialect,
            path: request.limits.kernelPath ?? ck_best_path(),
            count: min(request.threads, (end - first) / request.limits.rangeBytesMin),
            threads: request.threads)
        let (whole, tableStart) = try chosenTable(survey, first..<end, &dialect, &log)
        let header = try CSVHeader.find(
            in: bytes, whole, from: tableStart, dialect: dialect, options: request.options,
            columnsMax: request.limits.columnsMax,
            file: request.file)
        notes += header.notes
        let format =
            container + dialect.sentence(header: header.sentence, encoding: encoding)
        guard !header.names.isEmpty else {
            let arena = bytes.makeArena()
            notes.append(arena.count == 0 ? "the file is empty" : "the file has no text")
            return Loaded(
                tables: [Table(name: request.object, fields: [], columns: [], rowCount: 0)],
                report: LoadReport(
                    file: request.file, object: request.object, format: format, rows: 0,
                    bytes: arena.count,
                    troubles: [], notes: notes))
        }
        let data = withoutClosing(
            header.dataStart..<whole.upperBound, dialect, header.names.count, &log)
        return try load(
            survey.ranges(data), of: whole, dialect, header, format: format, notes, log)
    }

    private func load(
        _ ranges: [Range<Int>], of whole: Range<Int>, _ dialect: CSVDialect, _ header: CSVHeader,
        format: String, _ earlierNotes: [String], _ earlierLog: TroubleLog
    ) throws(LoadError) -> Loaded {
        let names = header.names
        var notes = earlierNotes
        var log = TroubleLog()
        var scanner = CSVScanner(base: bytes.base, end: whole.upperBound, dialect: dialect)
        scanner.cellsKept = names.count
        var shape = CSVRowShape(scanner, from: ranges[0].lowerBound, width: names.count)
        // Who says what quotes a cell vouches for the quotes.
        if request.options.quote != nil { shape = shape.unknown }
        let results = concurrently(ranges.count, threads: request.threads) { index in
            read(ranges[index], whole.upperBound, dialect, shape)
        }
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
        log.append(earlierLog)
        guard rowCount <= request.limits.rowsMax else {
            throw .tooLarge(file: request.file, limit: request.limits.rowsSentence)
        }
        if blankLines > 0 {
            notes.append(
                blankLines == 1
                    ? "1 blank line between rows" : "\(blankLines) blank lines between rows")
        }
        if rowCount == 0 { notes.append("the file has a header and no rows") }
        let troubles =
            dialect.escapesControls
            ? log.troubles(header: names.count)
            : log.troubles(header: names.count, lines: bytes.lines)
        let arena = bytes.makeArena()
        let columns = concurrently(names.count, threads: rowCount > 10_000 ? request.threads : 1) {
            column in
            ColumnMerge(
                ranged.map { $0.columns[column] }, arena: arena, isLent: bytes.isLent
            ).column()
        }
        let fields = zip(names, columns).map { Field(name: $0, type: $1.type) }
        var report = LoadReport(
            file: request.file, object: request.object, format: format, rows: rowCount,
            bytes: arena.count,
            troubles: troubles, notes: notes)
        report.hasHeader = !header.isMadeUp
        return Loaded(
            tables: [
                Table(name: request.object, fields: fields, columns: columns, rowCount: rowCount)
            ],
            report: report)
    }

    /// Behind the lines that a person wants left out.
    private func skipLines(_ notes: inout [String]) -> Int {
        guard let count = request.options.skippedLines, count > 0 else { return start }
        var at = start
        var skipped = 0
        while at < bytes.count, skipped < count {
            while at < bytes.count, bytes.lineEnds(at..<at + 1) == 0 { at += 1 }
            if at < bytes.count { at += 1 }
            skipped += 1
        }
        notes.append(skipped == 1 ? "the first line skipped" : "the first \(skipped) lines skipped")
        return at
    }

    /// The part of the file that is the table asked for, or the largest; the others are logged.
    private func chosenTable(
        _ survey: CSVSurvey, _ range: Range<Int>, _ dialect: inout CSVDialect,
        _ log: inout TroubleLog
    ) throws(LoadError) -> (range: Range<Int>, start: Int) {
        // A header's line says which table is meant.
        let isGiven = request.options.headerLine != nil && request.options.tableNumber == nil
        let search = CSVBlocks(
            bytes: bytes, dialect: dialect, blankLines: isGiven ? [] : survey.blankLines ?? [])
        let blocks = search.blankLines.isEmpty ? [] : search.blocks(in: range)
        if let table = request.options.tableNumber, table > max(1, blocks.count) {
            throw .notATable(
                file: request.file,
                reason: "it has \(blocks.count < 2 ? "1 table" : "\(blocks.count) tables"), and "
                    + "table \(table) was asked for")
        }
        guard let first = blocks.first, !isGiven else { return (range, range.lowerBound) }
        let largest = blocks.indices.max {
            (blocks[$0].range.count, $1) < (blocks[$1].range.count, $0)
        }
        let chosen = request.options.tableNumber.map { $0 - 1 } ?? largest ?? 0
        for (index, block) in blocks.enumerated() where index != chosen {
            log.add(
                .otherTable(number: index + 1, isChosen: request.options.tableNumber != nil),
                bytes.base,
                block.header..<recordEnd(block.header, block.range.upperBound),
                position: place(block.header, dialect), count: search.records(of: block))
        }
        dialect.columnCount = blocks[chosen].width
        // An only table is the file, with all that stands around it.
        let isOnly = blocks.count == 1
        let block = blocks[chosen]
        if isOnly { return (range, first.start) }
        // Further tables begin with a row of names, which titles may stand above.
        return (block.range, chosen == 0 ? block.start : block.header)
    }

    /// What the log keeps of an offset: the line itself where unescaping will add line ends.
    private func place(_ offset: Int, _ dialect: CSVDialect) -> Int {
        dialect.escapesControls ? bytes.line(at: offset) : offset
    }

    /// The range without totals and remarks at its end, which are logged.
    private func withoutClosing(
        _ data: Range<Int>, _ dialect: CSVDialect, _ columnCount: Int, _ log: inout TroubleLog
    ) -> Range<Int> {
        guard request.options.dropsTotals != false else { return data }
        let lines = CSVClosing(bytes: bytes, dialect: dialect, columnCount: columnCount)
            .lines(in: data)
        for line in lines.reversed() {
            log.add(
                line.kind, bytes.base, line.range, position: place(line.range.lowerBound, dialect))
        }
        return data.lowerBound..<(lines.last?.range.lowerBound ?? data.upperBound)
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
        _ range: Range<Int>, _ end: Int, _ dialect: CSVDialect, _ shape: CSVRowShape
    ) -> Result<Part, LoadError> {
        var reader = CSVReader(
            bytes: bytes, end: end, dialect: dialect, shape: shape, limits: request.limits)
        do throws(LoadError) {
            try reader.read(range, file: request.file, cancellation: request.cancellation)
        } catch {
            return .failure(error)
        }
        return .success(
            Part(
                columns: reader.parts, rowCount: reader.rowCount, log: reader.log,
                blankLines: reader.blankLines, blankLinesPending: reader.blankLinesPending))
    }
}
