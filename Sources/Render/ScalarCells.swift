import Columns

/// Integers, numbers, dates, times, durations and booleans.
extension ColumnCells {
    func fillScalars(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch
    ) {
        if case .original(let source) = column.spelling {
            if encoder.isJSON, isLiteral {
                fillNumbers(spelt: source, rows, cells, scratch)
            } else {
                fill(source, rows, cells, scratch)
            }
            return
        }
        switch column.storage {
        case .integer(let values): fill(integers: values, rows, cells, scratch)
        case .number(let values): fill(numbers: values, rows, cells, scratch)
        case .time(let values): fill(times: values, rows, cells, scratch)
        case .date(let values): fill(dates: values, rows, cells, scratch)
        case .bool(let values): fill(flags: values, rows, cells, scratch)
        default: fillRare(rows, cells, scratch)
        }
    }

    /// Integers, numbers and booleans: JSON writes them bare.
    private var isLiteral: Bool {
        switch column.type {
        case .integer, .number, .bool: true
        default: false
        }
    }

    /// Cells of at most `ScalarBytes.sizeMax` bytes, one behind the other.
    ///
    /// - Parameter write: writes a row's value and gives the number of bytes.
    @inline(__always)
    private func fill(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch,
        isQuoted: Bool = false, _ write: (Int, UnsafeMutablePointer<UInt8>) -> Int
    ) {
        let start = scratch.reserve(rows.count * ScalarBytes.sizeMax)
        var end = start
        forEachPresent(rows, cells) { row in
            let cell = Cell(
                start: UnsafePointer(end), length: write(row, end), isQuoted: isQuoted)
            end += Int(cell.length)
            return cell
        }
        scratch.commit(end - start)
    }

    private func fill(
        integers values: [Int64], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        values.withUnsafeBufferPointer { values in
            fill(rows, cells, scratch) { ScalarBytes.write(integer: values[$0], to: $1) }
        }
    }

    private func fill(
        numbers values: [Double], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        values.withUnsafeBufferPointer { values in
            fill(rows, cells, scratch) { row, target in
                let length = ScalarBytes.write(number: values[row], to: target)
                return length > 0 ? length : writeRare(number: values[row], to: target)
            }
        }
    }

    private func writeRare(number: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var bytes: [UInt8] = []
        // JSON has no way to write infinities and NaN.
        if encoder.isJSON, !number.isFinite {
            bytes.append(contentsOf: "null".utf8)
        } else {
            Formatting.write(number: number, to: &bytes)
        }
        let length = min(bytes.count, ScalarBytes.sizeMax)
        for index in 0..<length { target[index] = bytes[index] }
        return length
    }

    private func fill(
        times values: [Int64], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var style: TimeStyle?
        if case .time(let own) = column.spelling { style = own }
        var days = ScalarBytes.DayCache()
        values.withUnsafeBufferPointer { values in
            fill(rows, cells, scratch, isQuoted: encoder.isJSON) {
                ScalarBytes.write(time: values[$0], style: style, days: &days, to: $1)
            }
        }
    }

    private func fill(
        dates values: [Int32], _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        var days = ScalarBytes.DayCache()
        values.withUnsafeBufferPointer { values in
            fill(rows, cells, scratch, isQuoted: encoder.isJSON) {
                days.write(Int(values[$0]), to: $1)
            }
        }
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
            forEachPresent(rows, cells) { values[$0] ? yes : no }
        }
    }

    /// Durations through `Formatting`, one scratch array for all.
    private func fillRare(
        _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>, _ scratch: Scratch
    ) {
        var bytes: [UInt8] = []
        forEachPresent(rows, cells) { row in
            bytes.removeAll(keepingCapacity: true)
            column.write(row, to: &bytes)
            var cell = scratch.copy(bytes)
            cell.isQuoted = encoder.isJSON && column.type == .duration
            return cell
        }
    }

    /// The source's own digits where they are a JSON number, so that `1.50` stays `1.50`.
    private func fillNumbers(
        spelt source: TextColumn, _ rows: Range<Int>, _ cells: UnsafeMutablePointer<Cell>,
        _ scratch: Scratch
    ) {
        let canonical = Column(column.storage, validity: column.validity)
        let end = source.arena.base + source.arena.count
        var bytes: [UInt8] = []
        forEachPresent(rows, cells) { row in
            let text = source.bytes(row)
            if column.type != .bool, let start = text.baseAddress, isJSONNumber(text) {
                return Cell(
                    start: scratch.readable(start, text.count, before: end), length: text.count)
            }
            bytes.removeAll(keepingCapacity: true)
            canonical.write(row, to: &bytes)
            return scratch.copy(bytes)
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
