import BoardLanguage
import Columns
import Correlation
import Engine
import Ingest
import Okta
import Render

/// One conversation with a workspace: a line in, a reply out.
///
/// The REPL, the one-shot commands and the transcript tests all drive this. It prints nothing and reads no
/// clock of its own; what it needs of the process comes with the configuration.
public final class Session {
    public let configuration: SessionConfiguration
    public var settings: Settings
    /// Where Ctrl-C is passed on to the command that runs.
    public let interruption = Interruption()
    var cancellation: Cancellation { interruption.current }

    let folder: WorkspaceFolder
    /// Statements typed in this session; they hold until it ends.
    var typed = Setup()
    var parameters: [String: Literal] = [:]
    /// The text of the last board that ran, for `|` lines and `.save`.
    var lastBoard: String?
    var lastResult: BoardResult?
    /// Lines in the order they were typed, those of earlier sessions included.
    public var history: [String] = []
    /// The text that runs now names the product's own objects.
    var showsOwnObjects = false
    /// A sync on its way while lines are typed; nil when there is none.
    var background: BackgroundSync?
    /// Boards are answered on this state in place of what is loaded now.
    var asOf: EarlierCatalog?
    /// `people`, `accounts` and `devices` as they were last made.
    var known: WhoIsWho?
    /// What was said about the actions of this command.
    public var acting = ActingInput()
    /// Secret inputs that were typed for the action that is being planned and carried out, by their names.
    var typedSecrets: [String: Secret] = [:]
    private var isOpen = false

    public init(_ configuration: SessionConfiguration) {
        self.configuration = configuration
        settings = configuration.settings
        folder = WorkspaceFolder(
            root: configuration.folder, named: configuration.files,
            threads: configuration.threads,
            bounds: configuration.bounds,
            stored: StoredFiles(
                root: configuration.folder, stateRoot: configuration.stateFolder,
                loader: configuration.loader,
                threads: configuration.threads, clock: configuration.clock),
            loader: configuration.loader)
    }

    // MARK: - The workspace

    /// Why a folder cannot be a workspace; nil when it can.
    public static func problem(withFolder path: String) -> String? {
        guard let status = FileSystem.status(path) else {
            return "there is no folder '\(escapedForTerminal(path))'"
        }
        return status.isFolder ? nil : "'\(escapedForTerminal(path))' is not a folder"
    }

    /// Loads the workspace, or looks at what has changed since the last command.
    ///
    /// - Returns: lines for the person: what was loaded again, what could not be; on the first call what
    ///   could not be loaded only, since `summary` tells the rest.
    func refresh() throws(FileError) -> [String] {
        let isFirst = !isOpen
        isOpen = true
        let failuresBefore = Set(folder.failures.map(\.sentence))
        let pinNotesBefore = Set(folder.pinNotes)
        let changes = try folder.refresh(typed: typed.pins, cancellation: cancellation)
        var lines: [String] = background?.take() ?? []
        if !isFirst {
            let kinds = [
                ("loaded", changes.new), ("loaded again", changes.changed), ("gone", changes.gone),
            ]
            for (word, objects) in kinds where !objects.isEmpty {
                let names = objects.sorted().map(\.description)
                let more = names.count > 6 ? ["\(names.count - 6) more"] : []
                let list = Phrase.list(Array(names.prefix(6)) + more)
                lines.append("\(word): \(escapedForTerminal(list))")
            }
        }
        for failure in folder.failures where !failuresBefore.contains(failure.sentence) {
            lines.append(
                failure.isOtherContent
                    ? "note: \(escapedForTerminal(failure.sentence))"
                    : "error: \(escapedForTerminal(failure.sentence))")
        }
        for note in folder.pinNotes where !pinNotesBefore.contains(note) {
            lines.append(
                "note: \(Setup.fileName): \(escapedForTerminal(note)); the line has no effect")
        }
        return lines
    }

    /// One line on what is here: objects, rows, and what was repaired or refused.
    var summary: String {
        let loads = folder.loads
        let rows = folder.catalog.tables.reduce(0) { $0 + $1.rowCount }
        let repaired = loads.reduce(0) { $0 + $1.loaded.report.repairedRows }
        let refused = loads.reduce(0) { $0 + $1.loaded.report.refusedRows }
        var parts = [
            "\(Phrase.count(folder.catalog.tables.count, "object")) with "
                + "\(Phrase.count(rows, "row")) from \(sources)"
        ]
        if let age = syncedAge { parts.append(age) }
        if repaired > 0 { parts.append("\(Phrase.count(repaired, "row")) repaired") }
        if refused > 0 { parts.append("\(Phrase.count(refused, "row")) refused") }
        if repaired + refused > 0 { parts.append(".tables shows where") }
        return parts.joined(separator: " · ")
    }

    /// `3 files`, `3 files and acme.okta.com`
    private var sources: String {
        var names = folder.loads.isEmpty ? [] : [Phrase.count(folder.loads.count, "file")]
        for object in folder.synced.objects where !names.contains(object.connection.org.name) {
            names.append(object.connection.org.name)
        }
        return names.isEmpty ? "0 files" : Phrase.list(names)
    }

    /// Loads everything and greets: what a person sees above the first prompt.
    public func open() -> Reply {
        var reply = Reply()
        do {
            reply.preface = try refresh()
        } catch {
            return .error(error.sentence, status: .failure)
        }
        reply.preface.append(contentsOf: setupProblems())
        if !settings.isQuiet { reply.preface.append(summary) }
        if let line = refreshInBackground(), !settings.isQuiet { reply.preface.append(line) }
        return checked(reply)
    }

