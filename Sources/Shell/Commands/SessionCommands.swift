import Render

extension MetaCommand {
    /// The conversation itself.
    static let sessionCommands = [
        MetaCommand(
            name: "help", usage: "[TOPIC]",
            summary: "this list, or a topic: \(HelpTopic.names.joined(separator: " "))",
            argument: .word(HelpTopic.names, kind: "topic")
        ) { arguments, session in session.help(arguments) },
        MetaCommand(
            name: "history", usage: "[COUNT]", summary: "the last lines typed, 20 unless told",
            argument: .none
        ) { arguments, session in session.showHistory(arguments) },
        MetaCommand(
            name: "reload", usage: "", summary: "read every file again", argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.reload() : usageError("reload")
        },
        MetaCommand(name: "quit", usage: "", summary: "leave, as Ctrl-D does", argument: .none) {
            _, _ in
            var reply = Reply()
            reply.endsSession = true
            return reply
        },
    ]
}

extension Session {
    func showHistory(_ arguments: String) -> Reply {
        guard let count = arguments.isEmpty ? 20 : Int(arguments), count > 0 else {
            return MetaCommand.usageError("history")
        }
        return .text(history.suffix(count).map(escapedForTerminal).joined(separator: "\n"))
    }

    func reload() -> Reply {
        folder.forget()
        do {
            let lines = try refresh()
            var reply = Reply()
            reply.notes = lines.filter { !$0.hasPrefix("loaded") }
            reply.notes += setupProblems() + [summary]
            return reply
        } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
    }
}
