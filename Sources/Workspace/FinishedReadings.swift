import Columns

/// How a reading ended.
public enum ReadingEnd: Sendable, Equatable {
    /// Everything there is was seen; what was not is gone.
    case complete(LedgerEntry)
    /// Rows that came are kept, none was removed.
    case incomplete(LedgerEntry)
    /// The list says that next to nothing is left where there was much: nothing was removed.
    case suspicious(LedgerEntry, before: Int, now: Int)
}

extension WorkspaceDatabase {
    /// Ends a reading: writes its ledger, and removes rows that a complete list no longer has.
    ///
    /// Nothing is removed when the entry gives a reason why it is incomplete, when a part was not read to its end, or
    /// when a list has suddenly lost nearly all of its rows. The high-water mark moves only on a complete reading.
    ///
    /// - Parameters:
    ///   - entry: its pages, rows, added, changed and removed are filled in here, over all runs of the reading;
    ///     to those of a reading of changes, what `change` did for it is added by the caller.
    ///   - parts: which parts a complete reading has; others are removed with their rows.
    ///   - believesLoss: the caller knows that so many rows are gone.
    public func finish(
        _ reading: Reading, _ entry: LedgerEntry, parts: Set<String>? = nil,
        believesLoss: Bool = false
    ) throws(WorkspaceError) -> ReadingEnd {
        try write { connection throws(WorkspaceError) in
            let facts = try connection.facts(of: reading)
            var entry = entry
            entry.kind = reading.kind
            entry.started = reading.started
            entry.count(facts)
            if entry.isComplete, facts.unfinished > 0 {
                entry.reason =
                    facts.unfinished == 1
                    ? "1 list was not read to its end"
                    : "\(facts.unfinished) lists were not read to their end"
            }
            if let parts, entry.isComplete {
                let lacking = parts.subtracting(facts.finished).count
                if lacking > 0 { entry.reason = "\(lacking) of \(parts.count) lists were not read" }
            }
            let before = facts.rows - facts.added
            if entry.isComplete, reading.kind == .everything, !believesLoss,
                Self.isSuspicious(before: before, now: facts.seen)
            {
                entry.reason =
                    "the list has \(facts.seen) rows where there were \(before): nothing was removed"
                try connection.close(reading, isComplete: false)
                try connection.insert(entry, object: reading.objectID)
                return .suspicious(entry, before: before, now: facts.seen)
            }
            if entry.isComplete, reading.kind == .everything {
                entry.removed = try connection.sweep(reading)
            }
            try connection.close(reading, isComplete: entry.isComplete)
            try connection.insert(entry, object: reading.objectID)
            return entry.isComplete ? .complete(entry) : .incomplete(entry)
        }
    }

    /// Notes in the ledger that a reading was stopped, and leaves it open to be gone on with.
    public func pause(_ reading: Reading, _ entry: LedgerEntry) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            let facts = try connection.facts(of: reading)
            var entry = entry
            entry.kind = reading.kind
            entry.started = reading.started
            entry.count(facts)
            entry.reason = entry.reason ?? "it was stopped"
            try connection.insert(entry, object: reading.objectID)
        }
    }

    /// Whether a list that lost so much is rather a fault than the truth.
    public static func isSuspicious(before: Int, now: Int) -> Bool {
        before >= 10 && now == 0 || before >= 100 && now < before / 10
    }

    /// Puts records in place, and removes others, between two readings: what an event or an action has told.
    ///
    /// They count as seen by a reading that is on its way.
    ///
    /// - Parameter replacesPart: with it every other row of the part is removed too.
    @discardableResult
    public func change(
        _ object: SyncedObject, part: String, put records: [RawRecord], remove keys: [String] = [],
        replacesPart: Bool = false
    ) throws(WorkspaceError) -> RecordChanges {
        try write { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: true)
            let state = try connection.statement(
                """
                SELECT CASE WHEN reading_kind = 0 AND reading IS NOT NULL THEN reading
                    ELSE generation END
                FROM objects WHERE id = ?
                """)
            state.bind(1, id)
            guard try state.step() else { throw connection.missingObject }
            let upsert = try RecordUpsert(id, generation: state.integer(0), connection)
            let generation = state.integer(0)
            state.reset()
            var counts = PageCounts()
            for record in records { counts.add(try upsert.put(record, part: part)) }
            var gone = keys
            if replacesPart {
                let kept = Set(records.map(\.key))
                gone = try connection.keys(object: id, part: part).filter { !kept.contains($0) }
                try connection.note(part, rows: kept.count, object: id, reading: generation)
            }
            let delete = try connection.statement(
                "DELETE FROM records WHERE object = ? AND part = ? AND key = ?")
            var removed = 0
            for key in gone {
                delete.bind(1, id)
                delete.bind(2, part)
                delete.bind(3, key)
                try delete.run()
                removed += connection.changes
            }
            let changes = RecordChanges(
                added: counts.added, changed: counts.changed, removed: removed)
            let count = try connection.statement(
                "UPDATE objects SET rows = rows + ?1, version = version + ?2 WHERE id = ?3")
            count.bind(1, counts.added - removed)
            count.bind(2, changes.isEmpty ? 0 : 1)
            count.bind(3, id)
            try count.run()
            return changes
        }
    }
}

