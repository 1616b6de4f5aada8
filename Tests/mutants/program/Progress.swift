import Foundation
import Glibc
import LoadChecks
import Synchronization

/// How the files ended that were tried so far, and what each worker is at.
///
/// A worker's present file is on the disk before it is loaded, so that it is there after a crash.
final class Progress: Sendable {
    static let secondsMax = 20.0
    static let failuresMax = 20
    /// Many times what the largest sample takes.
    static let memoryMax = 256 << 20

    struct Counts {
        var loaded = 0
        var refused = 0
        var rows = 0
        var slowest = 0.0
        var failures: [String] = []
        fileprivate var current: [(title: String, since: Double)?]
    }

    let folder: String
    private let files: [Int32]
    private let state: Mutex<Counts>

    init(folder: String, workers: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        files = (0..<workers).map {
            open("\(folder)/current-\($0)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        state = Mutex(Counts(current: Array(repeating: nil, count: workers)))
    }

    var counts: Counts { state.withLock { $0 } }

    /// The bytes that the process held at its peak.
    ///
    /// `ru_maxrss` counts what the process that started this one held as well, so the kernel's own line
    /// for this program is read first.
    static var peakBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
            if let kibibytes, let count = Int(kibibytes) { return count << 10 }
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func begin(_ title: String, _ bytes: [UInt8], worker: Int) {
        _ = pwrite(files[worker], bytes, bytes.count, 0)
        ftruncate(files[worker], off_t(bytes.count))
        let now = Self.now
        state.withLock { $0.current[worker] = (title, now) }
    }

    func end(_ verdict: Check.Verdict, _ bytes: [UInt8], worker: Int) {
        let now = Self.now
        state.withLock { state in
            guard let (title, since) = state.current[worker] else { return }
            state.current[worker] = nil
            state.slowest = max(state.slowest, now - since)
            switch verdict {
            case .refused: state.refused += 1
            case .loaded(let rows):
                state.loaded += 1
                state.rows += rows
            case .wrong(let reason):
                let file = "\(folder)/failure-\(state.failures.count)"
                try? Data(bytes).write(to: URL(fileURLWithPath: file))
                state.failures.append("\(title): \(reason) (kept as \(file))")
            }
        }
    }

    /// Ends the process when a file takes longer than it may; it is kept.
    func watch() {
        let now = Self.now
        let late = state.withLock { state in
            state.current.enumerated().first { now - ($0.element?.since ?? now) > Self.secondsMax }
        }
        if let late, let current = late.element {
            print(
                "\(current.title) takes more than \(Self.secondsMax) s: \(folder)/current-\(late.offset)"
            )
            exit(3)
        }
    }
}
