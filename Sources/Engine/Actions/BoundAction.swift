import Columns

/// What an action stage asks for: the action and, for every row, the records it is to act on and its inputs.
///
/// It is a wish and changes nothing: a plan is made of it, which a person reads.
public struct BoundAction: Sendable {
    /// The live tool, and the action's name in lower case.
    public var tool: String
    public var name: String
    public var rows: [Row]
    /// Secrets are references until a call needs them, and the same for all rows.
    public var secrets: [String: SecretReference]
    /// Roles and inputs that neither the board nor the row gives, in the action's order.
    public var missing: [Missing]
    /// Rows whose target another row has too; they are left out of `rows`.
    public var repeatedCount: Int

    /// One target with its inputs, in the order of the board's rows.
    public struct Row: Sendable, Equatable {
        /// What the person saw of the row: its first column.
        public var label: String
        /// In the order of the action's roles; without those that were not found.
        public var records: [Record]
        public var inputs: [String: ActionValue]
        /// Why the row is left alone, as a clause: `no okta.users record`.
        public var skipped: String?
    }

    public struct Record: Sendable, Equatable, Hashable {
        public var role: String
        public var id: String
        public var name: String
    }

    public struct Missing: Sendable, Equatable {
        public var name: String
        public var isSecret: Bool
        /// `a text`, `one of okta.groups`.
        public var what: String
        /// Why the row does not give it; nil for an input.
        public var reason: String?
    }

    /// One line for a script, which nobody can be asked in: names all that is missing.
    public var missingSentence: String? {
        guard let first = missing.first else { return nil }
        if missing.count == 1, let reason = first.reason { return reason }
        let names = missing.map { "'\($0.name)'" }
        return "'\(name)' lacks "
            + (names.count == 1
                ? names[0] : names.dropLast().joined(separator: ", ") + " and \(names.last ?? "")")
    }
}

/// One value of a row for an input.
public enum ActionValue: Sendable, Equatable {
    case text(String)
    case flag(Bool)
    case whole(Int64)
    case number(Double)
    case list([String])
}

/// Where a secret is taken from when a call needs it.
public enum SecretReference: Sendable, Equatable, Hashable {
    case environment(String)
    case file(String)
    /// A new one for every target.
    case generated

    /// As a board writes it, which is all that plans and journals hold.
    public var text: String {
        switch self {
        case .environment(let name): "secret(\"env:\(name)\")"
        case .file(let path): "secret(\"file:\(path)\")"
        case .generated: "secret(generate)"
        }
    }
}
