import ArgumentParser
import CEdit
import Glibc
import Shell

/// The conversation: on a terminal with libedit, otherwise line by line from stdin.
struct ReplCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "The REPL in a workspace; the default command.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The workspace; the folder here unless one is named.") var workspace: String?

    func validate() throws {
        if workspace != nil && options.folder != nil {
            throw ValidationError("a workspace is named once, by -C or as an argument")
        }
    }

    func reply(in session: Session) throws -> Reply { Reply() }

    func answer() throws -> Int32 {
        var options = options
        options.folder = workspace ?? options.folder
        let process = SessionProcess(options: options)
        let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let session = try process.session(word: workspace, isInteractive: isInteractive)
        InterruptListener.start(session.interruption)
        let conversation = Conversation(
            session: session, notesUseColor: process.notesUseColor, usesColor: process.usesColor)
        return isInteractive ? conversation.runOnTerminal() : conversation.runFromInput()
    }
}
