import Columns

/// A way of writing a table; `--format`, `.mode` and file suffixes name the same things.
public enum OutputFormat: String, Sendable, CaseIterable {
    case table, record, csv, tsv, json, ndjson, md, html, bar, line, sqlite

    /// The format that a file's name asks for: what follows its last dot, in any case. `jsonl`, `markdown`,
    /// `htm`, `db`, `sqlite3` and `txt` (a table) are understood too; nil for any other.
    public init?(suffix path: String) {
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let suffix = path[path.utf8.index(after: dot)...].lowercased()
        switch suffix {
        case "jsonl": self = .ndjson
        case "markdown": self = .md
        case "htm": self = .html
        case "db", "sqlite3": self = .sqlite
        case "txt": self = .table
        case "csv", "tsv", "json", "ndjson", "md", "html", "sqlite": self.init(rawValue: suffix)
        default: return nil
        }
    }
}

/// What a renderer must know besides the table.
public struct OutputOptions: Sendable {
    /// Terminal cells across; tables fit in it. Below 20 counts as 20; 0 is no limit.
    public var width = 100
    public var usesColor = false
    /// Rows above which a terminal table shows head and tail; nil shows all.
    public var rowLimit: Int? = 40
    /// What a missing value is in CSV and TSV.
    public var null = ""
    /// CSV and TSV begin with a line of names.
    public var writesHeader = true
    /// Guard cells that a spreadsheet would run as a formula.
    public var isSpreadsheetSafe = false
    /// Positions of the columns that were asked for by name: with the first one they are the last to be left
    /// out where not all fit.
    public var namedColumns: Set<Int> = []
    /// For HTML: the page's heading and the footer's facts.
    public var title = ""
    public var footer: [String] = []
    /// True when a person looks at the bytes on a terminal: CSV then draws control characters escaped, and
    /// tables move the cursor before borders that follow non-ASCII cells.
    public var isTerminal = false
    /// A pager stands between, which would show cursor movement as text.
    public var isPaged = false
    /// For a locale that is not UTF-8: borders of `+-|`, and other characters as `\u{…}`.
    public var usesASCII = false
    /// Draw a table of one row as a record.
    public var showsOneRowAsRecord = false
    /// The table's name in a SQLite file; nil takes the table's own.
    public var objectName: String?
    /// How many write at once; the bytes are the same for any number.
    public var threads = 1
    /// Looked at whenever the buffer is handed on.
    public var cancellation: Cancellation?
    public init() {}

    /// `width` with its special values resolved.
    var columnsAcross: Int { width <= 0 ? Int(Int32.max) : max(width, 20) }
}

/// Where rendered bytes go. Throws what the file or pipe threw.
public typealias ByteSink = (UnsafeRawBufferPointer) throws -> Void

/// Why a table could not be rendered; what a sink throws passes through as it is.
public enum RenderError: Error, Sendable, Equatable {
    case cancelled
    /// SQLite has to be written to a file of its own.
    case needsFile(OutputFormat)
    /// A chart of a table that has no numeric column.
    case noNumericColumn(OutputFormat)

    /// One line for a person.
    public var sentence: String {
        switch self {
        case .cancelled: "cancelled"
        case .needsFile(let format): "\(format.rawValue) is written to a file only"
        case .noNumericColumn(let format):
            "\(format.rawValue) needs a column of integers, numbers or durations, and there is none"
        }
    }
}
