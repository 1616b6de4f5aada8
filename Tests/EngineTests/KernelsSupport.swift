import BoardLanguage
import Columns
import TestSupport

@testable import Engine

/// A value as the reference implementations see it.
enum Cell: Hashable {
    case text(String)
    case number(Double)
    case bool(Bool)
    case date(Int32)
    case time(Int64)
    case duration(Int64)

    /// What makes two cells one group: folded text, other values as they are.
    var folded: Cell {
        if case .text(let text) = self { return .text(Folding.folded(text)) }
        return self
    }
}

/// A random column and the same values row by row; a missing value is an empty row.
struct RandomColumn {
    static let kinds = [
        "text", "coded", "integer", "number", "bool", "date", "time", "duration",
    ]

    let column: Column
    let rows: [[Cell]]

    /// - Parameter kind: one of `kinds`, or `list of` one of them.
    init(_ kind: String, count: Int, _ random: inout SeededNumbers) {
        if kind.hasPrefix("list of ") {
            let lists = (0..<count).map { _ in random.below(4) }
            let owner = lists.enumerated().flatMap { row, size in
                [Int32](repeating: Int32(row), count: size)
            }
            let elements = RandomColumn(
                String(kind.dropFirst(8)), count: owner.count, hasMissing: false, &random)
            var rows = [[Cell]](repeating: [], count: count)
            for (index, row) in owner.enumerated() { rows[Int(row)] += elements.rows[index] }
            self.init(
                column: .list(of: elements.column, rows: owner, rowCount: count), rows: rows)
        } else {
            self.init(kind, count: count, hasMissing: random.below(4) > 0, &random)
        }
    }

    private init(column: Column, rows: [[Cell]]) {
        self.column = column
        self.rows = rows
    }

    private init(_ kind: String, count: Int, hasMissing: Bool, _ random: inout SeededNumbers) {
        var present: [Bool] = []
        var picks: [Int] = []
        for _ in 0..<count {
            present.append(!hasMissing || random.below(5) > 0)
            picks.append(random.below(12))
        }
        func values<Value>(_ pool: [Value]) -> [Value?] {
            zip(present, picks).map { $0 ? pool[$1 % pool.count] : nil }
        }
        func rows<Value>(_ values: [Value?], _ cell: (Value) -> Cell) -> [[Cell]] {
            values.map { $0.map { [cell($0)] } ?? [] }
        }
        let texts = [
            "a", "A", " a", "b", "ab", "AB ", "É", "é", "abcdefgh", "abcdefghi", "ABCDEFGHJ", "z1",
        ]
        switch kind {
        case "text", "coded":
            let picked = values(texts)
            column = kind == "text" ? Fixtures.text(picked) : Fixtures.coded(picked)
            self.rows = rows(picked) { .text($0) }
        case "integer":
            let picked = values([0, 1, -1, 2, 3, 5, 1_000_000, -7, 4, 8, 9, 10] as [Int64])
            column = Fixtures.flat(picked, zero: 0, Column.Storage.integer)
            self.rows = rows(picked) { .number(Double($0)) }
        case "number":
            let picked = values([0, 1, -1, 2.5, 3, 0.5, 1e300, -7, -0.0, 8, 2, -1e-300])
            column = Fixtures.flat(picked, zero: 0, Column.Storage.number)
            self.rows = rows(picked) { .number($0) }
        case "bool":
            let picked = values([true, false])
            column = Fixtures.flat(picked, zero: false, Column.Storage.bool)
            self.rows = rows(picked) { .bool($0) }
        case "date":
            let picked = values((0..<12).map { Int32(20_660 + $0 % 5) })
            column = Fixtures.flat(picked, zero: 0, Column.Storage.date)
            self.rows = rows(picked) { .date($0) }
        case "time":
            // Around Berlin midnights of the same days, and exactly on one.
            let picked = values(
                (0..<12).map { 1_785_024_000_000_000 + Int64($0) * 43_200_000_000 - 7_200_000_000 })
            column = Fixtures.flat(picked, zero: 0, Column.Storage.time)
            self.rows = rows(picked) { .time($0) }
        default:
            let picked = values([0, 1, -1, 60_000_000, 86_400_000_000] as [Int64])
            column = Fixtures.flat(picked, zero: 0, Column.Storage.duration)
            self.rows = rows(picked) { .duration($0) }
        }
    }
}

/// Plain implementations that kernels are compared with.
enum Reference {
    /// Whether one pair fits; negated operators are the negation.
    static func holds(
        _ operation: BinaryOperator, _ left: [Cell], _ right: [Cell], _ zone: ZoneTable
    ) -> Bool {
        switch operation {
        case .notEqual, .notIn: return !holds(.equal, left, right, zone)
        case .notMatches: return !holds(.matches, left, right, zone)
        default:
            return left.contains { a in right.contains { b in fits(operation, a, b, zone) } }
        }
    }

    private static func fits(
        _ operation: BinaryOperator, _ a: Cell, _ b: Cell, _ zone: ZoneTable
    ) -> Bool {
        if operation == .exactlyEqual, case .text(let x) = a, case .text(let y) = b {
            return Array(x.utf8) == Array(y.utf8)
        }
        if operation == .matches, case .text(let x) = a, case .text(let y) = b {
            let text = Array(Folding.folded(x).utf8)
            let part = Array(Folding.folded(y).utf8)
            return text.count >= part.count
                && (0...text.count - part.count).contains {
                    Array(text[$0..<$0 + part.count]) == part
                }
        }
        let order = order(a, b, zone)
        return switch operation {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        default: order == 0
        }
    }

    /// -1, 0 or 1; a date and a time are compared as the whole day.
    static func order(_ a: Cell, _ b: Cell, _ zone: ZoneTable) -> Int {
        func sign<Value: Comparable>(_ x: Value, _ y: Value) -> Int { x < y ? -1 : x == y ? 0 : 1 }
        switch (a, b) {
        case (.text(let x), .text(let y)):
            let left = Array(Folding.folded(x).utf8)
            let right = Array(Folding.folded(y).utf8)
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        case (.number(let x), .number(let y)): return sign(x, y)
        case (.bool(let x), .bool(let y)): return sign(x ? 1 : 0, y ? 1 : 0)
        case (.date(let x), .date(let y)): return sign(x, y)
        case (.time(let x), .time(let y)), (.duration(let x), .duration(let y)): return sign(x, y)
        case (.time(let x), .date(let y)):
            return x < zone.start(of: y) ? -1 : x >= zone.start(of: y + 1) ? 1 : 0
        case (.date, .time): return -order(b, a, zone)
        default: return 2
        }
    }
}
