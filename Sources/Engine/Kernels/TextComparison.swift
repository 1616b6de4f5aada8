import BoardLanguage
import Columns

/// Comparisons of text: folded for `=`, `~` and order, exact for `==`.
enum TextComparison {
    /// The rows where `left operation right` holds for the stored values; presence is the caller's.
    ///
    /// With a dictionary-coded column against a constant the work is done once per distinct value.
    static func compare(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, count: Int,
        context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        if right.isConstant, case .column(let column) = left,
            case .coded(let coded) = column.storage,
            coded.dictionary.count <= count
        {
            let table = try split(
                operation, .column(coded.distinctValues), right, coded.dictionary.count, context)
            return try Bitmap.lookUp(coded.codes, in: table, context)
        }
        if left.isConstant, case .column(let column) = right,
            case .coded(let coded) = column.storage, coded.dictionary.count <= count
        {
            let table = try split(
                operation, left, .column(coded.distinctValues), coded.dictionary.count, context)
            return try Bitmap.lookUp(coded.codes, in: table, context)
        }
        return try split(operation, left, right, count, context)
    }

    private static func split(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ count: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        let a = TextArgument(left)
        if case .pattern(let pattern) = right {
            return try pieces(count, context, rowCount: Morsels.heavyRowCount) { range in
                var matcher = pattern.matcher()
                return Bitmap.filled(range.count) {
                    matcher.matches(Folding.trimmed(a[range.lowerBound + $0]))
                }
            }
        }
        let b = TextArgument(right)
        if right.isConstant {
            return try constant(operation, a, b[0], count, context)
        }
        return try pieces(count, context) { range in
            let first = range.lowerBound
            return rows(operation, range.count, { a[first + $0] }, { b[first + $0] })
        }
    }

    /// Against one text, which is folded once.
    private static func constant(
        _ operation: BinaryOperator, _ left: TextArgument, _ right: UnsafeBufferPointer<UInt8>,
        _ count: Int, _ context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        var folded: [UInt8] = []
        if operation == .exactlyEqual {
            folded.append(contentsOf: right)
        } else {
            Folding.append(right, to: &folded)
        }
        let needle = folded
        return try pieces(count, context) { range in
            needle.withUnsafeBufferPointer { needle in
                rows(operation, range.count, { left[range.lowerBound + $0] }, { _ in needle })
            }
        }
    }

    private static func rows(
        _ operation: BinaryOperator, _ count: Int,
        _ left: (Int) -> UnsafeBufferPointer<UInt8>, _ right: (Int) -> UnsafeBufferPointer<UInt8>
    ) -> Bitmap {
        switch operation {
        case .exactlyEqual: Bitmap.filled(count) { Folding.exact(left($0), right($0)) == 0 }
        case .matches: Bitmap.filled(count) { contains(left($0), right($0)) }
        case .less: Bitmap.filled(count) { Folding.compare(left($0), right($0)) < 0 }
        case .lessOrEqual: Bitmap.filled(count) { Folding.compare(left($0), right($0)) <= 0 }
        case .greater: Bitmap.filled(count) { Folding.compare(left($0), right($0)) > 0 }
        case .greaterOrEqual: Bitmap.filled(count) { Folding.compare(left($0), right($0)) >= 0 }
        default: Bitmap.filled(count) { Folding.equal(left($0), right($0)) }
        }
    }

    /// Whether the folded text has the folded part in it; the empty part is in every text.
    static func contains(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        Folding.withFolded(part) { part in
            if part.isEmpty { return true }
            if Folding.isASCII(text) { return search(text, part, fold: true) }
            return Folding.withFolded(text) { search($0, part, fold: false) }
        }
    }

    @inline(__always)
    private static func search(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>, fold: Bool
    ) -> Bool {
        guard text.count >= part.count else { return false }
        let first = part[0]
        for start in 0...text.count - part.count {
            let byte = fold ? Folding.lowercase(text[start]) : text[start]
            if byte != first { continue }
            var index = 1
            while index < part.count {
                let other = text[start + index]
                if (fold ? Folding.lowercase(other) : other) != part[index] { break }
                index += 1
            }
            if index == part.count { return true }
        }
        return false
    }

    private static func pieces(
        _ count: Int, _ context: EvaluationContext, rowCount: Int = Morsels.rowCount,
        _ body: @Sendable (Range<Int>) -> Bitmap
    ) throws(EvaluationError) -> Bitmap {
        let bitmaps = try Morsels.map(count, context, rowCount: rowCount) {
            range throws(EvaluationError) in body(range)
        }
        if bitmaps.count == 1 { return bitmaps[0] }
        return Bitmap(words: bitmaps.flatMap(\.words), count: count)
    }
}
