extension Parsing {
    /// A time as it was read: microseconds since 1970-01-01T00:00:00Z and how it was written.
    public struct Time: Sendable, Equatable {
        public let microseconds: Int64
        /// Nil when no `TimeStyle` gives the same characters back: an offset other than zero, more than
        /// six fraction digits, hour 24, second 60.
        public let style: TimeStyle?

        @inlinable public init(microseconds: Int64, style: TimeStyle?) {
            self.microseconds = microseconds
            self.style = style
        }
    }

    /// ISO 8601: a date, `T` or a space, `hh:mm[:ss[.f…]]` with up to nine fraction digits, and no zone
    /// (taken as UTC), `Z`, ` UTC` (GitHub's exports), `±hh:mm` or `±hhmm`. Digits beyond the microsecond are cut.
    ///
    /// `24:00` is the midnight that ends the day and `:60` the second after `:59`.
    @inlinable
    public static func time(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Time? {
        guard count >= 16, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), let days = civilDays(bytes)
        else { return nil }
        var invalid = false
        let hour = pair(bytes + 11, &invalid)
        let minute = pair(bytes + 14, &invalid)
        guard !invalid, minute < 60, hour <= 24 else { return nil }
        var style = TimeStyle(
            separator: bytes[10], hasSeconds: false, fractionDigits: 0, zone: .none)
        var isPlain = hour < 24
        var index = 16
        var second = 0
        var fraction = 0
        if index < count, bytes[index] == UInt8(ascii: ":") {
            guard count >= 19 else { return nil }
            second = pair(bytes + 17, &invalid)
            guard !invalid, second <= 60 else { return nil }
            if second == 60 { isPlain = false }
            style.hasSeconds = true
            index = 19
            if index < count, bytes[index] == UInt8(ascii: ".") {
                let first = index + 1
                index = first
                while index < count, bytes[index] &- 48 <= 9 {
                    if index - first < 6 { fraction = fraction &* 10 &+ Int(bytes[index] &- 48) }
                    index += 1
                }
                let digits = index - first
                guard digits >= 1, digits <= 9 else { return nil }
                if digits > 6 { isPlain = false }
                style.fractionDigits = UInt8(truncatingIfNeeded: min(digits, 6))
                var scaled = digits
                while scaled < 6 {
                    fraction = fraction &* 10
                    scaled += 1
                }
            }
        }
        guard hour < 24 || (minute == 0 && second == 0 && fraction == 0) else { return nil }
        var offset = 0
        if index < count {
            if index + 1 == count, bytes[index] == UInt8(ascii: "Z") {
                style.zone = .z
            } else if index + 4 == count, bytes[index] == UInt8(ascii: " "),
                bytes[index + 1] == UInt8(ascii: "U"), bytes[index + 2] == UInt8(ascii: "T"),
                bytes[index + 3] == UInt8(ascii: "C")
            {
                style.zone = .utcWord
            } else {
                guard let zone = zoneOffset(bytes + index, count - index) else { return nil }
                offset = zone.minutes
                style.zone = zone.hasColon ? .offsetColon : .offsetPlain
                // `-00:00` is not what the style writes.
                if offset != 0 || bytes[index] == UInt8(ascii: "-") { isPlain = false }
            }
        }
        let seconds = days &* 86_400 &+ hour &* 3600 &+ (minute &- offset) &* 60 &+ second
        return Time(
            microseconds: Int64(seconds &* 1_000_000 &+ fraction), style: isPlain ? style : nil)
    }

    /// `±hh:mm` or `±hhmm`, at most 23:59 either way.
    @usableFromInline
    static func zoneOffset(
        _ bytes: UnsafePointer<UInt8>, _ count: Int
    ) -> (minutes: Int, hasColon: Bool)? {
        guard count == 5 || count == 6 else { return nil }
        let isNegative = bytes[0] == UInt8(ascii: "-")
        guard isNegative || bytes[0] == UInt8(ascii: "+") else { return nil }
        let hasColon = count == 6
        if hasColon, bytes[3] != UInt8(ascii: ":") { return nil }
        var invalid = false
        let hours = pair(bytes + 1, &invalid)
        let minutes = pair(bytes + (hasColon ? 4 : 3), &invalid)
        guard !invalid, hours < 24, minutes < 60 else { return nil }
        return (isNegative ? -(hours * 60 + minutes) : hours * 60 + minutes, hasColon)
    }
}

