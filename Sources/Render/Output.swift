import Columns

/// A way of writing a table; `--format`, `.mode` and file suffixes name the same things.
public enum OutputFormat: String, Sendable, CaseIterable {
    case table, record, csv, tsv, json, ndjson, md, html, bar, line, sqlite
}

/// What a renderer must know besides the table.
public struct OutputOptions: Sendable {
    /// Terminal cells across; tables fit in it.
    public var width = 100
    public var usesColor = false
    /// Rows above which a terminal table shows head and tail; nil shows all.
    public var rowLimit: Int? = 40
    /// What a missing value is in CSV and TSV.
    public var null = ""
    /// Guard cells that a spreadsheet would run as a formula.
    public var isSpreadsheetSafe = false
    /// For HTML: the page's heading and the footer's facts.
    public var title = ""
    public var footer: [String] = []
    /// Columns that are links or keys may be marked; the primary field is the first column.
    public init() {}
}

/// Where rendered bytes go. Throws what the file or pipe threw.
public typealias ByteSink = (UnsafeRawBufferPointer) throws -> Void
