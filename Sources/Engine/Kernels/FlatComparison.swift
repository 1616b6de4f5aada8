import BoardLanguage
import Columns

/// Comparisons of values of fixed width: flat loops that vectorise, 64 rows to a word.
enum FlatComparison {
    struct Pair {
        let isLeftConstant: Bool
        let isRightConstant: Bool
        let count: Int
        let zone: ZoneTable

        /// The rows where `left operation right` holds for the stored values; presence is the caller's.
        func compare(_ operation: BinaryOperator, _ left: Column, _ right: Column) -> Bitmap {
            switch (left.storage, right.storage) {
            case (.integer(let a), .integer(let b)), (.time(let a), .time(let b)),
                (.duration(let a), .duration(let b)):
                return loop(operation, a, b)
            case (.date(let a), .date(let b)): return loop(operation, a, b)
            case (.number(let a), .number(let b)): return loop(operation, a, b)
            case (.bool(let a), .bool(let b)):
                return loop(operation, a.map { $0 ? 1 : 0 as UInt8 }, b.map { $0 ? 1 : 0 })
            case (.integer(let a), .number(let b)): return mixed(operation, a, b)
            case (.number(let a), .integer(let b)):
                return swapped.mixed(operation.mirrored, b, a)
            case (.time(let a), .date(let b)): return days(operation, a, b)
            case (.date(let a), .time(let b)): return swapped.days(operation.mirrored, b, a)
            default: return Bitmap(repeating: false, count: count)
            }
        }

        private var swapped: Pair {
            Pair(
                isLeftConstant: isRightConstant, isRightConstant: isLeftConstant, count: count,
                zone: zone)
        }

        private func loop<Value: Comparable>(
            _ operation: BinaryOperator, _ left: [Value], _ right: [Value]
        ) -> Bitmap {
            left.withUnsafeBufferPointer { a in
                right.withUnsafeBufferPointer { b in
                    if isRightConstant, !isLeftConstant {
                        let value = b[0]
                        return FlatComparison.rows(count, operation, { a[$0] }, { _ in value })
                    }
                    if isLeftConstant, !isRightConstant {
                        let value = a[0]
                        return FlatComparison.rows(count, operation, { _ in value }, { b[$0] })
                    }
                    return FlatComparison.rows(count, operation, { a[$0] }, { b[$0] })
                }
            }
        }

        /// Integers against numbers, exactly: a double is not asked to hold what it cannot.
        private func mixed(
            _ operation: BinaryOperator, _ left: [Int64], _ right: [Double]
        ) -> Bitmap {
            let exactMax = 9_007_199_254_740_992.0
            return left.withUnsafeBufferPointer { a in
                right.withUnsafeBufferPointer { b in
                    if isRightConstant, b[0].magnitude < exactMax, !isLeftConstant {
                        let value = b[0]
                        return FlatComparison.rows(
                            count, operation, { Double(a[$0]) }, { _ in value })
                    }
                    let leftStride = isLeftConstant ? 0 : 1
                    let rightStride = isRightConstant ? 0 : 1
                    return FlatComparison.rows(
                        count, operation,
                        { FlatComparison.order(a[$0 &* leftStride], b[$0 &* rightStride]) },
                        { _ in 0 })
                }
            }
        }

        /// A time against a date, which is the whole day in the zone.
        private func days(
            _ operation: BinaryOperator, _ times: [Int64], _ dates: [Int32]
        ) -> Bitmap {
            let starts = dates.map { zone.start(of: $0) }
            let ends = dates.map { zone.start(of: $0 == .max ? $0 : $0 + 1) }
            return switch operation {
            case .less: loop(.less, times, starts)
            case .lessOrEqual: loop(.less, times, ends)
            case .greater: loop(.greaterOrEqual, times, ends)
            case .greaterOrEqual: loop(.greaterOrEqual, times, starts)
            default: loop(.greaterOrEqual, times, starts) & loop(.less, times, ends)
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
