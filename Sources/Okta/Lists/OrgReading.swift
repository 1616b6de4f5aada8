import Synchronization

/// Reads several objects of an org into memory, those that do not wait for others at the same time.
///
/// A workspace that keeps pages as they come drives `ListReading` itself; this is the same without a store.
public struct OrgReading: Sendable {
    public let client: OktaClient
    public let lists: [ObjectList]
    /// The engine is Okta's Classic, which has no devices and no authenticators.
    public let isClassic: Bool

    /// From when on events are read; nil for all that Okta keeps, by its own clock.
    public let eventsSince: String?

    public init(
        client: OktaClient, lists: [ObjectList], isClassic: Bool = false, eventsSince: String? = nil
    ) {
        self.client = client
        self.lists = lists
        self.isClassic = isClassic
        self.eventsSince = eventsSince
    }

    /// What came of one object.
    public struct Object: Sendable {
        public let list: ObjectList
        public let ledger: Ledger
        /// In the order of the parts, and of the pages in each.
        public let records: [Record]
    }

    private final class Pages: Sendable {
        private let parts = Mutex<[String: [Record]]>([:])

        func add(_ page: Page) { parts.withLock { $0[page.part, default: []] += page.records } }
        func records(_ order: [String]) -> [Record] {
            parts.withLock { parts in order.flatMap { parts[$0] ?? [] } }
        }
    }

    /// - Throws: as `ListReading.run`.
    public func run() async throws -> [Object] {
        let wanted = ListRegistry.withParents(lists)
        var done: [String: Object] = [:]
        var rest = wanted
        while !rest.isEmpty {
            let ready = rest.filter { list in list.parentList.map { done[$0] != nil } ?? true }
            rest.removeAll { list in ready.contains { $0.name == list.name } }
            let finished = done
            try await withThrowingTaskGroup(of: Object.self) { group in
                for list in ready {
                    let parent = list.parentList.flatMap { finished[$0] }
                    group.addTask { try await read(list, parent) }
                }
                for try await object in group { done[object.list.name] = object }
            }
        }
        return wanted.compactMap { done[$0.name] }
    }

    private func read(_ list: ObjectList, _ parent: Object?) async throws -> Object {
        let tally = Tally(list)
        if isClassic, list.needsIdentityEngine {
            tally.change { $0.absence = "the Classic engine does not have it" }
            return Object(list: list, ledger: tally.current, records: [])
        }
        let parents = (parent?.records ?? []).map { JSONView(checked: $0.json) }
        var since: String?
        if case .emptyPage = list.ending {
            if let eventsSince { since = eventsSince } else { since = try await firstEvent() }
        }
        let parts = list.parts(parents: parents, since: since)
        let pages = Pages()
        var ledger = try await ListReading(client: client, list: list, parts: parts).run {
            pages.add($0)
        }
        // Parents that did not come hide their children.
        if let parent, !parent.ledger.isComplete {
            switch parent.ledger.state {
            case .complete: break
            case .absent(let reason): if parts.isEmpty { ledger.absence = reason }
            case .incomplete(let reason):
                ledger.shortfalls.append(
                    Ledger.Shortfall(part: parent.list.name, reason: reason))
            }
        }
        return Object(list: list, ledger: ledger, records: pages.records(parts.map(\.key)))
    }

    /// The oldest event that Okta still has, by its own clock.
    private func firstEvent() async throws -> String {
        if client.serverSeconds == nil { _ = try await Organisation.engine(client) }
        let now = client.serverSeconds ?? client.surroundings.clock.epochSeconds
        return ServerDate.iso(now - ObjectList.eventDays * 86_400)
    }
}
