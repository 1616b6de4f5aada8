import Columns
import Correlation
import TestSupport
import Testing

@testable import Engine

/// Walks over links against loops over rows, on one, two and three cores and around the borders of pieces.
@Suite(.ownThread) struct RecordListTests {
    /// Rows per case: few, a piece and one more or less, and enough for several cores.
    private static let counts = [
        0, 1, 63, 300, Morsels.rowCount - 1, Morsels.rowCount, Morsels.rowCount + 1,
        Morsels.splitMin - 1, Morsels.splitMin + 77,
    ]

    private static func lists(
        _ count: Int, below recordCount: Int, hasNone: Bool, _ random: inout SeededNumbers
    ) -> RecordLists {
        var starts: [Int32] = [0]
        var rows: [Int32] = []
        for _ in 0..<count {
            for _ in 0..<random.below(4) {
                rows.append(Int32(random.below(recordCount + (hasNone ? 1 : 0))))
                if rows[rows.count - 1] == Int32(recordCount) { rows[rows.count - 1] = -1 }
            }
            starts.append(Int32(rows.count))
        }
        return RecordLists(starts: starts, rows: rows)
    }

    private static func link(
        _ count: Int, to targetCount: Int, isFlat: Bool, _ random: inout SeededNumbers
    ) -> LinkArray {
        let lists = lists(count, below: targetCount, hasNone: false, &random)
        let flat = (0..<count).map { _ in Int32(random.below(targetCount + 1)) - 1 }
        let rows = isFlat ? flat : lists.rows
        return LinkArray(
            starts: isFlat ? [] : lists.starts ?? [], rows: rows,
            rules: rows.map { $0 < 0 ? 0 : UInt8(1 + $0 % 7) }, ambiguous: nil, blankCount: 0,
            unmatchedCount: 0)
    }

    private static func bits(_ count: Int, _ random: inout SeededNumbers) -> Bitmap {
        var words: [UInt64] = []
        for _ in 0..<(count + 63) / 64 { words.append(random.next()) }
        return Bitmap(words: words, count: count)
    }

    /// What a crossing finds, one row after another.
    private static func reference(
        _ from: RecordLists, _ array: LinkArray, _ fits: Bitmap?
    ) -> RecordLists {
        var starts: [Int32] = [0]
        var rows: [Int32] = []
        var rules: [UInt8] = []
        let fromStarts = from.starts ?? []
        for row in 0..<fromStarts.count - 1 {
            let first = rows.count
            for entry in Int(fromStarts[row])..<Int(fromStarts[row + 1]) {
                let record = Int(from.rows[entry])
                if record < 0 { continue }
                let matches =
                    array.isFlat
                    ? record..<record + 1
                    : Int(array.starts[record])..<Int(array.starts[record + 1])
                for match in matches {
                    let target = array.rows[match]
                    if target < 0 || fits.map({ !$0[Int(target)] }) ?? false { continue }
                    if rows[first...].contains(target) { continue }
                    rows.append(target)
                    rules.append(array.rules[match])
                }
            }
            starts.append(Int32(rows.count))
        }
        return RecordLists(starts: starts, rows: rows, rules: rules)
    }

    @Test func `A crossing of lists agrees with a loop over rows`() throws {
        var random = SeededNumbers(seed: 21)
        for (round, count) in Self.counts.enumerated() {
            for isFlat in [true, false] {
                let recordCount = 1 + random.below(500)
                let targetCount = 1 + random.below(40)
                let from = Self.lists(count, below: recordCount, hasNone: true, &random)
                let array = Self.link(recordCount, to: targetCount, isFlat: isFlat, &random)
                let fits = round % 2 == 0 ? Self.bits(targetCount, &random) : nil
                let expected = Self.reference(from, array, fits)
                for threads in 1...3 {
                    let context = Fixtures.context(threads: threads)
                    let crossing = ListCrossing(
                        starts: from.starts ?? [], records: from.rows, array: array,
                        targetCount: targetCount, fits: fits)
                    let found = try crossing.lists(keepsRules: true, context)
                    let isSame =
                        found.starts == expected.starts && found.rows == expected.rows
                        && found.rules == expected.rules
                    #expect(isSame, "\(count) rows, flat \(isFlat), \(threads) threads")
                    let counts = try crossing.counts(context)
                    let areSame = counts == (try expected.counts(Fixtures.context()))
                    #expect(areSame, "\(count) rows, flat \(isFlat), \(threads) threads")
                }
            }
        }
    }

