import CKernels
import Columns

/// Loads a large CSV file a block at a time, without ever holding its text: a block is read into memory that the
/// next one reuses, and of its text only what no type or code says is copied.
///
/// Only a file that is regular from one end to the other is read so. At the first thing that needs a closer look,
/// whatever it is, the answer is nil, and the file is to be read whole by `Loading`, which gives the same table of
/// what this gives one of.
struct CSVStream {
    let source: PieceSource
    let request: LoadRequest

    /// What is looked at to find out how the file is written.
    private static let headBytes = 1 << 20
    private static let tailBytes = 128 << 10

    /// What the first bytes say.
    private struct Plan {
        let dialect: CSVDialect
        let header: CSVHeader
        let shape: CSVRowShape
        let notes: [String]
    }

    func load() throws(LoadError) -> Loaded? {
        guard source.count >= request.limits.streamBytesMin,
            source.count <= request.limits.fileBytesMax, mayStream,
            let plan = try plan(),
            !hasClosing(plan), let ranges = ranges(plan)
        else { return nil }
        // Nothing is written there but what is kept, so nothing else becomes memory. Kernels may read beyond.
        let slack = 4 << 20
        let memory = FileMemory(
            sparse: source.count + ranges.count * slack + FileBytes.padding)
        let parts = concurrently(ranges.count, threads: request.threads) { index in
            let range = ranges[index]
            let first = range.lowerBound + index * slack
            return read(
                range, plan, TextKeeper(memory.base, first..<first + range.count + slack))
        }
        if request.cancellation.isCancelled { throw .cancelled }
        let whole = parts.compactMap { $0 }
        guard whole.count == ranges.count, source.isUnchanged() else { return nil }
        return table(whole, plan, memory)
    }

    private func table(_ parts: [Part], _ plan: Plan, _ memory: FileMemory) -> Loaded? {
        let rowCount = parts.reduce(0) { $0 + $1.rowCount }
        guard rowCount <= request.limits.rowsMax else { return nil }
        let arena = TextArena(base: memory.base, count: memory.capacity, owner: memory)
        let names = plan.header.names
        let merges = names.indices.map { column in
            ColumnMerge(parts.map { $0.columns[column] }, arena: arena)
        }
        guard merges.allSatisfy(\.isWhole) else { return nil }
        let columns = concurrently(merges.count, threads: request.threads) {
            merges[$0].takenColumn()
        }
        var report = LoadReport(
            file: request.file, object: request.object,
            format: plan.dialect.sentence(header: plan.header.sentence, encoding: .utf8),
            rows: rowCount, bytes: source.count, troubles: [], notes: plan.notes)
        report.hasHeader = !plan.header.isMadeUp
        let fields = zip(names, columns).map { Field(name: $0, type: $1.type) }
        return Loaded(
            tables: [
                Table(name: request.object, fields: fields, columns: columns, rowCount: rowCount)
            ],
            report: report)
    }

    /// Whether nothing is said of the file that the first bytes do not show.
    private var mayStream: Bool {
        if case .named = request.options.table { return false }
        return request.options.encoding == nil && request.options.headerLine == nil
            && request.options.headerLastLine == nil && request.options.skippedLines == nil
            && request.options.tableNumber == nil
            && request.limits.cellBytesMax >= request.limits.blockBytes
            && !JSONShape.isNamed(request.file)
    }

    // MARK: - The first and the last bytes

    /// How the file is written, if its first line or its second is the first row.
    private func plan() throws(LoadError) -> Plan? {
        guard let head = source.bytes(0..<min(Self.headBytes, source.count)) else { return nil }
        guard !Gzip.isGzip(head.base, head.count), !SQLiteImage.isDatabase(head),
            Format.refusal(head) == nil, TextEncoding.wide(head) == nil
        else { return nil }
        let start = Format.textStart(head)
        guard !Format.isJSON(head, start), !Format.isBinary(head, start),
            CSVDialect.separatorLine(head, start) == nil
        else { return nil }
        var sniffer = CSVSniffer(
            head.base, start, head.count, given: try CSVGiven(request.options, file: request.file))
        let dialect = sniffer.dialect()
        guard dialect.isIndexable, let end = recordsEnd(head, dialect) else { return nil }
        let header = try CSVHeader.find(
            in: head, start..<end, from: start, dialect: dialect, options: request.options,
            columnsMax: request.limits.columnsMax, file: request.file)
        var scanner = CSVScanner(base: head.base, end: end, dialect: dialect)
        scanner.cellsKept = header.names.count
        guard !header.names.isEmpty, header.dataStart < end,
            header.dataStart == (header.isMadeUp ? start : scanner.scan(at: start)),
            UTF8Check.firstFault(head.base, start, header.dataStart) == nil,
            head.count == source.count || holdsSample(head, header, scanner)
        else { return nil }
        var shape = CSVRowShape(scanner, from: header.dataStart, width: header.names.count)
        if request.options.quote != nil { shape = shape.unknown }
        let mark = start > 0 ? ["byte order mark skipped"] : []
        return Plan(dialect: dialect, header: header, shape: shape, notes: mark + header.notes)
    }

