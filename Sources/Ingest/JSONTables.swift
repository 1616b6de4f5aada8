import CKernels
import Columns

/// Loads a JSON file: finds where its records are, reads them, and makes a table of the main object and one
/// of every list of objects inside it.
struct JSONTables {
    let bytes: FileBytes
    let request: LoadRequest
    /// Where the text begins: behind a byte order mark.
    let start: Int
    /// What the file was converted from, for the report.
    let encoding: TextEncoding

    /// What one thread read.
    private struct Part {
        let tree: JSONTree
        let log: TroubleLog
        let remarks: JSONRemarks
        let besideList: [String]
        let range: Range<Int>
        let madeLines: Int
        var fault: (fault: JSONFault, line: Int)?
        var error: LoadError?
    }

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        var first = start
        while first < bytes.count, Format.isJSONSpace(bytes.base[first]) { first += 1 }
        let shape: JSONShape
        do throws(JSONStop) {
            shape = try JSONShape.find(
                bytes.base, first, bytes.count, file: request.file, limits: request.limits)
        } catch {
            switch error {
            case .load(let error): throw error
            case .fault(let fault):
                throw self.error(fault, line: bytes.lineFeeds(0..<fault.offset) + 1)
            }
        }
        if case .nothing = shape { return nothing(earlierNotes, container, shape) }
        let ranges = ranges(shape, first)
        let parts = concurrently(ranges.count, threads: request.threads) { index in
            read(ranges[index], shape, isFirst: index == 0, cellsMaxShare: ranges.count)
        }
        var log = TroubleLog()
        var remarks = JSONRemarks()
        // Lines are counted only if there is something to tell.
        let hasTroubles = parts.contains { $0.fault != nil || !$0.log.groups.isEmpty }
        var line = hasTroubles ? 1 + bytes.lineFeeds(0..<first) : 0
        for part in parts {
            if let error = part.error { throw error }
            if let (fault, faultLine) = part.fault {
                throw self.error(fault, line: line + faultLine)
            }
            log.append(part.log, movedBy: line)
            remarks.add(part.remarks)
            if hasTroubles { line += bytes.lineFeeds(part.range) - part.madeLines }
        }
        let rowCount = parts.reduce(0) { $0 + $1.tree.tables[0].rowCount }
        guard rowCount <= Limits.rowsMax else {
            throw .tooLarge(file: request.file, limit: "at most \(Limits.rowsMax) records")
        }
        if rowCount == 0, log.groups.contains(where: { $0.kind == .notAnObject }) {
            throw .notATable(
                file: request.file, reason: "a JSON list whose elements are not objects")
        }
        if rowCount == 0, log.groups.contains(where: { $0.kind == .brokenLine }) {
            throw .malformed(file: request.file, line: line, reason: "no line is a JSON object")
        }
        var notes = earlierNotes + Self.beside(parts.flatMap { $0.besideList })
        if rowCount == 0 { notes.append("the file has no records") }
        let arena = bytes.makeArena()
        let builder = JSONTableBuilder(
            trees: parts.map { $0.tree }, arena: arena, isLent: bytes.isLent,
            object: request.object,
            threads: rowCount > 5000 ? request.threads : 1)
        // Where all text is there, none can be lost.
        let tables = builder.tables() ?? []
        if let excess = Self.excess(tables, request.limits) {
            throw .tooLarge(file: request.file, limit: excess)
        }
        notes += remarks.sentences() + builder.notes
        return Loaded(
            tables: tables,
            report: LoadReport(
                file: request.file, object: request.object,
                format: container + shape.sentence(encoding),
                rows: rowCount,
                bytes: arena.count, troubles: log.troubles(header: 0), notes: notes))
    }

    /// Which of the bounds that a person sets is exceeded; those that memory sets have been checked while
    /// reading.
    static func excess(_ tables: [Table], _ limits: Limits) -> String? {
        let fields = tables.reduce(0) { $0 + $1.fields.count }
        if fields > limits.columnsMax {
            let most = Limits.atMost(limits.columnsMax, "field")
            return "\(most), it has \(fields) (columns_max sets it)"
        }
        return tables.contains { $0.rowCount > limits.rowsMax } ? limits.rowsSentence : nil
    }

    /// The table of a file without records: no fields, no rows.
    private func nothing(
        _ notes: [String], _ container: String, _ shape: JSONShape
    ) -> Loaded {
        let remark =
            bytes.count == 0
            ? "the file is empty"
            : bytes.count == start ? "the file has no text" : "the file has no records"
        return Loaded(
            tables: [Table(name: request.object, fields: [], columns: [], rowCount: 0)],
            report: LoadReport(
                file: request.file, object: request.object,
                format: container + shape.sentence(encoding), rows: 0,
                bytes: bytes.count, troubles: [], notes: notes + [remark]))
    }

    private func error(_ fault: JSONFault, line: Int) -> LoadError {
        switch fault.kind {
        case .malformed: .malformed(file: request.file, line: line, reason: fault.reason)
        case .tooLarge: .tooLarge(file: request.file, limit: "\(fault.reason) (line \(line))")
        }
    }

    /// Where each thread begins and ends.
    private func ranges(_ shape: JSONShape, _ first: Int) -> [Range<Int>] {
        let whole = first..<bytes.count
        let count = min(request.threads, whole.count / request.limits.rangeBytesMin)
        guard count > 1 else { return [whole] }
        let split = JSONSplit(base: bytes.base, path: request.limits.kernelPath ?? ck_best_path())
        let cuts: [Int]
        switch shape {
        case .list(let at): cuts = split.cuts(in: at + 1..<bytes.count, count: count)
        case .wrapped(_, let list):
            cuts = split.cuts(in: list.lowerBound + 1..<list.upperBound, count: count)
        case .objects(_, areLines: true): cuts = lineStarts(whole, count)
        case .objects(_, areLines: false), .nothing: cuts = []
        }
        let starts = [first] + cuts
        return starts.indices.map {
            starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : bytes.count)
        }
    }

    private func lineStarts(_ whole: Range<Int>, _ count: Int) -> [Int] {
        var starts: [Int] = []
        for index in 1..<count {
            var at = whole.lowerBound + whole.count / count * index
            while at < whole.upperBound, bytes.base[at - 1] != UInt8(ascii: "\n") { at += 1 }
            if at < whole.upperBound, at > starts.last ?? whole.lowerBound { starts.append(at) }
        }
        return starts
    }

    private func read(
        _ range: Range<Int>, _ shape: JSONShape, isFirst: Bool, cellsMaxShare: Int
    ) -> Part {
        var records = JSONRecords(
            bytes: bytes, shape: shape, limits: request.limits, cancellation: request.cancellation,
            range: range,
            cellsMax: Limits.cellsMax(bytes: bytes.count) / cellsMaxShare)
        var fault: (JSONFault, Int)?
        var error: LoadError?
        do throws(JSONStop) {
            try records.read(isFirst: isFirst)
        } catch let stop {
            switch stop {
            case .fault(let found): fault = (found, records.faultLine(found))
            case .load(let found): error = found
            }
        }
        records.reader.tree.absorb(in: bytes.base)
        return Part(
            tree: records.reader.tree, log: records.log, remarks: records.reader.remarks,
            besideList: records.besideList, range: range,
            madeLines: records.reader.scanner.madeLines, fault: fault, error: error)
    }

    /// What the report says of the members around the list.
    static func beside(_ members: [String]) -> [String] {
        if members.isEmpty { return [] }
        let shown = members.prefix(8).joined(separator: ", ")
        let rest = members.count > 8 ? " and \(members.count - 8) more" : ""
        return ["left out beside the list: \(shown)\(rest)"]
    }
}

/// What a person should know about how records were taken, counted.
struct JSONRemarks {
    var duplicateKeys = 0
    var firstDuplicate = ""
    var elementsLeftOut = 0
    var mixedLists = 0
    var loneSurrogates = 0

    mutating func add(_ later: JSONRemarks) {
        if duplicateKeys == 0 { firstDuplicate = later.firstDuplicate }
        duplicateKeys += later.duplicateKeys
        elementsLeftOut += later.elementsLeftOut
        mixedLists += later.mixedLists
        loneSurrogates += later.loneSurrogates
    }

    func sentences() -> [String] {
        var sentences: [String] = []
        if duplicateKeys > 0 {
            sentences.append(
                "\(duplicateKeys) keys are repeated in their object, first '\(firstDuplicate)': "
                    + "the last value counts")
        }
        if elementsLeftOut > 0 {
            sentences.append("\(elementsLeftOut) null or blank list elements left out")
        }
        if mixedLists > 0 {
            sentences.append("\(mixedLists) lists of mixed or nested values kept as JSON text")
        }
        if loneSurrogates > 0 {
            sentences.append("\(loneSurrogates) escapes of half a character replaced by U+FFFD")
        }
        return sentences
    }
}
