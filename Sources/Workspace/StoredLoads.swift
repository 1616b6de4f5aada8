import Columns

extension WorkspaceDatabase {
    /// What to keep of one source.
    public struct Keeping: Sendable {
        public let name: String
        public let key: SourceKey
        public let report: [UInt8]
        public let tables: [Table]

        public init(name: String, key: SourceKey, report: [UInt8], tables: [Table]) {
            self.name = name
            self.key = key
            self.report = report
            self.tables = tables
        }
    }

    /// Keeps what a source gave in place of what it gave before, in one transaction.
    public func keep(_ source: Keeping) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            let load = try connection.insertLoad(source.tables, report: source.report)
            let write = try connection.statement(
                """
                INSERT INTO sources(name, key, load) VALUES (?, ?, ?)
                ON CONFLICT(name) DO UPDATE SET key = excluded.key, load = excluded.load
                """)
            write.bind(1, source.name)
            write.bind(2, copying: source.key.bytes)
            write.bind(3, load)
            try write.run()
            try connection.deleteUnusedLoads()
            // What it gave before may be part of a state, and counts as such from now on.
            try connection.shrinkStates()
        }
    }

    /// The same source with new times: its content is what it was.
    public func refresh(_ name: String, key: SourceKey) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            let update = try connection.statement("UPDATE sources SET key = ? WHERE name = ?")
            update.bind(1, copying: key.bytes)
            update.bind(2, name)
            try update.run()
        }
    }

    /// Forgets sources, such as files that are gone or whose columns are damaged.
    ///
    /// Segments that are too damaged to be deleted stay where they are, unused.
    public func forget(_ names: [String]) throws(WorkspaceError) {
        if names.isEmpty { return }
        do throws(WorkspaceError) {
            try write { connection throws(WorkspaceError) in
                try connection.deleteSources(names)
                try connection.deleteUnusedLoads()
                try connection.shrinkStates()
            }
        } catch {
            guard case .damaged = error else { throw error }
            try write { connection throws(WorkspaceError) in
                let mark = try connection.statement(
                    """
                    UPDATE loads SET is_damaged = 1
                    WHERE id IN (SELECT load FROM sources WHERE name = ?)
                    """)
                for name in names {
                    mark.bind(1, name)
                    try mark.run()
                }
                try connection.deleteSources(names)
            }
        }
    }

    /// What is kept of every source, in the order of their names. No column is read.
    public func storedLoads() throws(WorkspaceError) -> [StoredLoad] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                """
                SELECT sources.name, sources.key, loads.layout, loads.report, loads.segment_first
                FROM sources JOIN loads ON loads.id = sources.load ORDER BY sources.name
                """)
            var loads: [StoredLoad] = []
            while try rows.step() {
                loads.append(
                    try storedLoad(
                        name: rows.text(0), key: Array(rows.bytes(1)),
                        layout: Array(rows.bytes(2)), report: Array(rows.bytes(3)),
                        firstSegment: rows.integer(4)))
            }
            return loads
        }
    }

    func storedLoad(
        name: String, key: [UInt8]?, layout: [UInt8], report: [UInt8], firstSegment: Int64
    ) throws(WorkspaceError) -> StoredLoad {
        do throws(ByteReader.Fault) {
            return StoredLoad(
                name: name,
                key: try key.map { bytes throws(ByteReader.Fault) in
                    try SourceKey(bytes: bytes)
                }, report: report,
                tables: try TableLayout.decode(layout).map {
                    StoredTable($0, firstSegment: firstSegment, in: self)
                })
        } catch {
            throw .damaged(path: path, reason: "what is kept of \(name) cannot be read")
        }
    }
}

extension Connection {
    /// Writes tables as a load of their own.
    func insertLoad(_ tables: [Table], report: [UInt8]) throws(WorkspaceError) -> Int64 {
        let id = try next("load")
        // Numbers of segments are taken when it is known how many there are; nobody else writes meanwhile.
        let first = try next("segment", 0)
        var encoder = TableEncoder(try SegmentWriter(on: self, firstID: first))
        var layouts: [TableLayout] = []
        for table in tables { layouts.append(try encoder.write(table)) }
        let written = try encoder.finish()
        _ = try next("segment", written.segmentCount)
        let insert = try statement(
            """
            INSERT INTO loads(id, layout, report, segment_first, segment_count, bytes)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, id)
        insert.bind(2, copying: TableLayout.encode(layouts))
        insert.bind(3, copying: report)
        insert.bind(4, first)
        insert.bind(5, written.segmentCount)
        insert.bind(6, written.byteCount)
        try insert.run()
        return id
    }

    fileprivate func deleteSources(_ names: [String]) throws(WorkspaceError) {
        let delete = try statement("DELETE FROM sources WHERE name = ?")
        for name in names {
            delete.bind(1, name)
            try delete.run()
        }
    }

    /// Deletes loads that are neither a source's present one nor part of an earlier state.
    func deleteUnusedLoads() throws(WorkspaceError) {
        let find = try statement(
            """
            SELECT id, segment_first, segment_count FROM loads
            WHERE NOT is_damaged
            AND NOT EXISTS (SELECT 1 FROM sources WHERE load = loads.id)
            AND NOT EXISTS (SELECT 1 FROM state_loads WHERE load = loads.id)
            """)
        var unused: [(id: Int64, first: Int64, count: Int64)] = []
        while try find.step() {
            unused.append((find.integer(0), find.integer(1), find.integer(2)))
        }
        if unused.isEmpty { return }
        let segments = try statement("DELETE FROM segments WHERE id >= ? AND id < ?")
        let load = try statement("DELETE FROM loads WHERE id = ?")
        for gone in unused {
            segments.bind(1, gone.first)
            segments.bind(2, gone.first + gone.count)
            try segments.run()
            load.bind(1, gone.id)
            try load.run()
        }
    }
}
