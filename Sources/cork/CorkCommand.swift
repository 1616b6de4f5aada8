import ArgumentParser
import Glibc
import Shell

/// The command line: what may be said, and how it becomes calls of a session.
struct CorkCommand: ParsableCommand {
    static let versionNumber = "0.1.0"
    /// A command that says it belongs to this one is not asked for a completion script when it is parsed by
    /// itself, which would take a millisecond.
    static let name = "cork"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Boards over the exports in a folder: one question, every tool, no schema.",
        discussion: """
            Without a command: the REPL in a workspace, which is the folder here unless one is named.
            To a terminal results are tables, otherwise CSV; notes and the footer go to stderr.

            Exit status: 0 ok, 1 runtime or I/O error, 2 usage, 3 a board does not parse or bind,
            4 a source could not be loaded, 5 some targets were not done, 6 refused, 7 incomplete data under --strict,
            10 an expect failed, 130 interrupted.
            """,
        subcommands: [
            ReplCommand.self, QueryCommand.self, RunCommand.self, ExportCommand.self,
            CheckCommand.self, TablesCommand.self, DescribeCommand.self, LinksCommand.self,
            WhyCommand.self, FormatCommand.self, ConnectCommand.self, DisconnectCommand.self,
            SyncCommand.self, StatusListingCommand.self, UsersCommand.self, UserCommand.self,
            APICommand.self, SnapshotCommand.self, DiffCommand.self, WatchCommand.self,
            ActionsCommand.self, PlanCommand.self, ApplyCommand.self, LogCommand.self,
            ResumeCommand.self, UndoCommand.self, RehearseCommand.self, CompletionsCommand.self,
            SandboxCommand.self, DemoCommand.self, MatchCommand.self,
        ],
        defaultSubcommand: ReplCommand.self)

    /// Parses and runs; the status to exit with.
    static func start(_ arguments: [String]) -> Int32 {
        do {
            var command = try parsed(rotated(arguments))
            if let command = command as? any StatusCommand { return try command.answer() }
            try command.run()
            return ExitStatus.ok.rawValue
        } catch {
            if exitCode(for: error).isSuccess {
                return StandardStreams.print(fullMessage(for: error)).rawValue
            }
            let message =
                mistakenCommand(arguments)
                ?? message(for: error).replacing(". Please provide one of ", with: "; there are ")
            let reply = Reply.usageError(
                message.prefix(1).lowercased() + message.dropFirst(),
                help: "cork \(commandWord(arguments).map { "\($0) " } ?? "")--help")
            return StandardStreams.write(reply, usesColor: false).rawValue
        }
    }

    /// The command with its values.
    ///
    /// The one that is named is parsed by itself, which spares the start of a process the descriptions of
    /// all others. What it does not accept is parsed from the root, which also knows help and whose
    /// messages name the whole command line.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        if let query = QueryCommand(plain: arguments) { return query }
        if let command = configuration.subcommands.first(where: {
            $0.configuration.commandName == arguments.first
        }), let alone = try? command.parseAsRoot(Array(arguments.dropFirst())),
            type(of: alone) == command
        {
            return alone
        }
        return try parseAsRoot(arguments)
    }

    /// The command that was named, for the help line.
    private static func commandWord(_ arguments: [String]) -> String? {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        return rotated(arguments).first.flatMap { names.contains($0) ? $0 : nil }
    }

    /// What is wrong with a first word that is neither a command nor a folder; nil when it is one.
    private static func mistakenCommand(_ arguments: [String]) -> String? {
        guard let word = rotated(arguments).first, !word.hasPrefix("-"), word != "help",
            commandWord(arguments) == nil, !NamedFiles.isFile(word),
            let problem = Session.problem(withFolder: word)
        else { return nil }
        return "\(problem), nor a command of that name"
    }

    /// Global options are said before the command or after it; the parser knows them after it.
    private static func rotated(_ arguments: [String]) -> [String] {
        guard arguments.first?.hasPrefix("-") == true else { return arguments }
        let names = Set(configuration.subcommands.compactMap { $0.configuration.commandName })
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            if arguments[index] == "--help" || arguments[index] == "-h" { return arguments }
            index += GlobalOption(rawValue: arguments[index])?.takesValue == true ? 2 : 1
        }
        guard index > 0, index < arguments.count, names.contains(arguments[index]) else {
            return arguments
        }
        return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
    }
}

/// A command that ends with a status of its own.
protocol StatusCommand {
    /// Runs; the status to exit with.
    func answer() throws -> Int32
}

/// A command whose answer is a session's reply.
protocol AnsweringCommand: StatusCommand {
    var options: GlobalOptions { get }
    /// What to read in place of a workspace.
    func files() throws -> NamedFiles?
    /// Whether it may ask a question when somebody sits there.
    var asksQuestions: Bool { get }
    /// Whether it answers boards, which `--as-of` is for.
    var answersBoards: Bool { get }
    func reply(in session: Session) throws -> Reply
}

extension AnsweringCommand {
    var asksQuestions: Bool { false }

    var answersBoards: Bool { false }

    /// Not in `validate`, which runs before a misspelt option is found.
    func checkAsOf() throws {
        if options.asOf != nil, !answersBoards {
            throw ValidationError("--as-of is for cork query, run, export and check")
        }
    }

    func files() throws -> NamedFiles? { nil }

    /// Runs with Ctrl-C heard, writes the reply, and gives the status.
    func answer() throws -> Int32 {
        try checkAsOf()
        let process = SessionProcess(options: options)
        let session = try process.session(files: files(), asksQuestions: asksQuestions)
        _ = InterruptListener(session.interruption)
        let reply = try reply(in: session)
        // The network library has it ignored; a closed pipe ends this command quietly, as any other.
        signal(SIGPIPE, SIG_DFL)
        let status = StandardStreams.write(
            reply, usesColor: process.notesUseColor, pager: Pager.forTerminal())
        // The answer is out; the next command starts on what this one has read.
        session.finish()
        return status.rawValue
    }
}
