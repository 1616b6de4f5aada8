import BoardLanguage
import Columns

/// `+ - * /` where a date, a time or a duration takes part.
enum TimeArithmetic {
    /// Days whose midnights fit 64 bits of microseconds: some 292,000 years either side of 1970.
    static let dayRange: ClosedRange<Int64> = -106_751_990...106_751_990

    static func apply(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ count: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        let zone = context.timeZone
        let pair = [left, right]
        switch (operation, left.type, right.type) {
        case (.add, .duration, .duration), (.subtract, .duration, .duration),
            (.subtract, .time, .time):
            return try checked(
                operation, left.integers, right.integers, pair, count, Column.Storage.duration)
        case (.subtract, .date, .date):
            // Days of the calendar, 24 hours each, whatever the clocks did in between.
            return try checked(
                operation, wallClock(left), wallClock(right), pair, count,
                Column.Storage.duration)
        case (.subtract, .time, .date), (.subtract, .date, .time):
            return try checked(
                operation, instants(left, zone), instants(right, zone), pair, count,
                Column.Storage.duration)
        case (.add, .date, .duration) where right.hasWholeDays,
            (.subtract, .date, .duration) where right.hasWholeDays:
            return try dates(operation, left, right, count)
        case (.add, .duration, .date) where left.hasWholeDays:
            return try dates(operation, right, left, count)
        case (.add, .time, .duration), (.add, .date, .duration), (.add, .duration, .time),
            (.add, .duration, .date), (.subtract, .time, .duration), (.subtract, .date, .duration):
            return try checked(
                operation, instants(left, zone), instants(right, zone), pair, count,
                Column.Storage.time)
        case (.multiply, .duration, .integer), (.multiply, .integer, .duration):
            return try checked(
                operation, left.integers, right.integers, pair, count, Column.Storage.duration)
        case (.multiply, .number, .duration):
            return try scaled(right, left, pair, count) { $0 * $1 }
        case (.multiply, .duration, .number):
            return try scaled(left, right, pair, count) { $0 * $1 }
        case (.divide, .duration, .duration):
            let a = left.integers
            let b = right.integers
            return Rowwise.values(pair, count, zero: 0.0, Column.Storage.number) { row in
                b[row] == 0 ? nil : Double(a[row]) / Double(b[row])
            }
        case (.divide, .duration, _):
            return try scaled(left, right, pair, count) { $1 == 0 ? nil : $0 / $1 }
        default: return .missing(.duration, count: count)
        }
    }

    /// Integers under an operator, with overflow an error.
    static func checked(
        _ operation: BinaryOperator, _ left: FlatArgument<Int64>, _ right: FlatArgument<Int64>,
        _ operands: [Operand], _ count: Int, _ storage: ([Int64]) -> Column.Storage
    ) throws(EvaluationError) -> Column {
        var failed: Int?
        let column = Rowwise.values(operands, count, zero: 0, storage) { row in
            let (value, overflow) =
                switch operation {
                case .add: left[row].addingReportingOverflow(right[row])
                case .subtract: left[row].subtractingReportingOverflow(right[row])
                default: left[row].multipliedReportingOverflow(by: right[row])
                }
            if overflow, failed == nil { failed = row }
            return value
        }
        if let failed { throw overflow(operation, operands, failed) }
        return column
    }

    private static func overflow(
        _ operation: BinaryOperator, _ operands: [Operand], _ row: Int
    ) -> EvaluationError {
        let values = operands.map { $0.values?.string($0.isConstant ? 0 : row) ?? "" }
        return .overflow(what: values.joined(separator: " \(operation.rawValue) "))
    }

    /// A duration times or divided by a number, rounded to the microsecond.
    private static func scaled(
        _ duration: Operand, _ factor: Operand, _ operands: [Operand], _ count: Int,
        _ apply: (Double, Double) -> Double?
    ) throws(EvaluationError) -> Column {
        let a = duration.integers
        let b = factor.numbers
        var failed: Int?
        let column = Rowwise.values(operands, count, zero: 0, Column.Storage.duration) { row in
            guard let exact = apply(Double(a[row]), b[row]) else { return nil }
            if let whole = Int64(exactly: exact.rounded()) { return whole }
            if failed == nil { failed = row }
            return 0
        }
        if let failed {
            let values = operands.map { $0.values?.string($0.isConstant ? 0 : failed) ?? "" }
            throw .overflow(what: "the duration of " + values.joined(separator: " and "))
        }
        return column
    }

    /// Dates as microseconds of a clock without a zone.
    private static func wallClock(_ operand: Operand) -> FlatArgument<Int64> {
        guard case .date(let days) = operand.values?.storage else { return operand.integers }
        return FlatArgument(
            days.map { Int64($0) * Calendar.microsecondsPerDay }, isConstant: operand.isConstant)
    }

    /// Dates as the instants at which they begin; other values as they are.
    private static func instants(_ operand: Operand, _ zone: ZoneTable) -> FlatArgument<Int64> {
        guard case .date(let days) = operand.values?.storage else { return operand.integers }
        return FlatArgument(days.map { zone.start(of: $0) }, isConstant: operand.isConstant)
    }

    /// A date and a constant duration of whole days.
    private static func dates(
        _ operation: BinaryOperator, _ date: Operand, _ duration: Operand, _ count: Int
    ) throws(EvaluationError) -> Column {
        let days = date.integers
        let steps = duration.integers
        var failed: Int?
        let column = Rowwise.values(
            [date, duration], count, zero: Int32(0), Column.Storage.date
        ) { row -> Int32? in
            let step = steps[row] / Calendar.microsecondsPerDay
            // Both fit 38 bits, so the sum cannot overflow; the date may.
            let result = operation == .add ? days[row] + step : days[row] - step
            if dayRange.contains(result) { return Int32(result) }
            if failed == nil { failed = row }
            return 0
        }
        if let failed { throw overflow(operation, [date, duration], failed) }
        return column
    }
}

