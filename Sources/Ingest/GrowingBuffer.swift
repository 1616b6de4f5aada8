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
        base = .allocate(capacity: self.capacity)
        if isZeroed { Self.zero(base, self.capacity) }
    }

    deinit { base.deallocate() }

    private static func zero(_ start: UnsafeMutablePointer<Element>, _ count: Int) {
        UnsafeMutableRawPointer(start).initializeMemory(
            as: UInt8.self, repeating: 0, count: count * MemoryLayout<Element>.stride)
    }

    /// Makes room for `wanted` elements in all.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let newCapacity = max(wanted, capacity * 2)
        let grown = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        let kept = isZeroed ? capacity : count
        grown.update(from: base, count: kept)
        if isZeroed { Self.zero(grown + kept, newCapacity - kept) }
        base.deallocate()
        base = grown
        capacity = newCapacity
    }

    func append(_ element: Element) {
        if count == capacity { reserve(count + 1) }
        base[count] = element
        count += 1
    }
}
