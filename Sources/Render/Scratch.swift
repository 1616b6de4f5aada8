/// Memory for the cells of one block of rows: given out in order, taken back all at once.
///
/// Chunks never move, so cells may point into them until `reset`.
final class Scratch {
    private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var current = -1
    private var used = 0

    private static let chunkSize = 1 << 17

    deinit { for chunk in chunks { chunk.deallocate() } }

    /// Room for at least `bytes`; what is kept of it is said with `commit`.
    func reserve(_ bytes: Int) -> UnsafeMutablePointer<UInt8> {
        if current >= 0, chunks[current].count - used >= bytes {
            return chunks[current].baseAddress! + used
        }
        used = 0
        while current + 1 < chunks.count {
            current += 1
            if chunks[current].count >= bytes { return chunks[current].baseAddress! }
        }
        chunks.append(.allocate(capacity: max(Self.chunkSize, bytes)))
        current = chunks.count - 1
        return chunks[current].baseAddress!
    }

    func commit(_ bytes: Int) { used += bytes }

    /// Copies `bytes` in, for as long as the block lasts.
    func copy(_ bytes: [UInt8]) -> Cell {
        let start = reserve(bytes.count)
        for (index, byte) in bytes.enumerated() { start[index] = byte }
        commit(bytes.count)
        return Cell(start: UnsafePointer(start), length: bytes.count)
    }

    func reset() {
        current = chunks.isEmpty ? -1 : 0
        used = 0
    }
}

/// The bytes of one value, ready to be written between two separators.
struct Cell {
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
