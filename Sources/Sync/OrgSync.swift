import Columns
import Okta
import Synchronization
import Workspace

/// Brings a workspace's objects of one org up to date.
///
/// What was read whole before is brought up to date by stamps, the System Log and Okta's own counts; the rest is read
/// whole. Every page is kept with its cursor in one transaction, so a sync that is killed at any moment goes on
/// where it was. Nothing is removed because it did not come.
public struct OrgSync: Sendable {
    private let context: SyncContext
    public let progress: SyncProgress

    public init(
        _ request: SyncRequest, client: OktaClient, store: SyncStore, progress: SyncProgress
    ) {
        context = SyncContext(client: client, store: store, request: request, progress: progress)
        self.progress = progress
    }

    private var request: SyncRequest { context.request }
    private var store: SyncStore { context.store }

    /// - Throws: `SyncFailure`; what was read until then is kept.
    public func run() async throws -> SyncSummary {
        do { return try await sync() } catch { throw SyncFailure(error) }
    }

    private func sync() async throws -> SyncSummary {
        let (_, engine) = try await Organisation.engine(context.client)
        let states = try await states()
        let lists = ListRegistry.withParents(request.lists)
        var summary = SyncSummary()
        let wantsChanges = lists.contains { mayUseChanges($0, states[$0.name]) }
        let (news, trouble) = try await news(wanted: wantsChanges)
        summary.logTrouble = trouble
        let plan = Plan(
            isClassic: engine == .classic, states: states, changes: news?.changes,
            readsChanges: { mayUseChanges($0, $1) })
        try await readSchemas(lists, plan)
        let done = Finished()
        var rest = lists
        while !rest.isEmpty {
            let ready = rest.filter { list in
                list.parentList.map { done.object($0) != nil } ?? !waitsForUsers(list, rest, plan)
            }
            rest.removeAll { list in ready.contains { $0.name == list.name } }
            try await withThrowingTaskGroup(of: SyncSummary.Object.self) { group in
                for list in ready { group.addTask { try await read(list, plan, done) } }
                for try await object in group { done.add(object) }
            }
        }
        summary.objects = lists.compactMap { done.object($0.name) }
        summary.calls = context.client.limits.uses.reduce(0) { $0 + $1.calls }
        try await keepState(summary)
        // The log is read on from here once everything that it told is in place.
        let isResumed = summary.objects.contains { $0.isResumed }
        if let news, !isResumed, summary.isComplete {
            try await ChangeLog(context: context).keep(news.position)
        }
        return summary
    }

    // MARK: - What is known

    private func states() async throws -> [String: ObjectState] {
        let connection = request.connection
        let all = try await store.run { try $0.objectStates() }
        var states: [String: ObjectState] = [:]
        for state in all where state.object.connection == connection {
            states[state.object.name.object] = state
        }
        return states
    }

    /// Whether an object can be brought up to date without reading all of it.
    private func mayUseChanges(_ list: ObjectList, _ state: ObjectState?) -> Bool {
        guard !request.isFull, let state, state.hasBeenComplete,
            state.openReading != .everything, Plan.listsWithChanges.contains(list.name),
            state.ledger.first?.isComplete == true,
            let whole = state.ledger.first(where: { $0.kind == .everything && $0.isComplete })
        else { return false }
        let age = request.clock() - whole.started
        return age >= 0 && age < SyncRequest.fullEvery
    }

    /// Reads the System Log, where that is of use. A log that cannot be read costs calls and nothing else.
    private func news(wanted: Bool) async throws -> (ChangeLog.News?, trouble: String?) {
        let log = ChangeLog(context: context)
        do {
            if !wanted, try await log.hasPosition(), !request.isFull { return (nil, nil) }
            let news = try await log.read()
            // The first position is that of the beginning: a sync that is killed still knows it.
            if try await !log.hasPosition() { try await log.keep(news.position) }
            return (news, nil)
        } catch let error as OktaError {
            if case .cancelled = error { throw error }
            return (nil, error.sentence)
        } catch let SyncFailure.other(reason) {
            return (nil, reason)
        } catch is ChangeLog.TooMany {
            return (nil, nil)
        }
    }

