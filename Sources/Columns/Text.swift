/// Bytes that text columns point into: a whole file as it was read, or the output of a kernel.
///
/// One arena serves many columns: the readers unescape cells in place inside the file's own buffer, so
/// text that came from a file is never copied.
///
/// - Invariant: `base ..< base + count` is initialised, never changes after `init`, and lives as long as
///   the arena. That is what makes the class safe to send (`@unchecked`).
public final class TextArena: @unchecked Sendable {
    public let base: UnsafePointer<UInt8>
    public let count: Int
    private let owned: UnsafeMutableRawPointer?
    /// Whoever frees the memory; nil where the arena itself does.
    private let owner: AnyObject?

    public static let empty = TextArena(bytes: [])

    /// Takes over memory that `UnsafeMutableRawPointer.allocate` or `malloc` gave; freed with the arena.
    public init(adopting memory: UnsafeMutableRawPointer, count: Int) {
        owned = memory
        owner = nil
        base = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        self.count = count
    }

    /// Memory of another object, which is kept alive.
    public init(base: UnsafePointer<UInt8>, count: Int, owner: AnyObject) {
        owned = nil
        self.owner = owner
        self.base = base
        self.count = count
    }

    /// Room for `count` bytes, which `fill` initialises all.
    public init(count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 64)
        fill(memory.assumingMemoryBound(to: UInt8.self))
        owned = memory
        owner = nil
        base = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        self.count = count
    }

    public init(bytes: [UInt8]) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        bytes.withUnsafeBytes { source in
            if let address = source.baseAddress {
                memory.copyMemory(from: address, byteCount: source.count)
            }
        }
        owned = memory
        owner = nil
        base = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        count = bytes.count
    }

    deinit { owned?.deallocate() }
}

/// Where one text value lies in its arena: 40 bits of offset (1 TiB) and 24 bits of length (16 MiB).
///
/// Lengths are bytes of UTF-8. The readers refuse a cell that is longer.
public struct TextView: Sendable, Hashable, BitwiseCopyable {
    public let raw: UInt64

    @inlinable public init(offset: Int, length: Int) {
        raw = UInt64(truncatingIfNeeded: offset) << 24 | UInt64(truncatingIfNeeded: length)
    }
    @inlinable public init(raw: UInt64) { self.raw = raw }
    @inlinable public var offset: Int { Int(truncatingIfNeeded: raw >> 24) }
    @inlinable public var length: Int { Int(truncatingIfNeeded: raw & 0xFF_FFFF) }

    public static let lengthMax = 0xFF_FFFF
    public static let empty = TextView(raw: 0)
}

/// Text values as views into one arena.
///
/// A missing row's view is whatever blank text stood in the cell (usually empty); the column's validity
/// says that it is missing.
public struct TextColumn: Sendable {
    public let arena: TextArena
    public let views: [TextView]

    public init(arena: TextArena, views: [TextView]) {
        self.arena = arena
        self.views = views
    }

    public var count: Int { views.count }

    /// The bytes of one value. For kernels and single cells; loops across targets take `arena.base` and `views`.
    @inlinable public func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let view = views[row]
        return UnsafeBufferPointer(start: arena.base + view.offset, count: view.length)
    }

    /// One value as a `String`; ill-formed UTF-8 is repaired. For messages and tests, not for loops.
    public func string(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }
}

/// Gathers text values into an arena of their own.
public struct TextBuilder {
    public private(set) var bytes: [UInt8] = []
    public private(set) var views: [TextView] = []

    public init() {}
    public init(reservingRows rows: Int, bytes byteCount: Int) {
        views.reserveCapacity(rows)
        bytes.reserveCapacity(byteCount)
    }

    public var count: Int { views.count }

    public mutating func append(_ text: some StringProtocol) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        views.append(TextView(offset: start, length: bytes.count - start))
    }

    public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        views.append(TextView(offset: start, length: text.count))
    }

    /// Appends what `write` adds to the byte buffer as one value.
    public mutating func append(writing write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        views.append(TextView(offset: start, length: bytes.count - start))
    }

    public consuming func finish() -> TextColumn {
        TextColumn(arena: TextArena(bytes: bytes), views: views)
    }
}

/// Repeating text as codes into a dictionary of distinct spellings.
///
/// - Invariant: dictionary entry 0 is the empty text and stands for missing: a missing row has code 0, and
///   no present row has. So a table computed per distinct value answers every row with one load.
/// - Invariant: no two dictionary entries are the same bytes.
public struct CodedColumn: Sendable {
    public let codes: [Int32]
    public let dictionary: TextColumn

    public init(codes: [Int32], dictionary: TextColumn) {
        self.codes = codes
        self.dictionary = dictionary
    }
}
