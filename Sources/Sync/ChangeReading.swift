import Okta
import Workspace

/// A reading that looks at single rows and lists of an object, and leaves the others as they are.
///
/// Written by one task at a time; ends with `finish`, in the ledger.
actor ChangeReading {
    let context: SyncContext
    let list: ObjectList
    nonisolated let object: SyncedObject
    private let reading: Reading
    private var counts = RecordChanges()
    private var calls = 0
    private var pages = 0
    private var rows = 0
    private var reason: String?
    private var notes: [LedgerEntry.Note] = []

    init(_ list: ObjectList, _ context: SyncContext) async throws {
        self.list = list
        self.context = context
        object = context.object(list)
        let object = object
        let now = context.request.clock()
        // What it has read is in place at once, so there is nothing to go on with.
        reading = try await context.store.run {
            try $0.begin(.changes, of: object, now: now, resumesSince: .max)
        }
        context.progress.begin(list.name, pages: 1)
    }

    /// Puts rows in place and removes others of one part.
    func change(
        part: String, put records: [Record], remove keys: [String] = [], replacesPart: Bool = false
    ) async throws {
        let object = object
        let raw = SyncContext.raw(records)
        counts += try await context.store.run {
            try $0.change(object, part: part, put: raw, remove: keys, replacesPart: replacesPart)
        }
        rows += records.count
    }

    /// Adds a page, whose rows may move the mark.
    func add(_ page: Page) async throws {
        var raw = context.raw(page, isStamped: list.listsChanges)
        raw = RawPage(part: raw.part, records: raw.records, next: nil, isLast: true, mark: raw.mark)
        let (page, reading) = (raw, reading)
        try await context.store.run { try $0.add(page, to: reading) }
        context.progress.add(list.name, rows: page.records.count)
    }

    func remove(parts: [String]) async throws {
        if parts.isEmpty { return }
        let object = object
        counts.removed += try await context.store.run { try $0.removeParts(parts, of: object) }
    }

    /// Takes over what the client noted of a list.
    ///
    /// - Parameter wereAdded: its pages were added one by one, and counted then.
    func note(_ ledger: Ledger, wereAdded: Bool = false) {
        let entry = LedgerEntry(ledger, kind: .changes, started: 0, ended: 0)
        calls += ledger.calls
        if !wereAdded { pages += ledger.pages }
        reason = reason ?? entry.reason
        notes += entry.notes
    }

    func note(calls count: Int) { calls += count }

    /// Takes an error as the reason why the object is not complete.
    ///
    /// - Throws: the error, when no further call can succeed.
    func fail(_ error: OktaError) throws {
        switch error {
        case .cancelled, .unusableCredential: throw error
        case .refused(let refusal) where refusal.isBadCredential: throw error
        default: fail(error.sentence)
        }
    }

    func fail(_ why: String) { reason = reason ?? why }

    func finish(parentTrouble: String?) async throws -> FullReading.End {
        let entry = LedgerEntry(
            kind: .changes, started: reading.started, ended: context.request.clock(), calls: calls,
            pages: pages, rows: rows, added: counts.added, changed: counts.changed,
            removed: counts.removed, scope: list.scope, reason: reason ?? parentTrouble,
            notes: notes)
        let reading = reading
        let end = try await context.store.run { try $0.finish(reading, entry) }
        return FullReading.End(end: end, absence: nil, isResumed: false)
    }
}
