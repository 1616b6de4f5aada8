import Columns

/// `number`, `integer`, `round`, `abs`.
enum NumberFunctions {
    static let number = FunctionSignature(
        name: "number", family: "number",
        summary: "Reads a text as a decimal number, leading zeros and all; missing if it is none.",
        example: ("number(\"007.50\")", "7.5"),
        parameters: [.init(name: "value", types: [.text, .integer, .number, .bool])],
        resultType: { _ in .number },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            switch operands[0].type {
            case .text:
                let text = TextArgument(operands[0])
                return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                    NumberReading.number(text[row])
                }
            case .bool:
                let truth = Logic.truth(operands[0], count: count)
                return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                    truth[row] ? 1 : 0
                }
            default:
                let numbers = operands[0].numbers
                return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                    numbers[row]
                }
            }
        })

    static let integer = FunctionSignature(
        name: "integer", family: "number",
        summary: "Gives a number without its fraction, also of a text; missing if it is none.",
        example: ("integer(\"0042.9\")", "42"),
        parameters: [.init(name: "value", types: [.text, .integer, .number, .bool])],
        resultType: { _ in .integer },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            if operands[0].type == .text {
                let text = TextArgument(operands[0])
                return Rowwise.values(operands, count, zero: 0, Column.Storage.integer) { row in
                    NumberReading.integer(text[row])
                }
            }
            if operands[0].type == .bool {
                let truth = Logic.truth(operands[0], count: count)
                return Rowwise.values(operands, count, zero: 0, Column.Storage.integer) { row in
                    truth[row] ? 1 : 0
                }
            }
            if operands[0].type == .number {
                let numbers = operands[0].numbers
                var tooLarge: Double?
                let column = Rowwise.values(operands, count, zero: 0, Column.Storage.integer) {
                    row -> Int64? in
                    let whole = Int64(exactly: numbers[row].rounded(.towardZero))
                    if whole == nil { tooLarge = tooLarge ?? numbers[row] }
                    return whole
                }
                if let tooLarge { throw .overflow(what: "integer(\(tooLarge))") }
                return column
            }
            let integers = operands[0].integers
            return Rowwise.values(operands, count, zero: 0, Column.Storage.integer) { row in
                integers[row]
            }
        })

    static let round = FunctionSignature(
        name: "round", family: "number",
        summary:
            "Rounds to whole numbers, or to so many digits after the point; halves away from zero.",
        example: ("round(2.675, 2)", "2.68"),
        parameters: [
            .init(name: "number", types: [.integer, .number]),
            .init(name: "digits", types: [.integer], isOptional: true),
        ],
        resultType: { _ in .number },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let numbers = operands[0].numbers
            let digits =
                operands.count > 1 ? operands[1].integers : FlatArgument([0], isConstant: true)
            return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                rounded(numbers[row], digits[row])
            }
        })

    static let abs = FunctionSignature(
        name: "abs", family: "number",
        summary: "Gives a number or a duration without its sign.",
        example: ("abs(-3)", "3"),
        parameters: [.init(name: "number", types: [.integer, .number, .duration])],
        resultType: { $0[0] },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            if operands[0].type == .number {
                let numbers = operands[0].numbers
                return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                    numbers[row].magnitude
                }
            }
            let integers = operands[0].integers
            var overflow = false
            let column = Rowwise.values(
                operands, count, zero: 0,
                operands[0].type == .duration ? Column.Storage.duration : Column.Storage.integer
            ) { row -> Int64 in
                if integers[row] == .min { overflow = true }
                return integers[row] == .min ? 0 : Swift.abs(integers[row])
            }
            if overflow { throw .overflow(what: "abs(\(Int64.min))") }
            return column
        })

    private static func rounded(_ value: Double, _ digits: Int64) -> Double {
        if digits == 0 { return value.rounded(.toNearestOrAwayFromZero) + 0 }
        // Beyond 15 digits there is nothing to round; below -15 nothing is left but zero.
        if digits > 15 { return value }
        var scale = 1.0
        for _ in 0..<min(digits.magnitude, 308) { scale *= 10 }
        if digits < 0 { return (value / scale).rounded(.toNearestOrAwayFromZero) * scale + 0 }
        let scaled = value * scale
        guard scaled.isFinite else { return value }
        // 2.675 is stored a little below and a person means the digits: the last bits go up.
        let nudged = scaled * (1 + 2 * Double.ulpOfOne)
        return nudged.rounded(.toNearestOrAwayFromZero) / scale + 0
    }
}

/// Reads numbers more generously than column types are inferred: leading zeros and a plus sign are fine.
enum NumberReading {
    /// nil when the text is not a decimal number, or too large for a double.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let text = Folding.trimmed(bytes)
        guard isDecimal(text),
            let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
        else { return nil }
        return value + 0
    }

    /// The whole part; exact for whole numbers of up to 19 digits.
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let text = Folding.trimmed(bytes)
        if let whole = Int64(String(decoding: text, as: UTF8.self)) { return whole }
        return number(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    /// A sign, digits with a point among or after them, and an exponent.
    private static func isDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func digits() -> Int {
            let start = index
            while index < text.count, text[index] &- 48 < 10 { index += 1 }
            return index - start
        }
        func sign() {
            if index < text.count, text[index] == 0x2B || text[index] == 0x2D { index += 1 }
        }
        sign()
        var count = digits()
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            count += digits()
        }
        if count == 0 { return false }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            sign()
            if digits() == 0 { return false }
        }
        return index == text.count
    }
}
