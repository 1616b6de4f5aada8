import Actions
import Columns
import Engine
import Glibc
import Okta
import Render
import Runs
import Sync
import Workspace

/// What a tenant for a rehearsal is filled with.
public struct RehearsalSeed: Sendable {
    /// Each object's rows as one JSON list, by the object's name in the org.
    public let objects: [String: [UInt8]]
    /// What its clock shows at the start, in ISO 8601.
    public let now: String
    /// The token that it takes.
    public let token = "rehearsal"
}

/// A tenant that is running, on this machine only.
public struct RehearsalTenant {
    public let address: String
    public let stop: () -> Void

    public init(address: String, stop: @escaping () -> Void) {
        self.address = address
        self.stop = stop
    }
}

/// Why no tenant could be started; a sentence.
public struct RehearsalFailure: Error, Sendable {
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }
}

/// Trying a plan on a copy of the org: which saved boards would change, and how.
extension Session {
    /// `cork rehearse plan.json`
    public func rehearse(file: String) -> Reply { answering { rehearseFile(file) } }

    func rehearseFile(_ path: String) -> Reply {
        do throws(Refused) {
            let (plan, connection) = try plan(inFile: path)
            guard let start = configuration.startTenant else {
                return .error("no tenant can be started here", status: .failure)
            }
            let objects = try syncedRows(connection)
            let now = ServerDate.iso(now / 1_000_000)
            let tenant: RehearsalTenant
            switch start(RehearsalSeed(objects: objects, now: now)) {
            case .success(let started): tenant = started
            case .failure(let error):
                return .error(escapedForTerminal(error.sentence), status: .failure)
            }
            defer { tenant.stop() }
            let scratch = try scratchFolder()
            defer { Self.remove(scratch) }
            return try rehearse(plan, connection, tenant, scratch)
        } catch {
            return error.reply
        }
    }

    /// What was read of the org, as it came.
    private func syncedRows(_ connection: Connection) throws(Refused) -> [String: [UInt8]] {
        guard let database = try knownJournal() else {
            throw Refused(reply: Self.nothingSynced(connection))
        }
        var objects: [String: [UInt8]] = [:]
        do throws(WorkspaceError) {
            for (other, state) in folder.synced.states where other == connection {
                objects[state.object.name.object] = try database.jsonList(of: state.object)
            }
        } catch { throw Refused(reply: Self.reply(to: error)) }
        guard objects["users"] != nil else {
            throw Refused(reply: Self.nothingSynced(connection))
        }
        return objects
    }

    private static func nothingSynced(_ connection: Connection) -> Reply {
        .error(
            "\(escapedForTerminal(connection.name)) was never synced, so there is nothing to rehearse on",
            help: "cork sync", status: .usage)
    }

    private func scratchFolder() throws(Refused) -> String {
        let base = configuration.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array((base + "/cork-rehearsal-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw Refused(
                reply: .error(
                    escapedForTerminal(
                        FileError(operation: "make a folder in", path: base, code: errno).sentence),
                    status: .failure))
        }
        return String(cString: made)
    }

    /// A folder of files and one more level of folders.
    private static func remove(_ folder: String) {
        for name in (try? FileSystem.entries(folder)) ?? [] {
            let path = FileSystem.join(folder, name)
            if FileSystem.status(path)?.isFolder == true {
                remove(path)
            } else {
                FileSystem.remove(path)
            }
        }
        rmdir(folder)
    }

    // MARK: - The rehearsal

    private func rehearse(
        _ plan: Plan, _ connection: Connection, _ tenant: RehearsalTenant, _ scratch: String
    ) throws(Refused) -> Reply {
        guard let database = try knownJournal() else {
            throw Refused(reply: Self.nothingSynced(connection))
        }
        let copied: WorkspaceDatabase
        do throws(WorkspaceError) {
            let state = try StateFolder.make(in: scratch)
            try database.copy(into: state)
            guard let opened = try WorkspaceDatabase.open(state, makes: false) else {
                throw .readOnly(path: scratch)
            }
            copied = opened
        } catch { throw Refused(reply: Self.reply(to: error)) }
        let record = try carryOut(plan, connection, tenant, copied)
        var configuration = configuration
        configuration.stateFolder = scratch
        configuration.isConversation = false
        configuration.progress = nil
        let twin = Session(configuration)
        do throws(FileError) { _ = try twin.refresh() } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
        defer { twin.finish() }
        return reply(to: record, plan, compare(with: twin), connection)
    }

