import CEdit
import Glibc
import Shell

/// The loop of the REPL: reads an entry, answers it, remembers it.
final class Conversation {
    private let session: Session
    private let listener: InterruptListener
    private let notesUseColor: Bool
    private let isUnicode: Bool

    init(session: Session, listener: InterruptListener, notesUseColor: Bool, isUnicode: Bool) {
        self.session = session
        self.listener = listener
        self.notesUseColor = notesUseColor
        self.isUnicode = isUnicode
    }

    @discardableResult
    private func show(_ reply: Reply) -> ExitStatus {
        StandardStreams.write(reply, usesColor: notesUseColor)
    }

    /// To the terminal, as the settings are now.
    private func showOnTerminal(_ reply: Reply) {
        let usesColor = session.settings.usesColor && isatty(STDERR_FILENO) == 1
        let pager = session.settings.usesPager ? Pager.forTerminal() : nil
        StandardStreams.write(reply, usesColor: usesColor, pager: pager)
    }

    // MARK: - Without a terminal

    /// Plain lines from stdin; a last line without newline counts. Stops at the first error, as any script.
    func runFromInput() -> Int32 {
        let opening = session.open()
        show(opening)
        session.keepLoads()
        defer { session.finish() }
        if opening.status != .ok { return opening.status.rawValue }
        var entry = ""
        while let line = readLine(strippingNewline: true) {
            entry += entry.isEmpty ? line : "\n" + line
            if session.isComplete(entry) != .complete { continue }
            listener.beginCommand()
            let reply = session.respond(to: entry)
            entry = ""
            let status = show(reply)
            if status != .ok { return status.rawValue }
            if reply.endsSession { return ExitStatus.ok.rawValue }
        }
        return entry.isEmpty ? ExitStatus.ok.rawValue : show(session.respond(to: entry)).rawValue
    }

    // MARK: - On a terminal

    func runOnTerminal() -> Int32 {
        var history = HistoryFile(
            workspace: session.configuration.files == nil ? session.configuration.folder : nil)
        if let notice = history.notice { StandardStreams.note(notice) }
        let opening = session.open()
        show(opening)
        session.keepLoads()
        defer { session.finish() }
        if opening.status == .failure { return opening.status.rawValue }
        let editor = LineEditor(session: session, isUnicode: isUnicode)
        guard editor.start() else { return runFromInput() }
        defer { editor.stop() }
        session.history = history.lines()
        for line in session.history { cedit_remember(line) }

        while true {
            session.prepareLinks()
            // Before the line and not after it: Ctrl-C right behind Enter is for the command.
            listener.beginCommand()
            let reply: Reply
            switch editor.readEntry() {
            case .end:
                print("")
                return ExitStatus.ok.rawValue
            case .dropped(let entry):
                print("")
                // Up brings it back; the history file keeps only what was run.
                if !entry.isEmpty { cedit_remember(entry) }
                continue
            case .entry(let entry):
                cedit_remember(entry)
                session.history.append(entry)
                history.append(entry)
                session.settings.width = max(20, Int(cedit_columns()))
                reply = session.respond(to: entry)
            }
            showOnTerminal(reply)
            session.keepLoads()
            if reply.endsSession { return ExitStatus.ok.rawValue }
        }
    }
}
