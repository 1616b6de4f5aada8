import Columns
import Engine
import Glibc
import Okta
import Render
import Sync
import Workspace

/// What `cork sync` was told.
public struct SyncInput: Sendable {
    /// Objects, `users` or `okta.users`; the usual ones and those synced before when there is none.
    public var objects: [String]
    public var isFull = false
    /// Objects that boards name are read too, without a question.
    public var isConfirmed = false
    /// A list that has lost nearly all of its rows is believed.
    public var acceptsLoss = false
    /// nil is every connection.
    public var connection: String?

    public init(objects: [String] = []) { self.objects = objects }
}

extension Session {
    /// The clock that a workspace's setup pins, as a sandbox takes it; nil when it pins none.
    public static func pinnedNow(ofWorkspace folder: String) -> String? {
        let text = try? FileSystem.readText(FileSystem.join(folder, Setup.fileName))
        guard let now = text.flatMap({ Setup(text: $0).now }) else { return nil }
        return ServerDate.iso(now / 1_000_000)
    }

    /// `cork sync [OBJECT …]`
    public func sync(_ input: SyncInput) -> Reply {
        do throws(Refused) {
            let connections = try connectionsToSync(input)
            var replies: [Reply] = []
            for connection in connections {
                let lists = try lists(input, connection)
                replies.append(try sync(connection, lists, input))
            }
            var reply = replies.removeFirst()
            for further in replies {
                reply.notes += further.notes
                if reply.status == .ok { reply.status = further.status }
            }
            return reply
        } catch {
            return error.reply
        }
    }

    /// The same as a command of its own. The files of the workspace are of no interest to it.
    public func syncOnce(_ input: SyncInput) -> Reply {
        do throws(FileError) { try folder.lookForSync() } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
        return checked(sync(input))
    }

    private func connectionsToSync(_ input: SyncInput) throws(Refused) -> [Connection] {
        if let name = input.connection { return [try connection(name)] }
        let all = try readSetup().connections
        // One of several is meant when an object's name says so.
        let named = all.filter { connection in
            input.objects.contains {
                NameFolding.fold($0).hasPrefix(NameFolding.fold(connection.name) + ".")
            }
        }
        if !named.isEmpty { return named }
        return all.count > 1 ? all : [try connection(nil)]
    }

    /// The objects that are read: those that were named, or the usual ones and those of earlier syncs.
    private func lists(
        _ input: SyncInput, _ connection: Connection
    ) throws(Refused) -> [ObjectList] {
        if input.objects.isEmpty {
            var names = Set(SyncRequest.usual.map(\.name))
            for (other, state) in folder.synced.states where other == connection {
                names.insert(state.object.name.object)
            }
            let wanted = offered(connection, known: names)
            if !wanted.isEmpty, input.isConfirmed || isAgreed(wanted, connection) {
                names.formUnion(wanted.map(\.name))
            }
            return ListRegistry.objects.filter { names.contains($0.name) }
        }
        let prefix = NameFolding.fold(connection.name) + "."
        let objects = ListRegistry.objects
        var lists: [ObjectList] = []
        for typed in input.objects {
            let folded = NameFolding.fold(typed)
            let name = folded.hasPrefix(prefix) ? String(folded.dropFirst(prefix.count)) : folded
            guard let list = objects.first(where: { NameFolding.fold($0.name) == name }) else {
                throw Refused(
                    reply: .error(
                        "there is no object '\(escapedForTerminal(typed))' to sync",
                        help: Suggestion.nearest(name, in: objects.map(\.name))
                            ?? "there are \(Phrase.list(objects.map(\.name)))", status: .usage))
            }
            lists.append(list)
        }
        return lists
    }

    // MARK: - One connection

