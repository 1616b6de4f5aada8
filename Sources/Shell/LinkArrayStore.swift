import Columns
import Correlation
import Workspace

/// Keeps link arrays beside the columns whose rows they connect, so that a link is followed without matching it again.
///
/// An array stands behind the same key as what inference has decided (`memoryKey`): the build of cork, the setup, and
/// every table in the state that it was made of.
struct LinkArrayStore: Sendable {
    /// A smaller array is matched sooner than it is read.
    static let rowsMin = 1 << 16

    private let loads: [String: StoredLoad]

    /// - Parameter loads: what is kept of the workspace, by name.
    init(_ loads: [String: StoredLoad], key: String) {
        self.loads = loads.filter { $0.key.hasPrefix(Self.prefix) && $0.value.key?.loader == key }
    }

    var kept: KeptArrays {
        KeptArrays { [self] link, direction in
            loads[Self.name(link, direction)].flatMap { try? Self.decode($0) }
        }
    }

    /// Writes arrays in place of those of the same links.
    static func keep(
        _ arrays: [MadeArray], key: String, now: Int64, in database: WorkspaceDatabase
    ) throws(WorkspaceError) {
        for made in arrays {
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: name(made.link, made.direction),
                    key: SourceKey(
                        size: 0, modified: 0, changed: 0, inode: 0, content: 0, loader: key,
                        seen: now), report: report(made.array), tables: tables(made.array)))
        }
    }

    /// Names among the kept sources that no file and no synced object has.
    private static let prefix = "\tlink "

    private static func name(_ link: Int, _ direction: LinkModel.Direction) -> String {
        "\(prefix)\(link) \(direction == .forward ? "forward" : "backward")"
    }

    // MARK: - Arrays as tables

    /// The rule of every row that has a match; nil when there are several.
    private static func commonRule(_ array: LinkArray) -> UInt8? {
        var rule: UInt8 = 0
        for (row, own) in zip(array.rows, array.rules) {
            if (own == 0) != (row < 0) { return nil }
            if own == 0 || own == rule { continue }
            if rule != 0 { return nil }
            rule = own
        }
        return rule
    }

    private static func report(_ array: LinkArray) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(Int64(array.blankCount))
        writer.write(Int64(array.unmatchedCount))
        writer.write(UInt8(array.isFlat ? 1 : 0))
        writer.write(UInt8(array.ambiguous == nil ? 0 : 1))
        writer.write(commonRule(array) ?? UInt8.max)
        return writer.bytes
    }

    /// Rows; then starts, rules and ambiguous rows where there are any.
    private static func tables(_ array: LinkArray) -> [Table] {
        var tables = [table(.date(array.rows), array.rows.count)]
        if !array.isFlat { tables.append(table(.date(array.starts), array.starts.count)) }
        if commonRule(array) == nil {
            tables.append(table(.date(array.rules.map(Int32.init)), array.rules.count))
        }
        if let words = array.ambiguous?.words {
            tables.append(table(.integer(words.map(Int64.init(bitPattern:))), words.count))
        }
        return tables
    }

    /// Days are the numbers of 32 bits that a column may have, as rows are.
    private static func table(_ values: Column.Storage, _ count: Int) -> Table {
        Table(
            name: ObjectName(tool: "cork", object: "links"),
            fields: [Field(name: "values", type: Column(values).type)], columns: [Column(values)],
            rowCount: count)
    }

    private static func decode(_ load: StoredLoad) throws -> LinkArray {
        var reader = ByteReader(load.report)
        let blankCount = Int(try reader.read(Int64.self))
        let unmatchedCount = Int(try reader.read(Int64.self))
        let isFlat = try reader.read(UInt8.self) != 0
        let isAmbiguous = try reader.read(UInt8.self) != 0
        let rule = try reader.read(UInt8.self)
        var tables = load.tables[...]
        func values() throws -> Column.Storage {
            guard let table = tables.popFirst(), let column = try table.columns([0]).first else {
                throw ByteReader.Fault()
            }
            return column.storage
        }
        func numbers() throws -> [Int32] {
            guard case .date(let numbers) = try values() else { throw ByteReader.Fault() }
            return numbers
        }
        let rows = try numbers()
        let starts = isFlat ? [] : try numbers()
        if !isFlat, starts.isEmpty { throw ByteReader.Fault() }
        let rules =
            rule == UInt8.max
            ? try numbers().map { UInt8(truncatingIfNeeded: $0) }
            : rows.map { $0 < 0 ? 0 : rule }
        var ambiguous: Bitmap?
        if isAmbiguous {
            let count = isFlat ? rows.count : starts.count - 1
            guard case .integer(let words) = try values(), words.count == (count + 63) >> 6 else {
                throw ByteReader.Fault()
            }
            ambiguous = Bitmap(words: words.map(UInt64.init(bitPattern:)), count: count)
        }
        return LinkArray(
            starts: starts, rows: rows, rules: rules, ambiguous: ambiguous, blankCount: blankCount,
            unmatchedCount: unmatchedCount)
    }
}
