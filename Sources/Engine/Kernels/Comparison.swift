import BoardLanguage
import Columns

/// The comparison operators over whole operands, with the many-values rule.
///
/// A comparison with a list is true if one pair of values fits; `!=`, `!~` and `not in` are the exact
/// negation of `=`, `~` and `in`. Missing equals nothing and is neither less nor greater.
enum Comparison {
    struct Outcome: Sendable, Equatable {
        /// The rows for which the comparison holds.
        var rows: Bitmap
        /// The rows where `<`, `<=`, `>` or `>=` met a missing value; nil for other operators and for none.
        var missing: Bitmap?
    }

    /// Whether the binder lets these types meet; lists count as their elements.
    ///
    /// Numbers meet numbers, a date meets a time, `~` looks into anything's text, and bools and durations
    /// meet their own kind; bools have no order.
    static func isComparable(
        _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
    ) -> Bool {
        switch operation {
        case .matches, .notMatches: return right.scalar == .text
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if left.scalar == .bool { return false }
        case .equal, .notEqual, .exactlyEqual, .in, .notIn: break
        default: return false
        }
        switch (left.scalar, right.scalar) {
        case (.integer, .number), (.number, .integer), (.date, .time), (.time, .date): return true
        case (let a, let b): return a == b
        }
    }

    /// Compares row by row.
    ///
    /// - Parameters:
    ///   - operation: a comparison operator; `in` and `not in` take a list or one value on the right.
    ///   - left: of a type that `isComparable` with the right one's.
    static func compare(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Outcome {
        switch operation {
        case .notEqual:
            return try negated(.equal, left, right, count: count, context: context)
        case .notMatches:
            return try negated(.matches, left, right, count: count, context: context)
        case .notIn, .in:
            let isNegated = operation == .notIn
            return try isNegated
                ? negated(.equal, left, right, count: count, context: context)
                : compare(.equal, left, right, count: count, context: context)
        default: break
        }
        for case .calendar in [left, right] {
            throw .other(
                message: "a duration of months or years cannot be compared",
                help: "months differ in length; compare with days, `90d`")
        }
        if left.isConstant, right.isConstant {
            let rows = try ManyValues.compare(operation, left, right, count: 1, context: context)
            return outcome(
                operation, left, right, Bitmap(repeating: rows[0], count: count), count)
        }
        let rows = try ManyValues.compare(operation, left, right, count: count, context: context)
        return outcome(operation, left, right, rows, count)
    }

    private static func negated(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Outcome {
        let outcome = try compare(operation, left, right, count: count, context: context)
        return Outcome(rows: ~outcome.rows, missing: nil)
    }

    private static func outcome(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ rows: Bitmap, _ count: Int
    ) -> Outcome {
        switch operation {
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let present = Rowwise.presence([left, right], count) else {
                return Outcome(rows: rows, missing: nil)
            }
            let missing = ~present
            return Outcome(rows: rows, missing: missing.countOnes == 0 ? nil : missing)
        default: return Outcome(rows: rows, missing: nil)
        }
    }

    /// Compares scalars: columns of `count` rows against each other or against constants.
    static func scalars(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        let rows: Bitmap
        if operation == .matches || left.type == .text {
            rows = try TextComparison.compare(
                operation, left, right, count: count, context: context)
        } else if let a = left.values, let b = right.values {
            let pair = FlatComparison.Pair(
                isLeftConstant: left.isConstant, isRightConstant: right.isConstant, count: count,
                context: context)
            rows = try pair.compare(operation == .exactlyEqual ? .equal : operation, a, b)
        } else {
            rows = Bitmap(repeating: false, count: count)
        }
        return Rowwise.presence([left, right], count).map { rows & $0 } ?? rows
    }
}

/// The many-values rule: a comparison with lists as comparisons of scalars.
enum ManyValues {
    /// Pairs of elements compared at a time when both sides are lists.
    private static let pairsMax = 1 << 18

    static func compare(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        switch (list(left), list(right)) {
        case (nil, nil):
            return try Comparison.scalars(operation, left, right, count: count, context: context)
        case (let list?, nil):
            if left.isConstant {
                return try constantList(list, right, count, context) {
                    (element, other) throws(EvaluationError) in
                    try Comparison.scalars(
                        operation, element, other, count: count, context: context)
                }
            }
            let rows = try Comparison.scalars(
                operation, .column(list.elements), spread(right, list),
                count: list.elements.count, context: context)
            return rows.anyPerList(list.starts)
        case (nil, let list?):
            if right.isConstant {
                if operation == .equal {
                    let set = try ValueSet(
                        list.elements, probedBy: left.type, context: context)
                    return try set.contains(left, count: count)
                }
                return try constantList(list, left, count, context) {
                    (element, other) throws(EvaluationError) in
                    try Comparison.scalars(
                        operation, other, element, count: count, context: context)
                }
            }
            let rows = try Comparison.scalars(
                operation, spread(left, list), .column(list.elements),
                count: list.elements.count, context: context)
            return rows.anyPerList(list.starts)
        case (let a?, let b?):
            if right.isConstant, !left.isConstant {
                let rows = try compare(
                    operation, .column(a.elements), right, count: a.elements.count,
                    context: context)
                return rows.anyPerList(a.starts)
            }
            if left.isConstant, !right.isConstant {
                let rows = try compare(
                    operation, left, .column(b.elements), count: b.elements.count,
                    context: context)
                return rows.anyPerList(b.starts)
            }
            return try pairs(operation, a, b, count: count, context: context)
        }
    }

    private static func list(_ operand: Operand) -> ListColumn? {
        if case .list(let list) = operand.values?.storage { return list }
        return nil
    }

    private static func spread(_ operand: Operand, _ list: ListColumn) -> Operand {
        guard case .column(let column) = operand else { return operand }
        return .column(column.gather(list.rowOfElement))
    }

    private static func constantList(
        _ list: ListColumn, _ other: Operand, _ count: Int, _ context: EvaluationContext,
        _ compare: (Operand, Operand) throws(EvaluationError) -> Bitmap
    ) throws(EvaluationError) -> Bitmap {
        var rows = Bitmap(repeating: false, count: count)
        for element in 0..<list.elements.count {
            if context.isCancelled { throw .cancelled }
            let constant = Operand.constant(list.elements.gather([Int32(element)]))
            rows = rows | (try compare(constant, other))
        }
        return rows
    }

    /// Both sides are lists, row by row: every left element with every right one.
    private static func pairs(
        _ operation: BinaryOperator, _ left: ListColumn, _ right: ListColumn, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        var result = Bitmap(repeating: false, count: count)
        var a: [Int32] = []
        var b: [Int32] = []
        var owner: [Int32] = []
        func flush() throws(EvaluationError) {
            if context.isCancelled { throw .cancelled }
            let rows = try Comparison.scalars(
                operation, .column(left.elements.gather(a)), .column(right.elements.gather(b)),
                count: a.count, context: context)
            for pair in rows.rows() { result.set(Int(owner[Int(pair)]), to: true) }
            a.removeAll(keepingCapacity: true)
            b.removeAll(keepingCapacity: true)
            owner.removeAll(keepingCapacity: true)
        }
        for row in 0..<count {
            for leftElement in left.starts[row]..<left.starts[row + 1] {
                for rightElement in right.starts[row]..<right.starts[row + 1] {
                    a.append(leftElement)
                    b.append(rightElement)
                    owner.append(Int32(row))
                    if a.count == pairsMax { try flush() }
                }
            }
        }
        if !a.isEmpty { try flush() }
        return result
    }
}
