import Glibc

/// A point in time, in milliseconds since 1970 in UTC, written the way Okta writes it.
struct Instant: Sendable, Comparable {
    var milliseconds: Int

    static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    static func + (instant: Instant, seconds: Int) -> Instant {
        Instant(milliseconds: instant.milliseconds + seconds * 1000)
    }

    static let secondsPerDay = 86_400

    /// `2026-08-03T09:15:00.000Z`
    var text: String {
        let day = Self.floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let (year, month, dayOfMonth) = Self.civil(fromDay: day)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let fraction = String(1000 + rest % 1000).dropFirst()
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map(two)
        return
            "\(year)-\(two(month))-\(two(dayOfMonth))T\(clock.joined(separator: ":")).\(fraction)Z"
    }

    /// Reads `2026-08-03T09:15:00.000Z`; seconds, fraction and a numeric offset may vary, the zone may not
    /// be missing.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard bytes.count >= 17, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60
        else { return nil }
        var total = Self.day(year: year, month: month, day: day) * 86_400_000
        total += hour * 3_600_000 + minute * 60_000
        var position = 16
        if bytes[position] == UInt8(ascii: ":") {
            guard let second = number(17..<19), second < 60 else { return nil }
            total += second * 1000
            position = 19
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            let start = position + 1
            position = start
            while position < bytes.count, number(position..<position + 1) != nil { position += 1 }
            guard position > start, position - start <= 9 else { return nil }
            let digits = String(decoding: bytes[start..<position], as: UTF8.self) + "000"
            total += Int(digits.prefix(3)) ?? 0
        }
        switch position < bytes.count ? bytes[position] : 0 {
        case UInt8(ascii: "Z"):
            guard position + 1 == bytes.count else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard position + 6 == bytes.count, bytes[position + 3] == UInt8(ascii: ":"),
                let hours = number(position + 1..<position + 3),
                let minutes = number(position + 4..<position + 6)
            else { return nil }
            let offset = (hours * 60 + minutes) * 60_000
            total += bytes[position] == UInt8(ascii: "+") ? -offset : offset
        default: return nil
        }
        milliseconds = total
    }

    init(milliseconds: Int) { self.milliseconds = milliseconds }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    // Days to and from the proleptic Gregorian calendar, after Howard Hinnant's "chrono-Compatible
    // Low-Level Date Algorithms": years start in March, so that the leap day is the last of its year.
    private static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func civil(fromDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}

extension Instant {
    /// The system's clock.
    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000)
    }
}
