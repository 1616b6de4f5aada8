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
