import Render
import Runs

/// Shows a person how far a run has come.
final class RunPainter {
    private let configuration: SessionConfiguration
    private let isQuiet: Bool
    private let control: RunControl
    private let start: UInt64
    private var lastPaint: UInt64 = 0
    private var isPainted = false

    /// Nanoseconds between two pictures, and before the first.
    private static let interval: UInt64 = 100_000_000
    private static let patience: UInt64 = 500_000_000

    init(_ configuration: SessionConfiguration, isQuiet: Bool, control: RunControl) {
        self.configuration = configuration
        self.isQuiet = isQuiet
        self.control = control
        start = configuration.stopwatch()
    }

    func tell(_ line: String) {
        if isQuiet { return }
        end()
        configuration.progress?(line)
    }

    func tick() {
        let now = configuration.stopwatch()
        guard !isQuiet, let paint = configuration.paint, now &- start > Self.patience,
            now &- lastPaint > Self.interval
        else { return }
        lastPaint = now
        let counts = control.counts
        var parts = ["\(Phrase.count(counts.ended)) of \(Phrase.count(counts.total)) targets"]
        if counts.failed > 0 { parts.append("\(Phrase.count(counts.failed)) failed") }
        if counts.ended > 0, counts.ended < counts.total {
            let seconds = Double(now &- start) / 1e9 / Double(counts.ended)
            let left = Int((seconds * Double(counts.total - counts.ended)).rounded(.up))
            parts.append(left < 120 ? "\(left) s left" : "\((left + 59) / 60) min left")
        }
        paint(parts.joined(separator: " · ") + " · Ctrl-C stops after those under way")
        isPainted = true
    }

    func end() {
        if isPainted { configuration.paint?("") }
        isPainted = false
    }
}
