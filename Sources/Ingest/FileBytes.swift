import Columns

/// A whole file in memory, with room behind it so that kernels may read 64 bytes beyond its end.
///
/// The file is read, not mapped: a mapped file that is cut short is a SIGBUS, one that is edited under the
/// reader a wrong answer.
final class FileBytes {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count: Int
    private var memory: FileMemory
    /// Whether the memory is another file's next: no table may keep what it got of it.
    let isLent: Bool
    /// A record ends in U+001E and line ends are text, so that records are counted as lines.
    var countsSeparators = false

    static let padding = 128

    /// - Parameter buffer: memory to read into that the tables give back.
    init(capacity: Int, lent buffer: ReadBuffer? = nil) {
        memory =
            buffer?.take(capacity + Self.padding) ?? FileMemory(capacity: capacity + Self.padding)
        isLent = buffer != nil
        base = memory.base
        count = 0
    }

    convenience init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count)
        bytes.withUnsafeBytes {
            if let address = $0.baseAddress {
                UnsafeMutableRawPointer(base).copyMemory(from: address, byteCount: $0.count)
            }
        }
        finish(count: bytes.count)
    }

    /// Room for `wanted` bytes and the padding; the bytes so far are kept.
    func reserve(_ wanted: Int, keeping used: Int) {
        guard wanted + Self.padding > memory.capacity else { return }
        let grown = FileMemory(capacity: max(wanted + Self.padding, memory.capacity * 2))
        UnsafeMutableRawPointer(grown.base).copyMemory(from: base, byteCount: used)
        memory = grown
        base = grown.base
    }

    /// Settles the length and clears the padding.
    func finish(count: Int) {
        self.count = count
        UnsafeMutableRawPointer(base + count).initializeMemory(
            as: UInt8.self, repeating: 0, count: Self.padding)
    }

    /// The text as an arena for the tables; nothing may be written afterwards.
    func makeArena() -> TextArena { TextArena(base: base, count: count, owner: memory) }

    /// The number of the line that holds `offset`, counting from 1.
    func line(at offset: Int) -> Int { 1 + lineEnds(0..<min(offset, count)) }

    /// The lines of several offsets, in one pass over the text.
    func lines(at offsets: [Int]) -> [Int: Int] {
        var lines: [Int: Int] = [:]
        var line = 1
        var at = 0
        for offset in offsets.sorted() {
            line += lineEnds(at..<max(at, min(offset, count)))
            at = max(at, min(offset, count))
            lines[offset] = line
        }
        return lines
    }

    /// Line feeds, and carriage returns without one.
    func lineEnds(_ range: Range<Int>) -> Int {
        var lines = 0
        if countsSeparators {
            for index in range where base[index] == 0x1E { lines &+= 1 }
            return lines
        }
        for index in range {
            if base[index] == UInt8(ascii: "\n") {
                lines &+= 1
            } else if base[index] == UInt8(ascii: "\r"), base[index + 1] != UInt8(ascii: "\n") {
                lines &+= 1
            }
        }
        return lines
    }

    func lineFeeds(_ range: Range<Int>) -> Int {
        var count = 0
        for index in range where base[index] == UInt8(ascii: "\n") { count &+= 1 }
        return count
    }
}