    /// Users are looked at before what rests on who of them is gone.
    private func waitsForUsers(_ list: ObjectList, _ rest: [ObjectList], _ plan: Plan) -> Bool {
        plan.changes != nil && list.name == "device_users" && rest.contains { $0.name == "users" }
    }

    private func readSchemas(_ lists: [ObjectList], _ plan: Plan) async throws {
        for list in lists where StoredSchema.exists(for: list) {
            if try await knowsSchema(list, plan) { continue }
            do {
                let schema =
                    list.name == "users"
                    ? try await ProfileSchema.users(context.client)
                    : try await ProfileSchema.groups(context.client)
                let connection = request.connection
                try await store.run { database in
                    try StoredSchema(connection: connection, in: database).keep(schema, of: list)
                }
            } catch let error as OktaError {
                // Without it, types are those of the values.
                guard case .refused(let refusal) = error, !refusal.isBadCredential else {
                    throw error
                }
            }
        }
    }

    /// Of what is brought up to date, or goes on where it was stopped, the schema is taken as it was kept.
    private func knowsSchema(_ list: ObjectList, _ plan: Plan) async throws -> Bool {
        guard plan.usesChanges(list) || plan.states[list.name]?.openReading != nil else {
            return false
        }
        let connection = request.connection
        return try await store.run {
            try StoredSchema(connection: connection, in: $0).schema(of: list) != nil
        }
    }

    // MARK: - One object

    private func read(
        _ list: ObjectList, _ plan: Plan, _ done: Finished
    ) async throws -> SyncSummary.Object {
        let parent = list.parentList.flatMap(done.object)
        var parentTrouble: String?
        if let parent, let reason = parent.entry.reason {
            parentTrouble = "okta.\(parent.list.name): \(reason)"
        }
        let end: FullReading.End
        if plan.isClassic, list.needsIdentityEngine {
            end = try await none(list, "the Classic engine does not have it")
        } else if let absence = parent?.absence {
            end = try await none(list, absence)
        } else {
            end = try await reading(list, plan, done, parentTrouble)
        }
        let object = try await keep(list, end)
        progress.finish(list.name, object.sentence)
        return object
    }

    private func reading(
        _ list: ObjectList, _ plan: Plan, _ done: Finished, _ parentTrouble: String?
    ) async throws -> FullReading.End {
        var parents: [JSONView] = []
        if let name = list.parentList, let parent = ListRegistry.list(named: name) {
            parents = try await context.rows(of: parent)
        }
        let state = plan.states[list.name]
        if plan.usesChanges(list), let changes = plan.changes, let state {
            if list.name == "users", let mark = state.mark {
                let (end, seen) = try await UserChanges(
                    context: context, changes: changes, mark: mark
                ).run()
                done.see(seen)
                return end
            }
            // What hangs on users, and was brought up to date while users were read whole, is read whole too.
            if done.hasSeenUsers || !plan.dependsOnUsers(list) {
                let reading = PlannedChanges(
                    context: context, list: list, changes: changes, users: done.users)
                if let end = try await reading.run(parents, parentTrouble) { return end }
            }
        }
        var reading = FullReading(
            context: context, list: list, since: try await since(list),
            parentTrouble: parentTrouble, rowsBefore: state?.rows ?? 0)
        if list.name == "events", state?.hasBeenComplete == true, state?.openReading != .everything,
            !request.isFull
        {
            reading.kind = .changes
        }
        return try await reading.run(parents: parents)
    }

    private func none(_ list: ObjectList, _ reason: String) async throws -> FullReading.End {
        let reading = try await ChangeReading(list, context)
        let end = try await reading.finish(parentTrouble: nil)
        return FullReading.End(end: end.end, absence: reason, isResumed: false)
    }

    /// Where a list of what happened begins: as far back as Okta keeps it.
    private func since(_ list: ObjectList) async throws -> String? {
        guard list.name == "events" else { return nil }
        let now = request.pinnedNow.map { $0 / 1_000_000 } ?? context.client.serverSeconds
        return ServerDate.iso(
            (now ?? request.clock() / 1_000_000) - ObjectList.eventDays * 86_400)
    }

