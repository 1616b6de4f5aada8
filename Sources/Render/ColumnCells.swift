import Columns

/// Fills blocks of cells from one column: a loop per type over the column's own arrays.
///
/// Pointers to the column's text stay good because the column, and with it the arena, is held here.
final class ColumnCells<Encoder: CellEncoder> {
    private let column: Column
    private let encoder: Encoder
    /// A dictionary's entries, encoded once; nil when there are more entries than rows.
    private let entries: [Cell]?
    private let entryScratch = Scratch()
    /// For a list, its elements.
    private let elements: ColumnCells<Encoder.Elements>?

    init(_ column: Column, encoder: Encoder) {
        self.column = column
        self.encoder = encoder
        if case .coded(let coded) = column.storage, coded.dictionary.count <= column.count {
            let base = coded.dictionary.arena.base
            let scratch = entryScratch
            entries = coded.dictionary.views.map {
                encoder.text(base + $0.offset, $0.length, scratch)
            }
        } else {
            entries = nil
        }
        if case .list(let list) = column.storage {
            elements = ColumnCells<Encoder.Elements>(list.elements, encoder: encoder.elements)
        } else {
            elements = nil
        }
    }

    /// Writes the cells of `rows` from `cells` on; they last until `scratch` is reset.
    func fill(_ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch) {
        switch column.storage {
        case .text(let text): fill(ownText ?? text, rows, cells, scratch)
        case .coded(let coded):
            if let ownText {
                fill(ownText, rows, cells, scratch)
            } else {
                fill(coded, rows, cells, scratch)
            }
        case .list(let list): fill(list, rows, cells, scratch)
        default: fillScalars(rows, cells, scratch)
        }
    }

    /// What a text column is shown as, where that is not what it stores.
    private var ownText: TextColumn? {
        if case .original(let source) = column.spelling { return source }
        return nil
    }

    private func fill(
        _ text: TextColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let base = text.arena.base
        text.views.withUnsafeBufferPointer { views in
            for row in rows {
                let view = views[row]
                cells[row - rows.lowerBound] = encoder.text(
                    base + view.offset, view.length, scratch)
            }
        }
        forEachMissing(rows) { row in
            let view = text.views[row]
            cells[row - rows.lowerBound] = encoder.missing(base + view.offset, view.length, scratch)
        }
    }

    private func fill(
        _ coded: CodedColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        coded.codes.withUnsafeBufferPointer { codes in
            if let entries {
                entries.withUnsafeBufferPointer { entries in
                    for row in rows { cells[row - rows.lowerBound] = entries[Int(codes[row])] }
                }
            } else {
                let base = coded.dictionary.arena.base
                for row in rows {
                    let view = coded.dictionary.views[Int(codes[row])]
                    cells[row - rows.lowerBound] = encoder.text(
                        base + view.offset, view.length, scratch)
                }
            }
        }
        blank(rows, cells, scratch)
    }

    private func fill(
        _ list: ListColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let range = Int(list.starts[rows.lowerBound])..<Int(list.starts[rows.upperBound])
        let elementCells = UnsafeMutableBufferPointer<Cell>.allocate(
            capacity: max(1, range.count))
        defer { elementCells.deallocate() }
        elements?.fill(range, elementCells.baseAddress!, scratch)
        for row in rows {
            let start = Int(list.starts[row]) - range.lowerBound
            let end = Int(list.starts[row + 1]) - range.lowerBound
            cells[row - rows.lowerBound] = encoder.list(
                UnsafeBufferPointer(rebasing: elementCells[start..<end]), scratch)
        }
        blank(rows, cells, scratch)
    }

    private func fillScalars(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch
    ) {
        if case .original(let source) = column.spelling {
            if encoder.isJSON, isLiteral {
                fillNumbers(spelt: source, rows, cells, scratch)
                blank(rows, cells, scratch)
            } else {
                fill(source, rows, cells, scratch)
            }
            return
        }
        switch column.storage {
        case .integer(let values): fill(values, rows, cells, scratch)
        case .number(let values): fill(numbers: values, rows, cells, scratch)
        case .time(let values): fill(times: values, rows, cells, scratch)
        case .date(let values): fill(dates: values, rows, cells, scratch)
        case .bool(let values): fill(flags: values, rows, cells, scratch)
        default: fillRare(rows, cells, scratch)
        }
        blank(rows, cells, scratch)
    }

    /// Integers, numbers and booleans: JSON writes them bare.
    private var isLiteral: Bool {
        switch column.type {
        case .integer, .number, .bool: true
        default: false
        }
    }

