import Columns

/// A table as it is kept: everything but its values.
struct TableLayout: Sendable, Equatable {
    struct ParentLayout: Sendable, Equatable {
        let tool: String
        let object: String
        let field: String
        let rows: Stored
    }

    let name: ObjectName
    let rowCount: Int
    let fields: [String]
    let columns: [ColumnLayout]
    let parent: ParentLayout?

    /// Part of the file's format: another number here is another layout.
    private static let formatNumber: UInt8 = 1

    static func encode(_ tables: [TableLayout]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(formatNumber)
        writer.write(count: tables.count)
        for table in tables { table.write(to: &writer) }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(ByteReader.Fault) -> [TableLayout] {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == formatNumber else { throw ByteReader.Fault() }
        let count = try reader.readCount(size: 16)
        var tables: [TableLayout] = []
        for _ in 0..<count { tables.append(try TableLayout(from: &reader)) }
        guard reader.isAtEnd else { throw ByteReader.Fault() }
        return tables
    }

    private func write(to writer: inout ByteWriter) {
        writer.write(name.tool)
        writer.write(name.object)
        writer.write(UInt64(rowCount))
        writer.write(count: columns.count)
        for (field, column) in zip(fields, columns) {
            writer.write(field)
            column.write(to: &writer)
        }
        writer.write(UInt8(parent == nil ? 0 : 1))
        guard let parent else { return }
        writer.write(parent.tool)
        writer.write(parent.object)
        writer.write(parent.field)
        parent.rows.write(to: &writer)
    }

    private init(from reader: inout ByteReader) throws(ByteReader.Fault) {
        name = ObjectName(tool: try reader.readText(), object: try reader.readText())
        let rows = try reader.read(UInt64.self)
        guard rows <= UInt64(Int32.max) else { throw ByteReader.Fault() }
        rowCount = Int(rows)
        let count = try reader.readCount(size: 12)
        var fields: [String] = []
        var columns: [ColumnLayout] = []
        for _ in 0..<count {
            fields.append(try reader.readText())
            columns.append(try ColumnLayout(from: &reader))
        }
        for column in columns where column.count != rowCount { throw ByteReader.Fault() }
        self.fields = fields
        self.columns = columns
        guard try reader.read(UInt8.self) != 0 else {
            parent = nil
            return
        }
        parent = ParentLayout(
            tool: try reader.readText(), object: try reader.readText(),
            field: try reader.readText(), rows: try Stored(from: &reader))
    }

    init(
        name: ObjectName, rowCount: Int, fields: [String], columns: [ColumnLayout],
        parent: ParentLayout?
    ) {
        self.name = name
        self.rowCount = rowCount
        self.fields = fields
        self.columns = columns
        self.parent = parent
    }
}
