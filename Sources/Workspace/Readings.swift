import Columns

extension WorkspaceDatabase {
    /// Begins a reading of an object, or goes on with the one of the same kind that was stopped.
    ///
    /// - Parameters:
    ///   - now: microseconds since 1970, kept as when it began.
    ///   - resumesSince: a reading that began earlier is not gone on with; Okta's cursors do not live for ever.
    public func begin(
        _ kind: Reading.Kind, of object: SyncedObject, now: Int64, resumesSince: Int64 = .min
    ) throws(WorkspaceError) -> Reading {
        try write { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: true)
            let open = try connection.statement(
                "SELECT reading, reading_kind, reading_started, mark FROM objects WHERE id = ?")
            open.bind(1, id)
            guard try open.step() else { throw connection.missingObject }
            let mark = open.isMissing(3) ? nil : open.integer(3)
            if !open.isMissing(0), open.integer(1) == kind.rawValue,
                open.integer(2) >= resumesSince
            {
                let (number, started) = (open.integer(0), open.integer(2))
                open.reset()
                return try connection.reading(
                    object, id, kind, number, started, mark, isResumed: true)
            }
            open.reset()
            let number = try connection.next("reading")
            let begin = try connection.statement(
                """
                UPDATE objects SET reading = ?, reading_kind = ?, reading_started = ?,
                    reading_mark = NULL, reading_pages = 0, reading_rows = 0, reading_added = 0,
                    reading_changed = 0
                WHERE id = ?
                """)
            begin.bind(1, number)
            begin.bind(2, kind.rawValue)
            begin.bind(3, now)
            begin.bind(4, id)
            try begin.run()
            return try connection.reading(object, id, kind, number, now, mark, isResumed: false)
        }
    }

    /// Keeps a page: its rows, where to read on and the counts, in one transaction.
    ///
    /// - Throws: `superseded` when the reading is not the open one any more.
    public func add(_ page: RawPage, to reading: Reading) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            try connection.add(page, to: reading)
        }
    }

    /// Notes that rows are still there, of a list that gives only their keys.
    ///
    /// - Returns: keys that are not known here: their records are to be fetched and added.
    public func addKeys(
        _ keys: [String], part: String, next: String?, isLast: Bool, to reading: Reading
    ) throws(WorkspaceError) -> [String] {
        try write { connection throws(WorkspaceError) in
            let upsert = try RecordUpsert(reading.objectID, generation: reading.number, connection)
            var unknown: [String] = []
            var seen = 0
            for key in keys {
                switch try upsert.touch(part: part, key: key) {
                case .missing: unknown.append(key)
                case .seenBefore: break
                case .touched: seen += 1
                }
            }
            let page = RawPage(part: part, records: [], next: next, isLast: isLast, mark: nil)
            try connection.count(page, of: reading, PageCounts(rows: seen))
            return unknown
        }
    }
}

/// What putting the records of a page came to.
struct PageCounts {
    /// Records that this reading had not seen before.
    var rows = 0
    var added = 0
    var changed = 0

    mutating func add(_ outcome: RecordUpsert.Outcome) {
        switch outcome {
        case .added: (rows, added) = (rows + 1, added + 1)
        case .changed: (rows, changed) = (rows + 1, changed + 1)
        case .same: rows += 1
        case .seenOtherwise: changed += 1
        case .seenBefore: break
        }
    }
}

extension Connection {
    var missingObject: WorkspaceError {
        .damaged(path: path, reason: "a synced object is missing")
    }

    func objectID(
        of object: SyncedObject, makes: Bool
    ) throws(WorkspaceError) -> Int64 {
        let find = try statement("SELECT id FROM objects WHERE connection = ? AND object = ?")
        find.bind(1, object.connection)
        find.bind(2, object.name.description)
        if try find.step() { return find.integer(0) }
        guard makes else { return 0 }
        let insert = try statement("INSERT INTO objects(connection, object) VALUES (?, ?)")
        insert.bind(1, object.connection)
        insert.bind(2, object.name.description)
        try insert.run()
        return lastID
    }

    fileprivate func reading(
        _ object: SyncedObject, _ id: Int64, _ kind: Reading.Kind, _ number: Int64,
        _ started: Int64, _ mark: Int64?, isResumed: Bool
    ) throws(WorkspaceError) -> Reading {
        let rows = try statement(
            "SELECT part, reading, cursor, is_finished FROM parts WHERE object = ? ORDER BY part")
        rows.bind(1, id)
        var cursors: [String: String] = [:]
        var finished: Set<String> = []
        var lastCursors: [String: String] = [:]
        while try rows.step() {
            let part = rows.text(0)
            let cursor = rows.isMissing(2) ? nil : rows.text(2)
            let isFinished = rows.integer(3) != 0
            if rows.integer(1) == number {
                if isFinished {
                    finished.insert(part)
                } else if let cursor {
                    cursors[part] = cursor
                }
            } else if isFinished, let cursor {
                lastCursors[part] = cursor
            }
        }
        return Reading(
            object: object, kind: kind, number: number, started: started, isResumed: isResumed,
            cursors: cursors, finished: finished, mark: mark, lastCursors: lastCursors, objectID: id
        )
    }

    fileprivate func add(_ page: RawPage, to reading: Reading) throws(WorkspaceError) {
        let upsert = try RecordUpsert(reading.objectID, generation: reading.number, self)
        var counts = PageCounts()
        for record in page.records { counts.add(try upsert.put(record, part: page.part)) }
        try count(page, of: reading, counts)
    }

    /// Adds a page to the counts of its part and its reading.
    fileprivate func count(
        _ page: RawPage, of reading: Reading, _ counts: PageCounts
    ) throws(WorkspaceError) {
        let object = try statement(
            """
            UPDATE objects SET rows = rows + ?1, reading_pages = reading_pages + 1,
                reading_rows = reading_rows + ?2, reading_added = reading_added + ?1,
                reading_changed = reading_changed + ?6, version = version + (?1 + ?6 > 0),
                reading_mark = max(coalesce(reading_mark, ?3), coalesce(?3, reading_mark))
            WHERE id = ?4 AND reading = ?5
            """)
        object.bind(1, counts.added)
        object.bind(2, counts.rows)
        object.bind(3, page.mark)
        object.bind(4, reading.objectID)
        object.bind(5, reading.number)
        object.bind(6, counts.changed)
        try object.run()
        guard changes == 1 else { throw .superseded(object: reading.object.name.description) }
        let part = try statement(
            """
            INSERT INTO parts(object, part, reading, cursor, is_finished, pages, rows)
            VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)
            ON CONFLICT(object, part) DO UPDATE SET cursor = ?4, is_finished = ?5,
                pages = CASE reading WHEN ?3 THEN pages + 1 ELSE 1 END,
                rows = CASE reading WHEN ?3 THEN rows + ?6 ELSE ?6 END, reading = ?3
            """)
        part.bind(1, reading.objectID)
        part.bind(2, page.part)
        part.bind(3, reading.number)
        part.bind(4, page.next)
        part.bind(5, page.isLast ? 1 : 0)
        part.bind(6, counts.rows)
        try part.run()
    }
}
