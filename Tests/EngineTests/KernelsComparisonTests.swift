import BoardLanguage
import Columns
import TestSupport
import Testing

@testable import Engine

struct KernelsComparisonTests {
    private static let operators: [BinaryOperator] = [
        .equal, .notEqual, .exactlyEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .matches,
        .notMatches, .in, .notIn,
    ]

    @Test func `Comparisons of random columns agree with pairs compared one by one`() throws {
        var random = SeededNumbers(seed: 1)
        let context = Fixtures.context(zone: Fixtures.berlin)
        let kinds = RandomColumn.kinds + RandomColumn.kinds.map { "list of " + $0 }
        var compared = 0
        for leftKind in kinds {
            for rightKind in kinds {
                let count = [0, 1, 63, 64, 65, 150][random.below(6)]
                let left = RandomColumn(leftKind, count: count, &random)
                let right = RandomColumn(rightKind, count: count, &random)
                let one = RandomColumn(rightKind, count: 1, &random)
                for operation in Self.operators
                where Comparison.isComparable(operation, left.column.type, right.column.type)
                    && (operation != .matches && operation != .notMatches
                        || left.column.type.scalar == .text)
                {
                    compared += 1
                    let pairs: [(Operand, Operand, (Int) -> ([Cell], [Cell]))] = [
                        (
                            .column(left.column), .column(right.column),
                            { (left.rows[$0], right.rows[$0]) }
                        ),
                        (
                            .column(left.column), .constant(one.column),
                            { (left.rows[$0], one.rows[0]) }
                        ),
                    ]
                    for (a, b, rows) in pairs {
                        let outcome = try Comparison.compare(
                            operation, a, b, count: count, context: context)
                        for row in 0..<count {
                            let (x, y) = rows(row)
                            let expected = Reference.holds(operation, x, y, context.timeZone)
                            #expect(
                                outcome.rows[row] == expected,
                                "\(leftKind) \(operation.rawValue) \(rightKind): \(x) \(y)")
                        }
                        if [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation) {
                            let missing = (0..<count).count {
                                rows($0).0.isEmpty || rows($0).1.isEmpty
                            }
                            #expect((outcome.missing?.countOnes ?? 0) == missing)
                        } else {
                            #expect(outcome.missing == nil)
                        }
                    }
                    // A constant on the left.
                    let mirrored = try Comparison.compare(
                        operation, .constant(one.column), .column(left.column), count: count,
                        context: context)
                    let isTextual = operation == .matches || operation == .notMatches
                    if !isTextual || left.column.type.scalar == .text {
                        for row in 0..<count {
                            #expect(
                                mirrored.rows[row]
                                    == Reference.holds(
                                        operation, one.rows[0], left.rows[row], context.timeZone),
                                "\(one.rows[0]) \(operation.rawValue) \(left.rows[row])")
                        }
                    }
                }
            }
        }
        #expect(compared > 300)
    }

    @Test func `Membership in a set is what equality says`() throws {
        var random = SeededNumbers(seed: 2)
        let context = Fixtures.context(zone: Fixtures.berlin)
        for leftKind in RandomColumn.kinds {
            for rightKind in RandomColumn.kinds {
                let left = RandomColumn(
                    random.below(2) == 0 ? leftKind : "list of " + leftKind, count: 80, &random)
                let right = RandomColumn(
                    random.below(2) == 0 ? rightKind : "list of " + rightKind, count: 4, &random)
                guard Comparison.isComparable(.in, left.column.type, right.column.type) else {
                    continue
                }
                let set = try ValueSet(
                    right.column, probedBy: left.column.type, context: context)
                let found = try set.contains(.column(left.column), count: 80)
                let all = right.rows.flatMap { $0 }
                for row in 0..<80 {
                    let expected = Reference.holds(.in, left.rows[row], all, context.timeZone)
                    #expect(found[row] == expected, "\(left.rows[row]) in \(all)")
                }
            }
        }
    }

    @Test func `A regex folds case and trims as text comparison does`() throws {
        let context = Fixtures.context()
        let pattern = Operand.pattern(try Pattern.compile("^adm.*n$"))
        for column in [
            Fixtures.text(["Admin", " ADMAN ", "x adm n", nil]),
            Fixtures.coded(["Admin", " ADMAN ", "x adm n", nil]),
        ] {
            let matched = try Comparison.compare(
                .matches, .column(column), pattern, count: 4, context: context)
            #expect(matched.rows.rows() == [0, 1])
            let others = try Comparison.compare(
                .notMatches, .column(column), pattern, count: 4, context: context)
            #expect(others.rows.rows() == [2, 3])
        }
    }

    @Test func `Large integers and doubles are compared exactly`() throws {
        let context = Fixtures.context()
        let exact: Int64 = 9_007_199_254_740_993
        let pairs: [(Int64, Double, Int)] = [
            (exact, 9_007_199_254_740_992, 1), (exact - 1, 9_007_199_254_740_992, 0),
            (.max, 9.3e18, -1), (.min, -9_223_372_036_854_775_808, 0),
            (.max, 9.223372036854775807e18, -1),
            (0, -0.0, 0), (3, 2.5, 1),
        ]
        for (integer, number, order) in pairs {
            let a = Operand.column(Column(.integer([integer])))
            let b = Operand.column(Column(.number([number])))
            for (operation, expected) in [
                (BinaryOperator.less, order < 0), (.equal, order == 0), (.greater, order > 0),
            ] {
                let outcome = try Comparison.compare(operation, a, b, count: 1, context: context)
                #expect(outcome.rows[0] == expected, "\(integer) \(operation.rawValue) \(number)")
            }
        }
    }

    @Test func `Types that do not meet are refused`() {
        #expect(!Comparison.isComparable(.equal, .text, .integer))
        #expect(!Comparison.isComparable(.less, .bool, .bool))
        #expect(!Comparison.isComparable(.equal, .duration, .integer))
        #expect(Comparison.isComparable(.equal, .date, .time))
        #expect(Comparison.isComparable(.in, .integer, .list(.number)))
        #expect(Comparison.isComparable(.matches, .integer, .text))
        #expect(!Comparison.isComparable(.matches, .text, .integer))
    }
}
