import Actions
import Okta

/// Rows on their way to a webhook, as a plan and as a run's steps: the words of `send`.
public enum Sending {
    /// Stands where an action's name stands in plans, permissions and the journal.
    public static let name = "send"
    /// The input that holds what leaves.
    static let body = "body"
    /// The secret that holds where it goes, when the board names a variable.
    public static let address = "address"

    /// Bytes of one row's body; receivers take some tens of thousands.
    public static let bodyBytesMax = 1 << 20

    /// One row of a plan.
    ///
    /// - Parameters:
    ///   - number: the row's, from 1 on.
    ///   - name: what a person knows the row by.
    ///   - json: checked JSON; nil when there is nothing to send of this row.
    public static func step(_ number: Int, name: String, json: [UInt8]?) -> PlannedStep {
        let target = ActionTarget(records: [
            .init(role: "row", id: String(number), name: name)
        ])
        guard let json else {
            return PlannedStep(
                target: target, facts: [], verdict: .skips("its body is missing"))
        }
        guard json.count <= bodyBytesMax else {
            return PlannedStep(
                target: target, facts: [],
                verdict: .refuses("it has \(json.count >> 10) KiB, and 1,024 are sent at most"))
        }
        let noun = json.count == 1 ? "byte" : "bytes"
        return PlannedStep(
            target: target, facts: [],
            verdict: .does(effect: "sent, \(json.count) \(noun)", losses: [], undo: nil),
            deed: Deed(Self.name, [body: .json(json)]))
    }

    /// What leaves for a row; nil for one that is not sent.
    public static func json(of step: PlannedStep) -> [UInt8]? {
        guard step.verdict.isDone, case .json(let bytes)? = step.deed?.inputs[body] else {
            return nil
        }
        return bytes
    }
}
