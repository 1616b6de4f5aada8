import Columns

/// A column that rows are sorted by.
struct SortColumn: Sendable {
    var column: Column
    var isDescending: Bool

    init(_ column: Column, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }
}

/// The order of rows by several columns: missing last in both directions, equal rows by their position.
struct RowOrder: Sendable {
    /// One sort column as 64-bit keys whose unsigned order is the order wanted, direction included.
    struct Key: Sendable {
        /// Empty where rows are compared by their text alone.
        var keys: [UInt64]
        let present: [UInt64]?
        /// The text to compare where keys are equal: the keys of a text column hold its first 8 bytes only.
        let text: TextColumn?
        let isDescending: Bool

        @inline(__always)
        func isMissing(_ row: Int) -> Bool {
            guard let present else { return false }
            return present[row >> 6] >> UInt64(row & 63) & 1 == 0
        }

        /// Keys that order the rows without looking at text: ranks for a text column.
        func exactKeys(context: EvaluationContext) throws(EvaluationError) -> [UInt64] {
            guard let text else { return keys }
            let validity = present.map { Bitmap(words: $0, count: text.count) }
            let ranks = try TextRanks(text, validity: validity, context: context).ranks
            let flip: UInt64 = isDescending ? ~0 : 0
            return ranks.map { UInt64($0) ^ flip }
        }
    }

    private(set) var keys: [Key]
    let count: Int

    /// - Parameter isSelecting: few rows are compared by more than the first column, so the texts of the others
    ///   get no keys.
    /// - Throws: `other` for a list column; the binder refuses those.
    init(
        _ columns: [SortColumn], count: Int, isSelecting: Bool = false, context: EvaluationContext
    ) throws(EvaluationError) {
        self.count = count
        keys = []
        for column in columns {
            keys.append(try Self.key(column, hasTextKeys: !isSelecting || keys.isEmpty, context))
        }
    }

    /// Some of the rows, in this order.
    func sorted(
        _ rows: [Int32], _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        try Self.sorted(rows, context) { precedes($0, $1) }
    }

    /// - Throws: `cancelled`, looked for at every so many comparisons.
    private static func sorted(
        _ rows: [Int32], _ context: EvaluationContext, _ precedes: (Int32, Int32) -> Bool
    ) throws(EvaluationError) -> [Int32] {
        var comparisons = 0
        do {
            return try rows.sorted { a, b in
                comparisons += 1
                if comparisons & 0xFFFF == 0, context.isCancelled {
                    throw EvaluationError.cancelled
                }
                return precedes(a, b)
            }
        } catch { throw .cancelled }
    }

    /// Whether row `a` comes before row `b`; a total order.
    @inline(__always)
    func precedes(_ a: Int32, _ b: Int32) -> Bool {
        for key in keys {
            let order = Self.compare(key, Int(a), Int(b))
            if order != 0 { return order < 0 }
        }
        return a < b
    }

    @inline(__always)
    private static func compare(_ key: Key, _ a: Int, _ b: Int) -> Int {
        if key.present != nil {
            let isMissingA = key.isMissing(a)
            let isMissingB = key.isMissing(b)
            if isMissingA || isMissingB {
                return isMissingA == isMissingB ? 0 : isMissingA ? 1 : -1
            }
        }
        if !key.keys.isEmpty {
            let x = key.keys[a]
            let y = key.keys[b]
            if x != y { return x < y ? -1 : 1 }
        }
        guard let text = key.text else { return 0 }
        let order = Folding.compare(text.bytes(a), text.bytes(b))
        return key.isDescending ? -order : order
    }

    private static func key(
        _ sort: SortColumn, hasTextKeys: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> Key {
        if context.isCancelled { throw .cancelled }
        let column = sort.column
        let flip: UInt64 = sort.isDescending ? ~0 : 0
        var text: TextColumn?
        let keys: [UInt64]
        switch column.storage {
        case .integer(let values), .time(let values), .duration(let values):
            keys = values.map { biased($0) ^ flip }
        case .date(let values): keys = values.map { biased(Int64($0)) ^ flip }
        case .bool(let values): keys = values.map { ($0 ? 1 : 0) ^ flip }
        case .number(let values): keys = values.map { ordered($0) ^ flip }
        case .coded(let coded) where coded.dictionary.count <= coded.codes.count:
            let ranks = try ranks(coded.dictionary, context)
            keys = coded.codes.map { UInt64(ranks[Int($0)]) ^ flip }
        case .text, .coded:
            let source = column.comparedText
            text = source
            keys =
                hasTextKeys
                ? try Morsels.array(source.count, context) { range, out in
                    for row in range { out[row] = prefix(source.bytes(row)) ^ flip }
                } : []
        case .list:
            throw .other(
                message: "a list where one value is needed",
                help: "first(...) or expand gives one value")
        }
        return Key(
            keys: keys, present: column.validity?.words, text: text,
            isDescending: sort.isDescending)
    }

    private static func biased(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value) ^ (1 << 63)
    }

    private static func ordered(_ value: Double) -> UInt64 {
        let bits = (value == 0 ? 0 : value).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    /// The place of each dictionary entry among the others; spellings of one text have one place.
    private static func ranks(
        _ dictionary: TextColumn, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        func order(_ a: Int32, _ b: Int32) -> Int {
            Folding.compare(dictionary.bytes(Int(a)), dictionary.bytes(Int(b)))
        }
        let entries = try sorted((0..<Int32(dictionary.count)).map { $0 }, context) {
            order($0, $1) < 0
        }
        var ranks = [Int32](repeating: 0, count: dictionary.count)
        var rank: Int32 = 0
        for (index, entry) in entries.enumerated() {
            if index > 0, order(entries[index - 1], entry) != 0 { rank += 1 }
            ranks[Int(entry)] = rank
        }
        return ranks
    }

    /// The first eight folded bytes, the first one highest, padded with zeros.
    private static func prefix(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        Folding.withFolded(bytes) { folded in
            var key: UInt64 = 0
            for index in 0..<min(8, folded.count) {
                key |= UInt64(folded[index]) << UInt64(56 - 8 * index)
            }
            return key
        }
    }
}
