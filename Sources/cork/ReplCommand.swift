import ArgumentParser
import CEdit
import Glibc
import Shell

/// The conversation: on a terminal with libedit, otherwise line by line from stdin.
struct ReplCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "The REPL in a workspace; the default command.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The workspace, the folder here unless one is named; or files.")
    var words: [String] = []

    func validate() throws {
        if !words.isEmpty && options.folder != nil {
            throw ValidationError("a workspace is named once, by -C or as an argument")
        }
    }

    func files() throws -> NamedFiles? {
        if words.count > 1, let other = words.first(where: { !NamedFiles.isFile($0) }) {
            throw ValidationError("one workspace is opened, or files, and '\(other)' is no file")
        }
        guard let word = words.first else { return nil }
        if words.count == 1, Session.problem(withFolder: word) == nil { return nil }
        return words.allSatisfy(NamedFiles.isFile) ? NamedFiles(paths: words) : nil
    }

    func reply(in session: Session) throws -> Reply { Reply() }

    func answer() throws -> Int32 {
        try checkAsOf()
        var options = options
        let files = try files()
        let workspace = files == nil ? words.first : nil
        options.folder = workspace ?? options.folder
        let process = SessionProcess(options: options)
        let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let session = try process.session(
            word: workspace, files: files, isInteractive: isInteractive)
        let listener = InterruptListener(session.interruption)
        let conversation = Conversation(
            session: session, listener: listener, notesUseColor: process.notesUseColor,
            isUnicode: !session.settings.usesASCII)
        return isInteractive ? conversation.runOnTerminal() : conversation.runFromInput()
    }
}
