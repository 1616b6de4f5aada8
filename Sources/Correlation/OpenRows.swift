import Columns

/// Rows of one side that no rule has matched yet, ascending.
struct OpenRows {
    let count: Int
    /// nil as long as they are all rows.
    private let rows: [Int32]?

    init(all count: Int) {
        self.count = count
        rows = nil
    }

    private init(_ rows: [Int32]) {
        count = rows.count
        self.rows = rows
    }

    @inline(__always) subscript(place: Int) -> Int32 {
        rows.map { $0[place] } ?? Int32(truncatingIfNeeded: place)
    }

    /// `body` may read the rows in `range` at the pointer; nil where they are the places themselves.
    @inline(__always)
    func withRows(_ range: Range<Int>, _ body: (UnsafePointer<Int32>?) -> Void) {
        guard let rows else { return body(nil) }
        rows.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + range.lowerBound }) }
    }

    /// Those that `isOpen` says are still open, asked on up to `threads` cores.
    func filter(threads: Int, _ isOpen: (Int) -> Bool) -> OpenRows {
        OpenRows(
            inBlocks(0..<count, threads: threads) { places in
                places.lazy.map { self[$0] }.filter { isOpen(Int($0)) }
            })
    }

    /// What `body` makes of each block of places, one after another, made on several cores.
    func inBlocks<Value>(
        _ places: Range<Int>, threads: Int, _ body: (Range<Int>) -> [Value]
    ) -> [Value] {
        let size = 1 << 12
        let blocks = concurrently((places.count + size - 1) / size, threads: threads) { block in
            let start = places.lowerBound + block * size
            return body(start..<min(places.upperBound, start + size))
        }
        return blocks.count == 1 ? blocks[0] : blocks.flatMap { $0 }
    }
}