    private func fill(
        _ values: [Int64], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var end = scratch.reserve(rows.count * ScalarBytes.sizeMax)
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let length = ScalarBytes.write(integer: values[row], to: end)
                cells[row - rows.lowerBound] = Cell(start: UnsafePointer(end), length: length)
                end += length
            }
        }
        scratch.commit(rows.count * ScalarBytes.sizeMax)
    }

    private func fill(
        numbers values: [Double], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var bytes: [UInt8] = []
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let target = scratch.reserve(ScalarBytes.sizeMax)
                var length = ScalarBytes.write(number: values[row], to: target)
                if length == 0 {
                    bytes.removeAll(keepingCapacity: true)
                    // JSON has no way to write infinities and NaN.
                    if encoder.isJSON, !values[row].isFinite {
                        bytes.append(contentsOf: "null".utf8)
                    } else {
                        Formatting.write(number: values[row], to: &bytes)
                    }
                    length = min(bytes.count, ScalarBytes.sizeMax)
                    for index in 0..<length { target[index] = bytes[index] }
                }
                scratch.commit(length)
                cells[row - rows.lowerBound] = Cell(start: UnsafePointer(target), length: length)
            }
        }
    }

    private func fill(
        times values: [Int64], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var style: TimeStyle?
        if case .time(let own) = column.spelling { style = own }
        var cache = ScalarBytes.DayCache()
        var end = scratch.reserve(rows.count * ScalarBytes.sizeMax)
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let length = ScalarBytes.write(
                    time: values[row], style: style, days: &cache, to: end)
                cells[row - rows.lowerBound] = Cell(
                    start: UnsafePointer(end), length: length, isQuoted: encoder.isJSON)
                end += length
            }
        }
        scratch.commit(rows.count * ScalarBytes.sizeMax)
    }

    private func fill(
        dates values: [Int32], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var cache = ScalarBytes.DayCache()
        var end = scratch.reserve(rows.count * ScalarBytes.sizeMax)
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let length = cache.write(Int(values[row]), to: end)
                cells[row - rows.lowerBound] = Cell(
                    start: UnsafePointer(end), length: length, isQuoted: encoder.isJSON)
                end += length
            }
        }
        scratch.commit(rows.count * ScalarBytes.sizeMax)
    }

    private func fill(
        flags values: [Bool], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var style = BoolStyle.lower
        if case .bool(let own) = column.spelling, !encoder.isJSON { style = own }
        func word(_ value: Bool) -> Cell {
            var bytes: [UInt8] = []
            Formatting.write(bool: value, style: style, to: &bytes)
            return scratch.copy(bytes)
        }
        let (yes, no) = (word(true), word(false))
        values.withUnsafeBufferPointer { values in
            for row in rows { cells[row - rows.lowerBound] = values[row] ? yes : no }
        }
    }

    /// Durations through `Formatting`, one scratch array for all.
    private func fillRare(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch
    ) {
        var bytes: [UInt8] = []
        for row in rows {
            bytes.removeAll(keepingCapacity: true)
            column.write(row, to: &bytes)
            var cell = scratch.copy(bytes)
            cell.isQuoted = encoder.isJSON && column.type == .duration
            cells[row - rows.lowerBound] = cell
        }
    }

    /// The source's own digits where they are a JSON number, so that `1.50` stays `1.50`.
    private func fillNumbers(
        spelt source: TextColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let canonical = Column(column.storage, validity: column.validity)
        var bytes: [UInt8] = []
        for row in rows {
            let text = source.bytes(row)
            if column.type != .bool, let start = text.baseAddress, isJSONNumber(text) {
                cells[row - rows.lowerBound] = Cell(start: start, length: text.count)
            } else {
                bytes.removeAll(keepingCapacity: true)
                canonical.write(row, to: &bytes)
                cells[row - rows.lowerBound] = scratch.copy(bytes)
            }
        }
    }

    private func blank(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch
    ) {
        forEachMissing(rows) { row in
            cells[row - rows.lowerBound] = encoder.missing(noBytes, 0, scratch)
        }
    }

    private func forEachMissing(_ rows: Range<Int>, _ body: (Int) -> Void) {
        guard let validity = column.validity else { return }
        var row = rows.lowerBound
        while row < rows.upperBound {
            if row & 63 == 0, row + 64 <= rows.upperBound, validity.words[row >> 6] == ~0 {
                row += 64
                continue
            }
            if !validity[row] { body(row) }
            row += 1
        }
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` (RFC 8259, section 6).
func isJSONNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    func digits() -> Int {
        let start = index
        while index < text.count, text[index] >= 48, text[index] <= 57 { index += 1 }
        return index - start
    }
    func take(_ byte: UInt8) -> Bool {
        guard index < text.count, text[index] == byte else { return false }
        index += 1
        return true
    }
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
        if digits() == 0 { return false }
    }
    if take(UInt8(ascii: ".")), digits() == 0 { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        if digits() == 0 { return false }
    }
    return index == text.count
}
