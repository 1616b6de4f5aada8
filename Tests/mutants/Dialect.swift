/// How a CSV file is written, taken from the sentence of its load report and from nothing else.
///
/// `gzip, CSV, delimiter ';', header in line 3, UTF-8, LF and CRLF`
struct Dialect {
    var delimiter: [UInt8] = []
    var quote = UInt8(ascii: "\"")
    /// 1-based; nil when there is none.
    var headerLine: Int?
    /// Lines in front of the first row of a file without a header.
    var linesLeftOut = 0
    var encoding = ""
    /// A carriage return alone ends a record.
    var carriageEnds = false
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
        if rest.hasPrefix("tab, ") {
            delimiter = [UInt8(ascii: "\t")]
            rest = rest.dropFirst(5)
        } else {
            guard rest.hasPrefix("'"), let close = rest.dropFirst(2).firstRange(of: "', ") else {
                return nil
            }
            delimiter = Array(rest.dropFirst()[..<close.lowerBound].utf8)
            rest = rest[close.upperBound...]
        }
        guard let (ending, carriageEnds) = Self.endings.first(where: { rest.hasSuffix($0.key) })
        else { return nil }
        self.carriageEnds = carriageEnds
        for part in rest.dropLast(ending.count).split(separator: ", ") {
            if part.hasPrefix("header in line ") {
                guard let line = Int(part.dropFirst(15)) else { return nil }
                headerLine = line
            } else if part == "no header" {
                headerLine = nil
            } else if Self.encodings.contains(String(part)) {
                encoding = String(part)
            } else {
                return nil
            }
        }
        for note in notes where note.hasSuffix(" before the first row left out") {
            guard let count = note.split(separator: " ").first.flatMap({ Int($0) }) else {
                return nil
            }
            linesLeftOut = count
        }
    }

    /// How the sentence ends, and whether a carriage return alone ends a record.
    private static let endings: KeyValuePairs = [
        ", LF, CRLF and CR": true, ", LF and CRLF": false, ", CRLF": false, ", LF": false,
        ", CR": true,
    ]
    private static let encodings = [
        "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "Latin-1", "Windows-1252",
        "Shift-JIS",
    ]
}
