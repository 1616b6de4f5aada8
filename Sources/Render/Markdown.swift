import Columns

/// A table of GitHub Flavored Markdown: every row, nothing cut, numbers right-aligned.
///
/// Characters that Markdown or HTML would act on are escaped, newlines are `<br>`, controls are drawn
/// escaped, missing cells are empty.
func renderMarkdown(_ table: Table, options: OutputOptions, to buffer: OutputBuffer) throws {
    guard !table.fields.isEmpty else { return }
    var drawn: [UInt8] = []
    func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        drawn.removeAll(keepingCapacity: true)
        appendDrawn(bytes, style: .lines, to: &drawn)
        try appendMarkdown(drawn, to: buffer)
    }
    for field in table.fields {
        try buffer.append("| ")
        var name = field.name
        try name.withUTF8(write)
        try buffer.append(" ")
    }
    try buffer.append("|\n")
    for column in table.columns {
        let isRight =
            switch column.type {
            case .integer, .number, .duration: true
            default: false
            }
        try buffer.append(isRight ? "|---:" : "|---")
    }
    try buffer.append("|\n")
    let width = table.columns.count
    try RowBlocks(table, encoder: PlainEncoder()).withEach { count, cells in
        for row in 0..<count {
            for column in 0..<width {
                let cell = cells[column * RowBlocks<PlainEncoder>.stride + row]
                try buffer.append("| ")
                try write(UnsafeBufferPointer(start: cell.start, count: Int(cell.length)))
                try buffer.append(" ")
            }
            try buffer.append("|\n")
        }
    }
}

private func appendMarkdown(_ bytes: [UInt8], to buffer: OutputBuffer) throws {
    for byte in bytes {
        switch byte {
        case 0x0A: try buffer.append("<br>")
        case 0x09: try buffer.append(" ")
        case UInt8(ascii: "<"): try buffer.append("&lt;")
        case UInt8(ascii: ">"): try buffer.append("&gt;")
        case UInt8(ascii: "&"): try buffer.append("&amp;")
        case UInt8(ascii: "\\"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "_"),
            UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "~"),
            UInt8(ascii: "$"):
            try buffer.append(UInt8(ascii: "\\"))
            try buffer.append(byte)
        default: try buffer.append(byte)
        }
    }
}
