/// Scores of many sets as text: the same text for the same scores, so that a change is a visible diff.
public struct Scoreboard: Sendable {
    private var lines: [String] = []
    private var calls: [String: [(confidence: Double, isRight: Bool)]] = [:]
    private var sums: [String: (count: Int, f1: Double, precision: Double)] = [:]

    public init() {
        lines = [
            Self.row(
                "set", "names",
                [
                    "items", "right", "wrong", "P", "R", "F1", "key", "primary",
                ])
        ]
    }

    public mutating func add(
        _ name: String, names: String, _ score: Score, reasons: [String: [String]] = [:],
        isDetailed: Bool
    ) {
        lines.append(
            Self.row(
                name, names,
                [
                    String(score.items), String(score.right), String(score.wrong.count),
                    Self.three(score.precision), Self.three(score.recall), Self.three(score.f1),
                    Self.three(score.keys.value), Self.three(score.primaries.value),
                ]))
        calls[names, default: []] += score.calls
        let sum = sums[names] ?? (0, 0, 0)
        sums[names] = (sum.count + 1, sum.f1 + score.f1, sum.precision + score.precision)
        guard isDetailed else { return }
        for line in score.wrong {
            lines.append("  wrong    \(line)")
            for reason in reasons[line] ?? [] { lines.append("             \(reason)") }
        }
        for line in score.missed {
            lines.append("  missed   \(line)")
            for reason in reasons[line] ?? [] { lines.append("             \(reason)") }
        }
        for line in score.wrongKeys { lines.append("  key      \(line)") }
        for line in score.wrongPrimaries { lines.append("  primary  \(line)") }
    }

    /// Means, and how often links of each confidence are right.
    public mutating func close() {
        for (names, sum) in sums.sorted(by: { $0.key < $1.key }) {
            lines.append(
                Self.row(
                    "mean", names,
                    [
                        "", "", "", Self.three(sum.precision / Double(sum.count)), "",
                        Self.three(sum.f1 / Double(sum.count)),
                    ]))
            lines += calibration(calls[names] ?? []).map { "  " + $0 }
        }
    }

    /// `sure 0.9 to 1: 102 of 102 links are right, 0.961 on average`
    private func calibration(_ calls: [(confidence: Double, isRight: Bool)]) -> [String] {
        [(0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)].compactMap { low, high in
            let inside = calls.filter { $0.confidence >= low && $0.confidence < high }
            if inside.isEmpty { return nil }
            let mean = inside.reduce(0) { $0 + $1.confidence } / Double(inside.count)
            let right = inside.filter(\.isRight).count
            return "sure \(low) to \(min(1, high)): \(right) of \(inside.count) are right, "
                + "\(Self.three(mean)) claimed"
        }
    }

    public var text: String { lines.joined(separator: "\n") + "\n" }

    private static func row(_ set: String, _ names: String, _ cells: [String]) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let line = padded(set, 14) + padded(names, 9) + cells.map { padded($0, 8) }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Three digits, never rounded up to 1 from below.
    static func three(_ share: Double) -> String {
        let thousandths = Int(share * 1000 + (share < 0.9995 ? 0.5 : 0.0001))
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
