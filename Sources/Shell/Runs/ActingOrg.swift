import Actions
import Columns
import Okta
import Render
import Runs
import Sync
import Workspace

/// The org that a plan is made for, and who is asking.
struct ActingOrg {
    let connection: Connection
    let credential: Credential
    let notes = LiveNotes()
    /// Login of the token's user; empty for a service app.
    var who = ""
    var protection: Protection?
    /// What could not be found out.
    var remark: String?
}

extension Session {
    /// Where runs are noted; made when it is not there.
    func journal() throws(Refused) -> WorkspaceDatabase {
        guard let stored = folder.stored else {
            throw Refused(
                reply: .error("files are read in place of a workspace", status: .usage))
        }
        do throws(WorkspaceError) { return try stored.open() } catch {
            throw Refused(reply: Self.reply(to: error))
        }
    }

    /// The journal, when the workspace has one already.
    func knownJournal() throws(Refused) -> WorkspaceDatabase? {
        do throws(WorkspaceError) {
            guard folder.stored != nil, let state = try StateFolder.find(in: folder.root) else {
                return nil
            }
            return try WorkspaceDatabase.open(state, makes: false)
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
    }

    /// The actions of a connection, by their names.
    func actionLookup(_ connection: Connection) -> @Sendable (String) -> (any Action)? {
        let registry = actionRegistry(connection)
        return { registry[$0] }
    }

    /// Asks Okta whose token it is and who must not be acted on.
    func actingOrg(
        _ connection: Connection, deed: Deed, wanted: [Planner.Wanted]
    ) throws(Refused) -> ActingOrg {
        guard let credential = try keptCredential(connection.org) else {
            throw Refused(
                reply: .error(
                    "there is no token for \(escapedForTerminal(connection.org.name))",
                    help: "cork connect okta \(escapedForTerminal(connection.org.name))",
                    status: .usage))
        }
        var org = ActingOrg(connection: connection, credential: credential)
        let users = Set(wanted.flatMap { $0.target.records }.filter { $0.role == "user" }.map(\.id))
        let client = try client(connection.org, credential, notes: org.notes)
        let found = try wait(for: client, notes: org.notes) { () async throws(OktaError) in
            let me = try await Organisation.ask(client)
            let protection = try await Protection.ask(client, targets: users)
            return (me, protection)
        }
        org.who = found.0.tokenOwner ?? ""
        if !acting.includesSelf { org.protection = found.1.protection }
        org.remark = found.1.note
        return org
    }

    /// Who the journal says began a run.
    func origin(_ org: ActingOrg) -> RunOrigin {
        var who = org.who
        if case .serviceApp(let app) = org.credential { who = "app \(app.clientId)" }
        return RunOrigin(
            who: who, host: configuration.account(),
            tool: configuration.userAgent.replacing("/", with: " "))
    }

    /// A plan of the targets as they are in Okta now.
    func plan(_ intention: Intention, _ org: ActingOrg) throws(Refused) -> Plan {
        // Before the client, which must be closed: a secret may be refused.
        let values = try secrets(of: intention.deed, intention.wanted.compactMap(\.deed))
        let client = try client(org.connection.org, org.credential, notes: org.notes)
        let planner = Planner(
            client: client, guarding: org.protection, registry: actionLookup(org.connection))
        let empty = Plan(
            org: org.connection.org.name, made: configuration.clock(), board: intention.board,
            why: acting.why, deed: intention.deed, steps: [], undoes: intention.undoes)
        let wanted = intention.wanted
        return try wait(for: client, notes: org.notes) { () async throws(OktaError) in
            try await planner.plan(wanted, empty) { deed throws(OktaError) in
                values.values(of: deed)
            }
        }
    }
}
