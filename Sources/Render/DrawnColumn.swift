import Columns

/// A column as a person sees it: cells drawn one at a time, for the few rows that are shown.
struct DrawnColumn {
    let column: Column
    let header: String
    let typeName: String
    private let glyphs: Glyphs

    init(field: Field, column: Column, glyphs: Glyphs) {
        self.column = column
        self.glyphs = glyphs
        header = field.name.drawn(glyphs.style)
        typeName = column.type.name
    }

    /// Integers, numbers, durations: aligned at their last digit.
    var isRightAligned: Bool {
        switch column.type {
        case .integer, .number, .duration: true
        default: false
        }
    }

    /// Values whose every character counts: a cut number is another number.
    var isNeverCut: Bool {
        switch column.type {
        case .text, .list: false
        default: true
        }
    }

    /// Cells the row's value takes when nothing is cut, or something above `limit`.
    func width(_ row: Int, limit: Int) -> Int {
        guard column.isPresent(row) else { return displayWidth(glyphs.missing) }
        if case .list(let list) = column.storage, !hasOwnSpelling {
            var total = 0
            for element in Int(list.starts[row])..<Int(list.starts[row + 1]) {
                total += total == 0 ? 0 : 2
                total += displayWidth(draw(list.elements, element, limit: limit))
                if total > limit { break }
            }
            return total
        }
        return displayWidth(draw(column, row, limit: limit))
    }

    private var hasOwnSpelling: Bool {
        if case .original = column.spelling { return true }
        return false
    }

    /// The row's value in at most `width` cells; a value that may not be cut is whole all the same.
    func cell(_ row: Int, width: Int) -> FittedText {
        if case .list(let list) = column.storage, !hasOwnSpelling {
            return fitted(list, row, width: width)
        }
        let text = draw(column, row, limit: width)
        return FittedText(text, limit: isNumber ? .max : width, mark: glyphs.ellipsis)
    }

    private var isNumber: Bool { column.type == .integer || column.type == .number }

    /// `a, b +3`: as many elements as fit beside the count of the others.
    private func fitted(_ list: ListColumn, _ row: Int, width: Int) -> FittedText {
        let range = Int(list.starts[row])..<Int(list.starts[row + 1])
        var text = ""
        var used = 0
        var best: FittedText?
        for element in range {
            let drawn = draw(list.elements, element, limit: width)
            let size = displayWidth(drawn) + (used == 0 ? 0 : 2)
            if used + size > width { break }
            text += (used == 0 ? "" : ", ") + drawn
            used += size
            let rest = range.upperBound - element - 1
            let tail = rest == 0 ? "" : " +\(rest)"
            if used + tail.utf8.count <= width {
                best = FittedText(text + tail, limit: .max, mark: "")
            }
        }
        if let best { return best }
        let rest = range.count - 1
        let tail = rest <= 0 ? "" : " +\(rest)"
        let first = range.isEmpty ? "" : draw(list.elements, range.lowerBound, limit: width)
        if width > tail.utf8.count + 3 {
            let head = FittedText(
                first, limit: width - tail.utf8.count, mark: glyphs.ellipsis)
            return FittedText(head.text + tail, limit: .max, mark: "")
        }
        return FittedText(first + tail, limit: width, mark: glyphs.ellipsis)
    }

    /// The whole value, for a record.
    func whole(_ row: Int) -> String {
        if case .list(let list) = column.storage, !hasOwnSpelling {
            return (Int(list.starts[row])..<Int(list.starts[row + 1]))
                .map { draw(list.elements, $0, limit: .max) }.joined(separator: ", ")
        }
        return draw(column, row, limit: .max)
    }

    /// A present value with its controls drawn; of a long text no more than what could fill `limit` cells.
    private func draw(_ column: Column, _ row: Int, limit: Int) -> String {
        var bytes: [UInt8] = []
        let view: UnsafeBufferPointer<UInt8>?
        switch (column.spelling, column.storage) {
        case (.original(let source), _): view = source.bytes(row)
        case (_, .text(let text)): view = text.bytes(row)
        case (_, .coded(let coded)): view = coded.dictionary.bytes(Int(coded.codes[row]))
        default: view = nil
        }
        guard let view else {
            column.write(row, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        if view.count <= limit, isDrawableASCII(view) {
            return String(decoding: view, as: UTF8.self)
        }
        // A cell of 16 MB is not decoded to show its first 30 letters. The allowance is for combining marks;
        // where it does not reach, the mark says that something is missing.
        var most = view.count
        if limit < 1 << 20, view.count > (limit + 16) * 64 {
            most = (limit + 16) * 64
            while most > 0, view[most] & 0xC0 == 0x80 { most -= 1 }
        }
        appendDrawn(UnsafeBufferPointer(rebasing: view[..<most]), style: glyphs.style, to: &bytes)
        if most < view.count { bytes.append(contentsOf: glyphs.ellipsis.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
