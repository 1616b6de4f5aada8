/// Integers, numbers, durations, dates and times: everything that starts with a digit.
extension Lexer {
    mutating func readNumber() -> Lexeme.Kind {
        if let date = readDate() { return date }
        let start = position
        skipDigits()
        let integerEnd = position
        var isWhole = true
        if at(0) == UInt8(ascii: "."), at(1).isDigit {
            isWhole = false
            position += 1
            skipDigits()
        }
        if at(0) | 0x20 == UInt8(ascii: "e") {
            let sign = at(1) == UInt8(ascii: "+") || at(1) == .minus ? 1 : 0
            if at(1 + sign).isDigit {
                isWhole = false
                position += 1 + sign
                skipDigits()
            }
        }
        let end = position
        if let suffix = readName() {
            return readDuration(digits: start..<end, isWhole: isWhole, unit: suffix)
        }
        let written = text(start, end)
        if integerEnd - start > 1, bytes[start] == UInt8(ascii: "0") {
            return bad(
                "a number does not start with 0: \(written)", start, end,
                help: "in quotes it is text: \"\(written)\"", as: .integer)
        }
        if isWhole {
            // The one beyond Int64.max is there for a minus before it; the parser knows whether one stands there.
            guard let value = UInt64(written), value <= UInt64(Int64.max) + 1 else {
                return bad(
                    "\(written) is beyond the integers", start, end,
                    help: "integers go from \(Int64.min) to \(Int64.max)", as: .integer)
            }
            return .integer(value)
        }
        guard let value = Double(written), value.isFinite else {
            return bad(
                "\(written) is beyond the numbers", start, end,
                help: "numbers go up to 1.7976931348623157e308", as: .number)
        }
        return .number(value)
    }

    /// `.5`
    mutating func readNumberWithoutZero() -> Lexeme.Kind {
        let start = position
        position += 1
        skipDigits()
        return bad(
            "a number starts with a digit", start, position,
            help: "0\(text(start, position))", as: .number)
    }

    private mutating func skipDigits() {
        while at(0).isDigit { position += 1 }
    }

    // MARK: - Durations

    private static let unitWords: [(unit: String, words: [String])] = [
        ("s", ["sec", "secs", "second", "seconds"]),
        ("min", ["m", "mins", "minute", "minutes"]),
        ("h", ["hr", "hrs", "hour", "hours"]),
        ("d", ["day", "days"]),
        ("w", ["wk", "wks", "week", "weeks"]),
        ("mo", ["mon", "mos", "month", "months"]),
        ("y", ["yr", "yrs", "year", "years"]),
    ]

    /// The unit that a word stands for, in this language's spelling.
    static func unit(meant word: String) -> String? {
        let folded = word.lowercased()
        if Words.units.contains(folded) { return folded }
        return unitWords.first { $0.words.contains(folded) }?.unit
    }

    /// `1.5d` as `36h`, where a smaller unit says it with a whole number.
    private static func inSmallerUnit(_ number: String, _ unit: String) -> String? {
        let smaller = [
            "min": (60, "s"), "h": (60, "min"), "d": (24, "h"), "w": (7, "d"), "y": (12, "mo"),
        ]
        guard let (factor, name) = smaller[unit], let value = Double(number),
            value * Double(factor) < 1e9,
            (value * Double(factor)).rounded() == value * Double(factor)
        else { return nil }
        return "\(number)\(unit) is \(Int(value * Double(factor)))\(name)"
    }

    private func readDuration(digits: Range<Int>, isWhole: Bool, unit: String) -> Lexeme.Kind {
        let (start, end) = (digits.lowerBound, position)
        let written = text(start, end)
        let number = text(digits.lowerBound, digits.upperBound)
        guard Words.units.contains(unit) else {
            if unit == "m" {
                return bad(
                    "no unit 'm'", start, end,
                    help: "minutes are \(number)min, months are \(number)mo", as: .duration)
            }
            if let meant = Self.unit(meant: unit) {
                return bad(
                    "no unit '\(unit)'", start, end, help: "\(number)\(meant)", as: .duration)
            }
            if isWhole, number.count > 1, unit.hasPrefix("_") || unit.count > 3 {
                return bad(
                    "a name does not start with a digit: \(written)", start, end,
                    help: "in backticks it is a name: `\(written)`")
            }
            return bad(
                "'\(written)' is neither a number nor a duration", start, end,
                help:
                    "units are s min h d w mo y, as in 90d; other names go in backticks: `\(written)`",
                as: .duration)
        }
        guard isWhole else {
            return bad(
                "a duration is a whole number of its unit: \(written)", start, end,
                help: Self.inSmallerUnit(number, unit) ?? "90min is an hour and a half",
                as: .duration)
        }
        let scale: (microseconds: Int64, months: Int64) =
            switch unit {
            case "s": (1_000_000, 0)
            case "min": (60_000_000, 0)
            case "h": (3_600_000_000, 0)
            case "d": (86_400_000_000, 0)
            case "w": (604_800_000_000, 0)
            case "mo": (0, 1)
            default: (0, 12)
            }
        if let count = Int64(number) {
            let (microseconds, over) = count.multipliedReportingOverflow(by: scale.microseconds)
            let (months, overMonths) = count.multipliedReportingOverflow(by: scale.months)
            if !over, !overMonths, let months = Int32(exactly: months) {
                return .duration(Duration(microseconds: microseconds, months: months))
            }
        }
        return bad(
            "\(written) is beyond the durations", start, end,
            help: "durations go up to 106751991d or 2147483647mo", as: .duration)
    }

    // MARK: - Dates and times

