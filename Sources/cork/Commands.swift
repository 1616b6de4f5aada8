import ArgumentParser
import Glibc
import Shell

struct QueryCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", _superCommandName: CorkCommand.name,
        abstract: "Answer one board, over a workspace or over files.",
        discussion: """
            cork query 'okta.users | where no manager' · cork query -f x.board · … | cork query -
            cork query users.csv · cork query users.csv '| where status = "ACTIVE"'
            cork query a.csv b.json 'a | where no b' · … | cork query - '| take 3'
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var acting: ActingOptions
    @Argument(
        help: ArgumentHelp(
            "Files to read in place of a workspace, and the board; a lone - is a board from stdin.",
            valueName: "file-or-board"))
    var words: [String] = []
    @Option(name: .short, help: ArgumentHelp("Read the board from a file.", valueName: "file"))
    var file: String?
    @Option(help: ArgumentHelp("The table that is meant in a database.", valueName: "name"))
    var table: String?

    /// A lone `-` is the board; beside other words it is a file.
    private var paths: [String] {
        if words == ["-"], file == nil { return [] }
        return words.filter(NamedFiles.isFile)
    }

    private var boards: [String] {
        if words == ["-"], file == nil { return words }
        return words.filter { !NamedFiles.isFile($0) }
    }

    func validate() throws {
        if words.isEmpty == (file == nil) {
            throw ValidationError("query takes a board, or -f with a file, or - for stdin")
        }
    }

    /// Not in `validate`, which runs before a misspelt option is found.
    func files() throws -> NamedFiles? {
        if boards.count > 1 {
            throw ValidationError(
                "query takes one board, and neither '\(boards[0])' nor '\(boards[1])' is a file")
        }
        guard let path = paths.first else {
            if table == nil { return nil }
            throw ValidationError("--table names a table of a database, and no file is named")
        }
        if options.folder != nil {
            throw ValidationError("-C names a workspace, and '\(path)' is a file: one of them")
        }
        return NamedFiles(paths: paths, table: table)
    }

    var answersBoards: Bool { true }

    func reply(in session: Session) throws -> Reply {
        session.acting = acting.input
        if let file { return session.query(file: file) }
        if !paths.isEmpty { return session.queryFiles(boards.first) }
        guard boards == ["-"] else { return session.query(boards.first ?? "") }
        return session.query(StandardStreams.readInput())
    }
}

struct RunCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", _superCommandName: CorkCommand.name,
        abstract: "Run a saved board: cork run NAME --PARAMETER VALUE ...")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var acting: ActingOptions
    @Argument(help: "The saved board.") var name: String
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    var answersBoards: Bool { true }

    func reply(in session: Session) throws -> Reply {
        session.acting = acting.input
        return session.runSaved(name, arguments: try ParameterArguments.pairs(parameters))
    }
}

struct ExportCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", _superCommandName: CorkCommand.name,
        abstract: "Write a saved board's rows, or a file's, to a file, the format by suffix.",
        discussion: "cork export leavers -o leavers.csv · cork export users.csv.gz -o clean.ndjson")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The saved board, or a file; - is stdin.") var name: String
    @Option(help: ArgumentHelp("The table that is meant in a database.", valueName: "name"))
    var table: String?
    @Option(name: .short, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output: String
    @Flag(help: "Replace an existing file.") var force = false
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    func files() throws -> NamedFiles? {
        guard NamedFiles.isFile(name) else {
            if table == nil { return nil }
            throw ValidationError("--table names a table of a database, and no file is named")
        }
        guard parameters.isEmpty, options.folder == nil else {
            throw ValidationError(
                "'\(name)' is a file: neither parameters nor -C have a meaning for it")
        }
        return NamedFiles(paths: [name], table: table)
    }

    var answersBoards: Bool { true }

    func reply(in session: Session) throws -> Reply {
        if NamedFiles.isFile(name) { return session.exportFile(to: output, replaces: force) }
        return session.exportSaved(
            name, arguments: try ParameterArguments.pairs(parameters), to: output, replaces: force)
    }
}

struct CheckCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", _superCommandName: CorkCommand.name,
        abstract: "Check saved boards: they parse, bind, and meet their expect.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Saved boards; all when none is named.") var names: [String] = []
    @Option(help: "Only the boards of this set.") var set: String?
    @Flag(help: "Parse and bind only.") var noExpect = false

    var answersBoards: Bool { true }

    func reply(in session: Session) throws -> Reply {
        session.check(names: names, set: set, runsExpectations: !noExpect)
    }
}

struct TablesCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables", abstract: "What is loaded: files, rows, keys.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Files to look at in place of a workspace.") var paths: [String] = []
    @Flag(help: "Files that were left out, and why.") var skipped = false

    func files() -> NamedFiles? { paths.isEmpty ? nil : NamedFiles(paths: paths) }

    func reply(in session: Session) throws -> Reply { session.listTables(skipped: skipped) }
}

struct DescribeCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "An object's fields.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Such as okta.users.") var object: String

    func reply(in session: Session) throws -> Reply { session.describeObject(object) }
}

struct LinksCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "links", abstract: "The links that were inferred or pinned.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Only the links of this object.") var object: String?
    @Option(
        name: .short,
        help: ArgumentHelp("A picture of them: .svg or .html; or a list.", valueName: "file"))
    var output: String?
    @Flag(help: "Replace an existing file.") var force = false

    func reply(in session: Session) throws -> Reply {
        guard let output else { return session.listLinks(of: object ?? "") }
        return session.exportLinks(of: object ?? "", to: output, replaces: force)
    }
}

struct WhyCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "The evidence for the links of two objects, for a person, or for two records.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "OBJECT OBJECT, people RECORD, or OBJECT RECORD OBJECT RECORD.")
    var words: [String]

    func validate() throws {
        guard words.count == 2 || words.count == 4 else {
            throw ValidationError("two objects are due, a person, or two records")
        }
    }

    func reply(in session: Session) throws -> Reply { session.explain(words) }
}

struct MatchCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Every record of two objects with its match, the rule, and what is left over.")

    @OptionGroup var options: GlobalOptions
    @Argument var left: String
    @Argument var right: String
    @Argument(help: "Only rows that are matched, ambiguous, unmatched or blank.") var state: String?
    @Option(name: .short, help: ArgumentHelp("Write the rows there.", valueName: "file"))
    var output: String?
    @Flag(help: "Replace an existing file.") var force = false

    func reply(in session: Session) throws -> Reply {
        session.matchObjects(left, right, state: state, to: output, replaces: force)
    }
}

struct FormatCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "A board file, one stage a line.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The file.") var file: String
    @Flag(help: "Write the file rather than stdout.") var write = false

    func reply(in session: Session) throws -> Reply {
        BoardFormatting.run(file: file, write: write)
    }
}

struct CompletionsCommand: ParsableCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "A completion script: bash, zsh or fish.")

    @Argument(help: "bash, zsh or fish.") var shell: String

    func answer() throws -> Int32 {
        guard let shell = CompletionShell(rawValue: shell) else {
            throw ValidationError("there are scripts for bash, zsh and fish")
        }
        return StandardStreams.print(CorkCommand.completionScript(for: shell)).rawValue
    }
}

/// `--NAME VALUE` and `--NAME=VALUE` as pairs.
enum ParameterArguments {
    static func pairs(_ arguments: [String]) throws -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument.count > 2 else {
                throw ValidationError(
                    "unexpected argument '\(argument)'; parameters are given as --NAME VALUE")
            }
            let body = argument.dropFirst(2)
            if let sign = body.firstIndex(of: "=") {
                pairs.append((String(body[..<sign]), String(body[body.index(after: sign)...])))
            } else if let value = rest.popFirst() {
                pairs.append((String(body), value))
            } else {
                throw ValidationError("--\(body) needs a value")
            }
        }
        return pairs
    }
}
