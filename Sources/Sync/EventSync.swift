import Okta
import Synchronization
import Workspace

/// Brings a workspace up to date with single events: what they name is read again by its id.
///
/// Events are kept before anything is done about them, and are done with when what they name is in place. They say what
/// to look at and nothing else, so one that comes twice, late or in another order does no harm. Neither the high-water
/// marks nor the completeness that the last sync found are touched: a sync finds whatever no event told.
public struct EventSync: Sendable {
    let context: SyncContext

    public init(_ request: SyncRequest, client: OktaClient, store: SyncStore) {
        context = SyncContext(
            client: client, store: store, request: request, progress: SyncProgress())
    }

    /// What a look at the waiting events came to.
    public struct Outcome: Sendable {
        public var events: [KeptEvent] = []
        /// Objects that were read again, by their names in the org.
        public var objects: [String] = []
        /// What could not be read, as sentences.
        public var troubles: [String] = []
    }

    /// Events that are dealt with together.
    static let batchMax = 2000

    // MARK: - The System Log

    /// Reads the log on from where it was left, and keeps its events with the place to go on from.
    public func poll() async throws {
        do { try await readLog() } catch { throw SyncFailure(error) }
    }

    private func readLog() async throws {
        let connection = context.request.connection
        let list = ListRegistry.changes
        let position = try await context.store.run {
            try $0.eventPosition(connection: connection)
        }
        let parts = list.parts(since: ServerDate.iso(try await start()))
        let ledger = try await ListReading(
            client: context.client, list: list, parts: parts,
            from: ResumePoint(cursors: position.map { ["": $0] } ?? [:])
        ).run { page in
            let events = page.records.compactMap { LogEvent(JSONView(checked: $0.json)) }
            let next = page.next
            try await context.store.run {
                _ = try $0.keepEvents(
                    events.map(KeptEvent.init), connection: connection, position: next)
            }
        }
        switch ledger.state {
        case .complete: break
        case .absent(let reason), .incomplete(let reason):
            throw SyncFailure.other("the System Log cannot be read: \(reason)")
        }
    }

    /// Where the log is read from the first time: the last sync has seen what was before it. Seconds since 1970.
    private func start() async throws -> Int64 {
        let states = try await states()
        let synced = states["users"]?.ledger.first?.started ?? context.request.clock()
        let known = min(synced, context.request.pinnedNow ?? synced)
        return known / 1_000_000 - Self.lagMax
    }

    /// Events may be stored some time after they happened. Seconds.
    private static let lagMax: Int64 = 300

    func states() async throws -> [String: ObjectState] {
        let connection = context.request.connection
        var states: [String: ObjectState] = [:]
        for state in try await context.store.run({ try $0.objectStates() })
        where state.object.connection == connection {
            states[state.object.name.object] = state
        }
        return states
    }

    // MARK: - Events

    /// Whether there is anything to deal with.
    public func hasWaiting() async throws -> Bool {
        let connection = context.request.connection
        do {
            return try await !context.store.run {
                try $0.waitingEvents(connection: connection, limit: 1).isEmpty
            }
        } catch { throw SyncFailure(error) }
    }

    /// Deals with events that wait, as many as fit one batch.
    ///
    /// - Throws: `SyncFailure`; the events then wait on.
    public func apply() async throws -> Outcome {
        do { return try await applyBatch() } catch { throw SyncFailure(error) }
    }

    private func applyBatch() async throws -> Outcome {
        let connection = context.request.connection
        let events = try await context.store.run {
            try $0.waitingEvents(connection: connection, limit: Self.batchMax)
        }
        var outcome = Outcome()
        if events.isEmpty { return outcome }
        let states = try await states()
        if states.values.contains(where: { $0.openReading == .everything }) {
            outcome.troubles.append(
                "a sync was stopped on its way: events wait until cork sync has ended it")
            return outcome
        }
        var targets = EventTargets()
        for event in events { targets.add(JSONView(checked: event.json)) }
        try await EventReading(context: context, states: states, targets: targets).run(&outcome)
        let keys = events.map(\.key)
        try await context.store.run { try $0.finishEvents(keys, connection: connection) }
        outcome.events = events
        return outcome
    }
}

extension KeptEvent {
    public init(_ event: LogEvent) {
        self.init(key: event.uuid, published: event.published, json: event.json)
    }
}

/// What events name: which rows and lists to read again.
struct EventTargets: Sendable {
    var changes = OrgChanges()
    /// Groups and apps whose own rows are to be read again.
    var groups: Set<String> = []
    var apps: Set<String> = []
    /// Objects that are to be read whole.
    var whole: Set<String> = []

    mutating func add(_ event: JSONView) {
        changes.add(event)
        guard let type = event["eventType"]?.string else { return }
        let isGroup = type.hasPrefix("group.")
        let isApp = type.hasPrefix("application.lifecycle.")
        for target in event["target"]?.elements() ?? [] {
            guard let id = target["id"]?.string else { continue }
            switch target["type"]?.string {
            case "UserGroup" where isGroup: groups.insert(id)
            case "AppInstance" where isApp: apps.insert(id)
            default: break
            }
        }
    }
}
