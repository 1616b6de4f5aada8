import Okta
import Workspace

/// Reads an object from its first page to its last, or goes on where that was stopped.
struct FullReading: Sendable {
    let context: SyncContext
    let list: ObjectList
    /// Where a list of what happened begins.
    let since: String?
    /// Why the rows that its lists hang on are not all there; nil when they are.
    let parentTrouble: String?
    /// Rows that were there at the last look.
    let rowsBefore: Int
    /// Only what came since: rows that are not seen stay.
    var kind = Reading.Kind.everything

    /// How a reading ended, with what only the client knows.
    struct End: Sendable {
        let end: ReadingEnd
        let absence: String?
        let isResumed: Bool
    }

    func run(parents: [JSONView]) async throws -> End {
        let object = context.object(list)
        let now = context.request.clock()
        let kind = kind
        let reading = try await context.store.run {
            try $0.begin(kind, of: object, now: now, resumesSince: now - SyncRequest.resumesWithin)
        }
        let parts = list.parts(parents: parents, since: since)
        context.progress.begin(list.name, pages: pages(parts, reading))
        // A list that never ends goes on where its last reading ended.
        let cursors = kind == .changes ? reading.lastCursors : [:]
        let start = ResumePoint(
            cursors: cursors.merging(reading.cursors) { $1 },
            finished: kind == .changes ? [] : reading.finished)
        let ledger: Ledger
        do {
            ledger = try await ListReading(
                client: context.client, list: list, parts: parts, from: start
            ).run { page in
                let raw = context.raw(page, isStamped: list.listsChanges)
                try await context.store.run { try $0.add(raw, to: reading) }
                context.progress.add(list.name, rows: page.records.count)
            }
        } catch {
            await pause(reading)
            throw error
        }
        return try await finish(reading, ledger, parts)
    }

    /// Says in the ledger that it was stopped. Whatever goes wrong there, the cause is what is told.
    private func pause(_ reading: Reading) async {
        let entry = LedgerEntry(
            kind: reading.kind, started: reading.started, ended: context.request.clock(),
            calls: 0, scope: list.scope)
        _ = try? await context.store.run { try $0.pause(reading, entry) }
    }

    private func finish(
        _ reading: Reading, _ ledger: Ledger, _ parts: [ListPart]
    ) async throws -> End {
        var entry = LedgerEntry(
            ledger, kind: reading.kind, started: reading.started, ended: context.request.clock())
        var absence: String?
        if case .absent(let reason) = ledger.state { absence = reason }
        if let parentTrouble, absence == nil { entry.reason = entry.reason ?? parentTrouble }
        let keys = Set(parts.map(\.key)).subtracting(ledger.remarks.map(\.part))
        let believesLoss = context.request.believesLoss.contains(list.name)
        let done = entry
        let isAbsent = absence != nil
        let end = try await context.store.run {
            try $0.finish(
                reading, done, parts: isAbsent || reading.kind == .changes ? nil : keys,
                believesLoss: believesLoss)
        }
        return End(end: end, absence: absence, isResumed: reading.isResumed)
    }

    /// About how many pages there are to come.
    private func pages(_ parts: [ListPart], _ reading: Reading) -> Int {
        if parts.count == 1, parts[0].expected == nil {
            return max(1, rowsBefore / SyncEstimate.rowsPerPage)
        }
        return parts.reduce(0) { sum, part in
            if reading.finished.contains(part.key) { return sum }
            return sum + max(1, ((part.expected ?? 0) + 199) / SyncEstimate.rowsPerPage)
        }
    }
}
