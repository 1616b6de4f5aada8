import Dispatch
import Engine
import Okta
import Sync
import Synchronization
import Workspace

/// A sync that goes on while lines are typed; what it has read is taken between two of them.
final class BackgroundSync: Sendable {
    private let task: Task<Void, Never>
    private let news: News

    /// What is to be told before the next reply.
    private final class News: Sendable {
        private let lines = Mutex<[String]>([])
        private let ended = DispatchSemaphore(value: 0)

        func end(_ line: String?) {
            if let line { lines.withLock { $0.append(line) } }
            ended.signal()
        }

        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }

        func wait() { _ = ended.wait(timeout: .now() + .seconds(5)) }
    }

    init(_ sync: OrgSync, name: String, client: OktaClient, lock: ProcessLock) {
        let news = News()
        self.news = news
        task = Task.detached {
            var line: String?
            do {
                let summary = try await sync.run()
                let incomplete = summary.objects.filter { !$0.entry.isComplete }
                line =
                    incomplete.isEmpty
                    ? "\(name) is up to date: \(Phrase.count(summary.calls, "call"))"
                    : "\(name) was synced, not wholly: .status tells what is missing"
            } catch let failure as SyncFailure {
                line = Self.sentence(failure, name)
            } catch {
                line = "\(name) could not be synced: \(error)"
            }
            await client.close()
            withExtendedLifetime(lock) {}
            news.end(line)
        }
    }

    private static func sentence(_ failure: SyncFailure, _ name: String) -> String? {
        switch failure {
        case .okta(.cancelled): nil
        case .okta(let error): "\(name) could not be synced: \(error.sentence)"
        case .workspace(let error): "\(name) could not be synced: \(error.sentence)"
        case .other(let reason): "\(name) could not be synced: \(reason)"
        }
    }

    /// Lines to be told; each is given once.
    func take() -> [String] { news.take() }

    /// Stops it after the page that is on its way; what has come is kept.
    func stop() {
        task.cancel()
        news.wait()
    }
}

extension Session {
    /// In a conversation on data that is old: begins a sync that nobody waits for.
    ///
    /// - Returns: what to tell about it.
    func refreshInBackground() -> String? {
        guard configuration.isConversation, background == nil else { return nil }
        let now = configuration.clock()
        for connection in folder.setup.connections {
            let objects = folder.synced.objects.filter { $0.connection == connection }
            guard let oldest = objects.map(\.read).min(), now - oldest > SyncedTables.ageMax,
                let database = folder.stored?.opened(), database.isWritable,
                let lock = try? ProcessLock(
                    in: database.folder, as: lockHolder("cork (in the background)")),
                let client = try? client(of: connection, notes: LiveNotes())
            else { continue }
            var names = Set(SyncRequest.usual.map(\.name))
            for (other, state) in folder.synced.states where other == connection {
                names.insert(state.object.name.object)
            }
            let lists = ListRegistry.objects.filter { names.contains($0.name) }
            background = BackgroundSync(
                OrgSync(
                    request(connection, lists), client: client, store: SyncStore(database),
                    progress: SyncProgress()), name: connection.name, client: client, lock: lock)
            return "\(connection.name) is \(SourceAge.phrase(now - oldest)): it is read again in "
                + "the background"
        }
        return nil
    }
}