    /// Plans and runs the same on the tenant, and reads back what has changed into the copy.
    private func carryOut(
        _ plan: Plan, _ connection: Connection, _ tenant: RehearsalTenant,
        _ database: WorkspaceDatabase
    ) throws(Refused) -> RunRecord {
        let address: OrgAddress
        do { address = try OrgAddress(tenant.address) } catch {
            throw Refused(reply: .error("the tenant has no address", status: .failure))
        }
        let notes = LiveNotes()
        let client = try client(address, .token(Secret("rehearsal")), notes: notes)
        let wanted = plan.steps.filter { $0.verdict.isDone }.map {
            Planner.Wanted($0.target, deed: $0.deed)
        }
        // No secret is asked for: nobody will ever sign in there.
        let stand: @Sendable (Deed) throws(OktaError) -> InputValues = { deed throws(OktaError) in
            deed.inputs.merging(
                deed.secrets.mapValues { _ in .secret(Secret("Rehearsal-2026-only")) }
            ) {
                $1
            }
        }
        let registry = actionLookup(connection)
        let planner = Planner(client: client, guarding: nil, registry: registry)
        let empty = Plan(
            org: address.name, made: configuration.clock(), deed: plan.deed, steps: [])
        let request = RunRequest(
            client: client, store: SyncStore(database),
            origin: RunOrigin(who: "rehearsal", host: "", tool: ""), protection: nil,
            clock: configuration.clock, registry: registry, values: stand)
        let syncing = self.request(connection, [])
        let result = AsyncBridge<Result<RunRecord, SyncFailure>>.run(
            cancellation, notes: notes,
            work: {
                let result: Result<RunRecord, SyncFailure>
                do {
                    let own = try await planner.plan(wanted, empty, values: stand)
                    let record = try await Runner(request).apply(own)
                    _ = try await EventSync(syncing, client: client, store: request.store)
                        .readAgain(record.effects(registry))
                    result = .success(record)
                } catch { result = .failure(Self.failure(error)) }
                await client.close()
                return result
            })
        switch result {
        case .success(let record): return record
        case .failure(.okta(let error)):
            throw Refused(reply: Self.reply(to: error, org: address))
        case .failure(.workspace(let error)): throw Refused(reply: Self.reply(to: error))
        case .failure(.other(let sentence)):
            throw Refused(reply: .error(escapedForTerminal(sentence), status: .failure))
        }
    }

    // MARK: - What would change

    private struct Comparison {
        var changed: [(board: SavedBoard, before: BoardResult, after: BoardResult, RowDifference)] =
            []
        var compared = 0
        var left = 0
    }

    private func compare(with twin: Session) -> Comparison {
        var comparison = Comparison()
        for board in folder.saved.boards.values.sorted(by: { $0.name < $1.name }) {
            guard let before = answer(board), let after = twin.answer(board) else {
                comparison.left += 1
                continue
            }
            comparison.compared += 1
            let difference = RowDifference(from: before, to: after)
            if !difference.isEmpty {
                comparison.changed.append((board, before, after, difference))
            }
        }
        return comparison
    }

    /// A saved board's answer; nil where it cannot be had, such as for want of a parameter.
    private func answer(_ board: SavedBoard) -> BoardResult? {
        var environment = environment(for: board.text)
        environment.identifiesRows = true
        return try? BoardRunner(environment: environment).run(board)
    }

    private func reply(
        to record: RunRecord, _ plan: Plan, _ comparison: Comparison, _ connection: Connection
    ) -> Reply {
        var listing = Listing(
            "rehearsal", ["board", "before#", "after#", "gone", "new", "changed"])
        for (board, before, after, difference) in comparison.changed {
            listing.append([
                board.name, String(before.table.rowCount), String(after.table.rowCount),
                Self.names(difference.gone, before), Self.names(difference.added, after),
                Self.names(difference.changed.map(\.after), after),
            ])
        }
        var reply = show(listing)
        reply.footer = [
            "\(Phrase.count(comparison.changed.count)) of "
                + "\(Phrase.count(comparison.compared, "saved board")) would change",
            escapedForTerminal("nothing was done in \(connection.org.name)"),
        ]
        guard !settings.isQuiet else { return reply }
        let counts = Self.summary(of: record).drop { $0 != ":" }.dropFirst(2)
        reply.notes.append("\(plan.deed.action), rehearsed: \(counts)")
        for index in record.plan.steps.indices {
            var why: String?
            if case .refuses(let reason) = record.plan.steps[index].verdict { why = reason }
            if record.state(of: index) == .failed { why = record.steps[index].outcome?.detail }
            if let why {
                let name = record.plan.steps[index].target.records.first?.name ?? ""
                reply.notes.append(escapedForTerminal("not done: \(name): \(why)"))
                reply.status = .someFailed
            }
        }
        if comparison.left > 0 {
            reply.notes.append(
                "\(Phrase.count(comparison.left, "saved board")) not compared: a parameter or data is "
                    + "missing")
        }
        return reply
    }

    /// `ada@acme.com, bob@acme.com +3`
    private static func names(_ rows: [Int], _ result: BoardResult) -> String {
        guard let column = result.table.columns.first else { return "" }
        let shown = rows.prefix(3).map { column.isPresent($0) ? column.string($0) : "∅" }
        return shown.joined(separator: ", ")
            + (rows.count > shown.count ? " +\(Phrase.count(rows.count - shown.count))" : "")
    }
}