    /// The digits at `offset` as a number, if there are exactly `count` of them.
    private func digits(_ offset: Int, _ count: Int) -> Int? {
        var value = 0
        for i in 0..<count {
            guard at(offset + i).isDigit else { return nil }
            value = value * 10 + Int(at(offset + i) - 0x30)
        }
        return at(offset + count).isDigit ? nil : value
    }

    /// nil when no date stands here; a mistaken one is `.bad`.
    private mutating func readDate() -> Lexeme.Kind? {
        let start = position
        let separator = at(4)
        guard separator == .minus || separator == UInt8(ascii: "/"), let year = digits(0, 4)
        else { return nil }
        guard separator == .minus, at(7) == .minus, let month = digits(5, 2),
            let day = digits(8, 2)
        else { return readMistakenDate(separator) }
        position += 10
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isValid else {
            let written = text(start, position)
            let reason =
                (1...12).contains(month)
                ? "that month has \(date.daysInMonth) days" : "months go from 01 to 12"
            skipNameParts()
            return bad("no such date: \(written)", start, position, help: reason, as: .date)
        }
        let days = date.daysSinceEpoch
        if at(0) == UInt8(ascii: "T") { return readTime(start: start, days: days) }
        if at(0) == 0x20, at(1).isDigit, at(2).isDigit, at(3) == UInt8(ascii: ":") {
            let written = text(start, position)
            let time = text(position + 1, position + 6)
            position += 4
            while at(0).isDigit || at(0) == UInt8(ascii: ":") { position += 1 }
            return bad(
                "a time is written with a T", start, position, help: "\(written)T\(time)", as: .time
            )
        }
        if skipNameParts() {
            return bad(
                "'\(text(start, position))' is no date", start, position,
                help: "a date is written 2026-08-01, a time 2026-08-01T10:00Z", as: .date)
        }
        return .date(Int32(days))
    }

    /// `2026-8-1` and `2026/08/01` would be arithmetic; nobody means that.
    private mutating func readMistakenDate(_ separator: UInt8) -> Lexeme.Kind? {
        let start = position
        var offset = 5
        for part in 0..<2 {
            var length = 0
            while at(offset + length).isDigit { length += 1 }
            guard separator == .minus ? (1...2).contains(length) : length == 2 else { return nil }
            offset += length
            if part == 0 {
                guard at(offset) == separator else { return nil }
                offset += 1
            }
        }
        position += offset
        skipNameParts()
        return bad(
            "'\(text(start, position))' is no date", start, position,
            help: "a date is written 2026-08-01; arithmetic has spaces around its operators",
            as: .date)
    }

    @discardableResult
    private mutating func skipNameParts() -> Bool { readName() != nil }

    /// `T10:00`, `T10:00:30`, `T10:00:30.125`, then no zone, `Z`, `+02:00` or `+0200`.
    private mutating func readTime(start: Int, days: Int) -> Lexeme.Kind {
        guard let hour = digits(1, 2), at(3) == UInt8(ascii: ":"), let minute = digits(4, 2) else {
            return badTime(start, "hours and minutes have two digits each: 2026-08-01T10:00")
        }
        position += 6
        var second = 0
        var fraction: Int64 = 0
        if at(0) == UInt8(ascii: ":") {
            guard let value = digits(1, 2) else {
                return badTime(start, "seconds have two digits: 2026-08-01T10:00:30")
            }
            second = value
            position += 3
            if at(0) == UInt8(ascii: ".") {
                guard let value = readFraction() else {
                    return badTime(start, "a fraction of a second has 1 to 9 digits")
                }
                fraction = value
            }
        }
        guard hour < 24, minute < 60, second < 60 else {
            return badTime(start, "a day goes from 00:00:00 to 23:59:59")
        }
        guard let zone = readZone() else {
            return badTime(start, "a zone is Z, +02:00 or +0200, up to 23:59")
        }
        if skipNameParts() || at(0) == UInt8(ascii: ":") {
            return badTime(start, "a time is written 2026-08-01T10:00Z")
        }
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let utc = seconds - Int64(zone.seconds)
        return .time(utc * 1_000_000 + fraction, hasZone: zone.isWritten)
    }

    private mutating func badTime(_ start: Int, _ help: String) -> Lexeme.Kind {
        while true {
            let isSign = at(0) == UInt8(ascii: "+") || at(0) == .minus
            if at(0) == UInt8(ascii: ":") || isSign && at(1).isDigit {
                position += 1
            } else if !skipNameParts() {
                break
            }
        }
        return bad("no such time: \(text(start, position))", start, position, help: help, as: .time)
    }

    /// Microseconds of `.125`; digits beyond the sixth are cut off.
    private mutating func readFraction() -> Int64? {
        position += 1
        let start = position
        skipDigits()
        guard (1...9).contains(position - start) else { return nil }
        var value: Int64 = 0
        for i in 0..<6 {
            value = value * 10 + (start + i < position ? Int64(bytes[start + i] - 0x30) : 0)
        }
        return value
    }

    private mutating func readZone() -> (seconds: Int, isWritten: Bool)? {
        if at(0) == UInt8(ascii: "Z") {
            position += 1
            return (0, true)
        }
        let sign = at(0) == UInt8(ascii: "+") ? 1 : at(0) == .minus ? -1 : 0
        // `2026-08-01T10:00 - 3d` has a space; without one the sign belongs to the zone.
        guard sign != 0 else { return (0, false) }
        let hours: Int
        let minutes: Int
        let length: Int
        if let both = digits(1, 4) {
            (hours, minutes, length) = (both / 100, both % 100, 5)
        } else if let h = digits(1, 2), at(3) == UInt8(ascii: ":"), let m = digits(4, 2) {
            (hours, minutes, length) = (h, m, 6)
        } else {
            return nil
        }
        guard hours < 24, minutes < 60 else { return nil }
        position += length
        return (sign * (hours * 3600 + minutes * 60), true)
    }
}
