import Actions
import BoardLanguage
import Engine
import Render

/// What `.help TOPIC` tells.
enum HelpTopic {
    static let names = ["boards", "stages", "statements", "functions", "types", "keys"]

    /// One stage as it is written, with its meaning.
    static let stages: [(word: String, form: String, meaning: String)] = [
        ("where", "where EXPR", "keep the rows for which it is true"),
        ("with", "with [name =] EXPR, ...", "add columns; later ones may use earlier ones"),
        ("show", "show [name =] EXPR, ...", "choose columns; * is all that are left"),
        ("hide", "hide PATH, ...", "drop columns"),
        ("sort", "sort EXPR [desc], ...", "order rows; missing values last"),
        ("take", "take N [per EXPR, ...]", "the first N rows, or the first N of each group"),
        ("group", "group [KEYS] [: AGGREGATES]", "one row per value; alone it counts"),
        ("expand", "expand PATH[?]", "one row per related record; ? keeps rows without any"),
        (
            "reconcile", "reconcile SOURCE [as NAME] [by LINK]",
            "rows of both sides; side says which have them"
        ),
        ("append", "append (BOARD)", "rows of another board below, columns matched by name"),
        ("expect", "expect none | some | EXPR", "last: a check over the rows"),
        ("export", "export \"x.csv\" [replace]", "last: write the rows to a file"),
        (
            "send", "send \"https://…\" [body: EXPR]",
            "last: each row to a webhook, planned and asked about"
        ),
    ]

    static let statements: [(form: String, meaning: String)] = [
        ("param NAME: TYPE [= VALUE]", "a saved board's parameter, used as $NAME"),
        ("let NAME = BOARD", "a board used as @NAME"),
        ("link OBJECT.FIELD = OBJECT.FIELD [as NAME]", "pin a link; ~ instead of = links weakly"),
        ("unlink OBJECT.FIELD = OBJECT.FIELD", "forbid a link"),
        ("primary OBJECT = FIELD", "the field a person recognises a record by"),
        (
            "source OBJECT = \"FILE\" (delimiter: \";\", header: 3)",
            "a file under a name of its own"
        ),
        ("skip \"PATTERN\"", "leave files out; * is any run of characters"),
        ("queries \"FOLDER\"", "a further folder of saved boards"),
        ("same OBJECT \"RECORD\" OBJECT \"RECORD\"", "two records are the same thing"),
        ("different OBJECT \"RECORD\" OBJECT \"RECORD\"", "two records are not the same thing"),
        ("timezone \"Europe/Berlin\"", "where days begin"),
        ("now 2026-08-03T00:00:00Z", "pin the clock"),
        ("allow | deny WORDS", "which actions may run; * is any word"),
        (
            "connect okta \"acme.okta.com\" [as NAME] [instead of files]",
            "a live tool; cork connect writes it"
        ),
    ]

    static let boards = """
        a board is an object and stages, from left to right:
          okta.users | where status = "ACTIVE" | show login, github.members.login
        a name before a dot is a link: manager.login, github.members.role
        no PATH and has PATH ask whether there is a related record or a value
        a line that begins with | adds stages to the last board
        @name is a saved board; let name = BOARD makes one for the session
        topics: .help \(names.joined(separator: ", .help "))
        """

    static let types = """
        text, integer, number, bool, date, time, duration, and lists of these
        a column has a type if every value that is not blank parses as it; else it is text
        literals: "text" 12 1.5 2026-08-01 2026-08-01T10:00Z 90d /pattern/
        durations: \(Words.units.joined(separator: " ")), as in 90d ago
        text is compared without case and surrounding space; == is exact
        a missing value equals nothing; has and no ask for it
        """

    static let keys = """
        Tab completes and lists; Ctrl-R searches the history; Up and Down walk it
        Enter runs when quotes and brackets are closed and the line does not end in |
        Ctrl-C drops the line, or stops the board that runs; Ctrl-D leaves
        vi and emacs keys and ~/.editrc work
        """
}

extension Session {
    func help(_ topic: String) -> Reply {
        switch topic {
        case "": return commandHelp()
        case "boards": return .text(HelpTopic.boards)
        case "types": return .text(HelpTopic.types)
        case "keys": return .text(HelpTopic.keys)
        case "stages": return .text(Self.columns(HelpTopic.stages.map { ($0.form, $0.meaning) }))
        case "statements": return .text(Self.columns(HelpTopic.statements))
        case "functions":
            return .text(
                Self.columns(FunctionSummary.all.map { ($0.name, "\($0.family): \($0.summary)") }))
        default: return helpOnWord(topic)
        }
    }

    private func commandHelp() -> Reply {
        let commands = MetaCommand.all.map { (".\($0.name) \($0.usage)", $0.summary) }
        return .text(
            Self.columns(commands)
                + "\n\nany unique prefix of a command will do; .help boards tells how to ask")
    }

    /// One stage, function, statement or command.
    private func helpOnWord(_ word: String) -> Reply {
        let name = word.hasPrefix(".") ? String(word.dropFirst()) : word
        if let stage = HelpTopic.stages.first(where: { $0.word == name }), !word.hasPrefix(".") {
            return .text("\(stage.form)\n  \(stage.meaning)")
        }
        if let function = FunctionSummary.all.first(where: { $0.name == name }),
            !word.hasPrefix(".")
        {
            return .text(
                "\(function.name) (\(function.family))\n  \(function.summary)\n"
                    + "  \(function.example.expression) is \(function.example.result)")
        }
        if let command = MetaCommand.all.first(where: { $0.name == name }) {
            return .text(".\(command.name) \(command.usage)\n  \(command.summary)")
        }
        if let text = help(onAction: word) { return .text(text) }
        if let statement = HelpTopic.statements.first(where: { $0.form.hasPrefix(name + " ") }) {
            return .text("\(statement.form)\n  \(statement.meaning)")
        }
        let known =
            HelpTopic.names + HelpTopic.stages.map(\.word) + FunctionSummary.all.map(\.name)
            + MetaCommand.all.map(\.name) + ActionRegistry().all.map(\.name)
        return .error(
            "no help on '\(escapedForTerminal(word))'",
            help: Suggestion.nearest(word, in: known)
                ?? "topics are \(Phrase.list(HelpTopic.names))",
            status: .usage)
    }

    /// Two columns, the first as wide as its longest entry up to 44.
    static func columns(_ rows: [(String, String)]) -> String {
        let width = min(44, rows.map(\.0.count).max() ?? 0)
        return rows.map { left, right in
            let left = SavedBoards.trimmed(left[...])
            let padding = String(repeating: " ", count: max(0, width - left.count))
            return "\(left)\(padding)  \(right)"
        }.joined(separator: "\n")
    }
}
