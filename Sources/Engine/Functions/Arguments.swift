import Columns

/// A text argument: one value for all rows, or one per row; typed columns in their own spelling, text as it is compared.
struct TextArgument {
    let text: TextColumn
    private let stride: Int

    init(_ operand: Operand) {
        text = operand.values?.comparedText ?? TextColumn(arena: .empty, views: [.empty])
        stride = operand.isConstant ? 0 : 1
    }

    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        let view = text.views[row &* stride]
        return UnsafeBufferPointer(start: text.arena.base + view.offset, count: view.length)
    }
}

/// A flat argument of one Swift type: one value for all rows, or one per row.
struct FlatArgument<Value> {
    private let values: [Value]
    private let stride: Int

    init(_ values: [Value], isConstant: Bool) {
        self.values = values
        stride = isConstant ? 0 : 1
    }

    @inline(__always)
    subscript(row: Int) -> Value { values[row &* stride] }
}

extension Operand {
    /// Whole numbers; the whole part of a number column.
    var integers: FlatArgument<Int64> {
        let values: [Int64] =
            switch self.values?.storage {
            case .integer(let values), .time(let values), .duration(let values): values
            case .date(let values): values.map { Int64($0) }
            case .number(let values): values.map { Int64(exactly: $0.rounded(.towardZero)) ?? 0 }
            default: [Int64](repeating: 0, count: self.values?.count ?? 1)
            }
        return FlatArgument(values, isConstant: isConstant)
    }

    var numbers: FlatArgument<Double> {
        let values: [Double] =
            switch self.values?.storage {
            case .integer(let values): values.map { Double($0) }
            case .number(let values): values
            default: [Double](repeating: 0, count: self.values?.count ?? 1)
            }
        return FlatArgument(values, isConstant: isConstant)
    }
}

/// Loops that most functions are made of.
///
/// Each answers missing where an argument is missing; text that comes out blank is missing too, as it would
/// be had it been loaded.
enum Rowwise {
    /// The rows where every argument is present; nil when that is all of them.
    static func presence(_ operands: [Operand], _ count: Int) -> Bitmap? {
        var present: Bitmap?
        for operand in operands {
            guard let column = operand.values, let validity = column.validity else { continue }
            if operand.isConstant {
                if !validity[0] { return Bitmap(repeating: false, count: count) }
            } else {
                present = Bitmap.and(present, validity)
            }
        }
        return present
    }

    /// New text: `write` appends a row's value, or answers false for missing.
    static func text(
        _ operands: [Operand], _ count: Int, _ write: (Int, inout [UInt8]) -> Bool
    ) throws(EvaluationError) -> Column {
        let present = presence(operands, count)
        var bytes: [UInt8] = []
        var views: [TextView] = []
        views.reserveCapacity(count)
        var validity = [UInt64](repeating: 0, count: (count + 63) >> 6)
        var missing = false
        for row in 0..<count {
            let start = bytes.count
            if present?[row] ?? true, write(row, &bytes), !isBlank(bytes, from: start) {
                if bytes.count - start > TextView.lengthMax {
                    throw .overflow(what: "a text of \(bytes.count - start) bytes")
                }
                validity[row >> 6] |= 1 << UInt64(row & 63)
                views.append(TextView(offset: start, length: bytes.count - start))
            } else {
                bytes.removeLast(bytes.count - start)
                views.append(.empty)
                missing = true
            }
        }
        return Column(
            .text(TextColumn(arena: TextArena(bytes: bytes), views: views)),
            validity: missing ? Bitmap(words: validity, count: count) : nil)
    }

    private static func isBlank(_ bytes: [UInt8], from start: Int) -> Bool {
        if start < bytes.count, bytes[start] > 0x20, bytes[start] < 0x7F { return false }
        return bytes.withUnsafeBufferPointer {
            Folding.isBlank(UnsafeBufferPointer(rebasing: $0[start...]))
        }
    }

    /// A part of each text, without copying a byte: `part` answers a piece of the bytes it is given, or nil
    /// for missing.
    static func pieces(
        of text: TextArgument, _ operands: [Operand], _ count: Int,
        _ part: (Int, UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>?
    ) -> Column {
        let present = presence(operands, count)
        let base = text.text.arena.base
        var views: [TextView] = []
        views.reserveCapacity(count)
        var validity = [UInt64](repeating: 0, count: (count + 63) >> 6)
        var missing = false
        for row in 0..<count {
            if present?[row] ?? true, let piece = part(row, text[row]),
                let start = piece.baseAddress,
                !Folding.isBlank(piece)
            {
                views.append(TextView(offset: start - base, length: piece.count))
                validity[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                views.append(.empty)
                missing = true
            }
        }
        return Column(
            .text(TextColumn(arena: text.text.arena, views: views)),
            validity: missing ? Bitmap(words: validity, count: count) : nil)
    }

    /// Flat values: `value` answers a row's value, nil for missing.
    static func values<Value>(
        _ operands: [Operand], _ count: Int, zero: Value,
        _ storage: ([Value]) -> Column.Storage, _ value: (Int) -> Value?
    ) -> Column {
        let present = presence(operands, count)
        var values: [Value] = []
        values.reserveCapacity(count)
        var validity = [UInt64](repeating: 0, count: (count + 63) >> 6)
        var missing = false
        for row in 0..<count {
            if present?[row] ?? true, let result = value(row) {
                values.append(result)
                validity[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                values.append(zero)
                missing = true
            }
        }
        return Column(
            storage(values), validity: missing ? Bitmap(words: validity, count: count) : nil)
    }
}
