import Columns

/// A POSIX TZ rule, `CET-1CEST,M3.5.0,M10.5.0/3`: what holds after a zone file's last transition.
///
/// Only the `M` form of dates is read; tzdata writes the others for a handful of zones, whose table then ends
/// with its last listed transition.
struct PosixZone {
    /// Seconds east of UTC.
    private let standard: Int32
    private var daylight: Change?

    private struct Change {
        let offset: Int32
        let start: Day
        let end: Day
    }

    private struct Day {
        let month: Int
        /// 1 to 4, 5 is the last.
        let week: Int
        /// 0 is Sunday.
        let weekday: Int
        /// Seconds of local time, -167 h to 167 h.
        let time: Int

        /// Seconds since the epoch of that local wall-clock moment, as if it were UTC.
        func localSeconds(year: Int) -> Int64 {
            let first = Calendar.days(year: year, month: month, day: 1)
            let firstWeekday = Calendar.weekday(days: first) % 7
            var day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            while day >= Calendar.daysInMonth(year: year, month: month) { day -= 7 }
            return Int64(first + day) * 86_400 + Int64(time)
        }
    }

    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard Self.skipName(&rest), let west = Self.seconds(&rest) else { return nil }
        standard = Int32(-west)
        if rest.isEmpty { return }
        guard Self.skipName(&rest) else { return nil }
        var offset = standard + 3600
        if rest.first != UInt8(ascii: ",") {
            guard let west = Self.seconds(&rest) else { return nil }
            offset = Int32(-west)
        }
        guard let start = Self.day(&rest), let end = Self.day(&rest), rest.isEmpty else {
            return nil
        }
        daylight = Change(offset: offset, start: start, end: end)
    }

    /// Adds the rule's transitions after the last one, for years to 2099.
    func extend(_ transitions: inout [Int64], _ offsets: inout [Int32]) {
        let last = transitions.last ?? Int64.min
        guard let daylight else { return }
        let firstYear =
            transitions.isEmpty
            ? 1970
            : Calendar.civil(days: Int(max(last, 0) / 86_400)).year
        guard firstYear <= 2099 else { return }
        for year in firstYear...2099 {
            let changes = [
                (daylight.start.localSeconds(year: year) - Int64(standard), daylight.offset),
                (daylight.end.localSeconds(year: year) - Int64(daylight.offset), standard),
            ].sorted { $0.0 < $1.0 }
            for (time, offset) in changes where time > last {
                transitions.append(time)
                offsets.append(offset)
            }
        }
    }

    private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
        if rest.first == UInt8(ascii: "<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        rest = rest.dropFirst(digits.count)
        return digits.count <= 4 ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    /// `[+-]hh[:mm[:ss]]` as seconds.
    private static func seconds(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var sign = 1
        if let first = rest.first, first == 0x2B || first == 0x2D {
            sign = first == 0x2D ? -1 : 1
            rest = rest.dropFirst()
        }
        guard var total = number(&rest).map({ $0 * 3600 }) else { return nil }
        for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard let part = number(&rest) else { return nil }
            total += part * unit
        }
        return sign * total
    }

    /// `,Mm.w.d[/time]`
    private static func day(_ rest: inout ArraySlice<UInt8>) -> Day? {
        guard rest.starts(with: ",M".utf8) else { return nil }
        rest = rest.dropFirst(2)
        guard let month = number(&rest), rest.popFirst() == UInt8(ascii: "."),
            let week = number(&rest), rest.popFirst() == UInt8(ascii: "."),
            let weekday = number(&rest), (1...12).contains(month), (1...5).contains(week),
            (0...6).contains(weekday)
        else { return nil }
        var time = 7200
        if rest.first == UInt8(ascii: "/") {
            rest = rest.dropFirst()
            guard let own = seconds(&rest) else { return nil }
            time = own
        }
        return Day(month: month, week: week, weekday: weekday, time: time)
    }
}
