import ArgumentParser
import Glibc
import Shell

struct QueryCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Answer one board.",
        discussion:
            "cork query 'okta.users | where no manager' · cork query -f x.board · … | cork query -")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The board, or - to read it from stdin.") var board: String?
    @Option(name: .short, help: ArgumentHelp("Read the board from a file.", valueName: "file"))
    var file: String?

    func validate() throws {
        if (board == nil) == (file == nil) {
            throw ValidationError("query takes a board, or -f with a file, or - for stdin")
        }
    }

    func reply(in session: Session) throws -> Reply {
        if let file { return session.query(file: file) }
        guard board == "-" else { return session.query(board ?? "") }
        return session.query(StandardStreams.readInput())
    }
}

struct RunCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a saved board: cork run NAME --PARAMETER VALUE ...")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The saved board.") var name: String
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    func reply(in session: Session) throws -> Reply {
        session.runSaved(name, arguments: try ParameterArguments.pairs(parameters))
    }
}

struct ExportCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a saved board's rows to a file, the format by suffix.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The saved board.") var name: String
    @Option(name: .short, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output: String
    @Flag(help: "Replace an existing file.") var force = false
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    func reply(in session: Session) throws -> Reply {
        session.exportSaved(
            name, arguments: try ParameterArguments.pairs(parameters), to: output, replaces: force)
    }
}

struct CheckCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check saved boards: they parse, bind, and meet their expect.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Saved boards; all when none is named.") var names: [String] = []
    @Option(help: "Only the boards of this set.") var set: String?
    @Flag(help: "Parse and bind only.") var noExpect = false

    func reply(in session: Session) throws -> Reply {
        session.check(names: names, set: set, runsExpectations: !noExpect)
    }
}

struct TablesCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables", abstract: "What is loaded: files, rows, keys.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Files that were left out, and why.") var skipped = false

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

    func reply(in session: Session) throws -> Reply { session.listLinks(of: object ?? "") }
}

struct WhyCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "The evidence for the links between two objects.")

    @OptionGroup var options: GlobalOptions
    @Argument var left: String
    @Argument var right: String

    func reply(in session: Session) throws -> Reply { session.explainLinks(left, right) }
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

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "A completion script: bash, zsh or fish.")

    @Argument(help: "bash, zsh or fish.") var shell: String

    func run() throws {
        guard let shell = CompletionShell(rawValue: shell) else {
            throw ValidationError("there are scripts for bash, zsh and fish")
        }
        print(CorkCommand.completionScript(for: shell))
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
