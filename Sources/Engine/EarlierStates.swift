import BoardLanguage
import Columns

/// Which kept state is meant: the last one at or before a moment, or the last of a name.
public enum EarlierMoment: Sendable, Equatable {
    /// Microseconds since 1970.
    case time(Int64)
    case name(String)
}

/// An object as it was when a state was kept.
public struct EarlierObject: Sendable {
    /// Under its present name.
    public var table: Table
    /// The state's number in the workspace.
    public var state: Int64
    /// When it was kept, microseconds since 1970.
    public var taken: Int64
    /// What the state is called: `sync`, or as a person named it.
    public var label: String
    /// Why its load was not complete, as a clause; nil when it was.
    public var incomplete: String?

    public init(
        table: Table, state: Int64, taken: Int64, label: String, incomplete: String? = nil
    ) {
        self.table = table
        self.state = state
        self.taken = taken
        self.label = label
        self.incomplete = incomplete
    }
}

/// Objects as they were at earlier times: what `OBJECT at TIME` reads.
public struct EarlierStates: Sendable {
    /// Why there is no such object at that time.
    public struct Absence: Error, Sendable {
        public let message: String
        public let help: String?

        public init(message: String, help: String? = nil) {
            self.message = message
            self.help = help
        }
    }

    let find: @Sendable (ObjectName, EarlierMoment) throws(Absence) -> EarlierObject

    public init(
        find: @escaping @Sendable (ObjectName, EarlierMoment) throws(Absence) -> EarlierObject
    ) {
        self.find = find
    }
}

extension BoardRunner {
    /// The moment that a text names: a time, a date's midnight, or so long ago (`7d`, `7d ago`); nil for
    /// anything else.
    public func instant(_ text: String) -> Int64? {
        guard var expression = try? parseExpression(text) else { return nil }
        if case .literal(.duration) = expression.kind {
            expression = Expression(.ago(expression), span: expression.span)
        }
        let binder = Binder(environment: environment, source: SourceText(text: text, path: nil))
        let bound = try? binder.bind(expression, in: Scope(rowName: "this board"))
        return bound.flatMap(binder.instant)
    }
}
