import Columns
import Correlation
import Engine
import Render
import Synchronization
import Workspace

/// A workspace's kept states, read when a command first asks for one: most never do.
final class StateSource: Sendable {
    private let root: String
    private let tools: [String: String]
    private let damage: StoredDamage
    private let opened = Mutex<Result<KeptStates, EarlierStates.Absence>?>(nil)

    init(root: String, tools: [String: String], damage: StoredDamage) {
        self.root = root
        self.tools = tools
        self.damage = damage
    }

    func states() throws(EarlierStates.Absence) -> KeptStates {
        try opened.withLock { opened in
            if let opened { return opened }
            let result = Result { () throws(EarlierStates.Absence) in try open() }
            opened = result
            return result
        }.get()
    }

    private func open() throws(EarlierStates.Absence) -> KeptStates {
        let found: KeptStates?
        do throws(WorkspaceError) {
            let folder = try StateFolder.find(in: root)
            let database = try folder.flatMap { folder throws(WorkspaceError) in
                try WorkspaceDatabase.open(folder, makes: false)
            }
            found = try database.map { database throws(WorkspaceError) in
                try KeptStates(database, tools: tools, damage: damage)
            }
        } catch {
            throw EarlierStates.Absence(
                message: "the kept states cannot be read: \(error.sentence)", help: error.help)
        }
        guard let found else { throw .none }
        return found
    }
}

extension EarlierStates.Absence {
    static var none: EarlierStates.Absence {
        EarlierStates.Absence(
            message: "no state of this workspace is kept",
            help: "cork snapshot keeps one, and so does every cork sync")
    }
}

extension Session {
    /// nil where files are read in place of a workspace.
    var stateSource: StateSource? {
        guard let stored = folder.stored else { return nil }
        var tools: [String: String] = [:]
        for connection in folder.setup.connections {
            tools[connection.org.name] = connection.name
        }
        return StateSource(root: folder.root, tools: tools, damage: stored.damage)
    }

    var earlierStates: EarlierStates? {
        stateSource.map { source in
            EarlierStates { name, moment throws(EarlierStates.Absence) in
                try source.states().object(name, moment)
            }
        }
    }

    /// The moment that a person names: a time, so long ago, or a state's name or number.
    func moment(_ text: String) -> EarlierMoment {
        if let time = BoardRunner(environment: environment).instant(text) { return .time(time) }
        let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
        return .name(isQuoted ? String(text.dropFirst().dropLast()) : text)
    }

    /// Everything as it was at a moment.
    func earlierCatalog(_ moment: EarlierMoment) throws(Refused) -> EarlierCatalog {
        guard let stateSource else {
            throw Refused(
                reply: .error(
                    "files by name have no kept states", help: "a workspace has them",
                    status: .usage))
        }
        do throws(EarlierStates.Absence) {
            var catalog = try stateSource.states().catalog(moment)
            catalog.model = folder.model(of: catalog.tables, typed: typed.pins)
            return catalog
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
    }

    static func reply(to absence: EarlierStates.Absence) -> Reply {
        .error(
            escapedForTerminal(absence.message), help: absence.help.map(escapedForTerminal),
            status: .usage)
    }
}
