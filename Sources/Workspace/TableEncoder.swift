import Columns

/// Writes tables into segments and says where everything went.
struct TableEncoder: ~Copyable {
    private var writer: SegmentWriter

    init(_ writer: consuming SegmentWriter) { self.writer = writer }

    /// The segments that were written.
    struct Written {
        let segmentCount: Int
        let byteCount: Int
    }

    mutating func finish() throws(WorkspaceError) -> Written {
        try writer.finish()
        return Written(segmentCount: writer.segmentCount, byteCount: writer.byteCount)
    }

    mutating func write(_ table: Table) throws(WorkspaceError) -> TableLayout {
        var columns: [ColumnLayout] = []
        for column in table.columns { columns.append(try write(column)) }
        var parent: TableLayout.ParentLayout?
        if let of = table.parent {
            parent = TableLayout.ParentLayout(
                tool: of.object.tool, object: of.object.object, field: of.field,
                rows: try writer.write(of.rows))
        }
        return TableLayout(
            name: table.name, rowCount: table.rowCount, fields: table.fields.map(\.name),
            columns: columns, parent: parent)
    }

    private mutating func write(_ column: Column) throws(WorkspaceError) -> ColumnLayout {
        let values: ColumnLayout.Values
        switch column.storage {
        case .text(let text): values = .text(try write(text))
        case .coded(let coded):
            values = .coded(
                codes: try writer.write(coded.codes), dictionary: try write(coded.dictionary))
        case .integer(let numbers): values = .integer(try writer.write(numbers))
        case .number(let numbers): values = .number(try writer.write(numbers))
        case .bool(let flags): values = .bool(try writer.write(flags))
        case .date(let days): values = .date(try writer.write(days))
        case .time(let times): values = .time(try writer.write(times))
        case .duration(let spans): values = .duration(try writer.write(spans))
        case .list(let list):
            values = .list(
                starts: try writer.write(list.starts), elements: try write(list.elements))
        }
        var validity: Stored?
        if let bitmap = column.validity { validity = try writer.write(bitmap.words) }
        let spelling: ColumnLayout.SpellingLayout
        switch column.spelling {
        case .canonical: spelling = .canonical
        case .time(let style): spelling = .time(style)
        case .bool(let style): spelling = .bool(style)
        case .original(let text): spelling = .original(try write(text))
        }
        return ColumnLayout(
            count: column.count, values: values, validity: validity, spelling: spelling)
    }

    /// Only the bytes that its own views name: the arena may be a whole file with all its other columns.
    private mutating func write(_ text: TextColumn) throws(WorkspaceError) -> TextLayout {
        var total = 0
        for view in text.views { total += view.length }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, total), alignment: 64)
        defer { memory.deallocate() }
        let base = UnsafeRawPointer(text.arena.base)
        let views = [TextView](unsafeUninitializedCapacity: text.count) { out, count in
            var at = 0
            for (row, view) in text.views.enumerated() {
                let length = view.length
                (memory + at).copyMemory(from: base + view.offset, byteCount: length)
                (out.baseAddress! + row).initialize(to: TextView(offset: at, length: length))
                at += length
            }
            count = text.count
        }
        return TextLayout(
            views: try writer.write(views),
            bytes: try writer.write(UnsafeRawBufferPointer(start: memory, count: total)))
    }
}
