import ArgumentParser
import Shell

struct SnapshotCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Keep everything that is loaded, to look back at.",
        discussion: """
            cork snapshot · cork snapshot "before the merger" · cork snapshot --list
            A kept state is read with OBJECT at TIME or "NAME", --as-of, and cork diff.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "What the state is called.") var name: String?
    @Flag(help: "The states that are kept.") var list = false
    @Option(help: ArgumentHelp("Delete a state, by its name or number.", valueName: "name|#n"))
    var forget: String?
    @Option(
        help: ArgumentHelp(
            "What all states may take beside the present data; the oldest go first.",
            valueName: "size"))
    var max: String?

    func validate() throws {
        let asked = [name != nil, list, forget != nil, max != nil].filter { $0 }.count
        if asked > 1 { throw ValidationError("a name, --list, --forget or --max: one of them") }
    }

    func reply(in session: Session) throws -> Reply {
        var input = SnapshotInput(name: name)
        input.lists = list
        input.forgets = forget
        input.bound = max
        return session.snapshot(input)
    }
}

struct DiffCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What changed in a board's rows since a kept state.",
        discussion: """
            cork diff stale --since 7d --days 30d · cork diff 'okta.users' --since 2026-08-01
            Rows added, gone and changed, by the key of their records and field by field.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A saved board, or a board.") var board: String
    @Option(
        help: ArgumentHelp(
            "So long ago, a time, or a kept state's name or number.", valueName: "7d|time|state"))
    var since: String
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("--NAME VALUE ...", valueName: "parameters"))
    var parameters: [String] = []

    func reply(in session: Session) throws -> Reply {
        session.diff(
            board, since: since, arguments: try ParameterArguments.pairs(parameters))
    }
}
