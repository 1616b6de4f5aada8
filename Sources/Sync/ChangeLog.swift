import Columns
import Okta
import Synchronization
import Workspace

/// Reads on in the System Log from where the last complete sync began.
struct ChangeLog: Sendable {
    let context: SyncContext

    private static let list = ListRegistry.changes
    /// With more events than this it is no longer the cheap way.
    private static let eventsMax = 20_000
    /// Events may be stored some time after they happened. Seconds.
    private static let lagMax: Int64 = 300

    private var object: SyncedObject { context.object(Self.list) }

    struct TooMany: Error {}

    /// Where to read on next time, and what has changed since the last; no changes when there was no last.
    struct News: Sendable {
        let position: String
        let changes: OrgChanges?
    }

    /// - Throws: when the log cannot be read, or is too long: everything is to be read then.
    func read() async throws -> News {
        let object = object
        let known = try await context.store.run { database -> String? in
            let bytes = try database.record("position", part: "", of: object)
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        }
        let collected = Mutex((changes: OrgChanges(), position: String?.none))
        var since = await now() - Self.lagMax
        if let pinned = context.request.pinnedNow {
            since = min(since, pinned / 1_000_000 - Self.lagMax)
        }
        let parts = Self.list.parts(since: ServerDate.iso(since))
        let start = ResumePoint(cursors: known.map { ["": $0] } ?? [:])
        let ledger = try await ListReading(
            client: context.client, list: Self.list, parts: parts, from: start
        ).run { page in
            try collected.withLock { collected in
                for record in page.records {
                    collected.changes.add(JSONView(checked: record.json))
                }
                if collected.changes.eventCount > Self.eventsMax { throw TooMany() }
                if let next = page.next { collected.position = next }
            }
        }
        let (changes, position) = collected.withLock { $0 }
        guard ledger.isComplete, let position else {
            throw SyncFailure.other(Self.reason(ledger))
        }
        // A position that Okta no longer takes has lost what came after it.
        return News(
            position: position, changes: known == nil || ledger.restarts > 0 ? nil : changes)
    }

    private static func reason(_ ledger: Ledger) -> String {
        switch ledger.state {
        case .complete: "it has no position to read on from"
        case .absent(let reason), .incomplete(let reason): reason
        }
    }

    private func now() async -> Int64 {
        context.client.serverSeconds ?? context.request.clock() / 1_000_000
    }

    func keep(_ position: String) async throws {
        let object = object
        let record = RawRecord(key: "position", json: Array(position.utf8))
        _ = try await context.store.run { try $0.change(object, part: "", put: [record]) }
    }

    /// Whether there is a position to read on from.
    func hasPosition() async throws -> Bool {
        let object = object
        return try await context.store.run {
            try $0.record("position", part: "", of: object) != nil
        }
    }
}
