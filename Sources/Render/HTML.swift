import Columns

/// One page that needs nothing else: the table with sorting by header and a filter, the title above, the
/// footer's facts below. Every row, nothing cut.
///
/// Everything from the data is escaped; a content security policy keeps the page from loading anything.
func renderHTML(_ table: Table, options: OutputOptions, to buffer: OutputBuffer) throws {
    let title = options.title.isEmpty ? table.name.description : options.title
    try buffer.append(pageHead(title: title))
    try buffer.append("<body>\n<header>\n<h1>\(escapedForHTML(title))</h1>\n</header>\n")
    try buffer.append(HTMLPage.tools(rowCount: table.rowCount))
    try buffer.append("<div class=\"scroll\">\n<table>\n<thead><tr>")
    for (field, column) in zip(table.fields, table.columns) {
        let kind = isOrderedByNumber(column.type) ? " data-number" : ""
        try buffer.append(
            "<th aria-sort=\"none\"\(kind)><button>\(escapedForHTML(field.name))"
                + "<small>\(column.type.name)</small></button></th>")
    }
    try buffer.append("</tr></thead>\n<tbody>\n")
    try appendRows(table, to: buffer)
    try buffer.append("</tbody>\n</table>\n</div>\n")
    let facts = options.footer.filter { !$0.isEmpty }
    if !facts.isEmpty {
        let items = facts.map { "<li>\(escapedForHTML($0))</li>" }.joined()
        try buffer.append("<footer><ul>\(items)</ul></footer>\n")
    }
    try buffer.append("<script>\(HTMLPage.script)</script>\n</body>\n</html>\n")
}

private func isOrderedByNumber(_ type: ValueType) -> Bool {
    switch type {
    case .integer, .number, .duration, .time: true
    default: false
    }
}

/// `<td>` for text, class `n` for numbers, class `m` for missing. Times and durations carry their
/// microseconds, because their spelling does not sort.
private func appendRows(_ table: Table, to buffer: OutputBuffer) throws {
    let kinds = table.columns.map { column -> (isNumber: Bool, sortKeys: [Int64]?) in
        switch column.storage {
        case .integer, .number: (true, nil)
        case .duration(let values): (true, values)
        case .time(let values): (false, values)
        default: (false, nil)
        }
    }
    var row = 0
    try RowBlocks(table, encoder: PlainEncoder()).withEach { count, cells in
        for index in 0..<count {
            try buffer.append("<tr>")
            for (column, kind) in kinds.enumerated() {
                let cell = cells[column * RowBlocks<PlainEncoder>.stride + index]
                if cell.length == 0 {
                    try buffer.append("<td class=\"m\"></td>")
                    continue
                }
                try buffer.append(kind.isNumber ? "<td class=\"n\"" : "<td")
                if let keys = kind.sortKeys { try buffer.append(" data-s=\"\(keys[row])\"") }
                try buffer.append(UInt8(ascii: ">"))
                try appendHTML(
                    UnsafeBufferPointer(start: cell.start, count: Int(cell.length)), to: buffer)
                try buffer.append("</td>")
            }
            try buffer.append("</tr>\n")
            row += 1
        }
    }
}

private func appendHTML(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: OutputBuffer) throws {
    let isPlain = bytes.allSatisfy {
        $0 >= 0x20 && $0 < 0x7F && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E && $0 != 0x22
            && $0 != 0x27
    }
    if isPlain { return try buffer.append(bytes) }
    var drawn: [UInt8] = []
    appendDrawn(bytes, style: .lines, to: &drawn)
    for byte in drawn {
        switch byte {
        case UInt8(ascii: "&"): try buffer.append("&amp;")
        case UInt8(ascii: "<"): try buffer.append("&lt;")
        case UInt8(ascii: ">"): try buffer.append("&gt;")
        case UInt8(ascii: "\""): try buffer.append("&quot;")
        case UInt8(ascii: "'"): try buffer.append("&#39;")
        default: try buffer.append(byte)
        }
    }
}

/// `text` for element content and quoted attributes of HTML and SVG, controls drawn escaped.
func escapedForHTML(_ text: String) -> String {
    // By scalars: to a browser `<` with a combining mark after it is still the beginning of a tag.
    var escaped = String.UnicodeScalarView()
    for scalar in text.drawn(.lines).unicodeScalars {
        switch scalar {
        case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
        case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
        case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
        case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
        default: escaped.append(scalar)
        }
    }
    return String(escaped)
}

/// Everything of the page up to its body.
func pageHead(title: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="\(HTMLPage.policy)">
    <title>\(escapedForHTML(title))</title>
    <style>\(HTMLPage.style)</style>
    </head>

    """
}
