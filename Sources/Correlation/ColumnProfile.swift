import Columns

/// What inference knows of one column: how many values, how distinct, what they look like, and their hashes.
///
/// Times, measures and flags are not hashed: they never identify a record.
struct ColumnProfile: Sendable {
    let field: String
    let name: FieldName
    let type: ValueType
    let rows: Int
    /// Rows with a value, and values (a list has several in a row).
    let present: Int
    let values: Int
    let hashSet: DistinctHashes
    private let normalised: OnDemand<KeyColumn>?
    let shape: Shape
    /// Share of sampled values that are e-mail addresses.
    let emailShare: Double
    let averageLength: Double
    /// Of integers; 0 otherwise.
    let minimum: Int64
    let maximum: Int64
    /// Bits by which one shared value speaks against an accident: about 30 for an id, 3 for a word, 0 for
    /// small whole numbers, which share everything with each other.
    let rarity: Double

    /// Of a text column whose cells are lists: the pieces by row, and what divides them.
    private(set) var pieces: (column: Column, delimiter: UInt8)?

    /// The normalised column, where values are distinct enough to be joined on.
    var key: KeyColumn? { normalised?.value }
    /// The normalised column, if it is there.
    var readyKey: KeyColumn? { normalised?.ready }
    var distinct: Int { hashSet.count }
    var uniqueness: Double { values == 0 ? 0 : Double(distinct) / Double(values) }
    var fill: Double { rows == 0 ? 0 : Double(present) / Double(rows) }
    var isUnique: Bool { values > 0 && distinct == values }
    /// Whole numbers, also where a spreadsheet has written them as `1370.0`.
    let isInteger: Bool
    var isEmail: Bool { emailShare >= 0.9 }
    /// Whole numbers that fill most of their range, as 1, 2, 3 … do.
    var isDense: Bool {
        isInteger && distinct > 0
            && Double(distinct) >= 0.5 * (Double(maximum) - Double(minimum) + 1)
    }
    var density: Double {
        let range = Double(maximum) - Double(minimum) + 1
        return isInteger && range > 0 ? min(1, Double(distinct) / range) : 0
    }

    /// A text column seen as the lists that its cells are.
    init(pieces column: Column, delimiter: UInt8, field: String) {
        self.init(column, field: field)
        pieces = (column, delimiter)
    }

    /// - Parameter threads: how many may work at once where hashes are made again.
    init(_ column: Column, field: String, threads: Int = 1) {
        self.field = field
        name = FieldName(field)
        type = column.type
        rows = column.count
        let integers = Self.wholeNumbers(column)
        isInteger = integers != nil
        switch column.type.scalar {
        case .text, .integer: break
        default:
            if integers != nil { break }
            present = column.count - column.missingCount
            values = present
            hashSet = .empty
            normalised = nil
            shape =
                switch column.type.scalar {
                case .bool: .flag
                case .date, .time: .time
                default: .number
                }
            (emailShare, averageLength, minimum, maximum, rarity) = (0, 0, 0, 0, 0)
            return
        }
        if let integers {
            let scan = IntegerScan(integers, validity: column.validity)
            present = scan.present
            values = scan.present
            hashSet = DistinctHashes(unsorted: scan.hashes) {
                IntegerScan(Self.wholeNumbers(column) ?? [], validity: column.validity).hashes
            }
            normalised = nil
            (minimum, maximum) = (scan.minimum, scan.maximum)
            (emailShare, averageLength) = (0, Double(String(scan.maximum).utf8.count))
            let range = Double(scan.maximum) - Double(scan.minimum) + 1
            let density = range > 0 ? Double(hashSet.count) / range : 1
            shape = Self.shape(
                integers: hashSet.count, of: scan.present, from: scan.minimum, density: density)
            let gaps = density > 0 && density < 0.5 ? -Self.log2(density) : 0
            rarity = min(30, gaps + Self.offsetBits(scan.minimum, range))
            return
        }
        (minimum, maximum) = (0, 0)
        let sample = TextSample(column)
        averageLength = sample.averageLength
        emailShare = sample.emailShare
        if sample.averageLength > 160 {
            // A key is short; hashing megabytes of prose would find nothing.
            present = column.count - column.missingCount
            values = present
            hashSet = .empty
            normalised = nil
            (shape, rarity) = (.freeText, 0)
            return
        }
        let key = KeyColumn(column)
        switch key.layout {
        case .direct:
            values = key.hashes.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
            present = values
        case .coded(let codes):
            values = codes.reduce(0) { $0 + (key.hashes[Int($1)] == 0 ? 0 : 1) }
            present = values
        case .list:
            values = key.hashes.count
            present = column.count - column.missingCount
        }
        hashSet = DistinctHashes(unsorted: key.usedHashes) { KeyColumn(column).usedHashes }
        let isCoded = if case .coded = key.layout { true } else { false }
        // Hashes of large columns are made again for those few that records are matched by.
        let isHeld = isCoded || rows < DistinctHashes.largeMin
        normalised =
            isCoded || hashSet.count * 2 >= values
            ? OnDemand(isHeld ? key : nil) { KeyColumn(column, threads: threads) } : nil
        shape = sample.shape(distinct: hashSet.count, values: values)
        rarity = sample.rarity(shape, distinct: hashSet.count)
    }