    /// Behind the last newline of the head.
    private func recordsEnd(_ head: FileBytes, _ dialect: CSVDialect) -> Int? {
        if head.count == source.count, head.count > 0,
            head.base[head.count - 1] != dialect.newlineByte
        {
            head.base[head.count] = dialect.newlineByte
            return head.count + 1
        }
        return (0..<head.count).last { head.base[$0] == dialect.newlineByte }.map { $0 + 1 }
    }

    /// Whether the head has all the rows that tell what rows are like.
    private func holdsSample(
        _ head: FileBytes, _ header: CSVHeader, _ scanner: CSVScanner
    ) -> Bool {
        var scanner = scanner
        var at = header.dataStart
        var rows = 0
        while at < scanner.end, rows <= CSVRowShape.sampleRows {
            let next = scanner.scan(at: at)
            if scanner.recordEnd > at, scanner.cellCount == header.names.count { rows += 1 }
            at = next
        }
        return rows > CSVRowShape.sampleRows
    }

    /// Whether totals or remarks stand at the end, or may.
    private func hasClosing(_ plan: Plan) -> Bool {
        if request.options.dropsTotals == false { return false }
        let start = max(plan.header.dataStart, source.count - Self.tailBytes)
        guard let tail = source.bytes(start..<source.count) else { return true }
        var end = tail.count
        if end > 0, tail.base[end - 1] != plan.dialect.newlineByte {
            tail.base[end] = plan.dialect.newlineByte
            end += 1
        }
        return !CSVClosing(
            bytes: tail, dialect: plan.dialect, columnCount: plan.header.names.count
        ).lines(in: 0..<end).isEmpty
    }

    // MARK: - Ranges

    /// What each thread reads; nil if no record's start is found where the file should be divided.
    private func ranges(_ plan: Plan) -> [Range<Int>]? {
        let first = plan.header.dataStart
        let count = max(
            1, min(request.threads, (source.count - first) / max(1, request.limits.rangeBytesMin)))
        var starts = [first]
        for number in 1..<max(1, count) {
            let middle = first + (source.count - first) / count * number
            guard let start = recordStart(after: middle, plan) else { return nil }
            if start > starts.last ?? 0 { starts.append(start) }
        }
        return starts.indices.map {
            starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : source.count)
        }
    }

    /// Where a record seems to begin: a whole block behind it is regular. That no quote is open there is known for
    /// sure when the range before it has been read and ends there.
    private func recordStart(after offset: Int, _ plan: Plan) -> Int? {
        let length = min(request.limits.blockBytes, source.count - offset)
        guard let window = source.bytes(offset..<offset + length) else { return nil }
        var index = CSVIndex(
            blockBytesMax: length, path: request.limits.kernelPath ?? ck_best_path())
        var at = 0
        for _ in 0..<Self.startsTried {
            while at < length, window.base[at] != plan.dialect.newlineByte { at += 1 }
            at += 1
            guard at < length else { return nil }
            index.build(
                window.base + at, length - at, quote: plan.dialect.quoteByte,
                delimiter: plan.dialect.delimiter.bytes[0], newline: plan.dialect.newlineByte)
            if index.isClean, index.rowCount > 0,
                index.isRegular(columns: plan.header.names.count, window.base + at)
            {
                return offset + at
            }
        }
        return nil
    }

    private static let startsTried = 16

    // MARK: - Blocks

    private struct Part {
        let columns: [ColumnPart]
        let rowCount: Int
    }

    /// The rows of one range; nil where something is not regular, or the load was cancelled.
    private func read(_ range: Range<Int>, _ plan: Plan, _ keeper: TextKeeper) -> Part? {
        let window = FileBytes(capacity: request.limits.blockBytes + 1)
        var reader = CSVReader(
            bytes: window, end: request.limits.blockBytes + 1, dialect: plan.dialect,
            shape: plan.shape,
            limits: request.limits, keeper: keeper)
        var at = range.lowerBound
        while at < range.upperBound {
            var length = min(request.limits.blockBytes, range.upperBound - at)
            guard !request.cancellation.isCancelled, source.read(window.base, at..<at + length)
            else {
                return nil
            }
            let isEnd = at + length == source.count
            if isEnd, window.base[length - 1] != plan.dialect.newlineByte {
                // The last row ends like every other.
                window.base[length] = plan.dialect.newlineByte
                length += 1
            }
            guard let taken = reader.takeRegularBlock(length, left: range.upperBound - at) else {
                return nil
            }
            at += taken
        }
        // The record at the end of the range goes on behind it, if the next range begins inside quotes.
        guard at == range.upperBound || at == source.count + 1 else { return nil }
        return Part(columns: reader.parts, rowCount: reader.rowCount)
    }
}
