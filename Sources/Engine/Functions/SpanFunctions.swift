import Columns

/// `age`, `days`, `hours`: spans of time.
enum SpanFunctions {
    static let age = FunctionSignature(
        name: "age", family: "time",
        summary:
            "Gives how long ago a time was, or a date's midnight; negative for what is to come.",
        example: ("age(now)", "0s"),
        parameters: [.init(name: "time", types: [.date, .time])],
        resultType: { _ in .duration },
        evaluate: { (operands, count, context) throws(EvaluationError) in
            try TimeArithmetic.apply(
                .subtract, .constant(Column(.time([context.now]))), operands[0], count, context)
        })

    static let days = span("days", Calendar.microsecondsPerDay, ("days(36h)", "1.5"))

    static let hours = span("hours", 3_600_000_000, ("hours(1d)", "24"))

    private static func span(
        _ name: String, _ unit: Int64, _ example: (String, String)
    ) -> FunctionSignature {
        FunctionSignature(
            name: name, family: "time",
            summary: "Gives a duration as a number of \(name), with fractions.",
            example: example,
            parameters: [.init(name: "duration", types: [.duration])],
            resultType: { _ in .number },
            evaluate: { (operands, count, _) throws(EvaluationError) in
                let durations = operands[0].integers
                return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                    // The whole part apart, so that long spans keep their fraction.
                    let value = durations[row]
                    return Double(value / unit) + Double(value % unit) / Double(unit)
                }
            })
    }
}
