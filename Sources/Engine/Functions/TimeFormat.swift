import Columns

/// A way of writing dates and times that a board names: `dd.MM.yyyy`, `M/d/yy h:mm a`, `d MMM yyyy`.
///
/// `yyyy` is a year and `yy` its last two digits (70 to 99 are of the 1900s), `M` or `MM` a month, `MMM` an
/// English month's name, full or its first three letters, `d` a day, `H` an hour of 24, `h` an hour of 12 with `a`
/// for AM or PM, `m` a minute, `s` a second. All else stands for itself; white space for any amount of it.
struct TimeFormat {
    private enum Part {
        case year(isShort: Bool)
        case month, monthName, day, hour, hourOf12, minute, second, half
        case character(UInt8)
        case space
    }

    private var parts: [Part] = []

    /// - Throws: `other` for a letter that means nothing.
    init(_ format: UnsafeBufferPointer<UInt8>) throws(EvaluationError) {
        var index = 0
        while index < format.count {
            let letter = format[index]
            var length = 1
            while index + length < format.count, format[index + length] == letter { length += 1 }
            index += length
            switch letter {
            case UInt8(ascii: "y"): parts.append(.year(isShort: length <= 2))
            case UInt8(ascii: "M"): parts.append(length >= 3 ? .monthName : .month)
            case UInt8(ascii: "d"): parts.append(.day)
            case UInt8(ascii: "H"): parts.append(.hour)
            case UInt8(ascii: "h"): parts.append(.hourOf12)
            case UInt8(ascii: "m"): parts.append(.minute)
            case UInt8(ascii: "s"): parts.append(.second)
            case UInt8(ascii: "a"): parts.append(.half)
            case 0x20, 0x09: parts.append(.space)
            default:
                if letter | 0x20 &- 97 < 26, letter != UInt8(ascii: "T") {
                    throw .other(
                        message: "no '\(Unicode.Scalar(letter))' in a date format",
                        help:
                            "yyyy yy MMM MM M dd d HH H hh h mm m ss s a, as in \"dd.MM.yyyy HH:mm\""
                    )
                }
                for _ in 0..<length { parts.append(.character(letter)) }
            }
        }
    }

    /// The date and time that a text in this format names; nil when it is not in this format.
    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> ReadTime? {
        let text = Folding.trimmed(bytes)
        var index = 0
        var fields = Fields()
        for part in parts {
            guard let end = read(part, text, index, &fields) else { return nil }
            index = end
        }
        return index == text.count ? fields.time : nil
    }

    private func read(
        _ part: Part, _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ fields: inout Fields
    ) -> Int? {
        switch part {
        case .year(let isShort):
            guard let (value, end) = digits(text, index, isShort ? 2 : 4),
                end - index == (isShort ? 2 : 4)
            else { return nil }
            fields.year = isShort ? value + (value < 70 ? 2000 : 1900) : value
            return end
        case .month: return number(text, index, into: &fields.month)
        case .day: return number(text, index, into: &fields.day)
        case .hour:
            fields.hasClock = true
            return number(text, index, into: &fields.hour)
        case .hourOf12:
            fields.hasClock = true
            return number(text, index, into: &fields.hourOf12)
        case .minute:
            fields.hasClock = true
            return number(text, index, into: &fields.minute)
        case .second:
            fields.hasClock = true
            return number(text, index, into: &fields.second)
        case .half:
            guard index + 2 <= text.count, text[index + 1] | 0x20 == UInt8(ascii: "m") else {
                return nil
            }
            let letter = text[index] | 0x20
            guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
            fields.isAfternoon = letter == UInt8(ascii: "p")
            return index + 2
        case .monthName: return monthName(text, index, &fields)
        case .character(let byte):
            return index < text.count && text[index] == byte ? index + 1 : nil
        case .space:
            var end = index
            while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
            return end > index ? end : nil
        }
    }

    /// One or two digits.
    private func number(
        _ text: UnsafeBufferPointer<UInt8>, _ index: Int, into field: inout Int?
    ) -> Int? {
        guard let (value, end) = digits(text, index, 2) else { return nil }
        field = value
        return end
    }

    private func digits(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ most: Int
    ) -> (value: Int, end: Int)? {
        var value = 0
        var index = start
        while index < text.count, index - start < most, text[index] &- 48 < 10 {
            value = value * 10 + Int(text[index] - 48)
            index += 1
        }
        return index > start ? (value, index) : nil
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ].map { Array($0.utf8) }

    private func monthName(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ fields: inout Fields
    ) -> Int? {
        var end = start
        while end < text.count, text[end] | 0x20 &- 97 < 26 { end += 1 }
        let word = text[start..<end].map { $0 | 0x20 }
        for (month, name) in Self.months.enumerated()
        where word == name || word == Array(name[..<3]) {
            fields.month = month + 1
            return end
        }
        return nil
    }

    private struct Fields {
        var year: Int?
        var month: Int?
        var day: Int?
        var hour: Int?
        var hourOf12: Int?
        var minute: Int?
        var second: Int?
        var isAfternoon: Bool?
        var hasClock = false

        var time: ReadTime? {
            guard let year, let days = ReadTime.days(year: year, month: month ?? 1, day: day ?? 1)
            else { return nil }
            var hour = self.hour ?? 0
            if let hourOf12 {
                guard (1...12).contains(hourOf12), let isAfternoon else { return nil }
                hour = hourOf12 % 12 + (isAfternoon ? 12 : 0)
            }
            let minute = self.minute ?? 0
            let second = self.second ?? 0
            guard hour < 24, minute < 60, second < 60 else { return nil }
            let clock = Int64(hour * 3600 + minute * 60 + second) * 1_000_000
            return ReadTime(days: days, clock: hasClock ? clock : nil)
        }
    }
}
