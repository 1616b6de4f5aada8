import Glibc

/// What one piece of work took.
struct Lap {
    /// Seconds.
    let wall: Double
    /// Seconds of all threads.
    let cpu: Double

    static func of(_ work: () throws -> Void) rethrows -> Lap {
        let (wall, cpu) = (Self.wall(), Self.cpu())
        try work()
        return Lap(wall: Self.wall() - wall, cpu: Self.cpu() - cpu)
    }

    private static func wall() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func cpu() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}

/// The most memory that this process has held, MiB.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return Int(usage.ru_maxrss) / 1024
}
