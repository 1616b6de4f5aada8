/// How one reading of one object went: what came, what did not, and why.
public struct LedgerEntry: Sendable, Equatable {
    /// A part that is not, or not wholly, there, or whose count is not Okta's.
    public struct Note: Sendable, Equatable {
        public let part: String
        public let reason: String
        /// Rows by the tool's own count.
        public let expected: Int?
        public let rows: Int?

        public init(part: String, reason: String, expected: Int? = nil, rows: Int? = nil) {
            self.part = part
            self.reason = reason
            self.expected = expected
            self.rows = rows
        }
    }

    public var kind: Reading.Kind
    /// Microseconds since 1970, by the caller's clock.
    public var started: Int64
    public var ended: Int64
    public var calls: Int
    /// Over all runs that this reading took.
    public var pages: Int
    public var rows: Int
    /// Records that were not there before, that are another than before, and that are no longer there.
    public var added: Int
    public var changed: Int
    public var removed: Int
    /// The right that reading needs, and what the tool said when it refused.
    public var scope: String
    public var refusal: String?
    /// Why the object is not complete, as a clause; nil when it is.
    public var reason: String?
    public var notes: [Note]

    public var isComplete: Bool { reason == nil }

    public init(
        kind: Reading.Kind, started: Int64, ended: Int64, calls: Int, pages: Int = 0, rows: Int = 0,
        added: Int = 0, changed: Int = 0, removed: Int = 0, scope: String, refusal: String? = nil,
        reason: String? = nil, notes: [Note] = []
    ) {
        self.kind = kind
        self.started = started
        self.ended = ended
        self.calls = calls
        self.pages = pages
        self.rows = rows
        self.added = added
        self.changed = changed
        self.removed = removed
        self.scope = scope
        self.refusal = refusal
        self.reason = reason
        self.notes = notes
    }

    /// Entries of one object that are kept.
    static let keptMax = 200
}

extension Connection {
    func insert(_ entry: LedgerEntry, object: Int64) throws(WorkspaceError) {
        let insert = try statement(
            """
            INSERT INTO ledger(object, kind, started, ended, calls, pages, rows, added, removed,
                scope, refusal, reason, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, object)
        insert.bind(2, entry.kind.rawValue)
        insert.bind(3, entry.started)
        insert.bind(4, entry.ended)
        insert.bind(5, entry.calls)
        insert.bind(6, entry.pages)
        insert.bind(7, entry.rows)
        insert.bind(8, entry.added)
        insert.bind(9, entry.removed)
        insert.bind(10, entry.scope)
        insert.bind(11, entry.refusal)
        insert.bind(12, entry.reason)
        insert.bind(13, entry.changed)
        try insert.run()
        let id = lastID
        let note = try statement(
            """
            INSERT INTO ledger_notes(entry, position, part, reason, expected, rows)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        for (position, one) in entry.notes.enumerated() {
            note.bind(1, id)
            note.bind(2, position)
            note.bind(3, one.part)
            note.bind(4, one.reason)
            note.bind(5, one.expected.map(Int64.init))
            note.bind(6, one.rows.map(Int64.init))
            try note.run()
        }
        let prune = try statement(
            """
            DELETE FROM ledger WHERE object = ?1 AND id NOT IN
                (SELECT id FROM ledger WHERE object = ?1 ORDER BY id DESC LIMIT ?2)
            AND id <> (SELECT coalesce(max(id), 0) FROM ledger
                WHERE object = ?1 AND kind = 0 AND reason IS NULL)
            """)
        prune.bind(1, object)
        prune.bind(2, LedgerEntry.keptMax)
        try prune.run()
    }

    /// The newest first.
    func ledger(object: Int64) throws(WorkspaceError) -> [LedgerEntry] {
        let rows = try statement(
            """
            SELECT id, kind, started, ended, calls, pages, rows, added, removed, scope, refusal,
                reason, changed
            FROM ledger WHERE object = ? ORDER BY id DESC
            """)
        rows.bind(1, object)
        let notes = try statement(
            "SELECT part, reason, expected, rows FROM ledger_notes WHERE entry = ? ORDER BY position"
        )
        var entries: [LedgerEntry] = []
        while try rows.step() {
            var entry = LedgerEntry(
                kind: Reading.Kind(rawValue: rows.integer(1)) ?? .everything,
                started: rows.integer(2), ended: rows.integer(3), calls: Int(rows.integer(4)),
                pages: Int(rows.integer(5)), rows: Int(rows.integer(6)),
                added: Int(rows.integer(7)), changed: Int(rows.integer(12)),
                removed: Int(rows.integer(8)), scope: rows.text(9),
                refusal: rows.isMissing(10) ? nil : rows.text(10),
                reason: rows.isMissing(11) ? nil : rows.text(11))
            notes.bind(1, rows.integer(0))
            while try notes.step() {
                entry.notes.append(
                    LedgerEntry.Note(
                        part: notes.text(0), reason: notes.text(1),
                        expected: notes.isMissing(2) ? nil : Int(notes.integer(2)),
                        rows: notes.isMissing(3) ? nil : Int(notes.integer(3))))
            }
            notes.reset()
            entries.append(entry)
        }
        return entries
    }
}
