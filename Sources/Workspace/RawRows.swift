import Columns

extension WorkspaceDatabase {
    /// All raw rows of an object as one JSON list, in the order of parts and keys, as a file would hold them.
    ///
    /// - Throws: `damaged` when there are not as many as were counted.
    public func jsonList(of object: SyncedObject) throws(WorkspaceError) -> [UInt8] {
        try rawList(of: object).json
    }

    /// The same with the version that these rows are.
    public func rawList(
        of object: SyncedObject
    ) throws(WorkspaceError) -> (json: [UInt8], rows: Int, version: Int64) {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let state = try connection.statement("SELECT rows, version FROM objects WHERE id = ?")
            state.bind(1, id)
            guard try state.step() else { return (Array("[]".utf8), 0, 0) }
            let expected = Int(state.integer(0))
            let version = state.integer(1)
            state.reset()
            let rows = try connection.statement(
                "SELECT json FROM records WHERE object = ? ORDER BY part, key")
            rows.bind(1, id)
            var list: [UInt8] = [UInt8(ascii: "[")]
            var count = 0
            while try rows.step() {
                if count > 0 { list.append(UInt8(ascii: ",")) }
                list.append(contentsOf: rows.bytes(0))
                count += 1
            }
            guard count == expected else {
                throw .damaged(
                    path: path, reason: "\(object.name) has \(count) rows and \(expected) are noted"
                )
            }
            list.append(UInt8(ascii: "]"))
            return (list, count, version)
        }
    }

    /// How many rows each part has; parts without any are left out.
    public func rowsByPart(of object: SyncedObject) throws(WorkspaceError) -> [String: Int] {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let rows = try connection.statement(
                "SELECT part, count(*) FROM records WHERE object = ? GROUP BY part")
            rows.bind(1, id)
            var counts: [String: Int] = [:]
            while try rows.step() { counts[rows.text(0)] = Int(rows.integer(1)) }
            return counts
        }
    }

    /// The parts that were read at one time or another and have not gone since.
    public func parts(of object: SyncedObject) throws(WorkspaceError) -> Set<String> {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let rows = try connection.statement("SELECT part FROM parts WHERE object = ?")
            rows.bind(1, id)
            var parts: Set<String> = []
            while try rows.step() { parts.insert(rows.text(0)) }
            return parts
        }
    }

    /// Removes lists of an object whose parents are gone.
    public func removeParts(
        _ parts: [String], of object: SyncedObject
    ) throws(WorkspaceError) -> Int {
        try write { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: true)
            let rows = try connection.statement(
                "DELETE FROM records WHERE object = ? AND part = ?")
            let part = try connection.statement("DELETE FROM parts WHERE object = ? AND part = ?")
            var removed = 0
            for name in parts {
                rows.bind(1, id)
                rows.bind(2, name)
                try rows.run()
                removed += connection.changes
                part.bind(1, id)
                part.bind(2, name)
                try part.run()
            }
            let count = try connection.statement(
                "UPDATE objects SET rows = rows - ?1, version = version + (?1 > 0) WHERE id = ?2")
            count.bind(1, removed)
            count.bind(2, id)
            try count.run()
            return removed
        }
    }

    /// Changes with every load that is kept and every reading that begins, also by another process.
    public func stamp() throws(WorkspaceError) -> [Int64] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                "SELECT value FROM counters WHERE name IN ('load', 'reading') ORDER BY name")
            var values: [Int64] = []
            while try rows.step() { values.append(rows.integer(0)) }
            let ledger = try connection.statement("SELECT coalesce(max(id), 0) FROM ledger")
            if try ledger.step() { values.append(ledger.integer(0)) }
            return values
        }
    }

    /// One raw row; nil when there is none.
    public func record(
        _ key: String, part: String, of object: SyncedObject
    ) throws(WorkspaceError) -> [UInt8]? {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let row = try connection.statement(
                "SELECT json FROM records WHERE object = ? AND part = ? AND key = ?")
            row.bind(1, id)
            row.bind(2, part)
            row.bind(3, key)
            return try row.step() ? Array(row.bytes(0)) : nil
        }
    }

    /// The keys of an object's rows by part, both in order.
    public func keys(
        of object: SyncedObject
    ) throws(WorkspaceError) -> [(part: String, key: String)] {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let rows = try connection.statement(
                "SELECT part, key FROM records WHERE object = ? ORDER BY part, key")
            rows.bind(1, id)
            var keys: [(part: String, key: String)] = []
            while try rows.step() { keys.append((rows.text(0), rows.text(1))) }
            return keys
        }
    }

    /// Every object that was ever synced, in the order of connections and names.
    public func objectStates() throws(WorkspaceError) -> [ObjectState] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                """
                SELECT id, connection, object, rows, complete, reading_kind, reading_started, mark,
                    version
                FROM objects ORDER BY connection, object
                """)
            var states: [ObjectState] = []
            while try rows.step() {
                let isOpen = !rows.isMissing(5)
                states.append(
                    ObjectState(
                        object: SyncedObject(
                            connection: rows.text(1), name: ObjectName(rows.text(2))),
                        rows: Int(rows.integer(3)), hasBeenComplete: rows.integer(4) != 0,
                        openReading: isOpen ? Reading.Kind(rawValue: rows.integer(5)) : nil,
                        openSince: isOpen ? rows.integer(6) : nil,
                        mark: rows.isMissing(7) ? nil : rows.integer(7),
                        version: rows.integer(8),
                        ledger: try connection.ledger(object: rows.integer(0))))
            }
            return states
        }
    }

    /// Forgets a connection: its raw rows, ledger and columns. Earlier states stay.
    public func forget(connection name: String) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            let objects = try connection.statement("DELETE FROM objects WHERE connection = ?")
            objects.bind(1, name)
            try objects.run()
            let sources = try connection.statement(
                "DELETE FROM sources WHERE substr(name, 1, length(?1)) = ?1")
            sources.bind(1, name + "\u{1F}")
            try sources.run()
            try connection.deleteUnusedLoads()
            try connection.shrinkStates()
        }
    }
}

extension Connection {
    func keys(object id: Int64, part: String) throws(WorkspaceError) -> [String] {
        let rows = try statement("SELECT key FROM records WHERE object = ? AND part = ?")
        rows.bind(1, id)
        rows.bind(2, part)
        var keys: [String] = []
        while try rows.step() { keys.append(rows.text(0)) }
        return keys
    }
}
