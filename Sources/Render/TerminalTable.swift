import Columns

/// A table drawn for a terminal, and what it could not show.
public struct RenderedTable: Sendable, Equatable {
    public var text: String
    /// Names of the columns that did not fit, in their order.
    public var hiddenColumns: [String]

    public init(text: String, hiddenColumns: [String]) {
        self.text = text
        self.hiddenColumns = hiddenColumns
    }

    private static let namesMax = 20

    /// For the footer: `2 columns not shown: title, manager`; nil when all are there. Not escaped;
    /// `renderFooter` does that.
    public var hiddenFact: String? {
        guard !hiddenColumns.isEmpty else { return nil }
        let noun = hiddenColumns.count == 1 ? "column" : "columns"
        var names = hiddenColumns.prefix(Self.namesMax).joined(separator: ", ")
        let rest = hiddenColumns.count - Self.namesMax
        if rest > 0 { names += " +\(rest)" }
        return "\(hiddenColumns.count) \(noun) not shown: \(names)"
    }
}

/// The table in a box that fits the width: header, types, rows.
///
/// One row is drawn as a record if `options.showsOneRowAsRecord`.
public func renderTable(_ table: Table, options: OutputOptions = OutputOptions()) -> RenderedTable {
    var bytes: [UInt8] = []
    // The sink does not throw, and what else could, a cancelled command, leaves a shorter text.
    let hidden = try? renderTable(table, options: options) { bytes.append(contentsOf: $0) }
    return RenderedTable(
        text: String(decoding: bytes, as: UTF8.self), hiddenColumns: hidden ?? [])
}

/// The same into a sink; gives the names of the columns that did not fit.
public func renderTable(
    _ table: Table, options: OutputOptions, to sink: ByteSink
) throws -> [String] {
    try withoutActuallyEscaping(sink) { sink in
        let buffer = OutputBuffer(to: sink, options: options)
        let hidden = try renderTable(table, options: options, to: buffer)
        try buffer.flush()
        return hidden
    }
}

func renderTable(
    _ table: Table, options: OutputOptions, to buffer: OutputBuffer
) throws -> [String] {
    if options.showsOneRowAsRecord, table.rowCount == 1 {
        try renderRecord(table, options: options, to: buffer)
        return []
    }
    guard !table.fields.isEmpty else { return [] }
    let box = TableBox(table, options: options)
    try box.write(to: buffer)
    return box.hidden
}

/// The rows that are shown: all, or the first and the last with a gap between.
struct ShownRows {
    let head: Range<Int>
    let tail: Range<Int>
    var hidden: Int { tail.lowerBound - head.upperBound }

    init(count: Int, limit: Int?) {
        guard let limit, count > max(limit, 0) else {
            (head, tail) = (0..<count, count..<count)
            return
        }
        let half = max(limit, 0) / 2
        head = 0..<(max(limit, 0) - half)
        tail = (count - half)..<count
    }
}

private struct TableBox {
    private let columns: [DrawnColumn]
    private let widths: [Int]
    private let rows: ShownRows
    private let glyphs: Glyphs
    private let ink: Ink
    private let movesCursor: Bool
    let hidden: [String]

    init(_ table: Table, options: OutputOptions) {
        let glyphs = Glyphs.of(options)
        let rows = ShownRows(count: table.rowCount, limit: options.rowLimit)
        let across = options.columnsAcross
        let all = zip(table.fields, table.columns).map {
            DrawnColumn(field: $0, column: $1, glyphs: glyphs)
        }
        let wishes = all.map { Self.wish($0, rows, across: across) }
        let layout = TableLayout(wishes: wishes, named: options.namedColumns, across: across)
        var widths = layout.widths
        if rows.hidden > 0 {
            let note = displayWidth(Self.note(rows.hidden, glyphs))
            let inner = widths.reduce(0, +) + TableLayout.overhead * (widths.count - 1)
            if inner < note { widths[widths.count - 1] += min(note, across - 4) - inner }
        }
        self.glyphs = glyphs
        self.rows = rows
        self.widths = widths
        columns = layout.shown.map { all[$0] }
        let shown = Set(layout.shown)
        hidden = table.fields.indices.filter { !shown.contains($0) }.map { table.fields[$0].name }
        ink = Ink(options)
        movesCursor = options.isTerminal && !options.isPaged
    }