    /// Gives back the memory of what can be made again from the column, where that is much.
    func release() {
        hashSet.release()
        if let normalised, rows >= DistinctHashes.largeMin { normalised.release() }
    }

    private static func shape(
        integers distinct: Int, of values: Int, from minimum: Int64, density: Double
    ) -> Shape {
        if values == 0 { return .blank }
        if distinct == values, values > 1, minimum == 0 || minimum == 1, density == 1 {
            return .counter
        }
        if distinct <= 2, values > 4, minimum == 0 || minimum == 1 { return .flag }
        if distinct == values, density < 0.5 { return .code }
        return distinct <= 32 && values >= 4 * distinct ? .category : .number
    }

    /// Numbers of 10,001 to 10,900 are not met by chance as 1 to 900 are. Years are.
    private static func offsetBits(_ minimum: Int64, _ range: Double) -> Double {
        guard minimum > 2100, Double(minimum) > 2 * range else { return 0 }
        return min(6, log2(Double(minimum) / range))
    }

    /// The values of a column of whole numbers; decimals count as such when none has a fraction.
    static func wholeNumbers(_ column: Column) -> [Int64]? {
        switch column.storage {
        case .integer(let values): return values
        case .number(let values):
            guard column.missingCount < column.count else { return nil }
            for (row, value) in values.enumerated() where column.isPresent(row) {
                guard value == value.rounded(), abs(value) < 9e15 else { return nil }
            }
            return values.enumerated().map { column.isPresent($0) ? Int64($1) : 0 }
        default: return nil
        }
    }

    /// Whole and half bits are enough; the C library stays out of this target.
    static func log2(_ value: Double) -> Double {
        guard value > 0 else { return -1074 }
        return Double(value.exponent) + (value.significand - 1)
    }
}

/// One pass over integers.
struct IntegerScan {
    private(set) var hashes: [UInt64] = []
    private(set) var present = 0
    private(set) var minimum: Int64 = 0
    private(set) var maximum: Int64 = 0

    init(_ values: [Int64], validity: Bitmap?) {
        var isFirst = true
        let digits = UnsafeMutablePointer<UInt8>.allocate(capacity: 24)
        defer { digits.deallocate() }
        hashes = [UInt64](unsafeUninitializedCapacity: values.count) { out, count in
            for (row, value) in values.enumerated() {
                var hash: UInt64 = 0
                if validity?[row] ?? true {
                    hash = KeyHash.hash(value, digits)
                    present += 1
                    if isFirst || value < minimum { minimum = value }
                    if isFirst || value > maximum { maximum = value }
                    isFirst = false
                }
                (out.baseAddress! + row).initialize(to: hash)
            }
            count = values.count
        }
    }
}
