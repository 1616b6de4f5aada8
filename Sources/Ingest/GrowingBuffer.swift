import Glibc

/// Plain memory that grows by doubling: what one thread appends to while it reads.
///
/// A raw pointer in a loop costs nothing; an array property of a class is checked at every access.
///
/// - Invariant: `base[0 ..< capacity]` is allocated; with `isZeroed`, what lies beyond `count` is zero.
final class GrowingBuffer<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int
    var count = 0
    private let isZeroed: Bool

    init(capacity: Int = 0, isZeroed: Bool = false) {
        self.capacity = max(capacity, 16)
        self.isZeroed = isZeroed
        base = Self.allocate(self.capacity, isZeroed: isZeroed)
    }

    deinit { free(base) }

    /// The kernel hands out large blocks zeroed; `calloc` knows and does not touch them again.
    private static func allocate(_ count: Int, isZeroed: Bool) -> UnsafeMutablePointer<Element> {
        let size = MemoryLayout<Element>.stride
        guard let memory = isZeroed ? calloc(count, size) : malloc(count * size) else {
            // Swift's own allocator ends the process in the same way.
            abort()
        }
        adviseHugePages(memory, count * size)
        return memory.assumingMemoryBound(to: Element.self)
    }

    /// Makes room for `wanted` elements in all.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let newCapacity = max(wanted, capacity * 2)
        let grown = Self.allocate(newCapacity, isZeroed: isZeroed)
        grown.update(from: base, count: isZeroed ? capacity : count)
        free(base)
        base = grown
        capacity = newCapacity
    }

    func append(_ element: Element) {
        if count == capacity { reserve(count + 1) }
        base[count] = element
        count += 1
    }
}

/// Asks the kernel for pages of 2 MiB under large memory that is about to be filled: one fault instead of 512.
func adviseHugePages(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    guard count >= 4 << 20 else { return }
    let page = UInt(getpagesize())
    let first = (UInt(bitPattern: memory) + page - 1) & ~(page - 1)
    let last = (UInt(bitPattern: memory) + UInt(count)) & ~(page - 1)
    if let start = UnsafeMutableRawPointer(bitPattern: first) {
        _ = madvise(start, Int(last - first), MADV_HUGEPAGE)
    }
}
