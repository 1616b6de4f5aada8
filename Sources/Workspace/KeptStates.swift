import Columns

/// The objects of a workspace as they were at one time.
public struct KeptState: Sendable, Equatable {
    /// Ascending in the order in which they were kept, whatever the clock said.
    public let number: Int64
    /// Microseconds since 1970.
    public let taken: Int64
    /// `sync`, or what a person called it.
    public let label: String
    /// The sources in it, in order.
    public let sources: [String]
    /// What deleting this state alone would free.
    public let ownBytes: Int
}

extension WorkspaceDatabase {
    /// Keeps the present columns of sources as a state.
    ///
    /// Nothing is copied: a load that several states share, or that is still the present one, is there once. The
    /// oldest states are deleted when all of them take more than their bound beside the present data.
    ///
    /// - Returns: its number.
    @discardableResult
    public func keepState(
        of sources: [String], taken: Int64, label: String
    ) throws(WorkspaceError) -> Int64 {
        try write { connection throws(WorkspaceError) in
            let number = try connection.next("state")
            let state = try connection.statement(
                "INSERT INTO states(id, taken, label) VALUES (?, ?, ?)")
            state.bind(1, number)
            state.bind(2, taken)
            state.bind(3, label)
            try state.run()
            let source = try connection.statement(
                """
                INSERT INTO state_loads(state, name, load)
                SELECT ?1, name, load FROM sources WHERE name = ?2
                """)
            for name in Set(sources).sorted() {
                source.bind(1, number)
                source.bind(2, name)
                try source.run()
            }
            try connection.shrinkStates()
            return number
        }
    }

    /// What all states together may take beside the present data, in bytes; it holds from then on.
    ///
    /// - Returns: the numbers of states that were deleted for it, the oldest first.
    @discardableResult
    public func boundStates(bytesMax: Int) throws(WorkspaceError) -> [Int64] {
        try write { connection throws(WorkspaceError) in
            let set = try connection.statement(
                "UPDATE counters SET value = ? WHERE name = 'state_bytes_max'")
            set.bind(1, bytesMax)
            try set.run()
            return try connection.shrinkStates()
        }
    }

    /// All states, in the order in which they were kept.
    public func states() throws(WorkspaceError) -> [KeptState] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement("SELECT id, taken, label FROM states ORDER BY id")
            let names = try connection.statement(
                "SELECT name FROM state_loads WHERE state = ? ORDER BY name")
            let own = try connection.statement(
                """
                SELECT coalesce(sum(bytes), 0) FROM loads WHERE id IN
                    (SELECT load FROM state_loads WHERE state = ?1)
                AND NOT EXISTS (SELECT 1 FROM sources WHERE load = loads.id)
                AND NOT EXISTS
                    (SELECT 1 FROM state_loads WHERE load = loads.id AND state <> ?1)
                """)
            var states: [KeptState] = []
            while try rows.step() {
                let number = rows.integer(0)
                names.bind(1, number)
                var sources: [String] = []
                while try names.step() { sources.append(names.text(0)) }
                names.reset()
                own.bind(1, number)
                let bytes = try own.step() ? Int(own.integer(0)) : 0
                own.reset()
                states.append(
                    KeptState(
                        number: number, taken: rows.integer(1), label: rows.text(2),
                        sources: sources, ownBytes: bytes))
            }
            return states
        }
    }

    /// The tables of a state; no column is read yet. Empty when there is no such state.
    public func loads(ofState number: Int64) throws(WorkspaceError) -> [StoredLoad] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                """
                SELECT state_loads.name, loads.layout, loads.report, loads.segment_first
                FROM state_loads JOIN loads ON loads.id = state_loads.load
                WHERE state = ? ORDER BY name
                """)
            rows.bind(1, number)
            var loads: [StoredLoad] = []
            while try rows.step() {
                loads.append(
                    try storedLoad(
                        name: rows.text(0), key: nil, layout: Array(rows.bytes(1)),
                        report: Array(rows.bytes(2)), firstSegment: rows.integer(3)))
            }
            return loads
        }
    }

    /// The last state that was kept at or before a time; nil when there is none.
    public func state(at time: Int64) throws(WorkspaceError) -> KeptState? {
        try states().last { $0.taken <= time }
    }

    public func forget(state number: Int64) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            try connection.deleteState(number)
            try connection.deleteUnusedLoads()
        }
    }
}

extension Connection {
    fileprivate func deleteState(_ number: Int64) throws(WorkspaceError) {
        let delete = try statement("DELETE FROM states WHERE id = ?")
        delete.bind(1, number)
        try delete.run()
    }

    /// Bytes of loads that only states need.
    private func stateBytes() throws(WorkspaceError) -> Int {
        let sum = try statement(
            """
            SELECT coalesce(sum(bytes), 0) FROM loads
            WHERE NOT is_damaged AND NOT EXISTS (SELECT 1 FROM sources WHERE load = loads.id)
            """)
        return try sum.step() ? Int(sum.integer(0)) : 0
    }

    /// Deletes the oldest states until the rest keep to their bound.
    @discardableResult
    func shrinkStates() throws(WorkspaceError) -> [Int64] {
        let bytesMax = Int(try next("state_bytes_max", 0))
        var deleted: [Int64] = []
        while try stateBytes() > bytesMax {
            let oldest = try statement("SELECT id FROM states ORDER BY id LIMIT 1")
            guard try oldest.step() else { break }
            let number = oldest.integer(0)
            oldest.reset()
            try deleteState(number)
            try deleteUnusedLoads()
            deleted.append(number)
        }
        return deleted
    }
}