/// Steps of calendar months and years, on the wall clock of the time zone.
///
/// A day that the month lacks becomes its last (Jan 31 + 1mo = Feb 28); a local time that is skipped or
/// repeated there is resolved as `ZoneTable` says. Days and hours written with the months are added after.
enum CalendarSteps {
    static func apply(
        _ operation: BinaryOperator, _ operand: Operand, _ duration: Duration, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        guard operation == .add || operation == .subtract else {
            return try combineConstant(operation, duration, operand)
        }
        let step = operation == .add ? duration : try negated(duration)
        switch operand.type.scalar {
        case .date where step.microseconds % Calendar.microsecondsPerDay == 0:
            return try stepper(.date, step).apply([operand], count: count, context: context)
        case .date, .time:
            return try stepper(.time, step).apply([operand], count: count, context: context)
        case .duration:
            guard case .constant(let column) = operand, case .duration(let values) = column.storage
            else { break }
            return .calendar(
                try combine(.add, Duration(microseconds: values[0], months: 0), step))
        default: break
        }
        throw .other(
            message:
                "a duration of months or years needs a date or a time beside it, not \(operand.type.name)",
            help: "days are of fixed length: 90d")
    }

    /// Two durations of which one has months, added or subtracted.
    static func combine(
        _ operation: BinaryOperator, _ left: Duration, _ right: Duration
    ) throws(EvaluationError) -> Duration {
        let (microseconds, months): ((Int64, Bool), (Int32, Bool))
        switch operation {
        case .add:
            microseconds = left.microseconds.addingReportingOverflow(right.microseconds)
            months = left.months.addingReportingOverflow(right.months)
        case .subtract:
            microseconds = left.microseconds.subtractingReportingOverflow(right.microseconds)
            months = left.months.subtractingReportingOverflow(right.months)
        default: throw unfit
        }
        if microseconds.1 || months.1 { throw .overflow(what: "the duration") }
        return Duration(microseconds: microseconds.0, months: months.0)
    }

    /// Months minus a constant duration, or times a constant integer.
    static func combineConstant(
        _ operation: BinaryOperator, _ duration: Duration, _ other: Operand
    ) throws(EvaluationError) -> Operand {
        guard case .constant(let column) = other else { throw unfit }
        switch (operation, column.storage) {
        case (.subtract, .duration(let values)):
            return .calendar(
                try combine(.subtract, duration, Duration(microseconds: values[0], months: 0)))
        case (.multiply, .integer(let values)):
            let microseconds = duration.microseconds.multipliedReportingOverflow(by: values[0])
            let months = Int64(duration.months).multipliedReportingOverflow(by: values[0])
            guard !microseconds.overflow, !months.overflow,
                let exact = Int32(exactly: months.partialValue)
            else { throw .overflow(what: "the duration") }
            return .calendar(Duration(microseconds: microseconds.partialValue, months: exact))
        default: throw unfit
        }
    }

    static func negated(_ duration: Duration) throws(EvaluationError) -> Duration {
        try combine(.subtract, Duration(microseconds: 0, months: 0), duration)
    }

    private static var unfit: EvaluationError {
        .other(
            message:
                "a duration of months or years can only be added to or subtracted from a date or a time",
            help: "days are of fixed length: 90d")
    }

    private static func stepper(_ result: ValueType, _ step: Duration) -> FunctionSignature {
        FunctionSignature(
            name: "+", family: "time", summary: "", example: ("", ""),
            parameters: [.init(name: "date", types: [.date, .time])],
            resultType: { _ in result },
            evaluate: { (operands, count, context) throws(EvaluationError) in
                try evaluate(operands[0], step, result, count, context)
            })
    }

    private static func evaluate(
        _ operand: Operand, _ step: Duration, _ result: ValueType, _ count: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        let zone = context.timeZone
        let values = operand.integers
        var hasFailed = false
        let column: Column
        if result == .date {
            let days = step.microseconds / Calendar.microsecondsPerDay
            column = Rowwise.values([operand], count, zero: Int32(0), Column.Storage.date) { row in
                let moved = Calendar.adding(months: Int(step.months), toDays: Int(values[row]))
                let day = Int64(moved) + days
                if TimeArithmetic.dayRange.contains(day) { return Int32(day) }
                hasFailed = true
                return 0
            }
        } else {
            let isDate = operand.type == .date
            column = Rowwise.values([operand], count, zero: Int64(0), Column.Storage.time) { row in
                let local =
                    isDate
                    ? values[row] * Calendar.microsecondsPerDay : zone.local(utc: values[row])
                let day = local.floorDivided(by: Calendar.microsecondsPerDay)
                let moved = Calendar.adding(months: Int(step.months), toDays: Int(day))
                let (midnight, isTooFar) = Int64(moved).multipliedReportingOverflow(
                    by: Calendar.microsecondsPerDay)
                let (clock, overflow) = midnight.addingReportingOverflow(
                    local - day * Calendar.microsecondsPerDay)
                let (time, overflowAfter) = zone.utc(local: clock).addingReportingOverflow(
                    step.microseconds)
                if isTooFar || overflow || overflowAfter { hasFailed = true }
                return time
            }
        }
        if hasFailed { throw .overflow(what: "a date \(step.months) months on") }
        return column
    }
}
