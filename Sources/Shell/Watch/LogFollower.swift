import Columns
import EventHooks
import Okta
import Render
import Sync
import Workspace

/// What a watch hears of an org between two looks: the System Log, or an event hook, or both.
final class LogFollower {
    let connection: Connection
    private let client: OktaClient
    private let notes: LiveNotes
    private let database: WorkspaceDatabase
    private let sync: EventSync
    /// Nanoseconds between two readings of the log.
    private let pollNanoseconds: UInt64
    private var polledAt: UInt64?
    private var lastTrouble: String?
    /// Events that the last look has dealt with, as they happened.
    private(set) var events: [KeptEvent] = []

    init(
        _ connection: Connection, everySeconds: Double, in session: Session
    ) throws(Session.Refused) {
        self.connection = connection
        notes = LiveNotes()
        client = try session.client(of: connection, notes: notes)
        do throws(WorkspaceError) {
            guard let stored = session.folder.stored else {
                throw .failed(path: session.folder.root, reason: "files are read in its place")
            }
            database = try stored.open()
        } catch {
            throw Session.Refused(reply: Session.reply(to: error))
        }
        sync = EventSync(
            session.request(connection, []), client: client, store: SyncStore(database))
        pollNanoseconds = UInt64(everySeconds * 1_000_000_000)
    }

    /// Reads the log when it is time, and again what events name.
    ///
    /// - Returns: what went wrong, told once as long as it stays the same.
    func look(in session: Session) -> [String] {
        events = []
        let now = session.configuration.stopwatch()
        let polls = polledAt.map { now &- $0 >= pollNanoseconds } ?? true
        if polls { polledAt = now }
        let sync = sync
        let (folder, holder) = (database.folder, session.lockHolder(Self.command))
        let result = AsyncBridge<Result<Heard, SyncFailure>>.run(
            session.cancellation, notes: notes, tell: { _ in },
            work: {
                do {
                    if polls { try await sync.poll() }
                    var heard = Heard()
                    guard try await sync.hasWaiting() else { return .success(heard) }
                    // Held for some calls only: a sync waits for that. While one is at work, events wait.
                    guard let lock = try Self.lock(folder, holder) else { return .success(heard) }
                    defer { withExtendedLifetime(lock) {} }
                    while true {
                        let outcome = try await sync.apply()
                        for trouble in outcome.troubles where !heard.troubles.contains(trouble) {
                            heard.troubles.append(trouble)
                        }
                        if outcome.events.isEmpty { return .success(heard) }
                        heard.events += outcome.events
                    }
                } catch {
                    return .failure(SyncFailure.of(error))
                }
            })
        switch result {
        case .success(let heard):
            events = heard.events
            return tell(heard.troubles)
        case .failure(.okta(.cancelled)): return []
        case .failure(let failure): return tell([sentence(failure)])
        }
    }

    /// What a sync is told about who holds the lock.
    static let command = "cork watch"

    /// nil while another process syncs or acts.
    private static func lock(
        _ folder: StateFolder, _ holder: LockHolder
    ) throws(SyncFailure) -> ProcessLock? {
        do throws(WorkspaceError) { return try ProcessLock(in: folder, as: holder) } catch {
            if case .busy = error { return nil }
            throw .workspace(error)
        }
    }

    private struct Heard: Sendable {
        var troubles: [String] = []
        var events: [KeptEvent] = []
    }

    private func sentence(_ failure: SyncFailure) -> String {
        switch failure {
        case .okta(let error): "\(connection.org.name): \(error.sentence)"
        case .workspace(let error): error.sentence
        case .other(let reason): "\(connection.org.name): \(reason)"
        }
    }

    private func tell(_ troubles: [String]) -> [String] {
        let text = troubles.joined(separator: "; ")
        defer { lastTrouble = text }
        if text.isEmpty || text == lastTrouble { return [] }
        return ["note: \(escapedForTerminal(text)); watching goes on"]
    }

    func close() {
        let client = client
        _ = AsyncBridge<Bool>.run(
            Cancellation(),
            work: {
                await client.close()
                return true
            })
    }

    // MARK: - Event hooks

    /// What keeps deliveries: events of this org, for good, and whoever waits is woken.
    func receiver(
        _ configuration: EventReceiver.Configuration, wake: WakeSignal
    ) -> EventReceiver {
        let database = database
        let name = connection.org.name
        return EventReceiver(
            configuration, isWhole: { LogEvent.delivered($0) != nil },
            keep: { bodies in
                let events = bodies.flatMap { LogEvent.delivered($0) ?? [] }
                try database.keepEvents(events.map(KeptEvent.init), connection: name)
                wake.wake()
            })
    }

    /// The client, for calls that make and delete hooks.
    func call<Value: Sendable>(
        in session: Session,
        _ work: @escaping @Sendable (OktaClient) async throws(OktaError) -> Value
    ) throws(Session.Refused) -> Value {
        let client = client
        let result = AsyncBridge<Result<Value, OktaError>>.run(
            session.cancellation, notes: notes, tell: { _ in },
            work: {
                do throws(OktaError) { return .success(try await work(client)) } catch {
                    return .failure(error)
                }
            })
        switch result {
        case .success(let value): return value
        case .failure(let error):
            throw Session.Refused(reply: Session.reply(to: error, org: connection.org))
        }
    }
}