    private static func wish(
        _ column: DrawnColumn, _ rows: ShownRows, across: Int
    ) -> TableLayout.Wish {
        var values = 1
        for row in rows.head { values = max(values, column.width(row, limit: across)) }
        for row in rows.tail { values = max(values, column.width(row, limit: across)) }
        let title = max(displayWidth(column.header), column.typeName.utf8.count)
        let natural = min(max(values, title), across)
        if column.isNeverCut {
            return TableLayout.Wish(natural: natural, least: max(values, min(title, 7)))
        }
        return TableLayout.Wish(
            natural: natural, least: min(natural, TableLayout.leastText))
    }

    func write(to buffer: OutputBuffer) throws {
        try buffer.append(rule(glyphs.top))
        try buffer.append(
            line(
                columns.indices.map {
                    FittedText(columns[$0].header, limit: widths[$0], mark: glyphs.ellipsis)
                }, ink.bold))
        try buffer.append(
            line(
                columns.indices.map {
                    FittedText(columns[$0].typeName, limit: widths[$0], mark: glyphs.ellipsis)
                }, ink.dim))
        try buffer.append(rule(glyphs.middle))
        for row in rows.head { try buffer.append(line(row)) }
        if rows.hidden > 0 {
            let inner = widths.reduce(0, +) + TableLayout.overhead * (widths.count - 1)
            let note = FittedText(Self.note(rows.hidden, glyphs), limit: inner, mark: "")
            var text = border + " " + ink.dim(note.text) + spaces(inner - note.width) + " "
            if movesCursor, !glyphs.isASCII { text += "\u{1B}[\(inner + 4)G" }
            try buffer.append(text + border + "\n")
            for row in rows.tail { try buffer.append(line(row)) }
        }
        try buffer.append(rule(glyphs.bottom))
    }

    private static func note(_ hidden: Int, _ glyphs: Glyphs) -> String {
        "\(glyphs.more) \(grouped(hidden)) more"
    }

    private var border: String { ink.dim(glyphs.vertical) }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private func rule(_ ends: (left: String, cross: String, right: String)) -> String {
        let parts = widths.map { String(repeating: glyphs.horizontal, count: $0 + 2) }
        return ink.dim(ends.left + parts.joined(separator: ends.cross) + ends.right) + "\n"
    }

    private func line(_ row: Int) -> String {
        var isMissing: [Bool] = []
        let cells = columns.indices.map { index in
            let isPresent = columns[index].column.isPresent(row)
            isMissing.append(!isPresent)
            return isPresent
                ? columns[index].cell(row, width: widths[index])
                : FittedText(glyphs.missing, limit: widths[index], mark: glyphs.ellipsis)
        }
        return line(cells) { index, text in isMissing[index] ? ink.dim(text) : text }
    }

    private func line(_ cells: [FittedText], _ paint: (String) -> String) -> String {
        line(cells) { _, text in paint(text) }
    }

    private func line(_ cells: [FittedText], _ paint: (Int, String) -> String) -> String {
        var text = ""
        var position = 1
        for (index, cell) in cells.enumerated() {
            let padding = spaces(widths[index] - cell.width)
            let drawn = paint(index, cell.text)
            text += border + " "
            text += columns[index].isRightAligned ? padding + drawn : drawn + padding
            text += " "
            position += widths[index] + TableLayout.overhead
            if movesCursor, !cell.text.utf8.allSatisfy({ $0 < 0x80 }) {
                text += "\u{1B}[\(position)G"
            }
        }
        return text + border + "\n"
    }
}
