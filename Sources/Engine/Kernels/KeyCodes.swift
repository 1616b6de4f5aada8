import Columns

/// A key column as small numbers: equal keys have equal codes.
///
/// Text is equal when folded, numbers by value, and missing is a value of its own.
struct KeyCodes: Sendable {
    /// One per row, 0 ..< count.
    var codes: [Int32]
    /// Codes in use or not: every code is below this.
    var count: Int

    init(codes: [Int32], count: Int) {
        self.codes = codes
        self.count = count
    }

    /// - Parameter column: scalar; the binder refuses lists as keys.
    init(_ column: Column, context: EvaluationContext) throws(EvaluationError) {
        switch column.storage {
        case .coded(let coded): self = try Self.coded(coded, context)
        case .text(let text): self = try Self.text(text, column.validity, context)
        case .integer(let values), .time(let values), .duration(let values):
            self = try Self.integers(values, column.validity, context)
        case .date(let values):
            self = try Self.integers(values.map { Int64($0) }, column.validity, context)
        case .bool(let values):
            self = try Self.integers(values.map { $0 ? 1 : 0 }, column.validity, context)
        case .number(let values):
            let bits = values.map { Int64(bitPattern: ($0 == 0 ? 0 : $0).bitPattern) }
            self = try Self.integers(bits, column.validity, context)
        case .list:
            throw .other(
                message: "a list where one value is needed",
                help: "first(...) or expand gives one value")
        }
    }

    private static func coded(
        _ coded: CodedColumn, _ context: EvaluationContext
    ) throws(EvaluationError) -> KeyCodes {
        let size = coded.dictionary.count
        if size > coded.codes.count {
            return numbered(coded)
        }
        var numbering = TextNumbering(coded.dictionary, match: .folded, expected: size)
        var folded = [Int32](repeating: 0, count: size)
        for entry in 0..<size {
            if entry & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            folded[entry] = numbering.number(entry)
        }
        return KeyCodes(
            codes: Column.lookUp(coded.codes, in: folded), count: max(1, numbering.count))
    }

    /// Few rows of a large dictionary: only the entries in use are looked at.
    private static func numbered(_ coded: CodedColumn) -> KeyCodes {
        var numbering = TextNumbering(
            coded.dictionary, match: .folded, expected: coded.codes.count)
        let codes = coded.codes.map { numbering.number(Int($0)) }
        return KeyCodes(codes: codes, count: max(1, numbering.count))
    }

    private static func text(
        _ text: TextColumn, _ validity: Bitmap?, _ context: EvaluationContext
    ) throws(EvaluationError) -> KeyCodes {
        // Rows are numbered as they come, so the table is filled by one thread; code 0 is missing.
        // A text column that is not dictionary-coded is nearly unique.
        var numbering = TextNumbering(text, match: .folded, expected: text.count)
        var codes = [Int32](repeating: 0, count: text.count)
        for row in 0..<text.count {
            if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            if validity?[row] ?? true { codes[row] = numbering.number(row) + 1 }
        }
        return KeyCodes(codes: codes, count: numbering.count + 1)
    }

    private static func integers(
        _ values: [Int64], _ validity: Bitmap?, _ context: EvaluationContext
    ) throws(EvaluationError) -> KeyCodes {
        let present = validity
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        let (span, overflow) = high.subtractingReportingOverflow(low)
        if !overflow, span < max(1024, values.count * 2) {
            let codes = values.indices.map { row in
                present?[row] ?? true ? Int32(truncatingIfNeeded: values[row] &- low) + 1 : 0
            }
            return KeyCodes(codes: codes, count: Int(span) + 2)
        }
        var numbering = IntegerNumbering(expected: min(values.count, 1 << 16))
        var codes = [Int32](repeating: 0, count: values.count)
        for row in values.indices {
            if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            if present?[row] ?? true {
                codes[row] = numbering.number(UInt64(bitPattern: values[row])) + 1
            }
        }
        return KeyCodes(codes: codes, count: numbering.count + 1)
    }

    /// Codes of pairs: equal where both are equal.
    func combined(
        with other: KeyCodes, context: EvaluationContext
    ) throws(EvaluationError) -> KeyCodes {
        let (product, overflow) = count.multipliedReportingOverflow(by: other.count)
        if !overflow, product <= max(1 << 16, codes.count * 2), product <= Int(Int32.max) {
            let width = Int32(other.count)
            let pairs = codes.indices.map { codes[$0] &* width &+ other.codes[$0] }
            return KeyCodes(codes: pairs, count: product)
        }
        var numbering = IntegerNumbering(expected: min(codes.count, 1 << 16))
        var pairs = [Int32](repeating: 0, count: codes.count)
        for row in codes.indices {
            if row & 0xFFFF == 0, context.isCancelled { throw .cancelled }
            pairs[row] = numbering.number(
                UInt64(UInt32(bitPattern: codes[row])) << 32
                    | UInt64(UInt32(bitPattern: other.codes[row])))
        }
        return KeyCodes(codes: pairs, count: max(1, numbering.count))
    }
}
