/// A time zone as its transitions, so that the engine needs no tzdata of its own: the shell reads them.
public struct ZoneTable: Sendable {
    public let name: String
    /// Seconds since the epoch (UTC), ascending, at which the offset changes.
    public let transitions: [Int64]
    /// Seconds east of UTC; `offsets[0]` holds before the first transition, `offsets[i + 1]` from `transitions[i]`.
    public let offsets: [Int32]

    public init(name: String, transitions: [Int64], offsets: [Int32]) {
        precondition(offsets.count == transitions.count + 1)
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
    }

    public static let utc = ZoneTable(name: "UTC", transitions: [], offsets: [0])
}
