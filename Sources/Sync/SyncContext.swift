import Columns
import Okta
import Workspace

/// What every part of one sync works with.
struct SyncContext: Sendable {
    let client: OktaClient
    let store: SyncStore
    let request: SyncRequest
    let progress: SyncProgress

    func object(_ list: ObjectList) -> SyncedObject {
        SyncedObject(connection: request.connection, name: list.objectName)
    }

    /// The raw rows that are kept of an object.
    func rows(of list: ObjectList) async throws -> [JSONView] {
        let object = object(list)
        let bytes = try await store.run { try $0.jsonList(of: object) }
        return JSONView(checked: bytes).elements()
    }

    /// A page as the database keeps it.
    func raw(_ page: Page, isStamped: Bool) -> RawPage {
        RawPage(
            part: page.part, records: Self.raw(page.records), next: page.next,
            isLast: page.isLast, mark: isStamped ? Self.mark(of: page.records) : nil)
    }

    static func raw(_ records: [Record]) -> [RawRecord] {
        records.map { RawRecord(key: $0.key, json: $0.json) }
    }

    /// The latest `lastUpdated` among records; nil where none has one.
    static func mark(of records: [Record]) -> Int64? {
        var mark: Int64?
        for record in records {
            guard let text = JSONView(checked: record.json)["lastUpdated"]?.string else { continue }
            let bytes = Array(text.utf8)
            let time = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.flatMap { Parsing.time($0, bytes.count)?.microseconds }
            }
            if let time { mark = max(mark ?? time, time) }
        }
        return mark
    }
}

extension LedgerEntry {
    /// What the client noted of a reading, in the database's terms.
    init(_ ledger: Ledger, kind: Reading.Kind, started: Int64, ended: Int64) {
        var reason: String?
        var notes = ledger.shortfalls.map { Note(part: $0.part, reason: $0.reason) }
        notes += ledger.differences.map {
            Note(
                part: $0.part, reason: "Okta's own count is another", expected: $0.expected,
                rows: $0.rows)
        }
        notes += ledger.remarks.map { Note(part: $0.part, reason: $0.reason) }
        switch ledger.state {
        case .complete: break
        case .absent(let why): notes.append(Note(part: "", reason: "the org has none: \(why)"))
        case .incomplete(let why): reason = why
        }
        self.init(
            kind: kind, started: started, ended: ended, calls: ledger.calls, scope: ledger.scope,
            refusal: ledger.refusal, reason: reason, notes: Array(notes.prefix(Self.notesMax)))
    }

    private static let notesMax = 200
}
