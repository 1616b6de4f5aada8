import BoardLanguage
import Columns

/// A board's answer.
public struct BoardResult: Sendable {
    /// Columns under the headings a person sees; the primary field is first.
    public var table: Table
    /// Positions of the columns that the board names: what `with`, `show` and `group` made, and fields that
    /// a condition or an order rests on.
    public var namedColumns: Set<Int> = []
    /// The facts a reader must know to trust the table, in order: row counts, links crossed with their match
    /// rates, counts of missing and ambiguous values, incomplete sources.
    public var footer: [String]
    /// Set when the board ends in `expect`.
    public var expectation: ExpectationOutcome?
    /// Set when the board ends in `export`.
    public var export: ExportRequest?
    /// Set when the board ends in `send`; nothing has left yet.
    public var send: SendRequest?
    /// Set when the board ends in an action, which has changed nothing.
    public var action: BoundAction?
    /// Rows before any head-and-tail cut; and of the board's object, for `42 of 1,318 users`.
    public var sourceRowCount: Int
    /// True when the answer depends on `now`, `today`, `ago` or `age`.
    public var readsClock = false
    /// True when the board crossed an object whose load is incomplete.
    public var isIncomplete: Bool
    /// What tells the rows apart, where the environment asks for it; nil too when nothing does.
    public var key: RowKey?
}

public struct ExpectationOutcome: Sendable {
    public var isMet: Bool
    /// `expected none, found 3`
    public var sentence: String
}

public struct ExportRequest: Sendable {
    public var file: String
    public var replaces: Bool
}

public struct SendRequest: Sendable {
    /// As the board has it: a URL, or `env:NAME` for the variable that holds one.
    public var address: String
    /// What is sent of each row, missing where there is nothing; nil when rows are sent as they are shown.
    public var texts: Column?
}

/// A diagnostic with the text that its span points into: the line typed, or a saved board's file.
public struct BoardError: Error, Sendable {
    public enum Kind: Sendable {
        /// The board does not parse or bind (exit status 3).
        case board
        /// It failed while running (exit status 1): overflow, a list where one value is needed.
        case run
        case cancelled
    }
    public var kind: Kind
    public var diagnostic: Diagnostic
    public var text: String
    /// nil for what was typed.
    public var path: String?

    public init(kind: Kind, diagnostic: Diagnostic, text: String, path: String?) {
        self.kind = kind
        self.diagnostic = diagnostic
        self.text = text
        self.path = path
    }
}
