import CKernels
import Columns

/// Memory for the cells of one block of rows: given out in order, taken back all at once.
///
/// Chunks never move, so cells may point into them until `reset`. Behind what is given out `Cell.width` bytes more
/// can be read, and written until the next are given out.
final class Scratch {
    private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var current = -1
    private var used = 0

    private static let chunkSize = 1 << 17
    /// Enough for most headers and the rows of small tables, of which a process may only have one to show.
    private static let firstChunkSize = 1 << 13

    deinit { for chunk in chunks { chunk.deallocate() } }

    /// Room for at least `bytes`; what is kept of it is said with `commit`.
    func reserve(_ bytes: Int) -> UnsafeMutablePointer<UInt8> {
        let size = bytes + Cell.width
        if current >= 0, chunks[current].count - used >= size {
            return chunks[current].baseAddress! + used
        }
        used = 0
        while current + 1 < chunks.count {
            current += 1
            if chunks[current].count >= size { return chunks[current].baseAddress! }
        }
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(chunks.isEmpty ? Self.firstChunkSize : Self.chunkSize, size))
        chunk.initialize(repeating: 0)
        chunks.append(chunk)
        current = chunks.count - 1
        return chunks[current].baseAddress!
    }

    func commit(_ bytes: Int) { used += bytes }

    /// Copies `bytes` in, for as long as the block lasts.
    func copy(_ bytes: [UInt8]) -> Cell {
        bytes.withUnsafeBufferPointer { copy($0.baseAddress ?? noBytes, $0.count) }
    }

    func copy(_ start: UnsafePointer<UInt8>, _ length: Int) -> Cell {
        let target = reserve(length)
        target.update(from: start, count: length)
        commit(length)
        return Cell(start: UnsafePointer(target), length: length)
    }

    /// Where the value can be read `Cell.width` bytes far: at `start`, or in a copy where its memory ends too soon.
    @inline(__always)
    func readable(
        _ start: UnsafePointer<UInt8>, _ length: Int, before end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        end - start >= Cell.width ? start : copy(start, length).start
    }

    func reset() {
        current = chunks.isEmpty ? -1 : 0
        used = 0
    }
}

/// The bytes of one value, ready to be written between two separators.
///
/// - Invariant: `width` bytes can be read at `start`, however short the value is.
struct Cell {
    /// Values of at most so many bytes are judged and copied without a loop.
    static var width: Int { Int(CK_VALUE_WIDTH) }

    var start: UnsafePointer<UInt8>
    var length: Int32
    /// JSON: stands between quotation marks, which are not part of the bytes.
    var isQuoted: Bool

    init(start: UnsafePointer<UInt8>, length: Int, isQuoted: Bool = false) {
        self.start = start
        self.length = Int32(truncatingIfNeeded: length)
        self.isQuoted = isQuoted
    }
}

/// A place for cells of no bytes to point to.
var noBytes: UnsafePointer<UInt8> { nothing.base }
private let nothing = readableArena([])

/// Memory of its own for bytes that cells point to.
func readableArena(_ bytes: [UInt8]) -> TextArena {
    TextArena(bytes: bytes + [UInt8](repeating: 0, count: Cell.width))
}

/// Copies the cell's bytes; up to `Cell.width` bytes behind them are overwritten too.
@inline(__always) func copy(_ cell: Cell, to target: UnsafeMutablePointer<UInt8>) {
    if cell.length <= Cell.width {
        ck_copy_value(target, cell.start)
    } else {
        target.update(from: cell.start, count: Int(cell.length))
    }
}