/// How many rows a change has added, made others, and removed.
public struct RecordChanges: Sendable, Equatable {
    public var added = 0
    public var changed = 0
    public var removed = 0

    public init(added: Int = 0, changed: Int = 0, removed: Int = 0) {
        (self.added, self.changed, self.removed) = (added, changed, removed)
    }

    public var isEmpty: Bool { added == 0 && changed == 0 && removed == 0 }

    public static func += (left: inout RecordChanges, right: RecordChanges) {
        left.added += right.added
        left.changed += right.changed
        left.removed += right.removed
    }
}

extension Connection {
    /// Notes that a part was read by itself.
    fileprivate func note(
        _ part: String, rows: Int, object: Int64, reading: Int64
    ) throws(WorkspaceError) {
        let note = try statement(
            """
            INSERT INTO parts(object, part, reading, cursor, is_finished, pages, rows)
            VALUES (?1, ?2, ?3, NULL, 1, 0, ?4)
            ON CONFLICT(object, part) DO UPDATE SET rows = ?4
            """)
        note.bind(1, object)
        note.bind(2, part)
        note.bind(3, reading)
        note.bind(4, rows)
        try note.run()
    }
}

extension LedgerEntry {
    /// Takes over what the database has counted.
    fileprivate mutating func count(_ facts: ReadingFacts) {
        let isChanges = kind == .changes
        pages = facts.pages + (isChanges ? pages : 0)
        rows = facts.seen + (isChanges ? rows : 0)
        added = facts.added + (isChanges ? added : 0)
        changed = facts.changed + (isChanges ? changed : 0)
        removed = isChanges ? removed : 0
    }
}

/// What the database knows of a reading when it ends.
private struct ReadingFacts {
    var rows = 0
    var pages = 0
    var seen = 0
    var added = 0
    var changed = 0
    var finished: Set<String> = []
    var unfinished = 0
}

extension Connection {
    fileprivate func facts(of reading: Reading) throws(WorkspaceError) -> ReadingFacts {
        var facts = ReadingFacts()
        let object = try statement(
            """
            SELECT rows, reading_pages, reading_rows, reading_added, reading_changed FROM objects
            WHERE id = ? AND reading = ?
            """)
        object.bind(1, reading.objectID)
        object.bind(2, reading.number)
        guard try object.step() else {
            throw .superseded(object: reading.object.name.description)
        }
        facts.rows = Int(object.integer(0))
        facts.pages = Int(object.integer(1))
        facts.seen = Int(object.integer(2))
        facts.added = Int(object.integer(3))
        facts.changed = Int(object.integer(4))
        object.reset()
        let parts = try statement(
            "SELECT part, is_finished FROM parts WHERE object = ? AND reading = ?")
        parts.bind(1, reading.objectID)
        parts.bind(2, reading.number)
        while try parts.step() {
            if parts.integer(1) != 0 {
                facts.finished.insert(parts.text(0))
            } else {
                facts.unfinished += 1
            }
        }
        return facts
    }

    /// Removes rows that the reading has not seen, and parts that it does not have.
    fileprivate func sweep(_ reading: Reading) throws(WorkspaceError) -> Int {
        let delete = try statement("DELETE FROM records WHERE object = ? AND generation <> ?")
        delete.bind(1, reading.objectID)
        delete.bind(2, reading.number)
        try delete.run()
        let removed = changes
        let parts = try statement("DELETE FROM parts WHERE object = ? AND reading <> ?")
        parts.bind(1, reading.objectID)
        parts.bind(2, reading.number)
        try parts.run()
        let count = try statement(
            """
            UPDATE objects SET rows = rows - ?1, generation = ?2, version = version + (?1 > 0)
            WHERE id = ?3
            """)
        count.bind(1, removed)
        count.bind(2, reading.number)
        count.bind(3, reading.objectID)
        try count.run()
        return removed
    }

    fileprivate func close(_ reading: Reading, isComplete: Bool) throws(WorkspaceError) {
        let close = try statement(
            """
            UPDATE objects SET reading = NULL, reading_kind = NULL, reading_started = NULL,
                mark = CASE WHEN ?1 THEN
                    max(coalesce(mark, reading_mark), coalesce(reading_mark, mark)) ELSE mark END,
                complete = CASE WHEN ?1 THEN 1 ELSE complete END
            WHERE id = ?2
            """)
        close.bind(1, isComplete ? 1 : 0)
        close.bind(2, reading.objectID)
        try close.run()
    }
}
