import ArgumentParser
import Shell

struct WatchCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show what changes in boards, as it happens.",
        discussion: """
            cork watch --board stale --board 'okta.users | where status = "LOCKED_OUT"' --every 10s
            Rows added, gone and changed; to a program one JSON object a line.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("A saved board, or a board.", valueName: "board"))
    var board: [String] = []
    @Option(help: ArgumentHelp("The time between two looks.", valueName: "time"))
    var every = "30s"
    @Option(help: ArgumentHelp("End after so many looks.", valueName: "n")) var looks: Int?

    func validate() throws {
        guard WatchInput.seconds(every) != nil else {
            throw ValidationError("--every is a time such as 30s, 500ms or 5min")
        }
        if let looks, looks < 1 { throw ValidationError("--looks is a number from 1 on") }
        if board.isEmpty { throw ValidationError("watch takes --board, once or more") }
    }

    func reply(in session: Session) throws -> Reply {
        var input = WatchInput(boards: board)
        input.everySeconds = WatchInput.seconds(every) ?? 30
        input.looksMax = looks
        return session.watch(input)
    }
}
