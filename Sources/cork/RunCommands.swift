import ArgumentParser
import Shell

/// What commands accept that may carry a plan out.
struct ActingOptions: ParsableArguments {
    @Flag(help: "Carry the plan out; without it the plan is only shown.") var apply = false
    @Option(help: ArgumentHelp("How many targets there must be.", valueName: "n"))
    var confirm: Int?
    @Option(help: ArgumentHelp("Why, such as a ticket, for the journal.", valueName: "text"))
    var why: String?
    @Flag(help: "Act on the token's own user and the last super admin too.")
    var includeSelf = false
    @Flag(help: "Take targets that only a match of names leads to.") var acceptWeak = false
    @Option(
        help: ArgumentHelp(
            "Where secrets go that Okta gives back; a new file of its owner's alone.",
            valueName: "file"))
    var secretsTo: String?

    /// Nothing was said; see `GlobalOptions.unsaid`.
    static var unsaid: ActingOptions {
        var options = ActingOptions()
        options.apply = false
        options.confirm = nil
        options.why = nil
        options.includeSelf = false
        options.acceptWeak = false
        options.secretsTo = nil
        return options
    }

    func validate() throws {
        if let confirm, confirm < 1 { throw ValidationError("--confirm takes a number from 1 on") }
    }

    var input: ActingInput {
        var input = ActingInput()
        input.applies = apply
        input.count = confirm
        input.why = why ?? ""
        input.includesSelf = includeSelf
        input.acceptsWeak = acceptWeak
        input.secretsFile = secretsTo
        return input
    }
}

struct PlanCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What a board's action would do, target by target.",
        discussion: """
            cork plan leavers_off -o plan.json --days 30d · cork plan 'okta.users | take 1 | suspend user'
            Nothing is changed. cork apply plan.json carries it out on exactly these targets.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A saved board that ends in an action, or a board.") var board: String
    @Option(name: .short, help: ArgumentHelp("Write the plan there.", valueName: "file"))
    var output: String?
    @Flag(help: "Replace an existing file.") var force = false
    @Option(help: ArgumentHelp("Why, such as a ticket, for the journal.", valueName: "text"))
    var why: String?
    @Flag(help: "Act on the token's own user and the last super admin too.")
    var includeSelf = false
    @Flag(help: "Take targets that only a match of names leads to.") var acceptWeak = false
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    func reply(in session: Session) throws -> Reply {
        session.acting.why = why ?? ""
        session.acting.includesSelf = includeSelf
        session.acting.acceptsWeak = acceptWeak
        session.acting.planFile = output
        session.acting.replacesFile = force
        session.acting.onlyPlans = true
        return session.plan(board, arguments: try ParameterArguments.pairs(parameters))
    }
}

struct ApplyCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Carry out a plan that was written down.",
        discussion: """
            cork apply plan.json --confirm 37
            Each target is read again first; at the first that has changed since the plan it stops.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var acting: ActingOptions
    @Argument(help: "The plan's file.") var file: String

    func reply(in session: Session) throws -> Reply {
        session.acting = acting.input
        // The command itself says it.
        session.acting.applies = acting.apply || acting.confirm != nil
        return session.apply(file: file)
    }
}

struct LogCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "What was done to orgs, by whom and when; a run's targets.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The run's number; all runs when none is named.") var run: String?

    func reply(in session: Session) throws -> Reply { session.showLog(run ?? "") }
}

struct ResumeCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a run that stopped.",
        discussion: """
            What is left and what failed is tried; of what nobody knows, Okta is asked first.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var acting: ActingOptions
    @Argument(help: "The run's number.") var run: String

    func reply(in session: Session) throws -> Reply {
        session.acting = acting.input
        return session.resume(run)
    }
}

struct UndoCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take a run back, from the state noted before it.",
        discussion: """
            A plan like any other: shown first, and carried out with --apply --confirm N.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var acting: ActingOptions
    @Argument(help: "The run's number; the last that can be taken back when none is named.")
    var run: String?
    @Option(name: .short, help: ArgumentHelp("Write the plan there.", valueName: "file"))
    var output: String?

    func reply(in session: Session) throws -> Reply {
        session.acting = acting.input
        session.acting.planFile = output
        return session.undo(run ?? "")
    }
}

struct RehearseCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Try a plan on a copy of the org, on this machine.",
        discussion: """
            A tenant is filled with what was synced, the plan is carried out there, and the saved boards whose rows
            would change are told. Nothing is done in the org.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The plan's file.") var file: String

    func reply(in session: Session) throws -> Reply { session.rehearse(file: file) }
}
