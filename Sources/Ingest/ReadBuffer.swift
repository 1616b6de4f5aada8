import Glibc

/// Memory that several files are read into, one after another: a page that was touched once is not cleared again.
///
/// What is loaded through one keeps nothing of the file's own text. Its columns get arenas of their own, which hold
/// only what no type or dictionary says: of a large JSON file a third.
public final class ReadBuffer {
    private var memory: FileMemory?
    private let capacityMin: Int

    /// Below this many bytes beside the largest file, copying costs more than it saves.
    public static let bytesMin = 256 << 20

    /// A buffer for files of these sizes in bytes; nil where each had better keep its own text.
    ///
    /// - Parameter bytesMin: how many bytes there have to be beside the largest file.
    public init?(sizes: [Int], bytesMin: Int = ReadBuffer.bytesMin) {
        let sizes = sizes.filter { $0 <= Limits().fileBytesMax }
        let largest = sizes.max() ?? 0
        let rest = sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue } - largest
        guard rest >= bytesMin else { return nil }
        capacityMin = largest + 2 * FileBytes.padding
    }

    init() { capacityMin = 0 }

    /// Memory that nothing else refers to, the earlier file's where it is large enough.
    func take(_ capacity: Int) -> FileMemory {
        // A table that still held the text of the last file would read the next one's.
        if memory != nil, isKnownUniquelyReferenced(&memory), let memory,
            memory.capacity >= capacity
        {
            return memory
        }
        let made = FileMemory(capacity: max(capacity, capacityMin))
        memory = made
        return made
    }
}

/// The bytes of one file, or of several after each other.
final class FileMemory {
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int
    /// Pages of its own, given back to the system with it.
    private let isMapped: Bool

    private static let hugePage = 2 << 20

    init(capacity: Int) {
        // Large buffers start on a huge page: one fault per 2 MiB instead of 512.
        let isLarge = capacity >= 2 * Self.hugePage
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: capacity, alignment: isLarge ? Self.hugePage : 64)
        if isLarge { _ = madvise(memory, capacity, MADV_HUGEPAGE) }
        base = memory.assumingMemoryBound(to: UInt8.self)
        self.capacity = capacity
        isMapped = false
    }

    /// Room of which much may never be written to, and is no memory then. Out of the heap it would hold pages
    /// that others have touched and could use again.
    convenience init(sparse capacity: Int) {
        let mapped = mmap(
            nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
            0)
        guard let mapped, mapped != MAP_FAILED else {
            self.init(capacity: capacity)
            return
        }
        _ = madvise(mapped, capacity, MADV_HUGEPAGE)
        self.init(mapped: mapped.assumingMemoryBound(to: UInt8.self), capacity: capacity)
    }

    private init(mapped: UnsafeMutablePointer<UInt8>, capacity: Int) {
        base = mapped
        self.capacity = capacity
        isMapped = true
    }

    deinit {
        if isMapped {
            munmap(base, capacity)
        } else {
            UnsafeMutableRawPointer(base).deallocate()
        }
    }
}
