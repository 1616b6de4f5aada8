/// Reads typed values from bytes, strictly: what a parser accepts, an export can write back.
///
/// Each takes `count` readable bytes at `bytes` and answers nil unless all of them are one value.
public enum Parsing {
    /// Nothing but white space (Unicode's `White_Space`), or nothing at all: a missing value.
    @inlinable
    public static func isBlank(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count > 0 else { return true }
        let first = bytes[0]
        if first > 0x20 && first < 0x80 { return false }
        return isBlankSlowly(bytes, count)
    }

    @usableFromInline
    static func isBlankSlowly(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 0
        while index < count {
            let length = whiteSpaceLength(bytes + index, count - index)
            if length == 0 { return false }
            index += length
        }
        return true
    }

    /// The bytes of the white space character at the front; 0 if there is none.
    public static func whiteSpaceLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        guard count > 0 else { return 0 }
        switch bytes[0] {
        case 0x20, 0x09...0x0D: return 1
        case 0xC2 where count > 1: return bytes[1] == 0x85 || bytes[1] == 0xA0 ? 2 : 0
        case 0xE1 where count > 2: return bytes[1] == 0x9A && bytes[2] == 0x80 ? 3 : 0
        case 0xE2 where count > 2:
            if bytes[1] == 0x80 {
                let last = bytes[2]
                return last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0
            }
            return bytes[1] == 0x81 && bytes[2] == 0x9F ? 3 : 0
        case 0xE3 where count > 2: return bytes[1] == 0x80 && bytes[2] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// `0` or `-?[1-9][0-9]*` of at most 15 digits, so that it is exact as a double too.
    @inlinable
    public static func integer(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        guard count > 0 else { return nil }
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        let digits = count - start
        guard digits > 0, digits <= 15 else { return nil }
        if bytes[start] == UInt8(ascii: "0") { return count == 1 ? 0 : nil }
        var value: Int64 = 0
        for index in start..<count {
            let digit = bytes[index] &- 48
            if digit > 9 { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return isNegative ? -value : value
    }

    /// JSON's number grammar with at most 15 significant digits, so that the double is the number.
    ///
    /// `1e400` and `1e-400` are nil: they would become infinity and zero.
    public static func number(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        var index = 0
        let isNegative = count > 0 && bytes[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        var mantissa: Int64 = 0
        var significant = 0
        var exponent = 0
        let firstDigit = index
        while index < count, bytes[index] &- 48 <= 9 {
            let digit = bytes[index] &- 48
            if digit != 0 || significant > 0 { significant += 1 }
            if significant > 15 { return nil }
            mantissa = mantissa &* 10 &+ Int64(digit)
            index += 1
        }
        guard index > firstDigit else { return nil }
        if index - firstDigit > 1, bytes[firstDigit] == UInt8(ascii: "0") { return nil }
        if index < count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            let firstDecimal = index
            while index < count, bytes[index] &- 48 <= 9 {
                let digit = bytes[index] &- 48
                if digit != 0 || significant > 0 { significant += 1 }
                if significant > 15 { return nil }
                mantissa = mantissa &* 10 &+ Int64(digit)
                exponent -= 1
                index += 1
            }
            guard index > firstDecimal else { return nil }
        }
        if index < count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            var isDown = false
            if index < count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
            {
                isDown = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            let firstPower = index
            var power = 0
            while index < count, bytes[index] &- 48 <= 9 {
                power = min(power * 10 + Int(bytes[index] &- 48), 100_000)
                index += 1
            }
            guard index > firstPower else { return nil }
            exponent += isDown ? -power : power
        }
        guard index == count else { return nil }
        return scale(mantissa, exponent, isNegative, bytes, count)
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    private static func scale(
        _ mantissa: Int64, _ exponent: Int, _ isNegative: Bool, _ bytes: UnsafePointer<UInt8>,
        _ count: Int
    ) -> Double? {
        var value = Double(mantissa)
        if mantissa == 0 { return isNegative ? -0.0 : 0 }
        if exponent < -22 || exponent > 22 {
            // Both factors are exact only up to 10^22; beyond it the library rounds correctly.
            let text = String(
                decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
            guard let exact = Double(text), exact.isFinite, exact.isNormal else { return nil }
            return exact
        }
        if exponent < 0 { value /= powersOfTen[-exponent] } else { value *= powersOfTen[exponent] }
        return isNegative ? -value : value
    }

    /// `true` or `false` in lower, upper or title case.
    public static func bool(
        _ bytes: UnsafePointer<UInt8>, _ count: Int
    ) -> (value: Bool, style: BoolStyle)? {
        guard count == 4 || count == 5 else { return nil }
        let value = count == 4
        let word: StaticString = value ? "true" : "false"
        let lower = word.utf8Start
        var isUpper = true
        var isLowerAfterFirst = true
        for index in 0..<count {
            let byte = bytes[index]
            if byte | 0x20 != lower[index] { return nil }
            if byte & 0x20 != 0 { isUpper = false } else if index > 0 { isLowerAfterFirst = false }
        }
        if isUpper { return (value, .upper) }
        guard isLowerAfterFirst else { return nil }
        return (value, bytes[0] & 0x20 != 0 ? .lower : .title)
    }

    /// `2026-08-01`, or `2026/08/01`, which is not canonical. Years 0000 to 9999.
    @inlinable
    public static func date(
        _ bytes: UnsafePointer<UInt8>, _ count: Int
    ) -> (days: Int32, isCanonical: Bool)? {
        guard count == 10 else { return nil }
        let separator = bytes[4]
        guard separator == bytes[7],
            separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"),
            let days = civilDays(bytes)
        else { return nil }
        return (Int32(truncatingIfNeeded: days), separator == UInt8(ascii: "-"))
    }

    /// Days since 1970-01-01 from the digits of `yyyy?mm?dd`; the separators are not looked at.
    @inlinable
    static func civilDays(_ bytes: UnsafePointer<UInt8>) -> Int? {
        var invalid = false
        let century = pair(bytes, &invalid)
        let year = century * 100 + pair(bytes + 2, &invalid)
        let month = pair(bytes + 5, &invalid)
        let day = pair(bytes + 8, &invalid)
        guard !invalid, month >= 1, month <= 12, day >= 1 else { return nil }
        guard day <= 28 || day <= Calendar.daysInMonth(year: year, month: month) else { return nil }
        return Calendar.days(year: year, month: month, day: day)
    }

    /// The value of two digits; sets `invalid` if one is not a digit.
    @inlinable
    static func pair(_ bytes: UnsafePointer<UInt8>, _ invalid: inout Bool) -> Int {
        let tens = bytes[0] &- 48
        let ones = bytes[1] &- 48
        if tens > 9 || ones > 9 { invalid = true }
        return Int(tens) &* 10 &+ Int(ones)
    }
}
