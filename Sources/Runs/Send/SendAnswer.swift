import Okta

/// What a receiver's answer says of the row that it was sent.
///
/// Nothing is known of a receiver but HTTP: there is no state to read that could tell whether a row has arrived.
struct SendAnswer: Sendable, Equatable {
    var outcome: StepOutcome
    /// Why the rows behind it are not sent; nil when it says nothing about them.
    var stop: RunStop?

    init(_ answer: Answer) {
        let status = answer.status
        func failed(_ detail: String) -> StepOutcome {
            StepOutcome(.failed, detail, code: String(status))
        }
        switch status {
        case 200..<300: outcome = StepOutcome(.done, code: String(status))
        case 300..<400:
            let why = "the receiver answered \(status), and redirects are not followed"
            outcome = failed(why)
            stop = .unreachable(why)
        case 400, 409, 413, 415, 422:
            // About this body: the next may do.
            outcome = failed("the receiver refused it with \(status)")
        case 408, 500...:
            let why = "the receiver answered \(status)"
            outcome = StepOutcome(
                .unknown, "\(why): whether it took the row is not known, so it is not sent again",
                code: String(status))
            stop = .unreachable(why)
        case 429:
            let seconds = answer.value(of: "Retry-After").flatMap { Int($0) }
            let wait = seconds.flatMap { (1...86_400).contains($0) ? " for \($0) s" : nil } ?? ""
            outcome = failed("the receiver takes no more\(wait) (429)")
            stop = .unreachable(outcome.detail)
        default:
            // A wrong address or password, which is as wrong for the next row.
            let why = "the receiver refused it with \(status)"
            outcome = failed(why)
            stop = .unreachable(why)
        }
    }

    init(_ error: TransportError) {
        stop = .unreachable(error.sentence)
        outcome =
            error.leavesOutcomeUnknown
            ? StepOutcome(
                .unknown,
                "\(error.sentence): whether it arrived is not known, so it is not sent again")
            : StepOutcome(.failed, error.sentence)
    }
}
