import Glibc

/// How fast one kernel is on one path, beside a plain way to the same end.
struct Measurement {
    enum Unit: String {
        case gigabytes = "GB/s"
        case nanoseconds = "ns"
    }

    let kernel: String
    /// The instructions: `AVX2`, `SSE2`, `portable`; `Swift` where there is one way only.
    let path: String
    let unit: Unit
    let value: Double
    let peer: String
    let peerValue: Double

    var row: String {
        [
            Self.pad(kernel, 34), Self.pad(path, 10),
            Self.pad(Self.text(value), 8, isNumber: true) + " \(unit.rawValue)",
            Self.pad(Self.text(peerValue), 10, isNumber: true) + " \(peer)",
        ].joined(separator: "  ")
    }

    var json: String {
        "KERNEL {\"kernel\":\"\(kernel)\",\"path\":\"\(path)\",\"unit\":\"\(unit.rawValue)\","
            + "\"value\":\(Self.text(value)),\"peer\":\"\(peer)\","
            + "\"peer_value\":\(Self.text(peerValue))}"
    }

    /// Two digits behind the point.
    static func text(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func pad(_ text: String, _ width: Int, isNumber: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isNumber ? space + text : text + space
    }
}

/// Where results go that nobody reads, so that no loop is left out as useless.
final class Sink {
    private(set) var sum: UInt64 = 0

    func take(_ value: UInt64) { sum &+= value }
    func take(_ value: Int) { sum &+= UInt64(truncatingIfNeeded: value) }
}

/// Seconds of the quickest of several runs of `work`: other programs only ever add to a time.
func quickest(runs: Int = 15, _ work: () -> Void) -> Double {
    var best = Double.infinity
    for _ in 0..<runs {
        let start = now()
        work()
        best = min(best, now() - start)
    }
    return best
}

private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
