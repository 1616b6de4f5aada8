import Columns

/// `date` and `time`: dates and instants from texts, numbers and each other.
enum TimeFunctions {
    static let date = FunctionSignature(
        name: "date", family: "time",
        summary: """
            Gives the date of a time in the time zone, or of a text: ISO 8601, or a format of d M y H h m s a; \
            missing if it is none.
            """,
        example: ("date(\"31.12.2025\", \"dd.MM.yyyy\")", "2025-12-31"),
        parameters: [
            .init(name: "value", types: [.text, .date, .time]),
            .init(name: "format", types: [.text], isOptional: true),
        ],
        resultType: { types in types.count > 1 && types[0] != .text ? nil : .date },
        evaluate: { (operands, count, context) throws(EvaluationError) in
            let zone = context.timeZone
            if operands[0].type == .text {
                let times = try read(operands, count)
                return Rowwise.values(operands, count, zero: 0, Column.Storage.date) { row in
                    times[row]?.date(zone)
                }
            }
            let values = operands[0].integers
            let isTime = operands[0].type == .time
            return Rowwise.values(operands, count, zero: 0, Column.Storage.date) { row in
                isTime ? zone.date(at: values[row]) : Int32(truncatingIfNeeded: values[row])
            }
        })

    static let time = FunctionSignature(
        name: "time", family: "time",
        summary: """
            Gives the time of a text (ISO 8601 or a format, in the time zone unless it names an offset), of a date \
            (its midnight) or of an epoch number: seconds below 100 thousand million, then milliseconds.
            """,
        example: ("time(1754006400)", "2025-08-01T00:00:00Z"),
        parameters: [
            .init(name: "value", types: [.text, .integer, .number, .date, .time]),
            .init(name: "format", types: [.text], isOptional: true),
        ],
        resultType: { types in types.count > 1 && types[0] != .text ? nil : .time },
        evaluate: { (operands, count, context) throws(EvaluationError) in
            let zone = context.timeZone
            switch operands[0].type {
            case .text:
                let times = try read(operands, count)
                return Rowwise.values(operands, count, zero: 0, Column.Storage.time) { row in
                    times[row]?.instant(zone)
                }
            case .integer, .number:
                let numbers = operands[0].numbers
                return Rowwise.values(operands, count, zero: 0, Column.Storage.time) { row in
                    instant(ofEpoch: numbers[row])
                }
            default:
                let values = operands[0].integers
                let isDate = operands[0].type == .date
                return Rowwise.values(operands, count, zero: 0, Column.Storage.time) { row in
                    isDate ? zone.start(of: Int32(truncatingIfNeeded: values[row])) : values[row]
                }
            }
        })

    /// Seconds reach the year 5138 and milliseconds start in 1973, so the size tells them apart; what is larger
    /// than milliseconds of that year is missing.
    static func instant(ofEpoch number: Double) -> Int64? {
        let limit = 100_000_000_000.0
        if number.magnitude < limit { return Int64((number * 1_000_000).rounded()) }
        if number.magnitude < limit * 1000 { return Int64((number * 1000).rounded()) }
        return nil
    }

    /// The texts of the first operand, in the format of the second or in ISO 8601.
    private static func read(
        _ operands: [Operand], _ count: Int
    ) throws(EvaluationError) -> [ReadTime?] {
        let text = TextArgument(operands[0])
        guard operands.count > 1 else { return (0..<count).map { TimeReader.read(text[$0]) } }
        let formats = TextArgument(operands[1])
        var times: [ReadTime?] = []
        times.reserveCapacity(count)
        var format: TimeFormat?
        for row in 0..<count {
            if format == nil || !operands[1].isConstant { format = try TimeFormat(formats[row]) }
            times.append(format?.read(text[row]))
        }
        return times
    }
}
