import Columns

/// One block per row: names in one column, whole values beside them, continued below where they are wider
/// than the terminal. Nothing is cut.
///
/// Several rows have a heading each (`── 2 of 40 ──`); of more than `rowLimit` the first and last are shown.
func renderRecord(_ table: Table, options: OutputOptions, to buffer: OutputBuffer) throws {
    guard !table.fields.isEmpty else { return }
    let glyphs = Glyphs.of(options)
    let ink = Ink(options)
    let columns = zip(table.fields, table.columns).map {
        DrawnColumn(field: $0, column: $1, glyphs: glyphs)
    }
    // Half the width is the values', however long a name is.
    let most = max(8, options.columnsAcross / 2)
    let names = columns.map { FittedText($0.header, limit: most, mark: glyphs.ellipsis) }
    let nameWidth = names.map(\.width).max() ?? 0
    let valueWidth = max(8, options.columnsAcross - nameWidth - 2)
    let indent = String(repeating: " ", count: nameWidth + 2)

    func write(_ row: Int) throws {
        if table.rowCount > 1 {
            let title = " \(grouped(row + 1)) of \(grouped(table.rowCount)) "
            let bar = String(repeating: glyphs.horizontal, count: 2)
            try buffer.append(ink.dim(bar + title + bar) + "\n")
        }
        for (column, name) in zip(columns, names) {
            let padding = String(repeating: " ", count: nameWidth - name.width + 2)
            try buffer.append(ink.accent(name.text) + padding)
            if column.column.isPresent(row) {
                let lines = wrapped(column.whole(row), width: valueWidth)
                try buffer.append(lines.joined(separator: "\n" + indent) + "\n")
            } else {
                try buffer.append(ink.dim(glyphs.missing) + "\n")
            }
        }
    }
    let rows = ShownRows(count: table.rowCount, limit: options.rowLimit)
    for row in rows.head { try write(row) }
    if rows.hidden > 0 {
        try buffer.append(ink.dim("\(glyphs.more) \(grouped(rows.hidden)) more") + "\n")
    }
    for row in rows.tail { try write(row) }
}

/// The text in lines of at most `width` cells, broken after a space where there is one in the last third.
func wrapped(_ text: String, width: Int) -> [String] {
    var copy = text
    if copy.withUTF8({ isDrawableASCII($0) && $0.count <= width }) { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for character in text {
        let size = displayWidth(character)
        if used + size > width, !line.isEmpty {
            let space = line.lastIndex(of: " ")
            if character != " ", let space,
                line.distance(from: space, to: line.endIndex) <= width / 3
            {
                let rest = String(line[line.index(after: space)...])
                lines.append(String(line[..<space]))
                line = rest
                used = displayWidth(rest)
            } else {
                lines.append(line)
                line = ""
                used = 0
            }
            if line.isEmpty, character == " " { continue }
        }
        line.append(character)
        used += size
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
}
