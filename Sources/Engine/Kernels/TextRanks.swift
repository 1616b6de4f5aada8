import Columns

/// The place of each text among all of them, in folded order.
///
/// Spellings of one text have the same rank, so ranks sort as the texts do, and a sort by several columns goes on
/// to the next where texts are equal in the sense of `=`. Texts are sorted by eight folded
/// bytes at a time, and only those that are still equal look at the next eight.
struct TextRanks {
    /// One per row; 0 for missing rows, whose rank says nothing.
    let ranks: [Int32]

    private struct Tie {
        var range: Range<Int>
        /// Folded bytes that are known to be equal.
        var depth: Int
    }

    /// Groups smaller than this are sorted by comparing texts.
    private static let comparisonMax = 48

    init(
        _ text: TextColumn, validity: Bitmap?, context: EvaluationContext
    ) throws(EvaluationError) {
        let folded = try Self.folded(text, validity, context)
        let present = validity?.rows() ?? (0..<Int32(text.count)).map { $0 }
        var items = present.map { KeyedRow(key: 0, row: $0) }
        var spare = items
        var isCancelled = false
        items.withUnsafeMutableBufferPointer { items in
            spare.withUnsafeMutableBufferPointer { spare in
                isCancelled = !Self.sort(items, spare, folded, context)
            }
        }
        if isCancelled { throw .cancelled }
        var ranks = [Int32](repeating: 0, count: text.count)
        var rank: Int32 = 0
        for (index, item) in items.enumerated() {
            if index & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            if index > 0 {
                let previous = folded.bytes(Int(items[index - 1].row))
                if Folding.exact(previous, folded.bytes(Int(item.row))) != 0 { rank += 1 }
            }
            ranks[Int(item.row)] = rank
        }
        self.ranks = ranks
    }

    private static func folded(
        _ text: TextColumn, _ validity: Bitmap?, _ context: EvaluationContext
    ) throws(EvaluationError) -> TextColumn {
        var builder = TextBuilder(
            reservingRows: text.count, bytes: text.views.reduce(0) { $0 + $1.length })
        for row in 0..<text.count {
            if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            builder.append { bytes in
                if validity?[row] ?? true { Folding.append(text.bytes(row), to: &bytes) }
            }
        }
        return builder.finish()
    }

    /// - Returns: false if the run was cancelled.
    private static func sort(
        _ items: UnsafeMutableBufferPointer<KeyedRow>,
        _ spare: UnsafeMutableBufferPointer<KeyedRow>, _ folded: TextColumn,
        _ context: EvaluationContext
    ) -> Bool {
        var ties = [Tie(range: 0..<items.count, depth: 0)]
        while let tie = ties.popLast() {
            let range = tie.range
            var part = UnsafeMutableBufferPointer(rebasing: items[range])
            let isLong = part.contains { folded.views[Int($0.row)].length > tie.depth }
            if part.count <= comparisonMax || !isLong {
                // Equal texts keep no order among themselves: they get one rank.
                part.sort { compare(folded, $0.row, $1.row, from: tie.depth) < 0 }
                continue
            }
            if context.isCancelled { return false }
            for index in 0..<part.count {
                if index & 0xFFFF == 0, context.isCancelled { return false }
                part[index].key = chunk(folded, Int(part[index].row), tie.depth)
            }
            let isSorted = RadixSort.sort(
                part, spare: UnsafeMutableBufferPointer(rebasing: spare[range]),
                context)
            if !isSorted { return false }
            var start = 0
            for end in 1...part.count where end == part.count || part[end].key != part[start].key {
                if end - start > 1 {
                    ties.append(
                        Tie(
                            range: range.lowerBound + start..<range.lowerBound + end,
                            depth: tie.depth + 8))
                }
                start = end
            }
        }
        return true
    }

    /// Eight folded bytes from `depth` on, the first one highest, padded with zeros.
    private static func chunk(_ folded: TextColumn, _ row: Int, _ depth: Int) -> UInt64 {
        let view = folded.views[row]
        let left = view.length - depth
        if left <= 0 { return 0 }
        let start = UnsafeRawPointer(folded.arena.base + view.offset + depth)
        if left >= 8 { return UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)) }
        var key: UInt64 = 0
        for index in 0..<left {
            key |=
                UInt64(start.load(fromByteOffset: index, as: UInt8.self))
                << UInt64(56 - 8 * index)
        }
        return key
    }

    private static func compare(
        _ folded: TextColumn, _ a: Int32, _ b: Int32, from depth: Int
    ) -> Int {
        let left = folded.bytes(Int(a))
        let right = folded.bytes(Int(b))
        let order = Folding.exact(
            UnsafeBufferPointer(rebasing: left[min(depth, left.count)...]),
            UnsafeBufferPointer(rebasing: right[min(depth, right.count)...]))
        if order != 0 { return order }
        // Zero bytes at the end look like the padding.
        return left.count - right.count
    }
}
