import BoardLanguage
import Columns

/// Distinct values to test membership in: `x in ("a", "b")`, `x in (board)`.
///
/// Membership is what `=` says: text folded and trimmed, integers equal to numbers, a date is the whole day.
/// Missing values are in no set.
struct ValueSet: Sendable {
    private enum Storage: Sendable {
        case text(TextNumbering)
        /// Integers and whole numbers; the bits of other numbers.
        case numbers(IntegerNumbering, fractions: IntegerNumbering)
        /// Dates, times, durations and bools as integers.
        case integers(IntegerNumbering)
        /// Instants probed by a date: the dates of the instants.
        case daysOfTimes(IntegerNumbering)
        /// Dates probed by an instant.
        case days(IntegerNumbering)
    }

    private let storage: Storage
    private let context: EvaluationContext

    /// Builds the set of the present values of a column, of the elements for a list column.
    ///
    /// - Parameter probedBy: the type of the operand that will be tested; comparable with `values`.
    init(
        _ values: Column, probedBy type: ValueType, context: EvaluationContext
    ) throws(EvaluationError) {
        self.context = context
        if case .list(let list) = values.storage {
            storage = try Self.distinct(list.elements, type, context)
        } else {
            storage = try Self.distinct(values, type, context)
        }
    }

    private static func distinct(
        _ values: Column, _ type: ValueType, _ context: EvaluationContext
    ) throws(EvaluationError) -> Storage {
        let validity = values.validity
        func each(_ body: (Int) -> Void) throws(EvaluationError) {
            for row in 0..<values.count {
                if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
                if validity?[row] ?? true { body(row) }
            }
        }
        switch values.storage {
        case .text(let text):
            var numbering = TextNumbering(text, match: .folded, expected: values.count)
            try each { _ = numbering.number($0) }
            return .text(numbering)
        case .coded(let coded):
            var numbering = TextNumbering(coded.dictionary, match: .folded)
            var seen = [Bool](repeating: false, count: coded.dictionary.count)
            try each { row in
                let code = Int(coded.codes[row])
                if !seen[code] {
                    seen[code] = true
                    _ = numbering.number(code)
                }
            }
            return .text(numbering)
        case .integer(let integers):
            var numbering = IntegerNumbering(expected: integers.count)
            try each { _ = numbering.number(UInt64(bitPattern: integers[$0])) }
            return .numbers(numbering, fractions: IntegerNumbering())
        case .number(let numbers):
            var whole = IntegerNumbering()
            var fractions = IntegerNumbering()
            try each { row in
                if let integer = Int64(exactly: numbers[row]) {
                    _ = whole.number(UInt64(bitPattern: integer))
                } else {
                    _ = fractions.number(numbers[row].bitPattern)
                }
            }
            return .numbers(whole, fractions: fractions)
        case .date(let dates):
            var numbering = IntegerNumbering()
            try each { _ = numbering.number(UInt64(bitPattern: Int64(dates[$0]))) }
            return type.scalar == .time ? .days(numbering) : .integers(numbering)
        case .time(let times):
            var numbering = IntegerNumbering()
            if type.scalar == .date {
                let zone = context.timeZone
                try each { row in
                    _ = numbering.number(UInt64(bitPattern: Int64(zone.date(at: times[row]))))
                }
                return .daysOfTimes(numbering)
            }
            try each { _ = numbering.number(UInt64(bitPattern: times[$0])) }
            return .integers(numbering)
        case .duration(let durations):
            var numbering = IntegerNumbering()
            try each { _ = numbering.number(UInt64(bitPattern: durations[$0])) }
            return .integers(numbering)
        case .bool(let bools):
            var numbering = IntegerNumbering()
            try each { _ = numbering.number(bools[$0] ? 1 : 0) }
            return .integers(numbering)
        case .list: return .integers(IntegerNumbering())
        }
    }

    /// Distinct values in the set.
    var count: Int {
        switch storage {
        case .text(let numbering): numbering.count
        case .numbers(let whole, let fractions): whole.count + fractions.count
        case .integers(let numbering), .days(let numbering), .daysOfTimes(let numbering):
            numbering.count
        }
    }

    /// The rows with a value in the set; for a list, those with one such element.
    func contains(_ operand: Operand, count: Int) throws(EvaluationError) -> Bitmap {
        guard let column = operand.values else { return Bitmap(repeating: false, count: count) }
        if operand.isConstant {
            return Bitmap(repeating: try contains(column)[0], count: count)
        }
        return try contains(column)
    }

    private func contains(_ column: Column) throws(EvaluationError) -> Bitmap {
        if case .list(let list) = column.storage {
            return try contains(list.elements).anyPerList(list.starts)
        }
        let rows = try found(column)
        return column.validity.map { rows & $0 } ?? rows
    }

    private func found(_ column: Column) throws(EvaluationError) -> Bitmap {
        let zone = context.timeZone
        switch (storage, column.storage) {
        case (.text(let set), .text(let text)):
            return try each(text.count) { set.find(text.bytes($0)) != nil }
        case (.text(let set), .coded(let coded)):
            if coded.dictionary.count > coded.codes.count {
                return try each(coded.codes.count) {
                    set.find(coded.dictionary.bytes(Int(coded.codes[$0]))) != nil
                }
            }
            let table = try each(coded.dictionary.count) {
                set.find(coded.dictionary.bytes($0)) != nil
            }
            return try Bitmap.lookUp(coded.codes, in: table, context)
        case (.numbers(let whole, _), .integer(let values)):
            return try find(values, in: whole) { UInt64(bitPattern: $0) }
        case (.numbers(let whole, let fractions), .number(let values)):
            return try each(values.count) { row in
                if let integer = Int64(exactly: values[row]) {
                    return whole.find(UInt64(bitPattern: integer)) != nil
                }
                return fractions.find(values[row].bitPattern) != nil
            }
        case (.days(let set), .time(let times)):
            return try find(times, in: set) { UInt64(bitPattern: Int64(zone.date(at: $0))) }
        case (.integers(let set), .date(let dates)), (.daysOfTimes(let set), .date(let dates)):
            return try find(dates, in: set) { UInt64(bitPattern: Int64($0)) }
        case (.integers(let set), .time(let values)), (.integers(let set), .duration(let values)):
            return try find(values, in: set) { UInt64(bitPattern: $0) }
        case (.integers(let set), .bool(let values)):
            return try find(values, in: set) { $0 ? 1 : 0 }
        default: return Bitmap(repeating: false, count: column.count)
        }
    }

    private func find<Value>(
        _ values: [Value], in set: IntegerNumbering, _ key: (Value) -> UInt64
    ) throws(EvaluationError) -> Bitmap {
        try each(values.count) { set.find(key(values[$0])) != nil }
    }

    @inline(__always)
    private func each(
        _ count: Int, _ isSet: (Int) -> Bool
    ) throws(EvaluationError) -> Bitmap {
        try Morsels.bitmap(count, context) { range in
            Bitmap.filled(range.count) { isSet(range.lowerBound + $0) }
        }
    }
}
