import Columns

/// How one format spells values that are already bytes.
///
/// The caller guarantees that `Cell.width` bytes can be read where a value begins.
protocol CellEncoder {
    /// Numbers and booleans are literals of JSON, whatever the source's spelling; dates, times and durations
    /// stand between quotation marks.
    var isJSON: Bool { get }

    /// A present value. Points into `start` itself when nothing has to change.
    func text(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell

    /// A missing value, and the blank text that it was (length 0 when there was none).
    func missing(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell

    /// One list, of elements encoded by `elements(…)`.
    func list(_ cells: UnsafeBufferPointer<Cell>, _ scratch: Scratch) -> Cell

    associatedtype Elements: CellEncoder
    var elements: Elements { get }
}

/// Bytes as they are, and none for missing: for Markdown, HTML, and lists that are joined into one text.
struct PlainEncoder: CellEncoder {
    var isJSON: Bool { false }
    var elements: PlainEncoder { self }

    func text(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        Cell(start: start, length: length)
    }

    func missing(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        Cell(start: noBytes, length: 0)
    }

    /// The elements joined by `, `.
    func list(_ cells: UnsafeBufferPointer<Cell>, _ scratch: Scratch) -> Cell {
        var size = 0
        for cell in cells { size += Int(cell.length) + 2 }
        let start = scratch.reserve(size)
        var end = start
        for (index, cell) in cells.enumerated() {
            if index > 0 {
                end[0] = UInt8(ascii: ",")
                end[1] = UInt8(ascii: " ")
                end += 2
            }
            copy(cell, to: end)
            end += Int(cell.length)
        }
        scratch.commit(end - start)
        return Cell(start: UnsafePointer(start), length: end - start)
    }
}