    private func sync(
        _ connection: Connection, _ lists: [ObjectList], _ input: SyncInput
    ) throws(Refused) -> Reply {
        let database: WorkspaceDatabase
        let lock: ProcessLock
        do throws(WorkspaceError) {
            if let stored = folder.stored {
                let isNew = try StateFolder.find(in: folder.root) == nil
                database = try stored.open()
                if isNew, !settings.isQuiet {
                    configuration.progress?(
                        "made \(StateFolder.name), which keeps what is read of \(connection.org.name)"
                    )
                }
            } else {
                return .error("files are read in place of a workspace", status: .usage)
            }
            lock = try ProcessLock.take(
                in: database.folder, as: lockHolder("cork sync"),
                waitingFor: LogFollower.command, seconds: 30)
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
        defer { withExtendedLifetime(lock) {} }
        let notes = LiveNotes()
        let client = try client(of: connection, notes: notes)
        let progress = SyncProgress()
        var request = request(connection, lists)
        request.isFull = input.isFull
        if input.acceptsLoss { request.believesLoss = Set(lists.map(\.name)) }
        let work = OrgSync(
            request, client: client, store: SyncStore(database), progress: progress)
        let painter = ProgressPainter(
            configuration, isQuiet: settings.isQuiet, progress: progress)
        let result = AsyncBridge<Result<SyncSummary, SyncFailure>>.run(
            cancellation, notes: notes, tell: { painter.tell($0) }, tick: { painter.tick() },
            work: {
                let result: Result<SyncSummary, SyncFailure>
                do { result = .success(try await work.run()) } catch {
                    result = .failure(SyncFailure.of(error))
                }
                await client.close()
                return result
            })
        painter.end()
        switch result {
        case .success(let summary): return reply(to: summary, connection)
        case .failure(let failure):
            throw Refused(reply: reply(to: failure, connection, progress.snapshot))
        }
    }

    func request(_ connection: Connection, _ lists: [ObjectList]) -> SyncRequest {
        let clock = configuration.clock
        var request = SyncRequest(
            connection: connection.org.name, lists: lists, loader: configuration.loader,
            threads: configuration.threads, clock: clock)
        request.pinnedNow = pinnedNow
        return request
    }

    func lockHolder(_ command: String) -> LockHolder {
        LockHolder(
            process: getpid(), command: command,
            since: Column(.time([configuration.clock()])).text().string(0))
    }

    private func reply(to summary: SyncSummary, _ connection: Connection) -> Reply {
        var listing = Listing(
            "sync", ["object", "rows#", "new#", "changed#", "gone#", "calls#", "state"])
        for object in summary.objects where !object.list.isInternal {
            let entry = object.entry
            listing.append([
                "\(connection.name).\(object.list.name)", String(object.rows),
                String(entry.added), String(entry.changed), String(entry.removed),
                String(entry.calls), object.absence ?? entry.reason ?? "complete",
            ])
        }
        var reply = show(listing)
        reply.footer = [
            Phrase.count(summary.calls, "call"), connection.org.name,
        ]
        if let trouble = summary.logTrouble {
            reply.notes.append(
                "note: the System Log cannot be read, so each sync reads everything: \(trouble)")
        }
        for object in summary.objects where object.isSuspicious {
            reply.notes.append(
                "error: \(connection.name).\(object.list.name): \(object.entry.reason ?? "")")
            reply.notes.append(
                "  help: if so many are really gone: cork sync \(object.list.name) --full "
                    + "--accept-loss")
        }
        reply.notes = reply.notes.map(escapedForTerminal)
        if !summary.isComplete { reply.status = .failure }
        return reply
    }

    private func reply(
        to failure: SyncFailure, _ connection: Connection, _ snapshot: SyncProgress.Snapshot
    ) -> Reply {
        let kept =
            "\(Phrase.count(snapshot.rows, "row")) on \(Phrase.count(snapshot.pages, "page")) "
            + "came and \(snapshot.rows == 1 ? "is" : "are") kept; "
            + (snapshot.underWay.isEmpty
                ? "" : "left: \(Phrase.list(snapshot.underWay)); ")
            + "cork sync goes on from there"
        switch failure {
        case .okta(.cancelled):
            return .error("interrupted", help: kept, status: .interrupted)
        case .okta(let error):
            var reply = Self.reply(to: error, org: connection.org)
            if snapshot.pages > 0 { reply.notes.append("  help: \(kept)") }
            return reply
        case .workspace(let error): return Self.reply(to: error)
        case .other(let sentence): return .error(escapedForTerminal(sentence), status: .failure)
        }
    }

    static func reply(to error: WorkspaceError) -> Reply {
        var status = ExitStatus.failure
        if case .busy = error { status = .refused }
        return .error(
            escapedForTerminal(error.sentence), help: error.help.map(escapedForTerminal),
            status: status)
    }
}

extension SyncFailure {
    static func of(_ error: any Error) -> SyncFailure {
        error as? SyncFailure ?? .other("\(error)")
    }
}
