import Columns
import Glibc

/// A whole file in memory, with room behind it so that kernels may read 64 bytes beyond its end.
///
/// The file is read, not mapped: a mapped file that is cut short is a SIGBUS, one that is edited under the
/// reader a wrong answer.
final class FileBytes {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count: Int
    private var capacity: Int
    private var isOwned = true
    /// A record ends in U+001E and line ends are text, so that records are counted as lines.
    var countsSeparators = false

    static let padding = 128

    init(capacity: Int) {
        self.capacity = capacity + Self.padding
        base = Self.allocate(self.capacity)
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

    deinit { if isOwned { UnsafeMutableRawPointer(base).deallocate() } }

    private static func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8> {
        // Large buffers start on a huge page: one fault per 2 MiB instead of 512.
        let huge = 2 << 20
        let isLarge = size >= 2 * huge
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: isLarge ? huge : 64)
        if isLarge { _ = madvise(memory, size, MADV_HUGEPAGE) }
        return memory.assumingMemoryBound(to: UInt8.self)
    }

    /// Room for `wanted` bytes and the padding; the bytes so far are kept.
    func reserve(_ wanted: Int, keeping used: Int) {
        guard wanted + Self.padding > capacity else { return }
        let newCapacity = max(wanted + Self.padding, capacity * 2)
        let grown = Self.allocate(newCapacity)
        UnsafeMutableRawPointer(grown).copyMemory(from: base, byteCount: used)
        UnsafeMutableRawPointer(base).deallocate()
        base = grown
        capacity = newCapacity
    }

    /// Settles the length and clears the padding.
    func finish(count: Int) {
        self.count = count
        UnsafeMutableRawPointer(base + count).initializeMemory(
            as: UInt8.self, repeating: 0, count: Self.padding)
    }

    /// Hands the memory over to the arena of the tables' texts; nothing may be written afterwards.
    func makeArena() -> TextArena {
        isOwned = false
        return TextArena(adopting: UnsafeMutableRawPointer(base), count: count)
    }

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