    @Test func `A path that reaches too many records is refused before room is made for them`()
        throws
    {
        // 100,000 rows of 100 records that each lead to 100: as many as a billion, all different.
        let rowCount = 100_000
        let starts = (0...rowCount).map { Int32($0 * 100) }
        let records = [Int32](unsafeUninitializedCapacity: rowCount * 100) { out, count in
            for index in 0..<rowCount * 100 { out[index] = Int32(index % 100) }
            count = rowCount * 100
        }
        let array = LinkArray(
            starts: (0...100).map { Int32($0 * 100) }, rows: (0..<10_000).map { Int32($0) },
            rules: [UInt8](repeating: 1, count: 10_000), ambiguous: nil, blankCount: 0,
            unmatchedCount: 0)
        let crossing = ListCrossing(
            starts: starts, records: records, array: array, targetCount: 10_000, fits: nil)
        #expect {
            try crossing.lists(keepsRules: false, Fixtures.context(threads: 2))
        } throws: { error in
            (error as? EvaluationError)?.message
                == "this path reaches more than 536,870,912 records"
        }
    }

    @Test func `Lists of records are picked, filtered and counted as a loop over rows does`() throws
    {
        var random = SeededNumbers(seed: 22)
        for count in Self.counts {
            let lists = Self.lists(count, below: 90, hasNone: false, &random)
            let single = RecordLists(
                starts: nil, rows: (0..<count).map { _ in Int32(random.below(91)) - 1 })
            let fits = Self.bits(90, &random)
            let kept = Self.bits(lists.rows.count, &random)
            let selection = (0..<count).map { _ in Int32(random.below(count + 1)) - 1 }
            for threads in 1...3 {
                let context = Fixtures.context(threads: threads)
                let rows = Self.rows(lists)
                let owners = try lists.owners(context).owners
                #expect(
                    owners
                        == rows.enumerated().flatMap { row, records in
                            [Int32](repeating: Int32(row), count: records.count)
                        }, "\(count) rows, \(threads) threads")
                #expect(try lists.counts(context) == rows.map { Int64($0.count) })
                #expect(try single.counts(context) == single.rows.map { $0 < 0 ? 0 : 1 })
                #expect(
                    try lists.present(context).rows()
                        == rows.indices.filter { !rows[$0].isEmpty }.map { Int32($0) })
                #expect(
                    try single.present(context).rows()
                        == single.rows.indices.filter { single.rows[$0] >= 0 }.map { Int32($0) })
                let picked = Self.rows(try lists.picked(selection, context))
                #expect(
                    picked == selection.map { $0 < 0 ? [] : rows[Int($0)] },
                    "\(count) rows, \(threads) threads")
                let filtered = try lists.filtered(kept, context)
                #expect(filtered.rows == kept.rows().map { lists.rows[Int($0)] })
                var before = [Int32(0)]
                for entry in lists.rows.indices {
                    before.append(before[entry] + (kept[entry] ? 1 : 0))
                }
                #expect(filtered.starts == (lists.starts ?? []).map { before[Int($0)] })
                let byRecord = Self.rows(try lists.filtered(records: fits, context))
                #expect(
                    byRecord == rows.map { $0.filter { fits[Int($0)] } },
                    "\(count) rows, \(threads) threads")
                #expect(
                    try single.filtered(records: fits, context).rows
                        == single.rows.map { $0 >= 0 && fits[Int($0)] ? $0 : -1 })
                for none in [true, false] {
                    let bits = try single.bits(of: fits, none: none, context)
                    let expected = single.rows.map { $0 < 0 ? none : fits[Int($0)] }
                    #expect((0..<count).map { bits[$0] } == expected)
                }
            }
        }
    }

    private static func rows(_ lists: RecordLists) -> [[Int32]] {
        let starts = lists.starts ?? []
        return (0..<starts.count - 1).map {
            Array(lists.rows[Int(starts[$0])..<Int(starts[$0 + 1])])
        }
    }
}