    // MARK: - Keeping

    private func keep(
        _ list: ObjectList, _ end: FullReading.End
    ) async throws -> SyncSummary.Object {
        let object = context.object(list)
        let entry: LedgerEntry
        var isSuspicious = false
        switch end.end {
        case .complete(let one), .incomplete(let one): entry = one
        case .suspicious(let one, _, _):
            entry = one
            isSuspicious = true
        }
        let request = request
        let rows = try await store.run { database -> Int in
            if !list.isInternal, end.absence == nil {
                let kept = try database.storedLoads().first { $0.name == object.sourceName }
                try TableKeeping(
                    of: object, in: database, loader: request.loader, threads: request.threads
                ).keep(entry, kept: kept)
            }
            return try database.objectStates().first { $0.object == object }?.rows ?? 0
        }
        return SyncSummary.Object(
            list: list, entry: entry, rows: rows, isSuspicious: isSuspicious,
            absence: end.absence, isResumed: end.isResumed)
    }

    /// The objects as they are now, to be looked back at.
    private func keepState(_ summary: SyncSummary) async throws {
        let names = summary.objects.filter { !$0.list.isInternal }.map {
            context.object($0.list).sourceName
        }
        // By the clock that boards are read by.
        let now = request.pinnedNow ?? request.clock()
        _ = try await store.run { try $0.keepState(of: names, taken: now, label: "sync") }
    }
}

/// Which objects are brought up to date by what changed, and which are read whole.
private struct Plan: Sendable {
    let isClassic: Bool
    let states: [String: ObjectState]
    /// What the System Log tells; nil where it could not be read.
    let changes: OrgChanges?
    private let names: Set<String>

    /// Objects for which there is a way that is cheaper than reading them whole. The others take few calls.
    static let listsWithChanges: Set<String> = [
        "users", "group_members", "group_owners", "app_users", "app_groups", "devices",
        "device_users", "factors",
    ]

    init(
        isClassic: Bool, states: [String: ObjectState], changes: OrgChanges?,
        readsChanges: (ObjectList, ObjectState?) -> Bool
    ) {
        self.isClassic = isClassic
        self.states = states
        self.changes = changes
        names =
            changes == nil
            ? []
            : Set(
                ListRegistry.all.filter { readsChanges($0, states[$0.name]) }.map(\.name))
    }

    func usesChanges(_ list: ObjectList) -> Bool { names.contains(list.name) }

    func dependsOnUsers(_ list: ObjectList) -> Bool {
        ["group_members", "device_users"].contains(list.name)
    }
}

/// What a sync has finished, for what comes after it.
private final class Finished: Sendable {
    private let state = Mutex((objects: [String: SyncSummary.Object](), users: SeenUsers?.none))

    func object(_ name: String) -> SyncSummary.Object? {
        state.withLock { $0.objects[name] }
    }

    func add(_ object: SyncSummary.Object) {
        state.withLock { $0.objects[object.list.name] = object }
    }

    func see(_ users: SeenUsers) { state.withLock { $0.users = users } }

    var hasSeenUsers: Bool { state.withLock { $0.users != nil } }
    var users: SeenUsers { state.withLock { $0.users ?? SeenUsers() } }
}

extension SyncSummary.Object {
    /// `okta.users: 1,318 rows (3 new, 12 changed, 1 gone)`
    var sentence: String {
        if let absence { return "okta.\(list.name): \(absence)" }
        var parts: [String] = []
        if entry.added > 0, entry.added < rows { parts.append("\(entry.added) new") }
        if entry.changed > 0 { parts.append("\(entry.changed) changed") }
        if entry.removed > 0 { parts.append("\(entry.removed) gone") }
        var sentence = "okta.\(list.name): \(rows) \(rows == 1 ? "row" : "rows")"
        if !parts.isEmpty { sentence += " (\(parts.joined(separator: ", ")))" }
        if let reason = entry.reason { sentence += ", incomplete: \(reason)" }
        return sentence
    }
}
