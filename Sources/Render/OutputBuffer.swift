/// About a megabyte between a renderer and its sink, filled and handed on over and over: page faults on a
/// large output cost as much as making it.
final class OutputBuffer {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes not handed on yet.
    var count = 0
    /// nil for a part of an output, which is handed on as a whole.
    private let sink: ByteSink?
    private let isCancelled: () -> Bool

    static let chunkSize = 1 << 20

    init(to sink: @escaping ByteSink, options: OutputOptions) {
        let cancellation = options.cancellation
        self.sink = sink
        isCancelled = { cancellation?.isCancelled ?? false }
        capacity = Self.chunkSize + 4096
        base = .allocate(capacity: capacity)
    }

    /// A part of an output, made beside others.
    init() {
        sink = nil
        isCancelled = { false }
        capacity = Self.chunkSize + 4096
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Room that may be written beyond `count` without a check.
    private var room: Int { capacity - count }

    /// Where the next byte goes, held apart from the buffer while a block of rows is written.
    struct Cursor {
        var end: UnsafeMutablePointer<UInt8>
        fileprivate var limit: UnsafeMutablePointer<UInt8>

        /// Makes room for `bytes`, which may then be written without a check.
        @inline(__always)
        mutating func makeRoom(_ bytes: Int, in buffer: OutputBuffer) throws {
            if limit - end < bytes { self = try buffer.cursor(after: end, room: bytes) }
        }

        @inline(__always)
        mutating func put(_ byte: UInt8) {
            end[0] = byte
            end += 1
        }
    }

    /// Appends what `body` writes.
    @inline(__always)
    func withCursor(_ body: (inout Cursor) throws -> Void) throws {
        var cursor = Cursor(end: base + count, limit: base + capacity)
        try body(&cursor)
        count = cursor.end - base
    }

    private func cursor(after end: UnsafeMutablePointer<UInt8>, room: Int) throws -> Cursor {
        count = end - base
        try reserve(room)
        return Cursor(end: base + count, limit: base + capacity)
    }

    /// Makes room for `bytes` more: hands on what is there, and grows only for a single huge value.
    func reserve(_ bytes: Int) throws {
        if bytes <= room { return }
        guard let sink else { return grow(bytes) }
        try flush(to: sink)
        if bytes > capacity {
            base.deallocate()
            capacity = bytes
            base = .allocate(capacity: capacity)
        }
    }

    func flush() throws {
        if let sink { try flush(to: sink) }
    }

    private func flush(to sink: ByteSink) throws {
        if isCancelled() { throw RenderError.cancelled }
        if count > 0 { try sink(UnsafeRawBufferPointer(start: base, count: count)) }
        count = 0
    }

    /// Keeps what is there and makes room for `bytes` more.
    private func grow(_ bytes: Int) {
        capacity = max(capacity * 2, count + bytes)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// Hands on what is there, then all of `part`, which is empty afterwards.
    func hand(on part: OutputBuffer) throws {
        try flush()
        swap(&base, &part.base)
        swap(&capacity, &part.capacity)
        swap(&count, &part.count)
        try flush()
    }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        try reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBufferPointer(append) }

    func append(_ text: String) throws {
        var text = text
        try text.withUTF8(append)
    }

    func append(_ byte: UInt8) throws {
        try reserve(1)
        base[count] = byte
        count += 1
    }
}
