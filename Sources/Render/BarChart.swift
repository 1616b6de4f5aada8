import Columns

/// One horizontal bar per row: label, value, bar. Made for a grouped board.
///
/// Bars start at zero and share one scale over all rows, hidden ones too; negative values go to the left of
/// the zero.
func renderBars(_ table: Table, options: OutputOptions, to buffer: OutputBuffer) throws {
    let glyphs = Glyphs.of(options)
    let ink = Ink(options)
    let series = try ChartSeries(table, format: .bar, glyphs: glyphs)
    let rows = ShownRows(count: table.rowCount, limit: options.rowLimit)
    let shown = Array(rows.head) + Array(rows.tail)
    let across = options.width <= 0 ? 100 : options.columnsAcross

    let values = shown.map { series.value($0) }
    let valueWidth = (values + [series.name]).map { displayWidth($0) }.max() ?? 0
    let labelLimit = max(6, min(across / 3, across - valueWidth - 10))
    let labels = shown.map {
        FittedText(series.label($0), limit: labelLimit, mark: glyphs.ellipsis)
    }
    let title = FittedText(series.labelName, limit: labelLimit, mark: glyphs.ellipsis)
    let labelWidth = (labels + [title]).map(\.width).max() ?? 0
    let scale = BarScale(
        series.values, width: max(4, across - labelWidth - valueWidth - 4), glyphs: glyphs)

    func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width))
    }
    let head = FittedText(
        series.name, limit: max(valueWidth, 1), mark: glyphs.ellipsis)
    try buffer.append(
        ink.bold(padded(title.text, labelWidth - title.width)) + "  "
            + String(repeating: " ", count: max(0, valueWidth - head.width)) + ink.bold(head.text)
            + "\n")
    for (index, row) in shown.enumerated() {
        if rows.hidden > 0, index == rows.head.count {
            try buffer.append(ink.dim("\(glyphs.more) \(grouped(rows.hidden)) more") + "\n")
        }
        let padding = String(
            repeating: " ", count: max(0, valueWidth - displayWidth(values[index])))
        let bar = series.values[row].map { scale.bar($0) } ?? ""
        let line = padded(labels[index].text, labelWidth - labels[index].width) + "  " + padding
        let value = series.values[row] == nil ? ink.dim(values[index]) : values[index]
        try buffer.append(line + value + (bar.isEmpty ? "" : "  " + ink.accent(bar)) + "\n")
    }
    if rows.hidden > 0, rows.tail.isEmpty {
        try buffer.append(ink.dim("\(glyphs.more) \(grouped(rows.hidden)) more") + "\n")
    }
}

/// From values to eighths of a cell.
private struct BarScale {
    private let low: Double
    private let high: Double
    private let zero: Int
    private let width: Int
    private let glyphs: Glyphs

    init(_ values: [Double?], width: Int, glyphs: Glyphs) {
        let present = values.compactMap { $0 }
        low = min(0, present.min() ?? 0)
        high = max(0, present.max() ?? 0)
        self.width = width
        self.glyphs = glyphs
        // Halved first: the span of two finite numbers may not be finite.
        let span = high / 2 - low / 2
        zero = span > 0 ? Int((Double(width) * (-low / 2 / span)).rounded()) : 0
    }

    func bar(_ value: Double) -> String {
        let full = glyphs.isASCII ? "#" : "█"
        if value < 0 {
            guard low < 0 else { return "" }
            let cells = min(zero, Int((value / low * Double(zero)).rounded()))
            return String(repeating: " ", count: zero - cells)
                + String(repeating: full, count: cells)
        }
        guard high > 0, value > 0 else { return "" }
        let room = width - zero
        let eighths = min(room * 8, Int((value / high * Double(room * 8)).rounded()))
        let indent = String(repeating: " ", count: zero)
        if glyphs.isASCII {
            return indent + String(repeating: full, count: max(1, eighths / 8))
        }
        // The smallest value is still a sliver: nothing at all would read as zero.
        let size = max(1, eighths)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return indent + String(repeating: full, count: size / 8) + parts[size % 8]
    }
}