    /// What is wrong with `setup.board` and the folders of saved boards, as errors with carets.
    func setupProblems() -> [String] {
        let problems = (folder.setup.problems + folder.pinProblems).sorted {
            $0.diagnostic.span.start < $1.diagnostic.span.start
        }
        return problems.flatMap(lines(of:))
            + folder.saved.problems.map { "error: \(escapedForTerminal($0))" }
    }

    /// The clock of this command: `--now`, then `now` typed or in `setup.board`, then the system's.
    var now: Int64 {
        pinnedNow ?? configuration.clock()
    }

    /// The moment that stands for now instead of the system's clock.
    var pinnedNow: Int64? { configuration.now ?? typed.now ?? folder.setup.now }

    var environment: Environment {
        let saved = savedBoards
        if let asOf {
            return asOf.environment(saved: saved, context: context, earlier: earlierStates)
        }
        var environment = Environment(
            catalog: showsOwnObjects
                ? folder.catalog.with(ownLoads).with(ownRuns).with(ownSteps) : folder.catalog,
            links: folder.model, saved: saved, context: context,
            incomplete: folder.incomplete(at: configuration.clock()),
            ages: folder.ages(at: configuration.clock()), actions: actionSignatures,
            earlier: earlierStates)
        environment.acceptsWeakMatches = acting.acceptsWeak
        return environment
    }

    private var context: EvaluationContext {
        EvaluationContext(
            now: now, timeZone: typed.hasTimeZone ? typed.timeZone : folder.setup.timeZone,
            cancellation: cancellation, threads: configuration.threads)
    }

    // MARK: - Lines

    /// Answers one line, or several that belong together.
    public func respond(to line: String) -> Reply {
        let text = SavedBoards.trimmed(line[...])
        if text.isEmpty { return Reply() }
        let preface: [String]
        do {
            preface = try refresh()
        } catch {
            return .error(error.sentence, status: .failure)
        }
        if text.hasPrefix(".") && !text.hasPrefix("..") {
            var reply = checked(MetaCommand.run(text, in: self))
            reply.precede(by: preface)
            return reply
        }
        var board = text
        if text.hasPrefix("|") {
            guard let last = lastBoard else {
                return .error(
                    "there is no board yet to add stages to",
                    help: "begin with an object, such as "
                        + "\(folder.catalog.tables.first?.name.description ?? "okta.users")",
                    status: .usage)
            }
            board = last + "\n" + text
        }
        var reply = checked(answer(board, path: nil))
        reply.precede(by: preface)
        return reply
    }

    /// Whether the text can run, or waits for more and why; meta commands are always whole.
    public func isComplete(_ text: String) -> Completeness {
        let line = text.drop { $0.isWhitespace }
        return line.hasPrefix(".") ? .complete : BoardLanguage.isComplete(text)
    }

    // MARK: - What is kept of files

    /// Keeps the columns of what was loaded, while the person reads the reply.
    public func keepLoads() {
        folder.stored?.keepPending()
        folder.keepMemory()
    }

    /// Finds the links of the tables as they are now, which the first board that follows one would wait for.
    ///
    /// - Parameter waits: until they are found; else it goes on in the background.
    public func prepareLinks(waits: Bool = false) { folder.prepareLinks(waits: waits) }

    /// Waits until everything is kept; the last call before the process ends.
    public func finish() {
        background?.stop()
        folder.stored?.keepPending()
        folder.keepMemory()
        folder.stored?.finish()
    }

    /// The reply with what was found out about kept columns on the way.
    ///
    /// Where a column could be had neither from the database nor from its file, the reply is not to be believed.
    func checked(_ reply: Reply) -> Reply {
        guard let report = folder.stored?.damage.take() else { return reply }
        var reply = reply
        if !report.lost.isEmpty {
            let names = Set(report.lost.map(\.path)).sorted()
            reply = .error(
                "what is kept of \(Phrase.list(names.map { "'\($0)'" })) is damaged, and the file is no "
                    + "longer the same", help: "run it once more: the file is read again",
                status: .failure)
        }
        let damaged = Set(report.readAgain.map(\.path)).sorted().map {
            "what was kept of '\($0)' is damaged: the file was read again"
        }
        if !report.lostObjects.isEmpty {
            let names = Set(report.lostObjects.map(\.description)).sorted()
            reply = .error(
                "what is kept of \(Phrase.list(names)) is damaged",
                help: "cork sync --full reads it again", status: .failure)
        }
        if !report.lostStates.isEmpty {
            let names = Set(report.lostStates).sorted()
            reply = .error(
                escapedForTerminal("what was kept of \(Phrase.list(names)) is damaged"),
                help: "cork snapshot --forget takes the state away; another one may be whole",
                status: .failure)
        }
        folder.forget(report.lost + report.readAgain)
        reply.preface =
            (report.notes + damaged).map { "note: \(escapedForTerminal($0))" } + reply.preface
        return reply
    }

    // MARK: - Errors

    func lines(of error: BoardError) -> [String] {
        BoardLanguage.describe(error.diagnostic, in: error.text, path: error.path).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    func reply(to error: BoardError) -> Reply {
        var reply = Reply()
        reply.notes = lines(of: error)
        reply.status =
            switch error.kind {
            case .board: .badBoard
            case .run: .failure
            case .cancelled: .interrupted
            }
        if case .cancelled = error.kind { reply.notes = ["interrupted"] }
        return reply
    }
}

/// Whether an entry can run, or what it waits for.
public typealias Completeness = BoardLanguage.Completeness
