import BoardLanguage
import Columns
import Engine
import Ingest

/// `setup.board` as values for the parts that use them: what to read, what is pinned, which clock holds.
///
/// Statements are taken one by one: a wrong one is a problem with its place, and the others still hold.
struct Setup: Sendable {
    static let fileName = "setup.board"

    struct Source: Sendable {
        let object: ObjectName
        let file: String
        let options: SourceOptions
    }

    struct Permission: Sendable {
        let isAllowed: Bool
        let words: [String]
        /// Where it stands: `setup.board:3`, or `this session`.
        let place: String
    }

    var text = ""
    var sources: [Source] = []
    var skips: [String] = []
    /// Folders of saved boards besides `queries/`, relative to the workspace.
    var queryFolders: [String] = []
    var timeZone = ZoneTable.utc
    /// Whether `timezone` was said at all.
    var hasTimeZone = false
    /// Microseconds since the epoch; pins the workspace's clock.
    var now: Int64?
    /// In their order: the last one that fits an action decides.
    var permissions: [Permission] = []
    /// Live tools, by the names that boards call them.
    var connections: [Connection] = []
    /// `let` boards, by name.
    var bindings: [SavedBoard] = []
    /// `link`, `unlink`, `primary`, `same` and `different`, which need the catalog to be understood.
    var pins: [PinStatement] = []
    var problems: [BoardError] = []

    init() {}

    init(text: String, path: String = fileName) {
        self.text = text
        do {
            let file = try parseFile(text)
            for statement in file.statements { apply(statement, text: text, path: path) }
            if let board = file.board {
                problems.append(
                    Self.problem(
                        "a board has no place in \(path)", board.span, text, path,
                        help: "saved boards are files in queries/"))
            }
        } catch {
            problems.append(BoardError(kind: .board, diagnostic: error, text: text, path: path))
        }
    }

    /// Takes one statement in, from the file or typed.
    mutating func apply(_ statement: Statement, text: String, path: String?) {
        do throws(Diagnostic) {
            switch statement.kind {
            case .link, .unlink, .primary, .same, .different:
                pins.append(PinStatement(statement: statement, text: text, path: path))
            case .source(let object, let file, let options):
                sources.append(
                    Source(
                        object: ObjectName(object.names.map(\.text).joined(separator: ".")),
                        file: try Self.text(file), options: try SourceLine.options(options)))
            case .skip(let pattern): skips.append(try Self.text(pattern))
            case .queries(let folder): queryFolders.append(try Self.text(folder))
            case .timezone(let name):
                let text = try Self.text(name)
                guard let zone = TimeZoneFile.load(text) else {
                    throw Diagnostic(
                        "no time zone '\(text)'", at: name.span,
                        help: "names are those of tzdata: \"Europe/Berlin\", \"UTC\"")
                }
                timeZone = zone
                hasTimeZone = true
            case .now(let time): now = try Self.instant(time, zone: timeZone)
            case .allow(let words):
                permissions.append(
                    Permission(
                        isAllowed: true, words: words.map(\.text),
                        place: Self.place(statement.span, text, path)))
            case .deny(let words):
                permissions.append(
                    Permission(
                        isAllowed: false, words: words.map(\.text),
                        place: Self.place(statement.span, text, path)))
            case .binding(let name, let board):
                bindings.removeAll { $0.name == name.text }
                bindings.append(
                    SavedBoard(
                        name: name.text, title: "", set: nil,
                        file: SourceFile(statements: [], board: board), text: text,
                        path: path ?? ""))
            case .connect(let tool, let organisation, let name, let replacesFiles):
                let connection = try Connection(
                    tool: tool, organisation: organisation, name: name,
                    replacesFiles: replacesFiles, span: statement.span)
                if let other = connections.first(where: { $0.name == connection.name }) {
                    throw Diagnostic(
                        "'\(connection.name)' is connected to \(other.org.name) already",
                        at: statement.span, help: "as NAME gives another connection a name")
                }
                connections.append(connection)
            case .parameter(let name, _, _):
                throw Diagnostic(
                    "a parameter has no place in \(path ?? Self.fileName)", at: name.span,
                    help: "param stands in a saved board, queries/NAME.board")
            case .action(let words, _):
                throw Diagnostic(
                    "'\(words.map(\.text).joined(separator: " "))' has no place in "
                        + (path ?? Self.fileName), at: statement.span,
                    help: "an action is typed, or is the last stage of a board")
            }
        } catch {
            problems.append(BoardError(kind: .board, diagnostic: error, text: text, path: path))
        }
    }

    private static func place(_ span: Span, _ text: String, _ path: String?) -> String {
        guard let path else { return "this session" }
        let before = text.utf8.prefix(span.start)
        return "\(path):\(before.count { $0 == UInt8(ascii: "\n") } + 1)"
    }

    private static func problem(
        _ message: String, _ span: Span, _ text: String, _ path: String, help: String?
    ) -> BoardError {
        BoardError(
            kind: .board, diagnostic: Diagnostic(message, at: span, help: help), text: text,
            path: path)
    }

    // MARK: - Literals

    static func text(_ expression: BoardLanguage.Expression) throws(Diagnostic) -> String {
        guard case .literal(.text(let text)) = expression.kind else {
            throw Diagnostic("text is due here", at: expression.span, help: "put it in quotes")
        }
        return text
    }

    /// A date or time literal in microseconds UTC; a date is its midnight, and a time without zone is local.
    static func instant(_ expression: BoardLanguage.Expression, zone: ZoneTable)
        throws(Diagnostic) -> Int64
    {
        let local: Int64
        switch expression.kind {
        case .literal(.time(let time, hasZone: true)): return time
        case .literal(.time(let time, hasZone: false)): local = time
        case .literal(.date(let day)): local = Int64(day) * Calendar.microsecondsPerDay
        default:
            throw Diagnostic(
                "a date or time is due here", at: expression.span,
                help: "such as 2026-08-03 or 2026-08-03T09:00Z")
        }
        return zone.utc(local: local)
    }
}
