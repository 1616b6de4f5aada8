import Columns
import TestSupport
import Testing

@testable import Correlation

@Suite struct HashPartitionsTests {
    private struct Item: HashOrdered, Equatable {
        let orderingHash: UInt64
        let number: Int

        static func isBefore(_ left: Item, _ right: Item) -> Bool {
            (left.orderingHash, left.number) < (right.orderingHash, right.number)
        }
    }

    @Test func `items are dealt out and sorted as one plain sort would have them`() {
        var numbers = SeededNumbers(seed: 11)
        for count in [0, 1, 2, 65, 16_384, 40_000, 150_000] {
            // All different; many of a kind; one value nearly everywhere.
            for spread in [UInt64.max, 900, 2] {
                let items = (0..<count).map {
                    Item(
                        orderingHash: numbers.next() % spread &* 0x9E37_79B9_7F4A_7C15, number: $0)
                }
                let expected = items.sorted(by: Item.isBefore)
                for (pieces, threads) in [(1, 1), (7, 2)] {
                    let found = Self.sorted(items, pieces: pieces, threads: threads)
                    #expect(found == expected, "\(count) items, \(spread), \(pieces) pieces")
                }
            }
        }
    }

    private static func sorted(_ items: [Item], pieces: Int, threads: Int) -> [Item] {
        var partitions = HashPartitions<Item>(
            count: items.count, pieces: pieces, threads: threads
        ) { piece, body in
            let size = (items.count + pieces - 1) / pieces
            for item in items.dropFirst(piece * size).prefix(size) { body(item.orderingHash, item) }
        }
        let bits = partitions.bits
        let bucketBits = HashPartitions<Item>.bucketBits(for: items.count >> bits)
        _ = partitions.forEachPartition(threads: threads) { _, items in
            var ends = [Int32](repeating: 0, count: 1 << bucketBits)
            HashPartitions.sort(items, bits: bits, bucketBits: bucketBits, &ends)
        }
        return partitions.items
    }

    @Test func `rows that differ in any field are counted as a set of them counts`() {
        var numbers = SeededNumbers(seed: 12)
        for count in [0, 1, 3, 2000, 300_000] {
            let names = (0..<count).map { _ in "Name \(numbers.next() % 700)" }
            let codes = (0..<count).map { _ in "c\(numbers.next() % 40)" }
            let values = (0..<count).map { _ in Int64(numbers.next() % 30) - 15 }
            let parts = [
                RowHashes(Column(.text(Fixture.text(names)))), RowHashes(Fixture.coded(codes)),
                RowHashes(Column(.integer(values))),
            ]
            for threads in [1, 2] {
                #expect(
                    RowHashes.distinctCount([parts[0], parts[1]], threads: threads)
                        == Set(zip(names, codes).map { [$0, $1] }).count)
                #expect(
                    RowHashes.distinctCount(parts, threads: threads)
                        == Set((0..<count).map { [names[$0], codes[$0], String(values[$0])] }).count
                )
            }
        }
    }

    @Test func `texts are equal by words of eight as they are by folding`() {
        var numbers = SeededNumbers(seed: 13)
        let letters = ["a", "A", "z", "Z", "@", "`", "[", "{", "0", "é", "É", "ß", " ", "K"]
        var equal = 0
        for _ in 0..<20_000 {
            let length = Int(numbers.next() % 20)
            let cells = (0..<length).map { _ in letters[Int(numbers.next() % 14)] }
            // The same but for case, now and then one letter more.
            let others = cells.map { numbers.next() % 4 == 0 ? $0.uppercased() : $0 }
            let tail = numbers.next() % 3 == 0 ? letters[Int(numbers.next() % 14)] : ""
            let (left, right) = (cells.joined(), others.joined() + tail)
            let expected = Folding.folded(left.trimmed) == Folding.folded(right.trimmed)
            let found = Array(left.utf8).withUnsafeBufferPointer { left in
                Array(right.utf8).withUnsafeBufferPointer { KeyText.areEqual(left, $0) }
            }
            #expect(found == expected, "'\(left)' and '\(right)'")
            if expected { equal += 1 }
        }
        #expect(equal > 2000)
    }
}
