import Columns

/// How a CSV file is written: found by looking at its first rows, or given by a `source` line.
struct CSVDialect: Equatable {
    /// What ends a record outside quotes. `any` is both kinds mixed, carriage returns alone among them;
    /// `separator` is U+001E, and a line end is then text.
    enum Newline { case lineFeed, carriageLineFeed, carriage, mixed, any, separator }

    var delimiter = CSVDelimiter(",")
    /// nil: nothing is quoted, and a quote is text.
    var quote: UInt8? = UInt8(ascii: "\"")
    /// What takes the meaning from the character behind it; nil if nothing does.
    var escape: UInt8?
    /// `\n`, `\t` and `\r` stand for control characters, as MySQL, PostgreSQL and Hive write them.
    var escapesControls = false
    var newline = Newline.lineFeed
    /// What comment lines begin with; empty if there are none.
    var comment = [UInt8(ascii: "#")]
    /// Given by a person: then every line that begins so is a comment.
    var isCommentGiven = false
    var columnCount = 1
    /// The share of the sampled rows that have the same number of cells, more than one; 0 to 1.
    var regularity = 0.0

    /// The byte that ends a record, or the last of those that do.
    var newlineByte: UInt8 {
        switch newline {
        case .carriage: UInt8(ascii: "\r")
        case .separator: 0x1E
        default: UInt8(ascii: "\n")
        }
    }

    /// The quote for byte masks; 0xFF, which no UTF-8 text holds, if nothing is quoted.
    var quoteByte: UInt8 { quote ?? 0xFF }

    /// Byte masks find the cells: one byte a delimiter, nothing escaped or trimmed.
    var isIndexable: Bool {
        delimiter.isByte && escape == nil && newline != .any && newline != .separator
            && !isCommentGiven
    }

    /// The delimiter that a first line such as `sep=;` gives, as Excel reads and writes it; nil if there is none.
    static func separatorLine(_ bytes: FileBytes, _ start: Int) -> CSVDelimiter? {
        let name = Array("sep=".utf8)
        guard bytes.count > start + 5,
            name.indices.allSatisfy({ bytes.base[start + $0] == name[$0] }),
            [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes.base[start + 5])
        else { return nil }
        let byte = bytes.base[start + 4]
        return ",;\t|^~:".utf8.contains(byte) ? CSVDelimiter(bytes: [byte]) : nil
    }

    /// `CSV, delimiter ',', header in line 1, UTF-8, LF`, as the load report says it.
    func sentence(header: String, encoding: TextEncoding) -> String {
        var parts = [delimiter.bytes == [0x09] ? "TSV" : "CSV", "delimiter \(delimiter.name)"]
        if let quote {
            if quote != UInt8(ascii: "\"") { parts.append("quote \(CSVDelimiter.shown([quote]))") }
        } else {
            parts.append("no quotes")
        }
        if let escape { parts.append("escape \(CSVDelimiter.shown([escape]))") }
        if isCommentGiven, !comment.isEmpty {
            parts.append("comments \(CSVDelimiter.shown(comment))")
        }
        parts.append(header)
        parts.append(encoding.rawValue)
        parts.append(newlineName)
        return parts.joined(separator: ", ")
    }

    private var newlineName: String {
        switch newline {
        case .lineFeed: "LF"
        case .carriageLineFeed: "CRLF"
        case .carriage: "CR"
        case .mixed: "LF and CRLF"
        case .any: "LF, CRLF and CR"
        case .separator: "U+001E"
        }
    }
}

/// What stands between two cells.
struct CSVDelimiter: Equatable {
    /// One to eight bytes; one space for a run of spaces.
    var bytes: [UInt8]
    /// Spaces beside it belong to it, as in `a, b`.
    var isPadded = false
    /// At least so many spaces side by side, and all of them; 0 if it is no run.
    var runMin = 0

    static let lengthMax = 8

    init(_ text: String) { bytes = Array(text.utf8) }

    init(bytes: [UInt8], isPadded: Bool = false, runMin: Int = 0) {
        self.bytes = bytes
        self.isPadded = isPadded
        self.runMin = runMin
    }

    var isByte: Bool { bytes.count == 1 && !isPadded && runMin == 0 }

    /// Spaces around cells are no part of them.
    var trims: Bool { isPadded || runMin > 0 }

    /// Words that a `source` line may use instead of the character.
    static let words: [(word: String, delimiter: CSVDelimiter)] = [
        ("comma", CSVDelimiter(",")), ("semicolon", CSVDelimiter(";")), ("tab", CSVDelimiter("\t")),
        ("pipe", CSVDelimiter("|")), ("space", CSVDelimiter(" ")),
        ("spaces", CSVDelimiter(bytes: [0x20], runMin: 1)),
        ("2 spaces", CSVDelimiter(bytes: [0x20], runMin: 2)), ("US", CSVDelimiter("\u{1F}")),
        ("SOH", CSVDelimiter("\u{1}")),
    ]

    /// As messages show it: `','`, `tab`, `', '`.
    var name: String {
        if let word = Self.words.first(where: { $0.delimiter == self })?.word,
            !(0x21...0x7E).contains(bytes[0])
        {
            return word
        }
        return Self.shown(isPadded ? bytes + [0x20] : bytes)
    }

    static func shown(_ bytes: [UInt8]) -> String {
        "'\(String(decoding: bytes, as: UTF8.self).replacing("\t", with: "\\t"))'"
    }
}
