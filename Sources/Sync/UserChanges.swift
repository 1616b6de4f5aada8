import Okta
import Synchronization
import Workspace

/// What other lists must know of the users that a sync of changes has looked at.
struct SeenUsers: Sendable {
    /// Users that are no more.
    var gone: Set<String> = []
    /// Users that were looked at, and whether they are deactivated.
    var isDeactivated: [String: Bool] = [:]
}

/// The same while it is written.
private final class SeenUsersBox: Sendable {
    private let users = Mutex(SeenUsers())

    var value: SeenUsers { users.withLock { $0 } }

    func change(_ body: (inout SeenUsers) -> Void) { users.withLock { body(&$0) } }
}

/// Reads again the users that have changed, by their own stamps and by the System Log.
///
/// A user is removed only when Okta says that there is none of that id; not to be listed is not enough.
struct UserChanges: Sendable {
    let context: SyncContext
    let changes: OrgChanges
    /// The latest stamp among the users that are kept.
    let mark: Int64

    private static let list = ListRegistry.users

    func run() async throws -> (end: FullReading.End, seen: SeenUsers) {
        let reading = try await ChangeReading(Self.list, context)
        let seen = SeenUsersBox()
        let since = ServerDate.iso((mark - SyncRequest.stampOverlap) / 1_000_000)
        try await read(Self.list.parts(since: since), reading, seen)
        // The log also names actors that are no users: `00u` begins the id of each that is one.
        let named = changes.users.subtracting(seen.value.isDeactivated.keys)
            .filter { $0.hasPrefix("00u") }.sorted()
        for start in stride(from: 0, to: named.count, by: ObjectList.identifiersMax) {
            let ids = Array(named[start..<min(start + ObjectList.identifiersMax, named.count)])
            let part = Self.list.part(ofIdentifiers: ids)
            guard try await read([part], reading, seen) else { break }
            for id in ids where !seen.value.isDeactivated.keys.contains(id) {
                try await look(for: id, reading, seen)
            }
        }
        return (try await reading.finish(parentTrouble: nil), seen.value)
    }

    /// - Returns: whether the list came to its end.
    @discardableResult
    private func read(
        _ parts: [ListPart], _ reading: ChangeReading, _ seen: SeenUsersBox
    ) async throws -> Bool {
        let pages = Mutex<[Page]>([])
        let ledger = try await ListReading(
            client: context.client, list: Self.list, parts: parts
        ).run { page in pages.withLock { $0.append(page) } }
        for page in pages.withLock({ $0 }) {
            try await reading.add(page)
            seen.change { seen in
                for record in page.records {
                    let status = JSONView(checked: record.json)["status"]?.string
                    seen.isDeactivated[record.key] = status == "DEPROVISIONED"
                }
            }
        }
        await reading.note(ledger, wereAdded: true)
        return ledger.isComplete
    }

    /// Asks for one user, and removes who is not there.
    private func look(
        for id: String, _ reading: ChangeReading, _ seen: SeenUsersBox
    ) async throws {
        await reading.note(calls: 1)
        do {
            let answer = try await context.client.send(Call(.get, Self.list.target(of: id, in: "")))
            guard let row = answer.json else { return }
            try await reading.change(part: "", put: Self.list.records(row, part: ""))
            seen.change {
                $0.isDeactivated[id] = row["status"]?.string == "DEPROVISIONED"
            }
        } catch OktaError.refused(let refusal) where refusal.status == 404 {
            try await reading.change(part: "", put: [], remove: [id])
            seen.change { _ = $0.gone.insert(id) }
        } catch let error as OktaError {
            try await reading.fail(error)
        }
    }
}
