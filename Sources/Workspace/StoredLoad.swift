import Columns

/// What was kept of one file or synced object: its tables' shapes at once, their columns when they are asked for.
public struct StoredLoad: Sendable {
    /// The file's path in the workspace, or the connection and object.
    public let name: String
    /// nil for an object of an earlier state.
    public let key: SourceKey?
    /// As it was given when it was kept.
    public let report: [UInt8]
    /// The object's own table first.
    public let tables: [StoredTable]
}

/// A table whose columns are still in the database.
public struct StoredTable: Sendable {
    public let name: ObjectName
    public let fields: [Field]
    public let rowCount: Int
    private let database: WorkspaceDatabase
    private let firstSegment: Int64
    private let layout: TableLayout

    init(_ layout: TableLayout, firstSegment: Int64, in database: WorkspaceDatabase) {
        self.layout = layout
        self.firstSegment = firstSegment
        self.database = database
        name = layout.name
        rowCount = layout.rowCount
        fields = zip(layout.fields, layout.columns).map { Field(name: $0, type: $1.type) }
    }

    /// Some of the columns, in the order of the indexes.
    ///
    /// May be called from any thread, also from several at once.
    ///
    /// - Throws: `damaged` when a byte of them is not what it was; the source is to be read again then.
    public func columns(_ indexes: [Int], threads: Int = 1) throws(WorkspaceError) -> [Column] {
        let layouts = indexes.map { layout.columns[$0] }
        let results = concurrently(layouts.count, threads: threads) { index in
            Result { () throws(WorkspaceError) -> Column in
                try database.readSegments { connection throws(WorkspaceError) in
                    var decoder = TableDecoder(
                        SegmentReader(on: connection, firstID: firstSegment))
                    return try decoder.column(layouts[index])
                }
            }
        }
        var columns: [Column] = []
        for result in results { columns.append(try result.get()) }
        return columns
    }

    /// For a list of objects inside another object's records: which record each row came from.
    public func parent() throws(WorkspaceError) -> Table.Parent? {
        guard let parent = layout.parent else { return nil }
        let rows = try database.readSegments { connection throws(WorkspaceError) in
            var decoder = TableDecoder(SegmentReader(on: connection, firstID: firstSegment))
            return try decoder.parentRows(parent.rows, count: rowCount)
        }
        return Table.Parent(
            object: ObjectName(tool: parent.tool, object: parent.object), field: parent.field,
            rows: rows)
    }

    /// The whole table.
    public func table(threads: Int = 1) throws(WorkspaceError) -> Table {
        Table(
            name: name, fields: fields,
            columns: try columns(Array(fields.indices), threads: threads), rowCount: rowCount,
            parent: try parent())
    }
}
