import Foundation

/// What one task took, as the line that a runner reads.
struct Result {
    var laps: [Lap]
    var rows: Int
    var sum: UInt64?
    var first: Double?
    var loading: Double?
    /// What finding the links took, before the first answer.
    var linking: Double?
    /// Of each other literal, what it took the one time it was asked.
    var others: [Answered] = []

    struct Answered {
        let lap: Lap
        let rows: Int
        let sum: UInt64
    }

    var line: String {
        let list = { (values: [Double]) in
            "[" + values.map { String(format: "%.6f", $0) }.joined(separator: ",") + "]"
        }
        var parts = [
            "\"wall\":\(list(laps.map(\.wall)))", "\"cpu\":\(list(laps.map(\.cpu)))",
            "\"rows\":\(rows)",
        ]
        if let sum { parts.append("\"sum\":\"\(sum)\"") }
        if let first { parts.append(String(format: "\"first\":%.6f", first)) }
        if let loading { parts.append(String(format: "\"load_s\":%.6f", loading)) }
        if let linking { parts.append(String(format: "\"links_s\":%.6f", linking)) }
        if !others.isEmpty {
            parts.append("\"others\":\(list(others.map(\.lap.wall)))")
            parts.append("\"others_cpu\":\(list(others.map(\.lap.cpu)))")
            parts.append("\"others_rows\":[\(others.map { "\($0.rows)" }.joined(separator: ","))]")
            parts.append(
                "\"others_sums\":[\(others.map { "\"\($0.sum)\"" }.joined(separator: ","))]")
        }
        parts.append("\"peak\":\(peakMemory())")
        return "BENCH {" + parts.joined(separator: ",") + "}"
    }
}
