/// How a CSV file is written, taken from the sentence of its load report and from nothing else.
///
/// `gzip, CSV, delimiter ';', header in line 3, UTF-8, LF and CRLF`
struct Dialect {
    var delimiter: [UInt8] = []
    /// Spaces around cells are left out: `', '`, or runs of spaces.
    var trims = false
    /// At least so many spaces are one delimiter; 0 if it is no run.
    var runMin = 0
    /// nil: nothing is quoted.
    var quote: UInt8? = UInt8(ascii: "\"")
    var escape: UInt8?
    /// U+001E ends a record, and line ends are text.
    var isSeparated = false
    /// 1-based, the last one of several; nil when there is none.
    var headerLine: Int?
    /// Rows right below the header that describe the columns.
    var linesBelow: ClosedRange<Int>?
    /// Lines in front of the first row of a file without a header.
    var linesLeftOut = 0
    var encoding = ""
    /// A carriage return alone ends a record; where nothing else does, a line feed is text.
    var carriageEnds = false
    var lineFeedEnds = true
    var isGzip = false

    /// - Parameter notes: where lines before a first row without a header are told.
    init?(format: String, notes: [String]) {
        var rest = Substring(format)
        if rest.hasPrefix("gzip, ") {
            isGzip = true
            rest = rest.dropFirst(6)
        }
        guard rest.hasPrefix("CSV, delimiter ") || rest.hasPrefix("TSV, delimiter ") else {
            return nil
        }
        rest = rest.dropFirst(15)
        if let (word, bytes, run) = Self.words.first(where: { rest.hasPrefix($0.word + ", ") }) {
            delimiter = bytes
            runMin = run
            trims = run > 0
            rest = rest.dropFirst(word.count + 2)
        } else {
            guard rest.hasPrefix("'"), let close = rest.dropFirst(2).firstRange(of: "', ") else {
                return nil
            }
            delimiter = Array(rest.dropFirst()[..<close.lowerBound].utf8)
            rest = rest[close.upperBound...]
            if delimiter.count > 1, delimiter.last == UInt8(ascii: " ") {
                delimiter.removeLast()
                trims = true
            }
        }
        isSeparated = rest.hasSuffix(", U+001E")
        guard let (ending, carriageEnds) = Self.endings.first(where: { rest.hasSuffix($0.key) })
        else { return nil }
        self.carriageEnds = carriageEnds
        lineFeedEnds = ending != ", CR"
        for part in rest.dropLast(ending.count).split(separator: ", ") {
            if part.hasPrefix("header in line ") {
                guard let line = Int(part.dropFirst(15)) else { return nil }
                headerLine = line
            } else if part.hasPrefix("header in lines "), part.hasSuffix(" joined") {
                let lines = part.dropFirst(16).dropLast(7).split(separator: "-").compactMap {
                    Int($0)
                }
                guard lines.count == 2 else { return nil }
                headerLine = lines[1]
            } else if part == "no quotes" {
                quote = nil
            } else if part.hasPrefix("quote '") {
                quote = part.dropFirst(7).utf8.first
            } else if part.hasPrefix("escape '") {
                escape = part.dropFirst(8).utf8.first
            } else if part == "no header" {
                headerLine = nil
            } else {
                encoding = String(part)
            }
        }
        for note in notes where note.contains(" below the header describe") {
            let lines = note.split { !$0.isNumber }.compactMap { Int($0) }
            guard let first = lines.first, let last = lines.last else { return nil }
            linesBelow = first...last
        }
        for note in notes where note.hasSuffix(" before the first row left out") {
            guard let count = note.split(separator: " ").first.flatMap({ Int($0) }) else {
                return nil
            }
            linesLeftOut = count
        }
    }

    private static let words: [(word: String, bytes: [UInt8], run: Int)] = [
        ("tab", [0x09], 0), ("US", [0x1F], 0), ("SOH", [0x01], 0), ("space", [0x20], 0),
        ("spaces", [0x20], 1), ("2 spaces", [0x20], 2),
    ]

    /// How the sentence ends, and whether a carriage return alone ends a record.
    private static let endings: KeyValuePairs = [
        ", LF, CRLF and CR": true, ", LF and CRLF": false, ", CRLF": false, ", LF": false,
        ", CR": true, ", U+001E": false,
    ]
}
