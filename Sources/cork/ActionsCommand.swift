import ArgumentParser
import Shell

struct ActionsCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "What rows can be fed to: inputs, risk, what it needs, whether it is allowed.",
        discussion: """
            cork actions user · cork actions --format json
            A trailing ? marks an input that may be left out. docs/actions.md tells all of it.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Only those with these words in their name.") var words: [String] = []

    func reply(in session: Session) throws -> Reply {
        session.actions(words.joined(separator: " "))
    }
}
