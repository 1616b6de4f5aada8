import Columns

extension WorkspaceDatabase {
    /// All raw rows of an object as one JSON list, in the order of parts and keys, as a file would hold them.
    ///
    /// - Throws: `damaged` when there are not as many as were counted.
    public func jsonList(of object: SyncedObject) throws(WorkspaceError) -> [UInt8] {
        try read { connection throws(WorkspaceError) in
            let id = try connection.objectID(of: object, makes: false)
            let state = try connection.statement("SELECT rows FROM objects WHERE id = ?")
            state.bind(1, id)
            guard try state.step() else { return Array("[]".utf8) }
            let expected = Int(state.integer(0))
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
            return list
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
                SELECT id, connection, object, rows, complete, reading_kind, reading_started, mark
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
