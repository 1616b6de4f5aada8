import BoardLanguage
import Columns
import Engine
import Ingest
import Render
import Workspace

/// What `cork snapshot` was told.
public struct SnapshotInput: Sendable {
    public var name: String?
    public var lists = false
    /// A state to delete: its name or `#` and its number.
    public var forgets: String?
    /// What all states may take: `2GiB`.
    public var bound: String?

    public init(name: String? = nil) { self.name = name }
}

extension MetaCommand {
    /// Earlier states of the workspace.
    static let stateCommands = [
        MetaCommand(
            name: "snapshot", usage: "[NAME]",
            summary: "keep everything that is loaded, to look back at: OBJECT at \"NAME\"",
            argument: .free
        ) { arguments, session in
            session.snapshotNow(SnapshotInput(name: arguments.isEmpty ? nil : arguments))
        },
        MetaCommand(
            name: "states", usage: "", summary: "the states that are kept", argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.listStates() : usageError("states")
        },
        MetaCommand(
            name: "diff", usage: "[BOARD] --since 7d|TIME|STATE",
            summary: "what changed in a board, or the last one, since a kept state",
            argument: .board
        ) { arguments, session in session.diff(line: arguments) },
    ]
}

extension Session {
    /// `cork snapshot [NAME]`
    public func snapshot(_ input: SnapshotInput) -> Reply { answering { snapshotNow(input) } }

    func snapshotNow(_ input: SnapshotInput) -> Reply {
        guard folder.stored != nil else {
            return .error("files by name have no kept states", status: .usage)
        }
        do throws(WorkspaceError) {
            if input.lists { return listStates() }
            if let name = input.forgets { return try forget(state: name) }
            if let text = input.bound { return try bound(text) }
            return try keepState(named: input.name)
        } catch {
            return Self.reply(to: error)
        }
    }

    // MARK: - Keeping

    private func keepState(named name: String?) throws(WorkspaceError) -> Reply {
        if let name, let problem = problem(withName: name) { return problem }
        guard let stored = folder.stored else { return Reply() }
        var reply = Reply()
        if try StateFolder.find(in: folder.root) == nil, !settings.isQuiet {
            reply.notes.append("made \(StateFolder.name), which keeps the states")
        }
        let database = try stored.open()
        let (files, changed) = try stored.keepAll(folder.loadsWithOptions)
        if !changed.isEmpty {
            return .error(
                escapedForTerminal(
                    "\(Phrase.list(changed.map { "'\($0)'" })) changed meanwhile: nothing was kept"),
                help: "run it once more", status: .failure)
        }
        let synced = try syncedSources(database)
        if files.isEmpty, synced.isEmpty {
            return .error("nothing is loaded that could be kept", status: .usage)
        }
        let before = try database.states().map(\.number)
        let label = name ?? "snapshot"
        let number = try database.keepState(of: files + synced, taken: now, label: label)
        let states = try database.states()
        guard states.contains(where: { $0.number == number }) else {
            return .error(
                "the state is larger than what all of them may take",
                help: "cork snapshot --max SIZE, such as 2GiB", status: .failure)
        }
        let rows = folder.catalog.tables.reduce(0) { $0 + $1.rowCount }
        reply.notes.append(
            escapedForTerminal(
                "kept \(label) (#\(number)): "
                    + "\(Phrase.count(folder.catalog.tables.count, "object")) with "
                    + "\(Phrase.count(rows, "row"))"))
        for failure in folder.failures where !failure.isOtherContent {
            reply.notes.append(escapedForTerminal("note: without \(failure.object)"))
        }
        let gone = before.filter { number in !states.contains { $0.number == number } }
        if !gone.isEmpty { reply.notes.append(Self.deleted(gone.count)) }
        return reply
    }

    /// The present columns of synced objects of connected orgs.
    private func syncedSources(
        _ database: WorkspaceDatabase
    ) throws(WorkspaceError) -> [String] {
        let hosts = folder.setup.connections.map { $0.org.name + "\u{1F}" }
        return try database.storedLoads().map(\.name).filter { name in
            hosts.contains { name.hasPrefix($0) }
        }
    }

    private static func deleted(_ count: Int) -> String {
        "\(Phrase.count(count, "older state")) \(count == 1 ? "was" : "were") deleted to make room "
            + "(cork snapshot --max SIZE)"
    }

    /// A name must not read as a time, or nobody could ask for the state.
    private func problem(withName name: String) -> Reply? {
        let shown = escapedForTerminal(name)
        if case .time = moment(name) {
            return .error(
                "'\(shown)' cannot name a state: it is a time",
                help: "such as \"before the merger\"", status: .usage)
        }
        let isPlain =
            name.utf8.count <= 100 && !name.hasPrefix("#") && !name.contains("\"")
            && escapedForTerminal(name) == name
        if isPlain, name != "sync" { return nil }
        return .error(
            name == "sync"
                ? "'sync' is what every sync calls its state" : "'\(shown)' cannot name a state",
            help: "a name has up to 100 letters, no quotes, and no # first", status: .usage)
    }

    // MARK: - What is kept

    func listStates() -> Reply {
        var listing = Listing("states", ["state", "taken", "name", "objects#", "own_bytes#"])
        do throws(EarlierStates.Absence) {
            for state in try stateSource?.states().states ?? [] {
                listing.append([
                    "#\(state.number)", KeptStates.text(state.taken), state.label,
                    String(state.sources.count), String(state.ownBytes),
                ])
            }
        } catch {
            return Self.reply(to: error)
        }
        return show(listing)
    }

    private func forget(state name: String) throws(WorkspaceError) -> Reply {
        let state: KeptState
        do throws(EarlierStates.Absence) {
            guard let source = stateSource else { throw .none }
            state = try source.states().state(named: name)
        } catch {
            return Self.reply(to: error)
        }
        guard let stored = folder.stored else { return Reply() }
        try stored.open().forget(state: state.number)
        return .note(
            escapedForTerminal("deleted the state #\(state.number) of \(KeptStates.text(state))"))
    }

    private func bound(_ text: String) throws(WorkspaceError) -> Reply {
        guard let bytes = Bounds.bytes(text), bytes >= 0, let stored = folder.stored else {
            return .error(
                "'\(escapedForTerminal(text))' is no size", help: "such as 512MiB or 2GiB",
                status: .usage)
        }
        let gone = try stored.open().boundStates(bytesMax: bytes)
        var reply = Reply.note(
            "kept states may take \(escapedForTerminal(text)) beside the present data")
        if !gone.isEmpty { reply.notes.append(Self.deleted(gone.count)) }
        return reply
    }
}
