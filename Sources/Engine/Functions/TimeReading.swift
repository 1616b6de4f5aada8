import Columns

/// A date and a time of day as a text gives them, before any time zone is applied.
struct ReadTime: Equatable {
    /// Days since 1970-01-01.
    var days: Int32
    /// Microseconds since midnight; nil when the text is a date alone.
    var clock: Int64?
    /// Seconds east of UTC; nil when the text names no offset.
    var offset: Int32?

    /// The instant, read on the zone's clock where the text names no offset; microseconds since the epoch.
    func instant(_ zone: ZoneTable) -> Int64 {
        let local = Int64(days) * Calendar.microsecondsPerDay + (clock ?? 0)
        if let offset { return local - Int64(offset) * 1_000_000 }
        return zone.utc(local: local)
    }

    /// The date in the zone; as written where the text names no offset.
    func date(_ zone: ZoneTable) -> Int32 { offset == nil ? days : zone.date(at: instant(zone)) }

    static func days(year: Int, month: Int, day: Int) -> Int32? {
        guard (1...12).contains(month), (0...9999).contains(year), day >= 1,
            day <= Calendar.daysInMonth(year: year, month: month)
        else { return nil }
        return Int32(Calendar.days(year: year, month: month, day: day))
    }
}

/// Reads the forms of ISO 8601 that columns are inferred from.
struct TimeReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// `2026-08-01` or `2026/08/01`, then maybe `T` or a space, `hh:mm[:ss[.fraction]]` and `Z`, `±hh:mm` or
    /// `±hhmm`; nil for anything else.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> ReadTime? {
        var reader = TimeReader(Folding.trimmed(bytes))
        return reader.time()
    }

    private mutating func time() -> ReadTime? {
        guard let year = digits(4), let separator = next, separator == 0x2D || separator == 0x2F
        else { return nil }
        index += 1
        guard let month = digits(2), take(separator), let day = digits(2),
            let days = ReadTime.days(year: year, month: month, day: day)
        else { return nil }
        var result = ReadTime(days: days)
        if index == bytes.count { return result }
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) || take(UInt8(ascii: " ")),
            let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2), hour < 24,
            minute < 60
        else { return nil }
        var clock = Int64(hour * 3600 + minute * 60) * 1_000_000
        if take(UInt8(ascii: ":")) {
            guard let second = digits(2), second < 60 else { return nil }
            clock += Int64(second) * 1_000_000
            if take(UInt8(ascii: ".")) {
                guard let fraction = fraction() else { return nil }
                clock += fraction
            }
        }
        result.clock = clock
        if index == bytes.count { return result }
        guard let offset = offset(), index == bytes.count else { return nil }
        result.offset = offset
        return result
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard index + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + count] {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        index += count
        return value
    }

    /// Digits of a second as microseconds; digits beyond the sixth are dropped.
    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let byte = next, byte &- 48 < 10 {
            if count < 6 { value = value * 10 + Int64(byte - 48) }
            count += 1
            index += 1
        }
        if count == 0 { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    private mutating func offset() -> Int32? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let isWest = next == UInt8(ascii: "-")
        guard isWest || next == UInt8(ascii: "+") else { return nil }
        index += 1
        guard let hours = digits(2), hours < 24 else { return nil }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = digits(2), minutes < 60 else { return nil }
        let seconds = Int32(hours * 3600 + minutes * 60)
        return isWest ? -seconds : seconds
    }
}
