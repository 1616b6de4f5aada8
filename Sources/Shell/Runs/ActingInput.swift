import Runs

/// What somebody said about the actions of a command, besides the board.
public struct ActingInput: Sendable {
    /// `--apply`: the plan is carried out and not only shown.
    public var applies = false
    /// `--confirm N`: how many targets the person expects.
    public var count: Int?
    /// `--why`: a ticket, for the journal.
    public var why = ""
    /// `--include-self`: the token's own user and the last super admin are acted on too.
    public var includesSelf = false
    /// `--accept-weak`: targets may be found by a match of names alone.
    public var acceptsWeak = false
    /// `--secrets-to`: where secrets go that Okta gives back; shown once when nil.
    public var secretsFile: String?
    /// `-o`: the plan is written there and nothing else is done.
    public var planFile: String?
    /// `cork plan`: nothing is carried out.
    public var onlyPlans = false
    /// An existing plan file is replaced.
    public var replacesFile = false

    public init() {}
}

/// What a plan is made for.
struct Intention {
    var deed: Deed
    var wanted: [Planner.Wanted]
    /// The board's text; empty for an action that stands alone.
    var board = ""
    /// The run that it takes back.
    var undoes: Int64?
    var connection: Connection
    /// Lines that a person should read with the plan.
    var notes: [String] = []
}
