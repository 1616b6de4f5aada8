/// An event of a live tool, kept from when it is known here.
public struct KeptEvent: Sendable, Equatable {
    /// The tool's own id, the same however often and from wherever the event comes.
    public let key: String
    /// When it happened, as the tool writes it; sorts as text.
    public let published: String
    public let json: [UInt8]

    public init(key: String, published: String, json: [UInt8]) {
        self.key = key
        self.published = published
        self.json = json
    }
}

extension WorkspaceDatabase {
    /// Keeps events in one transaction; those that are kept already are left as they are.
    ///
    /// - Parameter position: where the tool's log is read on after them; nil leaves that as it is.
    /// - Returns: how many were new.
    @discardableResult
    public func keepEvents(
        _ events: [KeptEvent], connection name: String, position: String? = nil
    ) throws(WorkspaceError) -> Int {
        try write { connection throws(WorkspaceError) in
            let insert = try connection.statement(
                """
                INSERT INTO events(connection, key, published, json, is_done) VALUES (?, ?, ?, ?, 0)
                ON CONFLICT DO NOTHING
                """)
            var added = 0
            for event in events {
                insert.bind(1, name)
                insert.bind(2, event.key)
                insert.bind(3, event.published)
                insert.bind(4, copying: event.json)
                try insert.run()
                added += connection.changes
            }
            if let position {
                let set = try connection.statement(
                    """
                    INSERT INTO event_positions(connection, position) VALUES (?1, ?2)
                    ON CONFLICT DO UPDATE SET position = ?2
                    """)
                set.bind(1, name)
                set.bind(2, position)
                try set.run()
            }
            return added
        }
    }

    /// Where a tool's log is read on; nil when it never was read.
    public func eventPosition(connection name: String) throws(WorkspaceError) -> String? {
        try read { connection throws(WorkspaceError) in
            let row = try connection.statement(
                "SELECT position FROM event_positions WHERE connection = ?")
            row.bind(1, name)
            return try row.step() ? row.text(0) : nil
        }
    }

    /// Events that nothing was done about yet, in the order in which they happened.
    public func waitingEvents(
        connection name: String, limit: Int
    ) throws(WorkspaceError) -> [KeptEvent] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                """
                SELECT key, published, json FROM events WHERE connection = ? AND NOT is_done
                ORDER BY published, id LIMIT ?
                """)
            rows.bind(1, name)
            rows.bind(2, limit)
            var events: [KeptEvent] = []
            while try rows.step() {
                events.append(
                    KeptEvent(
                        key: rows.text(0), published: rows.text(1), json: Array(rows.bytes(2))))
            }
            return events
        }
    }

    /// Notes that events were dealt with. They stay for a while, so that one that comes again is known.
    public func finishEvents(
        _ keys: [String], connection name: String
    ) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            let done = try connection.statement(
                "UPDATE events SET is_done = 1 WHERE connection = ? AND key = ?")
            for key in keys {
                done.bind(1, name)
                done.bind(2, key)
                try done.run()
            }
            let prune = try connection.statement(
                """
                DELETE FROM events WHERE is_done AND id <= (SELECT max(id) FROM events) - ?
                """)
            prune.bind(1, KeptEvent.keptMax)
            try prune.run()
        }
    }

    /// The keys of all events that are kept, in order.
    public func eventKeys(connection name: String) throws(WorkspaceError) -> [String] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                "SELECT key FROM events WHERE connection = ? ORDER BY key")
            rows.bind(1, name)
            var keys: [String] = []
            while try rows.step() { keys.append(rows.text(0)) }
            return keys
        }
    }
}

extension KeptEvent {
    /// Events that are kept after they were dealt with.
    static let keptMax = 200_000
}
