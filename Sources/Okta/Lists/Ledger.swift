/// How complete one reading of one object is, and why not where it is not.
///
/// "Unknown is not false": boards on an object that is not complete say so, so every way of losing rows ends
/// here with its reason.
public struct Ledger: Sendable {
    /// A part that is not, or not wholly, there.
    public struct Shortfall: Sendable, Equatable {
        public let part: String
        public let reason: String
    }

    /// A part where Okta's own count is not that of the rows that came, after a second look at the count.
    public struct Difference: Sendable, Equatable {
        public let part: String
        public let expected: Int
        public let rows: Int
    }

    public let list: String
    public let scope: String
    public internal(set) var calls = 0
    public internal(set) var pages = 0
    public internal(set) var rows = 0
    /// Rows that came again, on pages that overlap, and were left out.
    public internal(set) var duplicates = 0
    /// Parts to read, and those that were read to their end, earlier readings included.
    public internal(set) var parts = 0
    public internal(set) var partsComplete = 0
    /// Parts whose stored cursor Okta no longer took: read again from their start.
    public internal(set) var restarts = 0
    /// The credential may not read this, as Okta said it; nil when it may.
    public internal(set) var refusal: String?
    /// The org does not have this object; nil when it does.
    public internal(set) var absence: String?
    public internal(set) var shortfalls: [Shortfall] = []
    public internal(set) var differences: [Difference] = []
    /// Facts that take nothing away: a policy type that the org does not own, a parent deleted meanwhile.
    public internal(set) var remarks: [Shortfall] = []
    /// The server's clock, seconds since 1970, at the first and last answer.
    public internal(set) var startSeconds: Int64?
    public internal(set) var endSeconds: Int64?

    init(_ list: ObjectList) {
        self.list = list.name
        scope = list.scope
    }

    public enum State: Sendable, Equatable {
        case complete
        /// The org does not have the object, so there is nothing to miss.
        case absent(String)
        case incomplete(String)
    }

    public var state: State {
        if let absence { return .absent(absence) }
        if let refusal { return .incomplete("not allowed (\(scope)): \(refusal)") }
        if let first = shortfalls.first {
            let more = shortfalls.count > 1 ? " (and \(shortfalls.count - 1) more)" : ""
            let part = first.part.isEmpty ? "" : "\(first.part): "
            return .incomplete(part + first.reason + more)
        }
        if let first = differences.first(where: { $0.rows < $0.expected }) {
            return .incomplete(
                "\(first.part): Okta counts \(first.expected) rows, \(first.rows) came")
        }
        if partsComplete < parts {
            return .incomplete("\(partsComplete) of \(parts) lists were read")
        }
        return .complete
    }

    public var isComplete: Bool { state == .complete }
}
