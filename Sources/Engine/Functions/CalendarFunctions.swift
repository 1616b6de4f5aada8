import Columns

/// `year`, `month`, `weekday` of a date, or of a time in the board's time zone.
enum CalendarFunctions {
    static let year = field("year", "Gives the year.", ("year(2026-08-01)", "2026")) {
        Int64(Calendar.civil(days: $0).year)
    }

    static let month = field("month", "Gives the month, 1 to 12.", ("month(2026-08-01)", "8")) {
        Int64(Calendar.civil(days: $0).month)
    }

    static let weekday = field(
        "weekday", "Gives the day of the week, 1 for Monday to 7 for Sunday.",
        ("weekday(2026-08-01)", "6")
    ) { Int64(Calendar.weekday(days: $0)) }

    private static func field(
        _ name: String, _ summary: String, _ example: (String, String),
        _ value: @escaping @Sendable (Int) -> Int64
    ) -> FunctionSignature {
        FunctionSignature(
            name: name, family: "time", summary: summary, example: example,
            parameters: [.init(name: "date", types: [.date, .time])],
            resultType: { _ in .integer },
            evaluate: { (operands, count, context) throws(EvaluationError) in
                let zone = context.timeZone
                let isTime = operands[0].type == .time
                let values = operands[0].integers
                return Rowwise.values(operands, count, zero: 0, Column.Storage.integer) { row in
                    value(Int(isTime ? Int64(zone.date(at: values[row])) : values[row]))
                }
            })
    }
}
