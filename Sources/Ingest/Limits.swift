import Columns

/// Bounds that keep hostile files from taking all memory or time; each is named in the error it causes.
struct Limits {
    static let columnsMax = 100_000
    static let rowsMax = Int(Int32.max)
    static let depthMax = 512
    /// A cell takes 8 bytes even when it is missing; a file may not blow up beyond this.
    static func cellsMax(bytes: Int) -> Int { max(1 << 24, bytes * 4) }
    /// The same for CSV, where only short rows have cells that take no byte.
    static func paddedCellsMax(bytes: Int) -> Int { max(1 << 24, bytes) }

    /// Bytes that a reader takes at a time; small in tests, so that every boundary is met.
    var blockBytes = 256 << 10
    /// A second thread is worth its while from here on.
    var rangeBytesMin = 1 << 20
    var fileBytesMax = 16 << 30
    /// A regular CSV or JSON file of so many bytes is read without holding its text.
    var streamBytesMin = 4 << 20
    /// What a gzip file may unpack to.
    var unpackedBytesMax = 4 << 30
    /// Unpacked bytes per packed byte that no table reaches, once `unpackedBytesFree` are out.
    var unpackedRatioMax = 300
    var unpackedBytesFree = 256 << 20
    /// A cell; at most what a view of text can hold.
    var cellBytesMax = TextView.lengthMax
    var columnsMax = Limits.columnsMax
    var rowsMax = Limits.rowsMax
    /// Levels of JSON inside each other.
    var depthMax = Limits.depthMax
    /// Which mask kernels to use; nil for the best of this machine.
    var kernelPath: Int32?

    init() {}

    init(_ bounds: Bounds) {
        if let bytes = bounds.fileBytes { fileBytesMax = bytes }
        if let bytes = bounds.unpackedBytes {
            unpackedBytesMax = bytes
            unpackedBytesFree = min(unpackedBytesFree, bytes)
        }
        if let ratio = bounds.unpackedRatio { unpackedRatioMax = ratio }
        if let bytes = bounds.cellBytes { cellBytesMax = min(bytes, TextView.lengthMax) }
        if let columns = bounds.columns { columnsMax = columns }
        if let rows = bounds.rows { rowsMax = min(rows, Limits.rowsMax) }
        if let depth = bounds.depth { depthMax = min(depth, Limits.depthMax) }
    }

    var rowsSentence: String { Self.atMost(rowsMax, "row") + " (rows_max sets it)" }

    /// `at most 1 row`, `at most 5 rows`.
    static func atMost(_ count: Int, _ thing: String) -> String {
        "at most \(count) \(thing)\(count == 1 ? "" : "s")"
    }

    /// `16 MiB`; `1000 bytes` where it is no round number.
    static func size(_ bytes: Int) -> String {
        // The largest text view is a byte short of 16 MiB.
        let bytes = bytes == TextView.lengthMax ? bytes + 1 : bytes
        for (shift, name) in [(30, "GiB"), (20, "MiB"), (10, "KiB")]
        where bytes >= 1 << shift && bytes & (1 << shift - 1) == 0 {
            return "\(bytes >> shift) \(name)"
        }
        return "\(bytes) bytes"
    }
}

/// How much one file may take, where that is not left to the defaults; nil is the default.
public struct Bounds: Sendable, Equatable {
    public var fileBytes: Int?
    public var unpackedBytes: Int?
    /// Unpacked bytes per packed byte.
    public var unpackedRatio: Int?
    public var cellBytes: Int?
    public var columns: Int?
    public var rows: Int?
    public var depth: Int?

    public init() {}

    /// The names of the bounds as a person writes them.
    public static let names = [
        "file_max", "unpacked_max", "unpacked_ratio", "cell_max", "columns_max", "rows_max",
        "depth_max",
    ]

    /// Sets the bound called `name`; false if there is none of this name, or the value is none that it takes:
    /// sizes are texts such as `512 MiB`, counts are whole numbers.
    public mutating func set(_ name: String, to text: String) -> Bool {
        let path: WritableKeyPath<Bounds, Int?>
        switch name {
        case "file_max": path = \.fileBytes
        case "unpacked_max": path = \.unpackedBytes
        case "unpacked_ratio": path = \.unpackedRatio
        case "cell_max": path = \.cellBytes
        case "columns_max": path = \.columns
        case "rows_max": path = \.rows
        case "depth_max": path = \.depth
        default: return false
        }
        let isSize = ["file_max", "unpacked_max", "cell_max"].contains(name)
        guard let value = isSize ? Self.bytes(text) : Int(text), value > 0 else { return false }
        self[keyPath: path] = value
        return true
    }

    /// These, and where one is not said, that of `others`.
    public func over(_ others: Bounds) -> Bounds {
        var merged = self
        merged.fileBytes = fileBytes ?? others.fileBytes
        merged.unpackedBytes = unpackedBytes ?? others.unpackedBytes
        merged.unpackedRatio = unpackedRatio ?? others.unpackedRatio
        merged.cellBytes = cellBytes ?? others.cellBytes
        merged.columns = columns ?? others.columns
        merged.rows = rows ?? others.rows
        merged.depth = depth ?? others.depth
        return merged
    }

    /// `512 MiB`, `1 GB`, `65536`; units count in 1024, whichever way they are written.
    public static func bytes(_ text: String) -> Int? {
        let compact = text.filter { $0 != " " && $0 != "_" }
        let digits = compact.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits) else { return nil }
        let shift: Int
        switch compact.dropFirst(digits.count).lowercased() {
        case "", "b", "bytes": shift = 0
        case "k", "kb", "kib": shift = 10
        case "m", "mb", "mib": shift = 20
        case "g", "gb", "gib": shift = 30
        default: return nil
        }
        guard count <= Int.max >> (shift + 1) else { return nil }
        return count << shift
    }
}
