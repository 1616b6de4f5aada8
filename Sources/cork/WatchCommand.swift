import ArgumentParser
import Shell

struct WatchCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show what changes in boards, as it happens.",
        discussion: """
            cork watch --board stale --board 'okta.users | where status = "LOCKED_OUT"' --every 10s
            cork watch --board stale --event-hook :8080 --name corkboard --register https://cork.acme.com/
            cork watch --remove corkboard
            Rows added, gone and changed; to a program one JSON object a line. A synced org's System Log is
            followed, or its event hook received, and what events name is read again.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("A saved board, or a board.", valueName: "board"))
    var board: [String] = []
    @Option(help: ArgumentHelp("The time between two looks.", valueName: "time"))
    var every = "30s"
    @Option(help: ArgumentHelp("End after so many looks.", valueName: "n")) var looks: Int?
    @Option(help: "The connection, when there are several.") var connection: String?
    @Option(
        help: ArgumentHelp(
            "Listen for an event hook: :8080 on this machine alone, 0.0.0.0:8080 for others.",
            valueName: "address"))
    var eventHook: String?
    @Option(help: "The event hook's name in Okta.") var name = "corkboard"
    @Option(
        help: ArgumentHelp(
            "Event types with commas between; user.lifecycle.* for all that begin so.",
            valueName: "types"))
    var events: String?
    @Option(
        help: ArgumentHelp(
            "Create the hook in Okta, which then calls this address.", valueName: "url"))
    var register: String?
    @Option(help: ArgumentHelp("Delete an event hook in Okta.", valueName: "name"))
    var remove: String?
    @Flag(help: "Do not ask before a hook is created or deleted.") var yes = false

    var asksQuestions: Bool { true }

    func validate() throws {
        guard WatchInput.seconds(every) != nil else {
            throw ValidationError("--every is a time such as 30s, 500ms or 5min")
        }
        if let looks, looks < 1 { throw ValidationError("--looks is a number from 1 on") }
        if let eventHook, HookInput(address: eventHook, name: name) == nil {
            throw ValidationError("--event-hook takes :PORT or HOST:PORT, such as :8080")
        }
        if eventHook == nil, register != nil || events != nil {
            throw ValidationError("--register and --events go with --event-hook")
        }
        if remove != nil, !board.isEmpty || eventHook != nil {
            throw ValidationError("--remove stands alone")
        }
    }

    func reply(in session: Session) throws -> Reply {
        if let remove {
            return session.removeHook(remove, connection: connection, isConfirmed: yes)
        }
        var input = WatchInput(boards: board)
        input.everySeconds = WatchInput.seconds(every) ?? 30
        input.looksMax = looks
        input.connection = connection
        if let eventHook, var hook = HookInput(address: eventHook, name: name) {
            hook.types = (events ?? "").split(separator: ",").map {
                String($0.filter { $0 != " " })
            }
            hook.url = register
            hook.isConfirmed = yes
            input.hook = hook
        }
        return session.watch(input)
    }
}
