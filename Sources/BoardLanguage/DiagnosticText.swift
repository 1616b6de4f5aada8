/// The widest source line that is drawn whole; longer ones are cut to a window around the span.
private let widestLine = 100

/// A diagnostic as people see it: what is wrong, the source line, carets under the span, and the help line.
///
/// ```
/// error: no field 'lst_login' in okta.users
///   okta.users | where lst_login < 90d ago
///                      ^^^^^^^^^
///   help: nearest is 'lastLogin'
/// ```
///
/// With a `path` the first line starts with `path:line:column: `, both from 1, the column in characters.
/// Control characters are drawn escaped, tabs as four spaces, and a line over 100 columns is cut with `…`.
/// No line end at the end.
public func describe(_ diagnostic: Diagnostic, in text: String, path: String?) -> String {
    let source = SourceLine(text, at: diagnostic.span)
    var lines: [String] = []
    let place = path.map { "\(drawnEscaped($0)):\(source.number):\(source.column): " } ?? ""
    lines.append("\(place)error: \(drawnEscaped(diagnostic.message))")
    if !source.cells.isEmpty {
        let (drawn, carets) = source.draw()
        lines.append("  \(drawn)")
        lines.append("  \(carets)")
    }
    if let help = diagnostic.help { lines.append("  help: \(drawnEscaped(help))") }
    return lines.joined(separator: "\n")
}

/// One line of a text, cut into characters as they are drawn, with those of a span marked.
private struct SourceLine {
    struct Cell {
        var drawn: String
        var width: Int
        var isMarked: Bool
    }

    /// From 1.
    var number = 1
    /// From 1, in characters.
    var column = 1
    var cells: [Cell] = []
    /// The place in `cells` of an empty span's one caret.
    private var caret: Int

    init(_ text: String, at span: Span) {
        let bytes = Array(text.utf8)
        var start = min(max(span.start, 0), bytes.count)
        // A mistake at the end is shown behind the last thing written, not on an empty line.
        if start >= span.end {
            while start > 0, start == bytes.count || bytes[start] == .newline,
                bytes[start - 1] == .newline || bytes[start - 1] == 0x0D
            { start -= 1 }
        }
        var lineStart = start
        while lineStart > 0, bytes[lineStart - 1] != .newline { lineStart -= 1 }
        var lineEnd = start
        while lineEnd < bytes.count, bytes[lineEnd] != .newline { lineEnd += 1 }
        if lineEnd > lineStart, bytes[lineEnd - 1] == 0x0D { lineEnd -= 1 }
        number = 1 + bytes[..<lineStart].count { $0 == .newline }

        let end = max(min(span.end, lineEnd), start)
        var offset = lineStart
        caret = 0
        for character in String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self) {
            let length = character.utf8.count
            if offset + length <= start {
                column += 1
                caret += 1
            }
            let isMarked = offset < end && offset + length > start
            cells.append(Self.cell(character, isMarked: isMarked))
            offset += length
        }
    }

    private static func cell(_ character: Character, isMarked: Bool) -> Cell {
        if character == "\t" { return Cell(drawn: "    ", width: 4, isMarked: isMarked) }
        let drawn = drawnEscaped(String(character))
        let width = drawn.reduce(0) { $0 + displayWidth($1) }
        return Cell(drawn: drawn, width: width, isMarked: isMarked)
    }

    /// The line and the carets below it, both cut to the same window.
    func draw() -> (line: String, carets: String) {
        let window = window()
        var line = window.lowerBound > 0 ? "…" : ""
        var carets = window.lowerBound > 0 ? " " : ""
        for index in window {
            let cell = cells[index]
            line += cell.drawn
            if cell.isMarked {
                carets += String(repeating: "^", count: cell.width)
            } else {
                carets += index == caret ? "^" : cell.width > 0 ? " " : ""
                carets += String(repeating: " ", count: max(0, cell.width - 1))
            }
        }
        if caret >= window.upperBound { carets += "^" }
        if window.upperBound < cells.count { line += "…" }
        while carets.last == " " { carets.removeLast() }
        return (line, carets)
    }

    /// The cells to draw: all, or as many as fit with the span's start about a third in.
    private func window() -> Range<Int> {
        guard cells.reduce(0, { $0 + $1.width }) > widestLine else { return 0..<cells.count }
        var start = min(caret, cells.count)
        var room = widestLine / 3
        while start > 0, cells[start - 1].width <= room {
            start -= 1
            room -= cells[start].width
        }
        var end = start
        room = widestLine - 2
        while end < cells.count, cells[end].width <= room {
            room -= cells[end].width
            end += 1
        }
        // Near the end there is room to the left again.
        while end == cells.count, start > 0, cells[start - 1].width <= room {
            start -= 1
            room -= cells[start].width
        }
        return start..<end
    }
}
