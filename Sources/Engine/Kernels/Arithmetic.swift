import BoardLanguage
import Columns

/// The operators `+ - * /`, unary minus and `ago` over whole operands.
///
/// Missing gives missing, and so does division by zero. A result that leaves 64 bits is an error, never a
/// wrapped or infinite value. Like functions they are mapped over one list.
enum Arithmetic {
    /// The result's type; nil when the operator does not take these types.
    ///
    /// - Parameter hasWholeDays: for a date and a duration, that the duration is a constant of whole days or
    ///   calendar months (`Operand.hasWholeDays`): the result is a date then, and a time otherwise.
    static func type(
        _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType, hasWholeDays: Bool
    ) -> ValueType? {
        if left.isList, right.isList { return nil }
        let result = scalarType(operation, left.scalar, right.scalar)
        let adjusted =
            result == .time && hasWholeDays && (left.scalar == .date || right.scalar == .date)
            ? .date : result
        return left.isList || right.isList ? adjusted.map { .list($0) } : adjusted
    }

    private static func scalarType(
        _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
    ) -> ValueType? {
        switch (operation, left, right) {
        case (.add, .text, _), (.add, _, .text): .text
        case (.divide, .integer, .integer), (.divide, .integer, .number),
            (.divide, .number, .integer), (.divide, .number, .number):
            .number
        case (.add, .integer, .integer), (.subtract, .integer, .integer),
            (.multiply, .integer, .integer):
            .integer
        case (.add, .integer, .number), (.add, .number, .integer), (.add, .number, .number),
            (.subtract, .integer, .number), (.subtract, .number, .integer),
            (.subtract, .number, .number), (.multiply, .integer, .number),
            (.multiply, .number, .integer), (.multiply, .number, .number):
            .number
        case (.add, .duration, .duration), (.subtract, .duration, .duration): .duration
        case (.multiply, .duration, .integer), (.multiply, .duration, .number),
            (.multiply, .integer, .duration), (.multiply, .number, .duration),
            (.divide, .duration, .integer), (.divide, .duration, .number):
            .duration
        case (.divide, .duration, .duration): .number
        case (.subtract, .time, .time), (.subtract, .date, .date), (.subtract, .time, .date),
            (.subtract, .date, .time):
            .duration
        case (.add, .time, .duration), (.add, .duration, .time), (.subtract, .time, .duration),
            (.add, .date, .duration), (.add, .duration, .date), (.subtract, .date, .duration):
            .time
        default: nil
        }
    }

    /// Computes `left operation right` row by row; two constants give a constant.
    ///
    /// - Parameter operation: `add`, `subtract`, `multiply` or `divide`, with types that `type` takes.
    static func apply(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        if case .calendar(let duration) = right {
            if case .calendar(let other) = left {
                return .calendar(try CalendarSteps.combine(operation, other, duration))
            }
            return try CalendarSteps.apply(
                operation, left, duration, count: count, context: context)
        }
        if case .calendar(let duration) = left {
            if operation == .add {
                return try CalendarSteps.apply(
                    .add, right, duration, count: count, context: context)
            }
            return try CalendarSteps.combineConstant(operation, duration, right)
        }
        return try signature(operation).apply([left, right], count: count, context: context)
    }

    /// Unary minus: integers, numbers and durations; nil for other types.
    static func negatedType(_ type: ValueType) -> ValueType? {
        [.integer, .number, .duration].contains(type.scalar) ? type : nil
    }

    static func negate(
        _ operand: Operand, count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        if case .calendar(let duration) = operand {
            return .calendar(try CalendarSteps.negated(duration))
        }
        let zero: Operand =
            operand.type.scalar == .duration
            ? .constant(Column(.duration([0]))) : .constant(Column(.integer([0])))
        return try apply(.subtract, zero, operand, count: count, context: context)
    }

    /// `90d ago`: that long before `now`, months by the calendar; a time.
    static func ago(
        _ duration: Operand, count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        try apply(
            .subtract, .constant(Column(.time([context.now]))), duration, count: count,
            context: context)
    }

    /// The operator as a function, so that lists, dictionaries and long columns are treated alike.
    private static func signature(_ operation: BinaryOperator) -> FunctionSignature {
        FunctionSignature(
            name: operation.rawValue, family: "number", summary: "", example: ("", ""),
            parameters: [.init(name: "left", types: []), .init(name: "right", types: [])],
            pieceRows: Morsels.rowCount,
            resultType: { types in
                scalarType(operation, types[0], types[1])
            },
            evaluate: { (operands, count, context) throws(EvaluationError) in
                try scalars(operation, operands[0], operands[1], count, context)
            })
    }

    private static func scalars(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ count: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        let pair = [left, right]
        switch (left.type, right.type) {
        case (.text, _), (_, .text):
            let a = TextArgument(left)
            let b = TextArgument(right)
            return try Rowwise.text(pair, count) { row, out in
                out.append(contentsOf: a[row])
                out.append(contentsOf: b[row])
                return true
            }
        case (.integer, .integer) where operation != .divide:
            return try TimeArithmetic.checked(
                operation, left.integers, right.integers, pair, count, Column.Storage.integer)
        case (.integer, _) where right.type == .integer || right.type == .number,
            (.number, _) where right.type == .integer || right.type == .number:
            return try numbers(operation, left, right, count)
        default:
            return try TimeArithmetic.apply(operation, left, right, count, context)
        }
    }

    private static func numbers(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ count: Int
    ) throws(EvaluationError) -> Column {
        let a = left.numbers
        let b = right.numbers
        var overflow: (Double, Double)?
        let column = Rowwise.values(
            [left, right], count, zero: 0.0, Column.Storage.number
        ) { row -> Double? in
            let x = a[row]
            let y = b[row]
            let result: Double
            switch operation {
            case .add: result = x + y
            case .subtract: result = x - y
            case .multiply: result = x * y
            default:
                if y == 0 { return nil }
                result = x / y
            }
            if !result.isFinite, overflow == nil { overflow = (x, y) }
            // Zero has no sign a person would read.
            return result == 0 ? 0 : result
        }
        if let (x, y) = overflow {
            throw .overflow(what: "\(x) \(operation.rawValue) \(y)")
        }
        return column
    }
}

extension Operand {
    /// Whether this is a constant duration of whole days or calendar months, which keeps a date a date.
    var hasWholeDays: Bool {
        switch self {
        case .calendar(let duration):
            return duration.microseconds % Calendar.microsecondsPerDay == 0
        case .constant(let column):
            guard case .duration(let values) = column.storage else { return false }
            return values[0] % Calendar.microsecondsPerDay == 0
        default: return false
        }
    }
}
