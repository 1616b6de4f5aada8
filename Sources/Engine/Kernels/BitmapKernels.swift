import Columns

extension Bitmap {
    /// A bitmap of `count` bits, each answered by `isSet`, written a word of 64 at a time.
    ///
    /// The answers are first written as bytes, a loop that vectorises when `isSet` is a plain compare, then
    /// packed eight at a time by a multiplication.
    @inline(__always)
    static func filled(_ count: Int, _ isSet: (Int) -> Bool) -> Bitmap {
        let words = [UInt64](unsafeUninitializedCapacity: (count + 63) >> 6) { words, filled in
            withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { raw in
                let bytes = raw.bindMemory(to: UInt8.self)
                var row = 0
                var word = 0
                while row + 64 <= count {
                    for bit in 0..<64 { bytes[bit] = isSet(row &+ bit) ? 1 : 0 }
                    words.initializeElement(at: word, to: packed(raw))
                    row += 64
                    word += 1
                }
                if row < count {
                    for bit in 0..<64 { bytes[bit] = 0 }
                    for bit in 0..<count - row { bytes[bit] = isSet(row + bit) ? 1 : 0 }
                    words.initializeElement(at: word, to: packed(raw))
                }
            }
            filled = (count + 63) >> 6
        }
        return Bitmap(words: words, count: count)
    }

    /// 64 bytes of 0 or 1 as 64 bits.
    @inline(__always)
    private static func packed(_ bytes: UnsafeMutableRawBufferPointer) -> UInt64 {
        var word: UInt64 = 0
        for group in 0..<8 {
            let eight = UInt64(
                littleEndian: bytes.load(fromByteOffset: group * 8, as: UInt64.self))
            word |= ((eight &* 0x0102_0408_1020_4080) >> 56) << UInt64(group * 8)
        }
        return word
    }

    /// The bit of every row's code in a table with one bit per dictionary entry.
    static func lookUp(
        _ codes: [Int32], in table: Bitmap, _ context: EvaluationContext
    ) throws(EvaluationError) -> Bitmap {
        let entries = table.rows()
        if entries.isEmpty { return Bitmap(repeating: false, count: codes.count) }
        var answers = [UInt8](repeating: 0, count: table.count)
        for entry in entries { answers[Int(entry)] = 1 }
        let known = answers
        return try Morsels.bitmap(codes.count, context) { range in
            codes.withUnsafeBufferPointer { codes in
                let codes = UnsafeBufferPointer(rebasing: codes[range])
                if entries.count == 1 {
                    let code = entries[0]
                    return filled(codes.count) { codes[$0] == code }
                }
                return known.withUnsafeBufferPointer { known in
                    filled(codes.count) { known[Int(codes[$0])] != 0 }
                }
            }
        }
    }

    /// The rows of which an element is set.
    ///
    /// - Parameter starts: the list's starts, `rowCount + 1` of them.
    func anyPerList(_ starts: [Int32]) -> Bitmap {
        var result = [UInt64](repeating: 0, count: (starts.count + 62) >> 6)
        var row = 0
        for element in rows() {
            while starts[row + 1] <= element { row += 1 }
            result[row >> 6] |= 1 << UInt64(row & 63)
        }
        return Bitmap(words: result, count: starts.count - 1)
    }

    /// This or all ones, and the other or all ones; nil stands for all ones.
    static func and(_ left: Bitmap?, _ right: Bitmap?) -> Bitmap? {
        guard let left else { return right }
        guard let right else { return left }
        return left & right
    }
}

/// The logic of conditions, which is two-valued: a missing truth value does not hold.
enum Logic {
    /// The rows for which a bool operand holds.
    static func truth(_ operand: Operand, count: Int) -> Bitmap {
        guard let column = operand.values, case .bool(let values) = column.storage else {
            return Bitmap(repeating: false, count: count)
        }
        if operand.isConstant {
            return Bitmap(repeating: column.isPresent(0) && values[0], count: count)
        }
        let set = values.withUnsafeBufferPointer { values in Bitmap.filled(count) { values[$0] } }
        return column.validity.map { set & $0 } ?? set
    }

    /// A condition's rows as a bool column without missing values.
    static func column(_ rows: Bitmap) -> Column {
        let words = rows.words
        return Column(
            .bool(
                [Bool](unsafeUninitializedCapacity: rows.count) { out, filled in
                    for row in 0..<rows.count {
                        (out.baseAddress! + row).initialize(
                            to: words[row >> 6] >> UInt64(row & 63) & 1 != 0)
                    }
                    filled = rows.count
                }))
    }

    /// The rows where the operand has a value: `has x`; its negation is `no x`.
    static func present(_ operand: Operand, count: Int) -> Bitmap {
        guard let column = operand.values else { return Bitmap(repeating: true, count: count) }
        if operand.isConstant {
            return Bitmap(repeating: column.isPresent(0), count: count)
        }
        return column.validity ?? Bitmap(repeating: true, count: count)
    }
}
