import Columns

/// Makes columns of what a `TableEncoder` wrote.
///
/// Checksums say that the bytes are those that were written; that they are a column too is checked as well, since a
/// view that points elsewhere would be read by every kernel without a look.
struct TableDecoder: ~Copyable {
    private var reader: SegmentReader

    init(_ reader: consuming SegmentReader) { self.reader = reader }

    mutating func column(_ layout: ColumnLayout) throws(WorkspaceError) -> Column {
        let count = layout.count
        let storage: Column.Storage
        switch layout.values {
        case .text(let text): storage = .text(try self.text(text, count: count))
        case .coded(let codes, let dictionary):
            let entries = dictionary.views.byteCount / MemoryLayout<TextView>.stride
            let coded = CodedColumn(
                codes: try reader.array(codes, of: Int32.self, count: count),
                dictionary: try text(dictionary, count: entries))
            try check(coded.codes, below: entries)
            storage = .coded(coded)
        case .integer(let stored):
            storage = .integer(try reader.array(stored, of: Int64.self, count: count))
        case .number(let stored):
            storage = .number(try reader.array(stored, of: Double.self, count: count))
        case .bool(let stored): storage = .bool(try flags(stored, count: count))
        case .date(let stored):
            storage = .date(try reader.array(stored, of: Int32.self, count: count))
        case .time(let stored):
            storage = .time(try reader.array(stored, of: Int64.self, count: count))
        case .duration(let stored):
            storage = .duration(try reader.array(stored, of: Int64.self, count: count))
        case .list(let starts, let elements):
            let starts = try reader.array(starts, of: Int32.self, count: count + 1)
            try check(starts: starts, total: elements.count)
            storage = .list(ListColumn(starts: starts, elements: try column(elements)))
        }
        return Column(
            storage, validity: try validity(layout.validity, count: count),
            spelling: try spelling(layout.spelling, count: count))
    }

    /// The parent's rows of a child table.
    mutating func parentRows(_ stored: Stored, count: Int) throws(WorkspaceError) -> [Int32] {
        let rows = try reader.array(stored, of: Int32.self, count: count)
        var last: Int32 = 0
        for row in rows {
            guard row >= last else { throw reader.damage }
            last = row
        }
        return rows
    }

    private mutating func text(
        _ layout: TextLayout, count: Int
    ) throws(WorkspaceError) -> TextColumn {
        let views = try reader.array(layout.views, of: TextView.self, count: count)
        let arena = try reader.arena(layout.bytes)
        let isInside = views.withUnsafeBufferPointer { views in
            var worst = 0
            for view in views { worst = max(worst, view.offset &+ view.length) }
            return worst <= arena.count
        }
        guard isInside else { throw reader.damage }
        return TextColumn(arena: arena, views: views)
    }

    private mutating func flags(_ stored: Stored, count: Int) throws(WorkspaceError) -> [Bool] {
        try reader.array(stored, of: UInt8.self, count: count).map { $0 != 0 }
    }

    private mutating func validity(
        _ stored: Stored?, count: Int
    ) throws(WorkspaceError) -> Bitmap? {
        guard let stored else { return nil }
        let words = try reader.array(stored, of: UInt64.self, count: (count + 63) >> 6)
        return Bitmap(words: words, count: count)
    }

    private mutating func spelling(
        _ layout: ColumnLayout.SpellingLayout, count: Int
    ) throws(WorkspaceError) -> Spelling {
        switch layout {
        case .canonical: .canonical
        case .time(let style): .time(style)
        case .bool(let style): .bool(style)
        case .original(let text): .original(try self.text(text, count: count))
        }
    }

    private func check(_ codes: [Int32], below entries: Int) throws(WorkspaceError) {
        let isInside = codes.withUnsafeBufferPointer { codes in
            // As unsigned numbers, so that a negative code is a large one.
            var worst: UInt32 = 0
            for code in codes { worst = max(worst, UInt32(bitPattern: code)) }
            return codes.isEmpty || Int(worst) < entries
        }
        guard isInside else { throw reader.damage }
    }

    private func check(starts: [Int32], total: Int) throws(WorkspaceError) {
        var last: Int32 = 0
        for start in starts {
            guard start >= last else { throw reader.damage }
            last = start
        }
        guard starts.first == 0, Int(last) == total else { throw reader.damage }
    }
}
