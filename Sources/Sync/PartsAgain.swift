import Okta
import Synchronization

/// Reads some of an object's lists again, each to its end before it takes the place of what was kept.
struct PartsAgain: Sendable {
    let context: SyncContext
    let list: ObjectList

    private final class Collected: Sendable {
        struct Part: Sendable {
            var records: [Record] = []
            var isWhole = false
        }

        private let parts = Mutex<[String: Part]>([:])

        func add(_ page: Page) -> [Record]? {
            parts.withLock { parts in
                parts[page.part, default: Part()].records += page.records
                guard page.isLast else { return nil }
                // Given away, so that a large list is not held until all have come.
                return parts.removeValue(forKey: page.part)?.records
            }
        }
    }

    /// - Parameter isSuspicious: whether a list may not take the place of the one that was kept.
    func run(
        _ parts: [ListPart], _ reading: ChangeReading,
        isSuspicious: @escaping @Sendable (_ part: String, _ rows: Int) -> Bool = { _, _ in false }
    ) async throws {
        if parts.isEmpty { return }
        context.progress.begin(list.name, pages: parts.count)
        let collected = Collected()
        let ledger = try await ListReading(
            client: context.client, list: list, parts: parts
        ).run { page in
            context.progress.add(list.name, rows: page.records.count)
            guard let records = collected.add(page) else { return }
            if isSuspicious(page.part, records.count) {
                await reading.fail(
                    "\(page.part): the list has \(records.count) rows where there were many more")
                return
            }
            try await reading.change(part: page.part, put: records, replacesPart: true)
        }
        await reading.note(ledger)
    }
}
