import Columns

/// Up to 256 values spread over a text column, for telling what its values look like.
///
/// A shape is a matter of nine values in ten, so a fair sample answers as well as the whole column.
struct TextSample {
    private var counts: [Shape: Int] = [:]
    private var total = 0
    private var totalLength = 0
    private var lengths: Set<Int> = []
    private var flags = 0
    private var withMarks = 0
    private var lettersOnly = 0
    private var withDashes = 0
    private var capitals = 0
    private var digitsOnly = 0
    private var mixed = 0

    static let flagWords: Set<String> = [
        "true", "false", "yes", "no", "y", "n", "t", "f", "0", "1", "on", "off", "enabled",
        "disabled", "active", "inactive",
    ]

    init(_ column: Column) {
        let text: TextColumn
        switch column.storage {
        case .text(let own): text = own
        case .coded(let coded): text = coded.dictionary
        case .list(let list):
            if case .coded(let coded) = list.elements.storage {
                text = coded.dictionary
            } else {
                text = list.elements.text()
            }
        default: text = column.text()
        }
        let step = max(1, text.count / 256)
        for index in stride(from: 0, to: text.count, by: step) {
            let value = text.bytes(index)
            guard let base = value.baseAddress else { continue }
            add(KeyText.trimmed(base, value.count))
        }
        // A column that is mostly blank may have been missed between two steps.
        if total < 32, step > 1 {
            for index in 0..<text.count where total < 256 {
                let value = text.bytes(index)
                guard let base = value.baseAddress else { continue }
                add(KeyText.trimmed(base, value.count))
            }
        }
    }

    private mutating func add(_ value: UnsafeBufferPointer<UInt8>) {
        guard value.count > 0, value.count > 6 || !KeyText.isMissingWord(value) else { return }
        counts[Shape.of(value), default: 0] += 1
        total += 1
        totalLength += value.count
        lengths.insert(value.count)
        if value.count <= 8,
            Self.flagWords.contains(String(decoding: KeyText.fold(value), as: UTF8.self))
        {
            flags += 1
        }
        if value.allSatisfy({ $0 >= 0x80 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x20 }) {
            lettersOnly += 1
        }
        if value.contains(UInt8(ascii: "-")) { withDashes += 1 }
        let upper = value.reduce(0) { $0 + ($1 &- 0x41 < 26 ? 1 : 0) }
        let digits = value.reduce(0) { $0 + ($1 &- 0x30 < 10 ? 1 : 0) }
        if upper == value.count {
            capitals += 1
        } else if digits == value.count {
            digitsOnly += 1
        } else if upper + digits == value.count {
            mixed += 1
        }
        if value.contains(where: {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "/")
        }) {
            withMarks += 1
        }
    }

    var averageLength: Double { total == 0 ? 0 : Double(totalLength) / Double(total) }
    var emailShare: Double { share(.email) }

    /// How many bits it takes to write a code of this column: all of one length, in capitals, digits or both.
    ///
    /// Three capitals can be written in 17,576 ways. Where 1,458 of them are airports, each that turns out to
    /// be one speaks with 3.6 bits against chance.
    private var codeBits: Double? {
        guard lengths.count == 1, averageLength <= 8, capitals + digitsOnly + mixed == total else {
            return nil
        }
        let each = mixed > 0 || (capitals > 0 && digitsOnly > 0) ? 5.17 : capitals > 0 ? 4.7 : 3.32
        return each * averageLength
    }

    private func share(_ shape: Shape) -> Double {
        total == 0 ? 0 : Double(counts[shape] ?? 0) / Double(total)
    }

    /// - Parameters:
    ///   - distinct: distinct values of the whole column, among `values`.
    func shape(distinct: Int, values: Int) -> Shape {
        guard total > 0 else { return .blank }
        if flags == total, distinct <= 2 { return .flag }
        for shape in [Shape.email, .url, .uuid, .time, .phone, .domain] where share(shape) >= 0.9 {
            return shape
        }
        let isFixed = lengths.count == 1 && averageLength >= 10 && withDashes == 0
        if isFixed, share(.code) + share(.serial) >= 0.9, distinct > 0 {
            return share(.serial) >= 0.9 && averageLength <= 14 ? .serial : .prefixedID
        }
        if share(.serial) >= 0.9 { return .serial }
        if distinct <= 32, values >= 4 * distinct, share(.freeText) < 0.5 { return .category }
        if share(.personName) >= 0.8 { return .personName }
        if share(.freeText) >= 0.3 || averageLength > 60 { return .freeText }
        if share(.code) + share(.serial) >= 0.7 { return .code }
        if share(.handle) + share(.code) + share(.domain) + share(.serial) >= 0.9 { return .handle }
        return .text
    }

    /// See `ColumnProfile.rarity`.
    ///
    /// - Parameter distinct: distinct values of the whole column.
    func rarity(_ shape: Shape, distinct: Int) -> Double {
        switch shape {
        case .email, .uuid, .url, .prefixedID, .serial, .domain: return 30
        case .phone: return 20
        case .blank, .flag, .time, .number, .counter: return 0
        case .freeText: return 8
        case .personName: return 6
        default: break
        }
        guard total > 0 else { return 0 }
        let length = averageLength
        if let bits = codeBits, distinct > 0 {
            return max(1, min(24, bits - ColumnProfile.log2(Double(distinct))))
        }
        let words = Double(lettersOnly) / Double(total)
        if words > 0.7 { return length < 4 ? 1.5 : 3 }
        if share(.code) + share(.serial) > 0.5 { return min(24, 2 * length) }
        return Double(withMarks) / Double(total) > 0.5 ? min(16, length) : min(10, length / 2)
    }
}
