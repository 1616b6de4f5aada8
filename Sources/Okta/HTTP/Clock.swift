import Glibc

/// Time for a client: an argument, so that tests wait for nothing.
public protocol OktaClock: Sendable {
    /// Nanoseconds from any start; never goes back.
    var monotonic: UInt64 { get }
    /// Seconds since 1970 of this machine, which may be wrong; never used to judge the server's times.
    var epochSeconds: Int64 { get }
    /// - Throws: `CancellationError` when the task was cancelled meanwhile.
    func sleep(nanoseconds: UInt64) async throws
}

/// The machine's own clock.
public struct SystemClock: OktaClock {
    public init() {}

    public var monotonic: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    public var epochSeconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }

    public func sleep(nanoseconds: UInt64) async throws {
        try await Task.sleep(nanoseconds: nanoseconds)
    }
}

/// Where jitter comes from: a number from 0 up to, but not including, 1.
public typealias RandomSource = @Sendable () -> Double

extension UInt64 {
    /// Seconds as nanoseconds; negative and endless ones are none and a year.
    init(seconds: Double) {
        self = UInt64(Swift.max(0, Swift.min(seconds, 31_536_000)) * 1_000_000_000)
    }
}
