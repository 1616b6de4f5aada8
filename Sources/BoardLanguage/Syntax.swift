/// What a parser makes of a file or a line, before any name is looked up.
///
/// Every node carries the span it came from. Nothing here knows what objects, fields, functions or
/// actions exist.
public struct SourceFile: Sendable {
    public var statements: [Statement]
    public var board: Board?

    public init(statements: [Statement], board: Board?) {
        self.statements = statements
        self.board = board
    }
}

/// A name as written. `text` is without backticks; `isQuoted` says that it stood in them.
public struct Name: Hashable, Sendable {
    public var text: String
    public var isQuoted: Bool
    public var span: Span

    public init(_ text: String, isQuoted: Bool = false, span: Span) {
        self.text = text
        self.isQuoted = isQuoted
        self.span = span
    }
}

/// `okta.users`, as the names between the dots.
public struct ObjectPath: Hashable, Sendable {
    public var names: [Name]
    public var span: Span

    public init(names: [Name], span: Span) {
        self.names = names
        self.span = span
    }
}

// MARK: - Boards

/// `source { "|" stage }`
public struct Board: Sendable {
    public var source: Source
    public var stages: [Stage]
    public var span: Span

    public init(source: Source, stages: [Stage], span: Span) {
        self.source = source
        self.stages = stages
        self.span = span
    }
}

public enum Source: Sendable {
    /// `okta.users` or `okta.users at 90d ago`.
    case object(ObjectPath, at: Expression?)
    /// `@stale(days: 30d)`.
    case saved(SavedReference)

    public var span: Span {
        switch self {
        case .object(let path, let at): at.map { path.span.to($0.span) } ?? path.span
        case .saved(let reference): reference.span
        }
    }
}

public struct SavedReference: Sendable {
    public var name: Name
    public var inputs: [Input]
    public var span: Span

    public init(name: Name, inputs: [Input], span: Span) {
        self.name = name
        self.inputs = inputs
        self.span = span
    }
}

/// `group: "Contractors"`; the name is an object path because an action's input may be dotted.
public struct Input: Sendable {
    public var name: ObjectPath
    public var value: Expression

    public init(name: ObjectPath, value: Expression) {
        self.name = name
        self.value = value
    }
}

public struct Stage: Sendable {
    public var kind: StageKind
    /// From the stage word to its end.
    public var span: Span

    public init(_ kind: StageKind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

public enum StageKind: Sendable {
    case `where`(Expression)
    case with([Item])
    case show([Item])
    case hide([Path])
    case sort([SortKey])
    case take(count: Expression, per: [Expression])
    /// `aggregates` is nil without a colon: the group then counts.
    case group(keys: [Item], aggregates: [Item]?)
    /// `keepsEmpty` is the `?`.
    case expand(Path, keepsEmpty: Bool)
    case reconcile(ReconcileSource, name: Name?, by: ObjectPath?)
    case append(AppendSource)
    case expect(Expectation)
    case export(file: Expression, replaces: Bool)
    case send(url: Expression, body: Input?)
    /// The longest run of bare words, then inputs: `add user to group group: "Contractors"`.
    case action(words: [Name], inputs: [Input])
}

/// One element of `with`, `show` or `group`.
public enum Item: Sendable {
    case all(Span)
    case expression(name: Name?, Expression)

    public var span: Span {
        switch self {
        case .all(let span): span
        case .expression(let name, let expression):
            name.map { $0.span.to(expression.span) } ?? expression.span
        }
    }
}

public struct SortKey: Sendable {
    public var expression: Expression
    public var isDescending: Bool

    public init(expression: Expression, isDescending: Bool) {
        self.expression = expression
        self.isDescending = isDescending
    }
}

public enum ReconcileSource: Sendable {
    case source(Source)
    case board(Board)
}

public enum AppendSource: Sendable {
    case saved(SavedReference)
    case board(Board)
}

public enum Expectation: Sendable {
    case none(Span)
    case some(Span)
    case expression(Expression)
}

// MARK: - Expressions

public struct Expression: Sendable {
    public indirect enum Kind: Sendable {
        case literal(Literal)
        /// `$days`
        case parameter(Name)
        case path(Path)
        /// `now`, `today`
        case now
        case today
        /// A board in parentheses, or `@saved`, standing for its rows.
        case set(SetExpression)
        case call(name: Name, arguments: [Expression])
        /// `count(okta.users | where …)`: an aggregate whose one argument is a board.
        case boardCall(name: Name, board: Board)
        /// `(a, b, c)`; a single parenthesised expression is `.group`.
        case list([Expression])
        case group(Expression)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression, operator: Span)
        /// `90d ago`
        case ago(Expression)
        /// `avg(n) per title`: an aggregate over the rows that share these keys. Several keys come as a list.
        case per(Expression, keys: [Expression])
    }

    public var kind: Kind
    public var span: Span

    public init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

public enum SetExpression: Sendable {
    case board(Board)
    case saved(SavedReference)
}

public enum Literal: Sendable, Hashable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since the epoch, UTC; a time without a zone is read in the board's time zone later,
    /// so `hasZone` is kept.
    case time(Int64, hasZone: Bool)
    case duration(Duration)
    case regex(String)
}

/// A duration as written: `90d` is microseconds, `2mo` and `1y` are calendar months.
public struct Duration: Sendable, Hashable {
    public var microseconds: Int64
    public var months: Int32

