import Columns

/// A time zone as its transitions, so that the engine needs no tzdata of its own: the shell reads them.
///
/// Local times that the zone skips or repeats are resolved in one stated way. A skipped time (spring forward)
/// is read with the offset before the gap, so 02:30 becomes 03:30; a repeated time (fall back) is the
/// earlier of its two instants. A date is the time from its midnight to the next date's midnight.
public struct ZoneTable: Sendable {
    public let name: String
    /// Seconds since the epoch (UTC), ascending, at which the offset changes.
    public let transitions: [Int64]
    /// Seconds east of UTC; `offsets[0]` holds before the first transition, `offsets[i + 1]` from `transitions[i]`.
    public let offsets: [Int32]

    public init(name: String, transitions: [Int64], offsets: [Int32]) {
        precondition(offsets.count == transitions.count + 1)
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
    }

    public static let utc = ZoneTable(name: "UTC", transitions: [], offsets: [0])

    /// The offset in force at an instant.
    ///
    /// - Parameter seconds: seconds since the epoch, UTC.
    /// - Returns: seconds east of UTC.
    public func offset(at seconds: Int64) -> Int32 { offsets[period(at: seconds)] }

    /// The index into `offsets` in force at an instant: the number of transitions at or before it.
    func period(at seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The wall clock at an instant, as microseconds since 1970-01-01T00:00 on that clock.
    ///
    /// - Parameter time: microseconds since the epoch, UTC.
    public func local(utc time: Int64) -> Int64 {
        time &+ Int64(offset(at: time.floorDivided(by: 1_000_000))) &* 1_000_000
    }

    /// The instant at which the wall clock shows `local`; see the type for skipped and repeated times.
    ///
    /// - Parameter local: microseconds since 1970-01-01T00:00 on the wall clock.
    public func utc(local: Int64) -> Int64 {
        let seconds = local.floorDivided(by: 1_000_000)
        // Offsets stay within a day, so only the periods in force a day either side can hold the instant.
        var period = self.period(at: seconds &- 93_600)
        let last = self.period(at: seconds &+ 93_600)
        while period < last {
            // The first period that has not ended when its own clock shows `local` holds the earlier
            // instant; in a gap it is the period after, whose clock is already past `local`.
            let candidate = seconds &- Int64(offsets[period])
            if candidate < transitions[period] { break }
            let next = seconds &- Int64(offsets[period + 1])
            if next < transitions[period] { break }
            period += 1
        }
        return local &- Int64(offsets[period]) &* 1_000_000
    }

    /// The instant at which a date begins: its midnight, or the end of the gap that swallowed it.
    ///
    /// - Parameter date: days since 1970-01-01.
    public func start(of date: Int32) -> Int64 {
        utc(local: Int64(date) &* Calendar.microsecondsPerDay)
    }

    /// The date whose time from start to next start holds the instant; days since 1970-01-01.
    public func date(at time: Int64) -> Int32 {
        let date = Int32(
            clamping: local(utc: time).floorDivided(by: Calendar.microsecondsPerDay))
        // A clock that falls back across midnight shows the day before once more.
        return date < Int32.max && time >= start(of: date + 1) ? date + 1 : date
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, by a positive divisor.
    @inline(__always)
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
