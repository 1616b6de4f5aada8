import Columns
import TestSupport
import Testing

@testable import Engine

struct KernelsRowsTests {
    @Test func `Groups of random keys agree with a dictionary, in order of first appearance`()
        throws
    {
        var random = SeededNumbers(seed: 3)
        for round in 0..<120 {
            let count = random.below(300)
            let kinds = (0..<1 + random.below(3)).map { _ in
                RandomColumn.kinds[random.below(RandomColumn.kinds.count)]
            }
            let keys = kinds.map { RandomColumn($0, count: count, &random) }
            let grouping = try Grouping(
                keys: keys.map(\.column), count: count, context: Fixtures.context())
            var numbers: [[[Cell]]: Int32] = [:]
            var firstRows: [Int32] = []
            var groups: [Int32] = []
            for row in 0..<count {
                let key = keys.map {
                    $0.rows[row].map { $0 == .number(-0.0) ? .number(0) : $0.folded }
                }
                if numbers[key] == nil {
                    numbers[key] = Int32(numbers.count)
                    firstRows.append(Int32(row))
                }
                groups.append(numbers[key]!)
            }
            #expect(grouping.groups == groups, "\(round) \(kinds)")
            #expect(grouping.firstRows == firstRows, "\(round) \(kinds)")
            var taken: [Int32: Int] = [:]
            let three = (0..<count).filter { row in
                taken[groups[row], default: 0] += 1
                return taken[groups[row]]! <= 3
            }
            #expect(grouping.firstRows(limit: 3) == three.map { Int32($0) })
        }
    }

    @Test
    func `Sorting random columns is stable with missing last, and a limit takes the first of it`()
        throws
    {
        var random = SeededNumbers(seed: 4)
        for round in 0..<150 {
            let count = random.below(400)
            let kinds = (0..<1 + random.below(3)).map { _ in
                RandomColumn.kinds[random.below(RandomColumn.kinds.count)]
            }
            let keys = kinds.map {
                (
                    values: RandomColumn($0, count: count, &random),
                    isDescending: random.below(2) == 0
                )
            }
            let columns = keys.map { SortColumn($0.values.column, isDescending: $0.isDescending) }
            let expected = (0..<Int32(count)).sorted { a, b in
                for key in keys {
                    let x = key.values.rows[Int(a)]
                    let y = key.values.rows[Int(b)]
                    if x.isEmpty != y.isEmpty { return y.isEmpty }
                    guard let first = x.first, let second = y.first else { continue }
                    let order = Reference.order(first, second, .utc)
                    if order != 0 { return (order < 0) != key.isDescending }
                }
                return a < b
            }
            let context = Fixtures.context()
            let sorted = try Sorting.rows(columns, count: count, context: context)
            #expect(sorted == expected, "\(round) \(kinds)")
            for limit in [0, 1, 5, count / 10, count, count + 5] {
                let first = try Sorting.rows(columns, count: count, limit: limit, context: context)
                #expect(first == Array(expected.prefix(limit)), "\(round) \(kinds) \(limit)")
            }
            let members = (0..<count).map { _ in Int64(random.below(1 + round % 9)) }
            let groups = try Grouping(
                keys: [Column(.integer(members))], count: count, context: context)
            for limit in [0, 1, 2, 3, 50] {
                var taken: [Int64: Int] = [:]
                let wanted = expected.filter { row in
                    taken[members[Int(row)], default: 0] += 1
                    return taken[members[Int(row)], default: 0] <= limit
                }
                let first = try Sorting.firstRows(
                    columns, limit: limit, per: groups, context: context)
                #expect(first == wanted, "\(round) \(kinds) \(limit) per group")
            }
        }
    }

    @Test func `Long columns are sorted by bytes of their keys as short ones are by comparing`()
        throws
    {
        var random = SeededNumbers(seed: 9)
        let count = 6000
        let integers = (0..<count).map { _ in
            Int64(bitPattern: random.next()) >> Int64(random.below(60))
        }
        let pool = ["", "abcdefgh", "a\0", "a", "Zoë", "user.0001@acme.com-", "abcdefghabcdefgh"]
        let texts: [String?] = (0..<count).map { row in
            if row % 50 == 0 { return nil }
            let start = pool[random.below(pool.count)]
            return (random.below(2) == 0 ? start : start.uppercased()) + "\(random.below(900))"
                + String(repeating: "\0", count: random.below(3))
        }
        let folded = texts.map { Array(Folding.folded($0 ?? "").utf8) }
        for isDescending in [false, true] {
            let byNumber = try Sorting.rows(
                [SortColumn(Column(.integer(integers)), isDescending: isDescending)], count: count,
                context: Fixtures.context())
            #expect(
                byNumber
                    == (0..<Int32(count)).sorted { a, b in
                        let (x, y) = (integers[Int(a)], integers[Int(b)])
                        return x == y ? a < b : (x < y) != isDescending
                    })
            let byText = try Sorting.rows(
                [SortColumn(Fixtures.text(texts), isDescending: isDescending)], count: count,
                context: Fixtures.context())
            let expected = (0..<Int32(count)).sorted { a, b in
                let (i, j) = (Int(a), Int(b))
                if (texts[i] == nil) != (texts[j] == nil) { return texts[j] == nil }
                if folded[i] != folded[j] {
                    return folded[i].lexicographicallyPrecedes(folded[j]) != isDescending
                }
                return a < b
            }
            #expect(byText == expected)
        }
    }

    @Test func `Columns are sliced, concatenated and chosen from row by row`() throws {
        var random = SeededNumbers(seed: 5)
        for kind in RandomColumn.kinds + RandomColumn.kinds.map({ "list of " + $0 }) {
            let column = RandomColumn(kind, count: 200, &random).column
            let pieces = [0..<64, 64..<128, 128..<200].map { column.slice($0) }
            let whole = Column.concatenated(pieces)
            let odd = Column.concatenated([
                column.gather([0, 1, 2]), column.gather((3..<200).map { Int32($0) }),
            ])
            #expect(whole.count == 200)
            for row in 0..<200 {
                #expect(whole.string(row) == column.string(row), "\(kind)")
                #expect(whole.isPresent(row) == column.isPresent(row), "\(kind)")
                #expect(odd.string(row) == column.string(row), "\(kind)")
                #expect(odd.isPresent(row) == column.isPresent(row), "\(kind)")
            }
        }
        let a = Operand.column(Column(.integer([1, 2, 3])))
        let b = Operand.constant(Column(.number([0.5])))
        let chosen = Column.choosing(from: [a, b], type: .number, source: [0, 1, -1])
        #expect((0..<3).map { chosen.string($0) } == ["1", "0.5", ""])
        let list = Coalesce.apply(
            .column(Fixtures.lists([["a", "b"], []])), .text("c"), count: 2)
        #expect(list.type == .list(.text))
        #expect((0..<2).map { list.column(count: 2).string($0) } == ["a, b", "c"])
    }

    @Test func `Logic reads a missing truth as false`() {
        let column = Fixtures.flat([true, nil, false, true], zero: false, Column.Storage.bool)
        #expect(Logic.truth(.column(column), count: 4).rows() == [0, 3])
        #expect(Logic.present(.column(column), count: 4).rows() == [0, 2, 3])
        #expect(Logic.truth(.constant(column.gather([0])), count: 70).countOnes == 70)
        let back = Logic.column(Logic.truth(.column(column), count: 4))
        #expect((0..<4).map { back.string($0) } == ["true", "false", "false", "true"])
    }
}
