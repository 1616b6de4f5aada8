import ArgumentParser
import CEdit
import Glibc
import OktaSandbox
import Shell

/// A tenant in this process, a workspace that is synced with it, and the REPL on both.
struct DemoCommand: ParsableCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "A simulated org, synced into a workspace, and the REPL.",
        discussion: """
            WORKSPACE is written to: it gets a setup.board line, .cork and a token. make demo runs this on a copy
            of the sample company.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The workspace with the other tools' exports.") var workspace: String
    @Option(help: ArgumentHelp("The tenant's folder of JSON files.", valueName: "folder"))
    var tenant: String

    func answer() throws -> Int32 {
        var options = options
        options.folder = workspace
        let process = SessionProcess(options: options)
        if let problem = Session.problem(withFolder: workspace) { throw ValidationError(problem) }
        var configuration = process.configuration
        var sources = CredentialSources()
        sources.environment = Secret("sandbox")
        configuration.credentials = sources
        let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        if isInteractive {
            configuration.confirm = Person.confirms
            configuration.ask = Person.answers
            configuration.edit = Person.edits
            configuration.isConversation = true
        }
        let server: SandboxServer
        do {
            var tenantOptions = SandboxServer.Configuration(tenant: try Tenant(folder: tenant))
            tenantOptions.window = 1
            tenantOptions.startingAt = Session.pinnedNow(ofWorkspace: workspace)
            server = SandboxServer(configuration: tenantOptions)
        } catch {
            StandardStreams.note("error: \(error)")
            return ExitStatus.sourceNotLoaded.rawValue
        }
        let address: String
        switch SandboxStart.wait(for: server) {
        case .success(let url): address = url
        case .failure(let error):
            StandardStreams.note("error: \(error)")
            return ExitStatus.failure.rawValue
        }
        let session = Session(configuration)
        let listener = InterruptListener(session.interruption)
        var input = SyncInput()
        input.isConfirmed = true
        for reply in [
            session.connect(tool: "okta", org: address, name: nil, app: nil),
            session.syncOnce(input),
        ] where reply.status != .ok {
            return StandardStreams.write(reply, usesColor: process.notesUseColor).rawValue
        }
        signal(SIGPIPE, SIG_DFL)
        let conversation = Conversation(
            session: session, listener: listener, notesUseColor: process.notesUseColor,
            isUnicode: !session.settings.usesASCII)
        return isInteractive ? conversation.runOnTerminal() : conversation.runFromInput()
    }
}
