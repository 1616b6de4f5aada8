import Columns

/// What one file gave, and what a person must know about it.
public struct Loaded: Sendable {
    /// The object's own table first, then child objects made from lists of objects.
    public let tables: [Table]
    public let report: LoadReport

    public init(tables: [Table], report: LoadReport) {
        self.tables = tables
        self.report = report
    }
}

/// Nothing is dropped in silence: every row that was repaired or refused is counted here with its line.
public struct LoadReport: Sendable {
    /// Rows of one kind of trouble, with the first example.
    public struct Trouble: Sendable {
        /// `row has 7 cells, the header has 9: the last 2 are missing`
        public let what: String
        public let count: Int
        /// 1-based line numbers in the file, the first few.
        public let lines: [Int]
        /// The first offending row, cut to 200 bytes.
        public let example: String
        /// Refused rows are not in the table; repaired ones are.
        public let isRefused: Bool
        /// A comment or a totals row: refused, and nothing is missing without it.
        public let isAside: Bool

        public init(
            what: String, count: Int, lines: [Int], example: String, isRefused: Bool,
            isAside: Bool = false
        ) {
            self.isAside = isAside
            self.what = what
            self.count = count
            self.lines = lines
            self.example = example
            self.isRefused = isRefused
        }
    }

    public let file: String
    public let object: ObjectName
    /// What was assumed: `CSV, delimiter ',', header in line 1, UTF-8`.
    public let format: String
    public let rows: Int
    public let bytes: Int
    public let troubles: [Trouble]
    /// Further remarks: renamed duplicate headers, a byte order mark, a totals row.
    public let notes: [String]
    /// The columns' names come from the file; false when they were made up for want of a header.
    public var hasHeader = true

    public var refusedRows: Int { troubles.reduce(0) { $0 + ($1.isRefused ? $1.count : 0) } }
    /// Refused rows that were records.
    public var lostRows: Int {
        troubles.reduce(0) { $0 + ($1.isRefused && !$1.isAside ? $1.count : 0) }
    }
    public var repairedRows: Int { troubles.reduce(0) { $0 + ($1.isRefused ? 0 : $1.count) } }

    public init(
        file: String, object: ObjectName, format: String, rows: Int, bytes: Int,
        troubles: [Trouble], notes: [String]
    ) {
        self.file = file
        self.object = object
        self.format = format
        self.rows = rows
        self.bytes = bytes
        self.troubles = troubles
        self.notes = notes
    }
}

/// Why a file could not be loaded at all.
public enum LoadError: Error, Sendable {
    case cannotOpen(file: String, reason: String)
    /// Not CSV, JSON, NDJSON or gzip of one; `reason` names what it is.
    case notATable(file: String, reason: String)
    /// The text breaks off or is malformed; `line` is 1-based.
    case malformed(file: String, line: Int, reason: String)
    case tooLarge(file: String, limit: String)
    /// A container that is not whole: gzip that breaks off, a database with broken pages.
    case damaged(file: String, reason: String)
    /// A database of several tables where one was asked for, or none of the name.
    case needsTable(file: String, reason: String)
    case cancelled
}

/// How a file is read when looking is not enough; every field nil means decide by looking.
public struct SourceOptions: Sendable, Equatable {
    /// A text of one to eight bytes, or a word for it: `tab`, `space`, `spaces` …
    public var delimiter: String?
    /// One character, or `none`.
    public var quote: String?
    /// One character, or `none`.
    public var escape: String?
    /// `LF`, `CRLF`, `CR`, `RS` (U+001E) or `any`.
    public var newline: String?
    /// 1-based; 0 says that there is no header.
    public var headerLine: Int?
    /// The last line of a header of several; nil if it has one.
    public var headerLastLine: Int?
    /// So many lines at the top are none of the file's business.
    public var skippedLines: Int?
    /// What comment lines begin with, or `none`.
    public var comment: String?
    /// Which of several tables in a file of text, from 1.
    public var tableNumber: Int?
    /// false keeps a last row of totals and closing remarks as rows.
    public var dropsTotals: Bool?
    public var encoding: TextEncoding?
    public var table = DatabaseTable.each
    public var bounds = Bounds()

    public init() {}
}

/// Which table of a database is the object that was asked for.
public enum DatabaseTable: Sendable, Equatable {
    /// Every table is an object of its own, of the same tool.
    case each
    /// The database has one table, and that is the object.
    case only
    /// Letter case does not count, as in SQL.
    case named(String)
}

/// Reads one file into typed tables and says what was found.
///
/// The format is decided by looking at the bytes: CSV or TSV, a JSON list of objects, an object that holds one,
/// objects one after another (NDJSON), a SQLite database, each also gzipped.
///
/// - Parameter object: of a database, unless one table was asked for, only the tool counts; its tables give
///   the rest of their names.
/// - Parameter path: as given to `open`, and as the report and errors name it.
/// - Parameter threads: how many cores may work; the tables do not depend on it.
/// - Parameter buffer: where a file of many is read into; its tables then keep copies of what they need of it.
public func load(
    file path: String, as object: ObjectName, options: SourceOptions = .init(), threads: Int = 2,
    into buffer: ReadBuffer? = nil, cancellation: Cancellation = .init()
) throws(LoadError) -> Loaded {
    let request = LoadRequest(
        file: path, object: object, options: options, limits: Limits(options.bounds),
        threads: threads, cancellation: cancellation)
    let streamed = try PieceSource.withFile(path, bytesMin: request.limits.streamBytesMin) {
        (source) throws(LoadError) in
        if let json = try JSONStream(source: source, request: request).load() { return json }
        return try CSVStream(source: source, request: request).load()
    }
    if let streamed { return streamed }
    let bytes = try FileBytes.read(
        path, threads: threads, bytesMax: request.limits.fileBytesMax, into: buffer,
        cancellation: cancellation)
    return try Loading(request: request, path: path).load(bytes)
}

/// The same from bytes in memory; `file` is what the report and errors call them.
public func load(
    bytes: [UInt8], file: String, as object: ObjectName, options: SourceOptions = .init(),
    threads: Int = 2, cancellation: Cancellation = .init()
) throws(LoadError) -> Loaded {
    let request = LoadRequest(
        file: file, object: object, options: options, limits: Limits(options.bounds),
        threads: threads, cancellation: cancellation)
    return try Loading(request: request).load(FileBytes(bytes))
}
