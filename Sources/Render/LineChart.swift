import Columns

/// A line of one numeric column over the rows, in braille dots: two across and four up in each cell.
///
/// Rows stand evenly, or at their own distances if the first column is a date, a time or a number in
/// order. Missing values interrupt the line. The scale is from the smallest to the largest value, both
/// written beside it, not from zero.
func renderLine(_ table: Table, options: OutputOptions, to buffer: OutputBuffer) throws {
    let glyphs = Glyphs.of(options)
    let ink = Ink(options)
    let series = try ChartSeries(table, format: .line, glyphs: glyphs)
    let present = series.values.indices.filter { series.values[$0] != nil }
    try buffer.append(ink.bold(series.name) + ink.dim(" over \(series.labelName)") + "\n")
    guard let first = present.first else {
        try buffer.append("no values to draw\n")
        return
    }
    let lowRow = present.reduce(first) { series.values[$1]! < series.values[$0]! ? $1 : $0 }
    let highRow = present.reduce(first) { series.values[$1]! > series.values[$0]! ? $1 : $0 }
    let across = options.width <= 0 ? 100 : options.columnsAcross
    let high = FittedText(series.value(highRow), limit: across / 3, mark: glyphs.ellipsis)
    let low = FittedText(series.value(lowRow), limit: across / 3, mark: glyphs.ellipsis)
    let margin = max(high.width, low.width)
    var plot = DotPlot(
        width: max(4, across - margin - 3), height: 10, isASCII: glyphs.isASCII)
    plot.draw(
        series.values, at: positions(table, rows: series.values.count),
        low: series.values[lowRow]!, high: series.values[highRow]!)
    for (index, line) in plot.lines.enumerated() {
        let label =
            index == 0
            ? high
            : index == plot.lines.count - 1
                ? low : FittedText("", limit: 1, mark: "")
        try buffer.append(
            String(repeating: " ", count: margin - label.width) + label.text + " "
                + ink.dim(glyphs.vertical) + ink.accent(line) + "\n")
    }
    let half = max(4, (across - margin - 3) / 2 - 1)
    let last = series.values.count - 1
    let left = FittedText(series.label(0), limit: half, mark: glyphs.ellipsis)
    let right = FittedText(series.label(last), limit: half, mark: glyphs.ellipsis)
    let gap = max(1, plot.width - left.width - right.width)
    let indent = String(repeating: " ", count: margin + 2)
    try buffer.append(indent + left.text)
    if last > 0 { try buffer.append(String(repeating: " ", count: gap) + right.text) }
    try buffer.append("\n")
}

/// Where each row stands between 0 and 1: by the first column's values if they are numbers, dates or times
/// in ascending order, otherwise evenly.
private func positions(_ table: Table, rows: Int) -> [Double] {
    let even = (0..<rows).map { rows > 1 ? Double($0) / Double(rows - 1) : 0 }
    guard table.columns.count > 1 else { return even }
    let marks = ChartSeries.numbers(table.columns[0]).compactMap { $0 }
    guard marks.count == rows, let first = marks.first, let last = marks.last, first < last,
        zip(marks, marks.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return even }
    let span = last / 2 - first / 2
    return marks.map { ($0 / 2 - first / 2) / span }
}

/// A grid of dots drawn as characters.
private struct DotPlot {
    let width: Int
    private let height: Int
    private let isASCII: Bool
    private var dots: [Bool]

    private var dotsAcross: Int { isASCII ? width : width * 2 }
    private var dotsUp: Int { isASCII ? height : height * 4 }

    init(width: Int, height: Int, isASCII: Bool) {
        self.width = width
        self.height = height
        self.isASCII = isASCII
        dots = [Bool](repeating: false, count: width * height * (isASCII ? 1 : 8))
    }

    mutating func draw(_ values: [Double?], at positions: [Double], low: Double, high: Double) {
        let span = high / 2 - low / 2
        var previous: (x: Int, y: Int)?
        for (value, position) in zip(values, positions) {
            guard let value else {
                previous = nil
                continue
            }
            let share = span > 0 ? (value / 2 - low / 2) / span : 0.5
            let point = (
                x: Int((position * Double(dotsAcross - 1)).rounded()),
                y: dotsUp - 1 - Int((share * Double(dotsUp - 1)).rounded())
            )
            draw(from: previous ?? point, to: point)
            previous = point
        }
    }

    /// Bresenham's line.
    private mutating func draw(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
        var (x, y) = start
        let (dx, dy) = (abs(end.x - x), -abs(end.y - y))
        let (stepX, stepY) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
        var error = dx + dy
        while true {
            dots[y * dotsAcross + x] = true
            if x == end.x, y == end.y { return }
            let doubled = 2 * error
            if doubled >= dy {
                error += dy
                x += stepX
            }
            if doubled <= dx {
                error += dx
                y += stepY
            }
        }
    }

    /// Without the blanks at the ends of lines.
    var lines: [String] {
        (0..<height).map { row in
            var line = ""
            var blanks = 0
            for column in 0..<width {
                guard let character = character(row, column) else {
                    blanks += 1
                    continue
                }
                line += String(repeating: " ", count: blanks)
                line.append(character)
                blanks = 0
            }
            return line
        }
    }

    /// nil for a cell without dots.
    private func character(_ row: Int, _ column: Int) -> Character? {
        if isASCII { return dots[row * width + column] ? "*" : nil }
        // The order of the bits of U+2800: down the left, down the right, then the fourth row.
        let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        var code: UInt32 = 0
        for down in 0..<4 {
            for right in 0..<2
            where dots[(row * 4 + down) * dotsAcross + column * 2 + right] {
                code |= bits[down][right]
            }
        }
        return code == 0 ? nil : Unicode.Scalar(0x2800 + code).map(Character.init)
    }
}
