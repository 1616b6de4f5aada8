import Columns
import Correlation

/// An action stage with its names resolved: where each row's records and inputs come from.
struct ActionBinding: Sendable {
    let signature: ActionSignature
    /// In the order of the signature's roles; nil where the row gives none and none is named.
    let targets: [TargetSource?]
    let inputs: [(name: String, kind: ActionSignature.Input.Kind, value: BoundExpression)]
    /// `("a", "b")` for an input that takes a list.
    let lists: [String: [String]]
    let secrets: [String: SecretReference]
    let missing: [BoundAction.Missing]
    let place: Place
}

/// Where the record of a role comes from.
struct TargetSource: Sendable {
    enum Base: Sendable {
        /// The record of a slot of the frame.
        case slot(Int)
        /// The same record for every row, by its name.
        case named(Int32)
    }

    let role: ActionSignature.Role
    /// The role's object.
    let table: Table
    /// Where the object has ids, and the names that a person knows its records by.
    let columns: Columns
    let base: Base
    /// To-one links from the base's record to the role's.
    var routes: [Route] = []
    /// How the base's slot was itself found, nearest first.
    var walks: [Walk] = []

    struct Columns: Sendable {
        let id: Int?
        /// The one that is shown first.
        let names: [Int]
    }

    /// A walk that `expand` or `reconcile` made.
    struct Walk: Sendable {
        let from: Int
        let to: Int
        let route: Route
        let isStarred: Bool
    }
}

extension Hop {
    /// Whether some of its matches rest on a person's name.
    var mayBeWeak: Bool { link.isWeak || link.rules.contains { $0.kind == .name } }
}
