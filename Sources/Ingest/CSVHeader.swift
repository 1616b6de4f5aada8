import Columns

/// The names of a CSV file's columns and where its rows begin.
struct CSVHeader {
    var names: [String] = []
    var dataStart = 0
    var notes: [String] = []
    /// `header in line 1`, for the load report.
    var sentence = "no header"
    /// The file has no header, and the names are `column_1` and so on.
    var isMadeUp = false

    /// - Parameter line: the header's 1-based line; 0 says that there is none; nil, that it is to be found.
    static func find(
        in bytes: FileBytes, start: Int, end: Int, dialect: CSVDialect, line: Int?, file: String
    ) throws(LoadError) -> CSVHeader {
        var header = CSVHeader()
        var scanner = CSVScanner(
            base: bytes.base, end: end, delimiter: dialect.delimiter, quote: dialect.quote,
            carriageEnds: dialect.newline == .any || dialect.newline == .carriage)
        scanner.cellsKept = Limits.columnsMax
        var at = start
        var next = start
        var headerLine = 1
        // White space alone is an empty file, not a column without a name.
        while at < end, Format.isJSONSpace(bytes.base[at]) { at += 1 }
        if at < end { at = start }
        var isHeader = line != 0
        if line == nil {
            var search = CSVHeaderSearch(bytes, scanner: scanner, dialect: dialect)
            if let place = search.place(from: at) {
                headerLine += bytes.lineEnds(at..<place.offset)
                at = place.offset
                isHeader = place.isHeader
            } else {
                at = end
            }
        }
        while at < end {
            next = scanner.scan(at: at)
            if scanner.recordEnd > at, headerLine >= line ?? 0 { break }
            headerLine += bytes.lineEnds(at..<next)
            at = next
        }
        guard at < end else {
            header.dataStart = end
            return header
        }
        guard scanner.cellCount <= Limits.columnsMax else {
            throw .tooLarge(file: file, limit: "at most \(Limits.columnsMax) columns")
        }
        let cells = scanner.cells
        if headerLine > 1, line != 0 {
            header.notes.append(
                "\(headerLine == 2 ? "1 line" : "\(headerLine - 1) lines") before the "
                    + "\(isHeader ? "header" : "first row") left out")
        }
        if !isHeader {
            header.isMadeUp = true
            header.dataStart = at
            header.names = (1...cells.count).map { "column_\($0)" }
            if line == nil {
                header.notes.append(
                    "the first row looks like data: the columns are named column_1 to "
                        + "column_\(cells.count)")
            }
            return header
        }
        header.dataStart = next
        header.sentence = "header in line \(headerLine)"
        let texts = cells.map { cell in
            let cellEnd =
                cell.hasPairs
                ? CSVScanner.unescape(bytes.base, cell.start, cell.end, quote: dialect.quote)
                : cell.end
            return String(
                decoding: UnsafeBufferPointer(
                    start: bytes.base + cell.start, count: cellEnd - cell.start), as: UTF8.self)
        }
        header.name(texts)
        return header
    }

    /// Names the columns; every one gets a name of its own.
    mutating func name(_ texts: [String]) {
        let unique = Self.uniqueNames(texts)
        names = unique.names
        notes += unique.notes
    }

    /// An empty name becomes `column_3`, the second `Email` becomes `Email_2`.
    static func uniqueNames(_ texts: [String]) -> (names: [String], notes: [String]) {
        // Scalars, not graphemes: two spellings of é are two names.
        var taken = Set(texts.filter { !isBlank($0) }.map { Array($0.utf8) })
        var seen = Set<[UInt8]>()
        var names: [String] = []
        var notes: [String] = []
        for (index, text) in texts.enumerated() {
            var name = text
            if isBlank(text) {
                name = "column_\(index + 1)"
                notes.append("column \(index + 1) has no name: it is called \(name)")
            }
            if !seen.insert(Array(name.utf8)).inserted
                || isBlank(text) && taken.contains(Array(name.utf8))
            {
                var number = 2
                while taken.contains(Array("\(name)_\(number)".utf8)) { number += 1 }
                let renamed = "\(name)_\(number)"
                notes.append("column \(index + 1) is another '\(name)': it is called \(renamed)")
                name = renamed
                seen.insert(Array(name.utf8))
            }
            taken.insert(Array(name.utf8))
            names.append(name)
        }
        return (names, notes)
    }

    private static func isBlank(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer {
            $0.isEmpty || Parsing.isBlank($0.baseAddress!, $0.count)
        }
    }
}