extension Parsing {
    /// `yyyy-mm-ddThh:mm:ssZ`, or with three digits behind the second: what most programs write, eight bytes at a
    /// time. Nil for anything else, also what `time` reads otherwise; where it answers, `time` answers the same.
    ///
    /// - Parameter count: 20 or 24.
    @inlinable
    @inline(__always)
    public static func plainTime(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        let raw = UnsafeRawPointer(bytes)
        // Each word less its pattern: a digit's value where a digit is to be, zero where a mark is.
        let year = word(raw) ^ 0x2D30_302D_3030_3030
        let day = word(raw + 8) ^ 0x3030_3A30_3054_3030
        let end =
            count == 24
            ? word(raw + 16) ^ 0x5A30_3030_2E30_303A : word(raw + 12) ^ 0x5A30_303A_3030_3A30
        let marks =
            year & 0xFF00_00FF_0000_0000 | day & 0x0000_FF00_00FF_0000
            | (count == 24 ? end & 0xFF00_0000_FF00_00FF : end & 0xFF00_00FF_0000_FF00)
        // Above 9, a byte of a digit overflows to its high bit, or has it already.
        let nines: UInt64 = 0x7676_7676_7676_7676
        let digits =
            (year | (year & 0x7F7F_7F7F_7F7F_7F7F &+ nines))
            | (day | (day & 0x7F7F_7F7F_7F7F_7F7F &+ nines))
            | (end | (end & 0x7F7F_7F7F_7F7F_7F7F &+ nines))
        if marks | digits & 0x8080_8080_8080_8080 != 0 { return nil }
        let years = tens(year)
        let days = tens(day)
        let ends = tens(end)
        let y = byte(years, 0) &* 100 &+ byte(years, 2)
        let m = byte(years, 5)
        let d = byte(days, 0)
        let hour = byte(days, 3)
        let minute = byte(days, 6)
        let second = count == 24 ? byte(ends, 1) : byte(ends, 5)
        guard hour < 24, minute < 60, second < 60, let whole = plainDays(y, m, d) else {
            return nil
        }
        let seconds = whole &* 86_400 &+ Int64(hour &* 3600 &+ minute &* 60 &+ second)
        let milliseconds =
            count == 24 ? Int64(byte(ends, 4) &* 10 &+ (end >> 48 & 0xFF)) : 0
        return seconds &* 1_000_000 &+ milliseconds &* 1000
    }

    /// `yyyy-mm-dd`, from the year 1 on, days since 1970-01-01. Nil for anything else, also what `date` reads otherwise;
    /// where it answers, `date` answers the same.
    ///
    /// - Parameter bytes: ten of them are read.
    @inlinable
    @inline(__always)
    public static func plainDate(_ bytes: UnsafePointer<UInt8>) -> Int32? {
        let raw = UnsafeRawPointer(bytes)
        let year = word(raw) ^ 0x2D30_302D_3030_3030
        let day = UInt64(UInt16(littleEndian: (raw + 8).loadUnaligned(as: UInt16.self))) ^ 0x3030
        let nines: UInt64 = 0x7676_7676_7676_7676
        let digits =
            (year | (year & 0x7F7F_7F7F_7F7F_7F7F &+ nines)) | (day | (day & 0x7F7F &+ 0x7676))
        if year & 0xFF00_00FF_0000_0000 | digits & 0x8080_8080_8080_8080 != 0 { return nil }
        let years = tens(year)
        let days = plainDays(
            byte(years, 0) &* 100 &+ byte(years, 2), byte(years, 5), byte(tens(day), 0))
        return days.map { Int32(truncatingIfNeeded: $0) }
    }

    /// Days since 1970-01-01 of a date from the year 1 on; nil if there is none such.
    @inlinable
    @inline(__always)
    static func plainDays(_ y: UInt64, _ m: UInt64, _ d: UInt64) -> Int64? {
        guard y > 0, m &- 1 < 12, d &- 1 < 31 else { return nil }
        if d > 28, Int(d) > Calendar.daysInMonth(year: Int(y), month: Int(m)) { return nil }
        // Years that begin in March, as in `Calendar.days`, without its division by 400 years.
        let shifted = m > 2 ? m &- 3 : m &+ 9
        let from = m > 2 ? y : y &- 1
        return Int64(from &* 365 &+ from / 4) - Int64(from / 100) + Int64(from / 400)
            + Int64((153 &* shifted &+ 2) / 5 &+ d) - 719_469
    }

    @inlinable
    @inline(__always)
    static func word(_ raw: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    }

    /// In each byte the number that it and the byte behind it write: 99 at most, so no byte overflows.
    @inlinable
    @inline(__always)
    static func tens(_ digits: UInt64) -> UInt64 { digits &* 10 &+ digits >> 8 }

    @inlinable
    @inline(__always)
    static func byte(_ word: UInt64, _ index: UInt64) -> UInt64 { word >> (index &* 8) & 0xFF }
}
