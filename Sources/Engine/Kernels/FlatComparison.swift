import BoardLanguage
import Columns

/// Comparisons of values of fixed width: flat loops that vectorise, 64 rows to a word.
enum FlatComparison {
    struct Pair {
        let isLeftConstant: Bool
        let isRightConstant: Bool
        let count: Int
        let context: EvaluationContext

        /// The rows where `left operation right` holds for the stored values; presence is the caller's.
        func compare(
            _ operation: BinaryOperator, _ left: Column, _ right: Column
        ) throws(EvaluationError) -> Bitmap {
            switch (left.storage, right.storage) {
            case (.integer(let a), .integer(let b)), (.time(let a), .time(let b)),
                (.duration(let a), .duration(let b)):
                return try loop(operation, a, b)
            case (.date(let a), .date(let b)): return try loop(operation, a, b)
            case (.number(let a), .number(let b)): return try loop(operation, a, b)
            case (.bool(let a), .bool(let b)):
                return try loop(operation, a.map { $0 ? 1 : 0 as UInt8 }, b.map { $0 ? 1 : 0 })
            case (.integer(let a), .number(let b)): return try mixed(operation, a, b)
            case (.number(let a), .integer(let b)):
                return try swapped.mixed(operation.mirrored, b, a)
            case (.time(let a), .date(let b)): return try days(operation, a, b)
            case (.date(let a), .time(let b)): return try swapped.days(operation.mirrored, b, a)
            default: return Bitmap(repeating: false, count: count)
            }
        }

        private var swapped: Pair {
            Pair(
                isLeftConstant: isRightConstant, isRightConstant: isLeftConstant, count: count,
                context: context)
        }

        private func loop<Value: Comparable>(
            _ operation: BinaryOperator, _ left: [Value], _ right: [Value]
        ) throws(EvaluationError) -> Bitmap {
            try Morsels.bitmap(count, context) { range in
                let (first, count) = (range.lowerBound, range.count)
                return left.withUnsafeBufferPointer { a in
                    right.withUnsafeBufferPointer { b in
                        if isRightConstant, !isLeftConstant {
                            let value = b[0]
                            return FlatComparison.rows(
                                count, operation, { a[first &+ $0] }, { _ in value })
                        }
                        if isLeftConstant, !isRightConstant {
                            let value = a[0]
                            return FlatComparison.rows(
                                count, operation, { _ in value }, { b[first &+ $0] })
                        }
                        return FlatComparison.rows(
                            count, operation, { a[first &+ $0] }, { b[first &+ $0] })
                    }
                }
            }
        }

        /// Integers against numbers, exactly: a double is not asked to hold what it cannot.
        private func mixed(
            _ operation: BinaryOperator, _ left: [Int64], _ right: [Double]
        ) throws(EvaluationError) -> Bitmap {
            let exactMax = 9_007_199_254_740_992.0
            return try Morsels.bitmap(count, context) { range in
                let (first, count) = (range.lowerBound, range.count)
                return left.withUnsafeBufferPointer { a in
                    right.withUnsafeBufferPointer { b in
                        if isRightConstant, b[0].magnitude < exactMax, !isLeftConstant {
                            let value = b[0]
                            return FlatComparison.rows(
                                count, operation, { Double(a[first &+ $0]) }, { _ in value })
                        }
                        let leftStride = isLeftConstant ? 0 : 1
                        let rightStride = isRightConstant ? 0 : 1
                        return FlatComparison.rows(
                            count, operation,
                            { row in
                                let row = first &+ row
                                return FlatComparison.order(
                                    a[row &* leftStride], b[row &* rightStride])
                            },
                            { _ in 0 })
                    }
                }
            }
        }

        /// A time against a date, which is the whole day in the zone.
        private func days(
            _ operation: BinaryOperator, _ times: [Int64], _ dates: [Int32]
        ) throws(EvaluationError) -> Bitmap {
            let zone = context.timeZone
            func starts() -> [Int64] { dates.map { zone.start(of: $0) } }
            func ends() -> [Int64] { dates.map { zone.start(of: $0 == .max ? $0 : $0 + 1) } }
            return switch operation {
            case .less: try loop(.less, times, starts())
            case .lessOrEqual: try loop(.less, times, ends())
            case .greater: try loop(.greaterOrEqual, times, ends())
            case .greaterOrEqual: try loop(.greaterOrEqual, times, starts())
            default:
                try loop(.greaterOrEqual, times, starts()) & (try loop(.less, times, ends()))
            }
        }
    }

    @inline(__always)
    fileprivate static func rows<Value: Comparable>(
        _ count: Int, _ operation: BinaryOperator, _ left: (Int) -> Value, _ right: (Int) -> Value
    ) -> Bitmap {
        switch operation {
        case .less: Bitmap.filled(count) { left($0) < right($0) }
        case .lessOrEqual: Bitmap.filled(count) { left($0) <= right($0) }
        case .greater: Bitmap.filled(count) { left($0) > right($0) }
        case .greaterOrEqual: Bitmap.filled(count) { left($0) >= right($0) }
        default: Bitmap.filled(count) { left($0) == right($0) }
        }
    }

    /// The exact order of an integer and a finite double: -1, 0 or 1.
    static func order(_ integer: Int64, _ number: Double) -> Int {
        let rounded = Double(integer)
        if rounded < number { return -1 }
        if rounded > number { return 1 }
        // Equal as doubles: the double is whole, and only 2^63 is not an Int64.
        guard let whole = Int64(exactly: number) else { return -1 }
        return integer < whole ? -1 : integer == whole ? 0 : 1
    }
}

extension BinaryOperator {
    /// The operator that holds with the sides exchanged: `a < b` is `b > a`.
    var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}
