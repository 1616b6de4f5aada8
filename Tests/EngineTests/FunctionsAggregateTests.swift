import Columns
import TestSupport
import Testing

@testable import Engine

@Suite(.ownThread) struct FunctionsAggregateTests {
    private func run(_ name: String, _ values: [Column?], groups: [Int32], _ groupCount: Int) throws
        -> [[String]]
    {
        let aggregate = try #require(AggregateRegistry.named(name))
        return try values.map { column in
            let result = try aggregate.evaluate(column, groups, groupCount, Fixtures.context())
            #expect(result.type == aggregate.resultType(column?.type), "\(name)")
            return (0..<groupCount).map { result.string($0) }
        }
    }

    @Test func `Aggregates of three groups, one with only missing values and one empty`() throws {
        let groups: [Int32] = [0, 1, 0, 0, 2, 0]
        let integers = Fixtures.flat([3, 5, nil, 1, nil, 2], zero: 0, Column.Storage.integer)
        let texts = ["b", "x", "A", nil, nil, "a "]
        let cases: [(String, Column?, [String])] = [
            ("count", nil, ["4", "1", "1", "0"]), ("count", integers, ["3", "1", "0", "0"]),
            ("sum", integers, ["6", "5", "0", "0"]), ("avg", integers, ["2", "5", "", ""]),
            ("min", integers, ["1", "5", "", ""]), ("max", integers, ["3", "5", "", ""]),
            ("median", integers, ["2", "5", "", ""]), ("first", integers, ["3", "5", "", ""]),
            ("last", integers, ["2", "5", "", ""]), ("list", integers, ["3, 1, 2", "5", "", ""]),
            ("distinct", integers, ["3", "1", "0", "0"]),
            ("min", Fixtures.text(texts), ["A", "x", "", ""]),
            ("max", Fixtures.coded(texts), ["b", "x", "", ""]),
            ("unique", Fixtures.coded(texts), ["b, A", "x", "", ""]),
            ("distinct", Fixtures.text(texts), ["2", "1", "0", "0"]),
            ("list", Fixtures.text(texts), ["b, A, a ", "x", "", ""]),
            ("last", Fixtures.coded(texts), ["a ", "x", "", ""]),
            (
                "share",
                Fixtures.flat(
                    [true, true, false, nil, nil, true], zero: false, Column.Storage.bool),
                ["0.5", "1", "0", ""]
            ),
            (
                "all",
                Fixtures.flat(
                    [true, true, true, true, nil, true], zero: false, Column.Storage.bool),
                ["true", "true", "false", "false"]
            ),
            (
                "median",
                Fixtures.flat(
                    [20_000, nil, 20_002, 20_001, nil, 20_003], zero: 0, Column.Storage.date),
                ["2024-10-05", "", "", ""]
            ),
            (
                "avg",
                Fixtures.flat(
                    [1_000_000, 1, nil, nil, nil, 2_000_000], zero: 0, Column.Storage.duration),
                ["1.5s", "0.000001s", "", ""]
            ),
        ]
        for (name, column, expected) in cases {
            let result = try run(name, [column], groups: groups, 4)[0]
            #expect(result == expected, "\(name)")
        }
    }

    @Test func `Integer sums are exact beyond 64 bits on the way, and overflow is an error`() throws
    {
        let sum = try #require(AggregateRegistry.named("sum"))
        let there = Column(.integer([.max, .max, -.max, -5]))
        let result = try sum.evaluate(there, [0, 0, 0, 0], 1, Fixtures.context())
        #expect(result.string(0) == "\(Int64.max - 5)")
        #expect(throws: EvaluationError.overflow(what: "the sum of 2 values")) {
            try sum.evaluate(Column(.integer([.max, 1])), [0, 0], 1, Fixtures.context())
        }
        let average = try #require(AggregateRegistry.named("avg"))
        let mean = try average.evaluate(
            Column(.integer([.max, .max])), [0, 0], 1, Fixtures.context())
        #expect(mean.string(0) == Double(Int64.max).description)
    }

    @Test func `Ten million integers near 2^63 are summed exactly or refused`() throws {
        let sum = try #require(AggregateRegistry.named("sum"))
        let half = 5_000_000
        let groups = [Int32](repeating: 0, count: 2 * half)
        let most = [Int64](repeating: .max, count: half)
        let least = [Int64](repeating: -.max + 1, count: half)
        for values in [most + least, least + most] {
            let result = try sum.evaluate(Column(.integer(values)), groups, 1, Fixtures.context())
            #expect(result.string(0) == "\(half)")
        }
        #expect(throws: EvaluationError.overflow(what: "the sum of 10000000 values")) {
            try sum.evaluate(Column(.integer(most + most)), groups, 1, Fixtures.context())
        }
    }

    @Test func `Sums and averages do not depend on the order of the rows`() throws {
        let sum = try #require(AggregateRegistry.named("sum"))
        let average = try #require(AggregateRegistry.named("avg"))
        var random = SeededNumbers(seed: 22)
        let integers = (0..<2000).map { _ in Int64(bitPattern: random.next()) / 4096 }
        // Decimals as exports have them, up to a million with two digits.
        let numbers = (0..<2000).map { _ in Double(random.below(200_000_000) - 100_000_000) / 100 }
        let groups = [Int32](repeating: 0, count: 2000)
        var seen = Set<[String]>()
        for _ in 0..<30 {
            let order = (0..<2000).shuffled(using: &random)
            let columns = [
                Column(.integer(order.map { integers[$0] })),
                Column(.number(order.map { numbers[$0] })),
            ]
            seen.insert(
                try columns.flatMap { column in
                    try [sum, average].map {
                        try $0.evaluate(column, groups, 1, Fixtures.context()).string(0)
                    }
                })
        }
        #expect(seen.count == 1, "\(seen)")
    }

    @Test func `Sums of numbers keep what small values add to large ones`() throws {
        let sum = try #require(AggregateRegistry.named("sum"))
        let values = [1e16] + [Double](repeating: 1, count: 1000) + [-1e16]
        let groups = [Int32](repeating: 0, count: values.count)
        let result = try sum.evaluate(Column(.number(values)), groups, 1, Fixtures.context())
        #expect(result.string(0) == "1000")
        #expect(throws: EvaluationError.overflow(what: "the sum")) {
            try sum.evaluate(Column(.number([1e308, 1e308])), [0, 0], 1, Fixtures.context())
        }
    }

    @Test func `Random aggregates agree with plain loops`() throws {
        var random = SeededNumbers(seed: 6)
        for kind in RandomColumn.kinds {
            let values = RandomColumn(kind, count: 500, &random)
            let groups = (0..<500).map { _ in Int32(random.below(7)) }
            for group in 0..<7 {
                let rows = (0..<500).filter { groups[$0] == group && !values.rows[$0].isEmpty }
                let strings = rows.map { values.column.string($0) }
                var seen = Set<Cell>()
                let unique = rows.filter {
                    let cell = values.rows[$0][0].folded
                    return seen.insert(cell == .number(-0.0) ? .number(0) : cell).inserted
                }.map { values.column.string($0) }
                let expected: [(String, String)] = [
                    ("count", "\(rows.count)"), ("list", strings.joined(separator: ", ")),
                    ("unique", unique.joined(separator: ", ")), ("distinct", "\(unique.count)"),
                    ("first", strings.first ?? ""), ("last", strings.last ?? ""),
                ]
                for (name, text) in expected {
                    let result = try run(name, [values.column], groups: groups, 7)[0]
                    #expect(result[group] == text, "\(name) of \(kind)")
                }
            }
        }
    }
}
