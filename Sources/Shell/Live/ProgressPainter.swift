import Render
import Sync

/// Shows a person how far a sync has come: one line that is painted over on a terminal, a line per object elsewhere.
final class ProgressPainter {
    private let configuration: SessionConfiguration
    private let isQuiet: Bool
    private let progress: SyncProgress
    private let start: UInt64
    private var lastPaint: UInt64 = 0
    private var isPainted = false

    /// Nanoseconds between two pictures.
    private static let interval: UInt64 = 100_000_000
    /// Nothing is painted for work that is over before anybody looks.
    private static let patience: UInt64 = 500_000_000

    init(_ configuration: SessionConfiguration, isQuiet: Bool, progress: SyncProgress) {
        self.configuration = configuration
        self.isQuiet = isQuiet
        self.progress = progress
        start = configuration.stopwatch()
    }

    func tell(_ line: String) {
        if isQuiet { return }
        clear()
        configuration.progress?(line)
    }

    func tick() {
        if isQuiet { return }
        let finished = progress.takeFinished()
        if configuration.paint == nil {
            for line in finished { configuration.progress?(escapedForTerminal(line)) }
            return
        }
        let now = configuration.stopwatch()
        guard now &- start > Self.patience, now &- lastPaint > Self.interval else { return }
        lastPaint = now
        configuration.paint?(line(now))
        isPainted = true
    }

    func end() {
        tick()
        clear()
    }

    private func clear() {
        if isPainted { configuration.paint?("") }
        isPainted = false
    }

    /// `12,400 rows · 61 of about 250 pages · 1,900 rows/s · 40 s left · users, groups`
    private func line(_ now: UInt64) -> String {
        let state = progress.snapshot
        let seconds = Double(now &- start) / 1e9
        var parts = [Phrase.count(state.rows, "row")]
        if state.pagesLeft > 0 {
            parts.append("\(state.pages) of about \(state.pages + state.pagesLeft) pages")
        } else {
            parts.append(Phrase.count(state.pages, "page"))
        }
        parts.append("\(Phrase.count(Int(Double(state.rows) / max(seconds, 0.001)))) rows/s")
        if state.pages > 0, state.pagesLeft > 0 {
            let left = Int((seconds / Double(state.pages) * Double(state.pagesLeft)).rounded(.up))
            parts.append(left < 120 ? "\(left) s left" : "\((left + 59) / 60) min left")
        }
        parts.append(state.underWay.joined(separator: ", "))
        return parts.joined(separator: " · ")
    }
}
