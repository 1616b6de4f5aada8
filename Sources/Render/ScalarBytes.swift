import Columns

/// Writes typed values straight into memory, for whole columns.
///
/// `Formatting` says how values are spelt; this says the same, for the spellings that are common, without
/// an array's check per byte. `RenderTests` holds one against the other.
enum ScalarBytes {
    /// Bytes that any integer, date or time fits in.
    static let sizeMax = 48

    /// - Returns: the number of bytes written.
    static func write(integer value: Int64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var start = target
        if value < 0 {
            start[0] = UInt8(ascii: "-")
            start += 1
        }
        var rest = value.magnitude
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, rest >= bound {
            digits += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            bound = overflow ? .max : next
        }
        if value.magnitude == .max { digits = 20 }
        var index = digits
        while index > 0 {
            index -= 1
            let quotient = rest / 10
            start[index] = UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ 48
            rest = quotient
        }
        return start - target + digits
    }

    /// A number with at most four decimals, as most are; 0 for one that `Formatting` has to write.
    ///
    /// Of decimals with at most 15 digits no two are the same double, so one that reads back as the value is
    /// the shortest that does.
    static func write(number value: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let scaled = (value * 10_000).rounded()
        guard scaled.magnitude < 1e15, scaled / 10_000 == value, scaled != 0 else { return 0 }
        let whole = Int64(scaled.magnitude)
        var end = target
        if value < 0 {
            end[0] = UInt8(ascii: "-")
            end += 1
        }
        end += write(integer: whole / 10_000, to: end)
        var fraction = whole % 10_000
        if fraction == 0 { return end - target }
        var digits = 4
        while fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        end[0] = UInt8(ascii: ".")
        for index in stride(from: digits, to: 0, by: -1) {
            end[index] = UInt8(truncatingIfNeeded: fraction % 10) &+ 48
            fraction /= 10
        }
        return end - target + digits + 1
    }

    @inline(__always) static func write(
        twoDigits value: Int, to target: UnsafeMutablePointer<UInt8>
    ) {
        target[0] = UInt8(truncatingIfNeeded: value / 10) &+ 48
        target[1] = UInt8(truncatingIfNeeded: value % 10) &+ 48
    }

    /// The last day written, since neighbours often share it.
    struct DayCache {
        private var days = Int.min
        /// `2026-08-` and `01`, as they stand in memory.
        private var month: UInt64 = 0
        private var day: UInt16 = 0

        @inline(__always)
        mutating func write(_ days: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
            let raw = UnsafeMutableRawPointer(target)
            if days != self.days {
                let date = Calendar.civil(days: days)
                // Years that carry a sign have more digits, and are rare.
                guard date.year >= 0, date.year <= 9999 else { return signed(days, to: target) }
                ScalarBytes.write(twoDigits: date.year / 100, to: target)
                ScalarBytes.write(twoDigits: date.year % 100, to: target + 2)
                target[4] = UInt8(ascii: "-")
                ScalarBytes.write(twoDigits: date.month, to: target + 5)
                target[7] = UInt8(ascii: "-")
                ScalarBytes.write(twoDigits: date.day, to: target + 8)
                month = raw.loadUnaligned(as: UInt64.self)
                day = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
                self.days = days
            } else {
                raw.storeBytes(of: month, as: UInt64.self)
                raw.storeBytes(of: day, toByteOffset: 8, as: UInt16.self)
            }
            return 10
        }

        private func signed(_ days: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
            var bytes: [UInt8] = []
            Formatting.write(date: days, to: &bytes)
            for (index, byte) in bytes.enumerated() { target[index] = byte }
            return bytes.count
        }
    }

    static func write(
        time: Int64, style: TimeStyle?, days cache: inout DayCache,
        to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var days = time / Calendar.microsecondsPerDay
        var rest = Int(time % Calendar.microsecondsPerDay)
        if rest < 0 {
            rest += Int(Calendar.microsecondsPerDay)
            days -= 1
        }
        var style = style ?? .canonical
        let fraction = rest % 1_000_000
        if style == .canonical, fraction != 0 {
            style.fractionDigits = fraction % 1000 == 0 ? 3 : 6
        }
        var end = target + cache.write(Int(days), to: target)
        let seconds = rest / 1_000_000
        end[0] = style.separator
        write(twoDigits: seconds / 3600, to: end + 1)
        end[3] = UInt8(ascii: ":")
        write(twoDigits: seconds / 60 % 60, to: end + 4)
        end += 6
        if style.hasSeconds {
            end[0] = UInt8(ascii: ":")
            write(twoDigits: seconds % 60, to: end + 1)
            end += 3
            let digits = Int(min(style.fractionDigits, 6))
            if digits > 0 {
                end[0] = UInt8(ascii: ".")
                var scaled = fraction
                for _ in digits..<6 { scaled /= 10 }
                for index in stride(from: digits, to: 0, by: -1) {
                    end[index] = UInt8(truncatingIfNeeded: scaled % 10) &+ 48
                    scaled /= 10
                }
                end += digits + 1
            }
        }
        return end - target + write(zone: style.zone, to: end)
    }

    private static func write(
        zone: TimeStyle.Zone, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let text: StaticString =
            switch zone {
            case .none: ""
            case .z: "Z"
            case .offsetColon: "+00:00"
            case .offsetPlain: "+0000"
            case .utcWord: " UTC"
            }
        target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return text.utf8CodeUnitCount
    }
}
