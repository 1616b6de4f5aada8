/// What an action would do to one target.
public enum Assessment: Sendable, Equatable {
    /// - Parameters:
    ///   - effect: `ACTIVE → DEPROVISIONED`.
    ///   - losses: what cannot be undone, each a clause.
    ///   - inverse: what `undo` does, if anything does.
    case does(effect: String, losses: [String], inverse: Inverse?)
    /// Nothing to do, and why: `already DEPROVISIONED`.
    case skips(String)
    /// Okta would refuse it, and what to do instead.
    case refuses(String)
}

/// Another action that takes the effect back, with the state recorded before as its inputs.
public struct Inverse: Sendable, Equatable {
    /// What the inverse acts on.
    public enum Target: Sendable, Equatable {
        /// The same records.
        case same
        /// What the call made: the record of that role whose id is the answer's `id`, beside the same ones.
        case created(role: String)
    }

    public var action: String
    public var inputs: InputValues
    public var target: Target

    public init(_ action: String, _ inputs: InputValues = [:], target: Target = .same) {
        self.action = action
        self.inputs = inputs
        self.target = target
    }
}

/// One part of a target's state that an assessment rests on: `status` `ACTIVE`.
public struct Fact: Sendable, Equatable, Hashable, Codable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
