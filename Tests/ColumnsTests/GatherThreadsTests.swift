import Columns
import TestSupport
import Testing

/// Gathers and rows of a bitmap on several cores, around the sizes where rows are shared out.
struct GatherThreadsTests {
    private static let counts = [0, 1, 64, 262_143, 262_144, 262_145, 327_681, 400_000]

    @Test func `Gathers are the same on one, two and three cores`() {
        var random = SeededNumbers(seed: 5)
        let sourceCount = 1000
        let values = (0..<sourceCount).map { _ in Int64(bitPattern: random.next()) }
        var validity = Bitmap(repeating: true, count: sourceCount)
        for row in 0..<sourceCount where random.next() % 3 == 0 { validity.set(row, to: false) }
        var texts = TextBuilder()
        for value in values { texts.append("t\(value)") }
        let columns = [
            Column(.integer(values), validity: validity), Column(.integer(values)),
            Column(.text(texts.finish()), validity: validity),
        ]
        for count in Self.counts {
            for hasNone in [true, false] {
                let rows = (0..<count).map { _ in
                    Int32(random.next() % UInt64(sourceCount + (hasNone ? 1 : 0)))
                        - (hasNone ? 1 : 0)
                }
                for column in columns {
                    for threads in 1...3 {
                        let found = column.gather(rows, threads: threads)
                        let isRight = rows.indices.allSatisfy { place in
                            let row = Int(rows[place])
                            guard row >= 0, column.isPresent(row) else {
                                return !found.isPresent(place)
                            }
                            return found.isPresent(place) && Self.isSame(found, place, column, row)
                        }
                        #expect(isRight, "\(count) rows, \(column.type.name), \(threads) threads")
                    }
                }
            }
        }
    }

    private static func isSame(_ a: Column, _ place: Int, _ b: Column, _ row: Int) -> Bool {
        switch (a.storage, b.storage) {
        case (.integer(let a), .integer(let b)): a[place] == b[row]
        case (.text(let a), .text(let b)): a.views[place] == b.views[row]
        default: false
        }
    }

    @Test func `The rows of a bitmap are the same on one, two and three cores`() {
        var random = SeededNumbers(seed: 6)
        for count in Self.counts {
            for density in [0, 1, 2] as [UInt64] {
                var words: [UInt64] = []
                for _ in 0..<(count + 63) / 64 {
                    words.append(
                        density == 0
                            ? random.next() & random.next() & random.next()
                            : density == 1 ? ~0 : random.next() | random.next())
                }
                let bitmap = Bitmap(words: words, count: count)
                let expected = (0..<count).filter { bitmap[$0] }.map { Int32($0) }
                for threads in 1...3 {
                    #expect(bitmap.rows(threads: threads) == expected, "\(count), \(threads)")
                }
            }
        }
    }
}