    public init(microseconds: Int64, months: Int32) {
        self.microseconds = microseconds
        self.months = months
    }
}

public enum UnaryOperator: String, Sendable {
    case negate = "-"
    case not
    case has
    case no
}

public enum BinaryOperator: String, Sendable {
    case or, and
    case equal = "="
    case notEqual = "!="
    case exactlyEqual = "=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case matches = "~"
    case notMatches = "!~"
    case `in`
    case notIn = "not in"
    case coalesce = "??"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

/// `manager*.login`, `jira.issues[by reporter, status = "Open"].key`
public struct Path: Sendable {
    public var segments: [Segment]
    public var span: Span

    public init(segments: [Segment], span: Span) {
        self.segments = segments
        self.span = span
    }
}

public struct Segment: Sendable {
    public var name: Name
    /// `manager*`: every record on the way, nearest first.
    public var isStarred: Bool
    /// `[by reporter, status = "Open"]`; both nil when there are no brackets.
    public var by: ObjectPath?
    public var condition: Expression?

    public var hasBrackets: Bool { by != nil || condition != nil }

    public init(
        name: Name, isStarred: Bool = false, by: ObjectPath? = nil, condition: Expression? = nil
    ) {
        self.name = name
        self.isStarred = isStarred
        self.by = by
        self.condition = condition
    }
}

// MARK: - Statements

public struct Statement: Sendable {
    public var kind: StatementKind
    public var span: Span

    public init(_ kind: StatementKind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

public enum StatementKind: Sendable {
    case parameter(name: Name, type: Name, value: Expression?)
    case binding(name: Name, board: Board)
    /// `link LEFT = RIGHT [as NAME]`; weak with `~`.
    case link(left: LinkSide, right: LinkSide, isWeak: Bool, name: Name?)
    case unlink(left: LinkSide, right: LinkSide)
    /// `primary hris.employees = employee_number`
    case primary(object: ObjectPath, field: ObjectPath)
    /// `source x.y = "f.csv" (delimiter: ";", header: 3)`
    case source(object: ObjectPath, file: Expression, options: [Input])
    case skip(pattern: Expression)
    case queries(folder: Expression)
    case connect(tool: Name, organisation: Expression, name: Name?, insteadOfFiles: Bool)
    case same(SameSide, SameSide)
    case different(SameSide, SameSide)
    /// `allow PATTERN`, `deny PATTERN`: words with `*` for any.
    case allow(words: [Name])
    case deny(words: [Name])
    case timezone(Expression)
    case now(Expression)
    /// An action that needs no row: `add group name: "Contractors"`.
    case action(words: [Name], inputs: [Input])
}

/// `okta.users.email`, or an expression over the object: `okta.groups capture(name, /x/)`.
public struct LinkSide: Sendable {
    /// The whole dotted path; without an expression its tail is the field.
    public var path: ObjectPath
    public var expression: Expression?

    public init(path: ObjectPath, expression: Expression?) {
        self.path = path
        self.expression = expression
    }
}

/// `okta.users "ada@acme.com"`
public struct SameSide: Sendable {
    public var object: ObjectPath
    public var record: Expression

    public init(object: ObjectPath, record: Expression) {
        self.object = object
        self.record = record
    }
}
