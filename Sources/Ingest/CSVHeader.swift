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

    /// - Parameters:
    ///   - range: the table with what stands above it.
    ///   - start: where to look for it.
    ///   - options: the header's lines in the file, if a person has named them.
    static func find(
        in bytes: FileBytes, _ range: Range<Int>, from start: Int, dialect: CSVDialect,
        options: SourceOptions, columnsMax: Int, file: String
    ) throws(LoadError) -> CSVHeader {
        var scanner = CSVScanner(base: bytes.base, end: range.upperBound, dialect: dialect)
        scanner.cellsKept = columnsMax
        var search = CSVHeaderSearch(bytes, scanner: scanner, dialect: dialect)
        var at = range.lowerBound
        // White space alone is an empty file, not a column without a name.
        while at < range.upperBound, Format.isJSONSpace(bytes.base[at]) { at += 1 }
        guard at < range.upperBound else { return CSVHeader(dataStart: range.upperBound) }
        let place: CSVHeaderSearch.Place?
        if let line = options.headerLine {
            place = search.given(
                range.lowerBound, lines: line...max(line, options.headerLastLine ?? line))
        } else {
            place = search.place(from: start)
        }
        guard let place else { return CSVHeader(dataStart: range.upperBound) }
        var header = CSVHeader(dataStart: place.dataStart)
        let first = place.rows.first?.offset ?? place.dataStart
        try header.nameColumns(place, search, bytes, dialect, columnsMax, file)
        header.tellLines(place, first, bytes, options, range)
        return header
    }

    private mutating func nameColumns(
        _ place: CSVHeaderSearch.Place, _ search: CSVHeaderSearch, _ bytes: FileBytes,
        _ dialect: CSVDialect, _ columnsMax: Int, _ file: String
    ) throws(LoadError) {
        var search = search
        let rows =
            place.rows.isEmpty ? [search.row(at: place.dataStart)].compactMap { $0 } : place.rows
        let width = rows.map(\.cellCount).max() ?? 0
        guard width <= columnsMax else {
            throw .tooLarge(
                file: file,
                limit:
                    "at most \(columnsMax) \(columnsMax == 1 ? "column" : "columns"), a line has "
                    + "\(width) cells (columns_max sets it)")
        }
        if place.rows.isEmpty {
            names = (0..<width).map { "column_\($0 + 1)" }
            isMadeUp = true
            return
        }
        let scanner = CSVScanner(base: bytes.base, end: bytes.count, dialect: dialect)
        let texts = rows.map { row in
            row.cells.map { cell in
                String(
                    decoding: UnsafeBufferPointer(
                        start: bytes.base + cell.start, count: scanner.unescape(cell) - cell.start),
                    as: UTF8.self)
            }
        }
        name(Self.joined(texts, width: width))
        notes += Self.lookalikes(names)
    }

    /// Tells of names that differ in case alone, or in how an accent is written.
    private static func lookalikes(_ names: [String]) -> [String] {
        var first: [String: Int] = [:]
        var notes: [String] = []
        for (column, name) in names.enumerated() {
            // Swift's strings are equal where they are canonically equivalent.
            let folded = name.lowercased()
            guard let other = first[folded] else {
                first[folded] = column
                continue
            }
            let isSpelling = names[other] == name
            notes.append(
                "columns \(other + 1) and \(column + 1) differ in "
                    + (isSpelling ? "how accents are written" : "case") + " only: '\(name)'")
        }
        return notes.count > 5
            ? notes.prefix(5) + ["\(notes.count - 5) further names differ in case only"] : notes
    }

    /// Says where the header is and what was left out around it.
    private mutating func tellLines(
        _ place: CSVHeaderSearch.Place, _ first: Int, _ bytes: FileBytes, _ options: SourceOptions,
        _ range: Range<Int>
    ) {
        let line = bytes.line(at: first)
        let start = bytes.line(at: range.lowerBound)
        let isHeader = !place.rows.isEmpty
        var above = line - start
        switch place.aside {
        case .groups(let offset):
            let group = bytes.line(at: offset)
            above = group - start
            notes.append("line \(group) names groups of columns and is left out")
        case .descriptions(let from, let last):
            let lines = (bytes.line(at: from), bytes.line(at: last))
            notes.append(
                lines.0 == lines.1
                    ? "line \(lines.0) below the header describes the columns and is left out"
                    : "lines \(lines.0)-\(lines.1) below the header describe the columns and are "
                        + "left out")
        case nil: break
        }
        if above > 0, options.headerLine != 0 {
            notes.insert(
                "\(above == 1 ? "1 line" : "\(above) lines") before the "
                    + "\(isHeader ? "header" : "first row") left out", at: 0)
        }
        guard let lastRow = place.rows.last else {
            if options.headerLine == nil {
                notes.append(
                    "the first row looks like data: the columns are named column_1 to "
                        + "column_\(names.count)")
            }
            return
        }
        let last = bytes.line(at: lastRow.offset)
        sentence =
            last == line ? "header in line \(line)" : "header in lines \(line)-\(last) joined"
    }

    /// One name a column of several rows: a group's name goes on over the blanks right of it.
    static func joined(_ rows: [[String]], width: Int) -> [String] {
        guard rows.count > 1 else { return rows.first ?? [] }
        var names = [String](repeating: "", count: width)
        for (number, row) in rows.enumerated() {
            var group = ""
            for column in 0..<width {
                let text = column < row.count ? row[column].trimmingSpaces : ""
                if !text.isEmpty { group = text }
                let isLast = number == rows.count - 1
                // A group reaches only over columns that have a name below.
                let below = rows[(number + 1)...].contains {
                    column < $0.count && !$0[column].trimmingSpaces.isEmpty
                }
                let part = isLast || !below ? text : group
                if part.isEmpty { continue }
                names[column] += names[column].isEmpty ? part : " \(part)"
            }
        }
        return names
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
        // Where to go on counting, so that many columns of one name take no more than their number.
        var numbers: [[UInt8]: Int] = [:]
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
                var number = numbers[Array(name.utf8)] ?? 2
                while taken.contains(Array("\(name)_\(number)".utf8)) { number += 1 }
                numbers[Array(name.utf8)] = number + 1
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

extension String {
    /// Without the spaces around it.
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
