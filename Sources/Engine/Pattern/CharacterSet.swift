/// The Unicode scalars that one place in a pattern matches.
struct CharacterSet: Sendable, Equatable {
    /// The escapes `\d`, `\w` and `\s`.
    enum Class: Sendable, Equatable {
        /// `0` to `9`, and no digits of other scripts: they are not what identifiers are numbered with.
        case digit
        /// Letters, marks, digits and `_`, of any script.
        case word
        /// Unicode's White_Space.
        case space

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .digit: return scalar.value &- 48 < 10
            case .word: return CharacterSet.isWord(scalar)
            case .space: return scalar.properties.isWhitespace
            }
        }
    }

    struct Member: Sendable, Equatable {
        let kind: Class
        let isNegated: Bool
    }

    private(set) var ranges: [ClosedRange<UInt32>] = []
    private(set) var members: [Member] = []
    private(set) var isNegated = false
    private(set) var foldsCase: Bool
    /// The answers for ASCII, looked up before anything else.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    /// - Parameter foldsCase: a scalar matches if its lower or upper case does.
    init(
        ranges: [ClosedRange<UInt32>], members: [Member] = [], isNegated: Bool = false,
        foldsCase: Bool
    ) {
        self.ranges = ranges
        if foldsCase {
            // A Kelvin sign in the pattern must match a k as a k in it matches a Kelvin sign.
            for range in ranges where range.count == 1 {
                guard let scalar = Unicode.Scalar(range.lowerBound) else { continue }
                for other in Self.cases(of: scalar)
                where !ranges.contains(other.value...other.value) {
                    self.ranges.append(other.value...other.value)
                }
            }
        }
        self.members = members
        self.isNegated = isNegated
        self.foldsCase = foldsCase
        var low: UInt64 = 0
        var high: UInt64 = 0
        for value in UInt32(0)..<64 where answer(Unicode.Scalar(UInt8(value))) {
            low |= 1 << UInt64(value)
        }
        for value in UInt32(64)..<128 where answer(Unicode.Scalar(UInt8(value))) {
            high |= 1 << UInt64(value - 64)
        }
        ascii = (low, high)
    }

    static func == (left: CharacterSet, right: CharacterSet) -> Bool {
        left.ranges == right.ranges && left.members == right.members
            && left.isNegated == right.isNegated && left.foldsCase == right.foldsCase
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return ascii.low >> UInt64(value) & 1 != 0 }
        if value < 128 { return ascii.high >> UInt64(value - 64) & 1 != 0 }
        return answer(scalar)
    }

    private func answer(_ scalar: Unicode.Scalar) -> Bool {
        if holds(scalar) { return !isNegated }
        if foldsCase, Self.cases(of: scalar).contains(where: holds) { return !isNegated }
        return isNegated
    }

    /// The lower and the upper case of a scalar, where they are one scalar and another.
    private static func cases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping].compactMap {
            let scalars = $0.unicodeScalars
            return scalars.count == 1 && scalars.first != scalar ? scalars.first : nil
        }
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        for range in ranges where range.contains(scalar.value) { return true }
        for member in members where member.kind.contains(scalar) != member.isNegated { return true }
        return false
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 128 {
            return value | 0x20 &- 97 < 26 && value >= 65 || value &- 48 < 10 || value == 95
        }
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation:
            return true
        default: return false
        }
    }
}
