import BoardLanguage
import Columns
import Correlation

/// All that a board may depend on: the shell makes one per command; the engine reads nothing else.
public struct Environment: Sendable {
    public var catalog: Catalog
    public var links: LinkModel
    /// Saved boards by name, from `queries/` and `let`.
    public var saved: [String: SavedBoard]
    public var context: EvaluationContext
    /// Objects whose load is not complete, with the reason as a clause: `2 rows were refused`.
    public var incomplete: [ObjectName: String]
    /// How old objects of live tools are.
    public var ages: [ObjectName: SourceAge]
    /// The actions a row may feed; none until the product has actions.
    public var actions: [ActionSignature]
    /// Whether a target may be found by a match that only a person's name carries.
    public var acceptsWeakMatches = false
    /// What `OBJECT at TIME` reads; nil where no state is kept.
    public var earlier: EarlierStates?
    /// Answers come with what tells their rows apart, which may take the profiles of all tables.
    public var identifiesRows = false
    /// Key fields that count in place of those that the model finds.
    public var keys: [ObjectName: [String]] = [:]

    public init(
        catalog: Catalog, links: LinkModel, saved: [String: SavedBoard], context: EvaluationContext,
        incomplete: [ObjectName: String] = [:], ages: [ObjectName: SourceAge] = [:],
        actions: [ActionSignature] = [], earlier: EarlierStates? = nil
    ) {
        self.catalog = catalog
        self.links = links
        self.saved = saved
        self.context = context
        self.incomplete = incomplete
        self.ages = ages
        self.actions = actions
        self.earlier = earlier
    }
}

/// How long ago an object was read from a live tool.
public struct SourceAge: Sendable, Equatable {
    /// What boards call the tool.
    public var source: String
    public var microseconds: Int64

    public init(source: String, microseconds: Int64) {
        self.source = source
        self.microseconds = microseconds
    }

    /// `okta 3 h old`
    public var sentence: String { "\(source) \(Self.phrase(microseconds))" }

    /// `3 h old`; `synced just now` below a minute.
    public static func phrase(_ microseconds: Int64) -> String {
        let minutes = microseconds / 60_000_000
        return switch minutes {
        case ..<1: "synced just now"
        case ..<120: "\(minutes) min old"
        case ..<(48 * 60): "\(minutes / 60) h old"
        default: "\(minutes / 1440) days old"
        }
    }
}

/// A saved board: its file parsed, with the text its spans point into.
public struct SavedBoard: Sendable {
    public var name: String
    /// The first comment line.
    public var title: String
    /// From `-- set: access-review`.
    public var set: String?
    public var file: SourceFile
    public var text: String
    /// Where it stands, for error messages: `queries/stale.board`.
    public var path: String

    public init(
        name: String, title: String, set: String?, file: SourceFile, text: String, path: String
    ) {
        self.name = name
        self.title = title
        self.set = set
        self.file = file
        self.text = text
        self.path = path
    }
}
