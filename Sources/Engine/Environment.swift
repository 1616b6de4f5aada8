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
    /// The actions a row may feed; none until the product has actions.
    public var actions: [ActionSignature]

    public init(
        catalog: Catalog, links: LinkModel, saved: [String: SavedBoard], context: EvaluationContext,
        incomplete: [ObjectName: String] = [:], actions: [ActionSignature] = []
    ) {
        self.catalog = catalog
        self.links = links
        self.saved = saved
        self.context = context
        self.incomplete = incomplete
        self.actions = actions
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

/// What the binder must know of an action: its words and the inputs it takes.
public struct ActionSignature: Sendable {
    public var words: [String]
    public var inputs: [String]

    public init(words: [String], inputs: [String]) {
        self.words = words
        self.inputs = inputs
    }
}
