/// Puts records of one object in place by their keys.
struct RecordUpsert: ~Copyable {
    enum Outcome {
        case added, changed
        /// As it was, and seen by this generation for the first time.
        case same
        case seenBefore
        /// Seen before by this generation, and another than it was then.
        case seenOtherwise
    }
    enum Touch { case touched, seenBefore, missing }

    private let connection: Connection
    private let object: Int64
    private let generation: Int64
    private let insert: Statement
    private let renew: Statement
    private let update: Statement
    private let rewrite: Statement
    private let mark: Statement
    private let find: Statement

    init(
        _ object: Int64, generation: Int64, _ connection: Connection
    ) throws(WorkspaceError) {
        let insert = try connection.statement(
            """
            INSERT INTO records(object, part, key, generation, json) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO NOTHING
            """)
        let renew = try connection.statement(
            """
            UPDATE records SET generation = ?4
            WHERE object = ?1 AND part = ?2 AND key = ?3 AND generation <> ?4 AND json = ?5
            """)
        let update = try connection.statement(
            """
            UPDATE records SET generation = ?4, json = ?5
            WHERE object = ?1 AND part = ?2 AND key = ?3 AND generation <> ?4
            """)
        let rewrite = try connection.statement(
            """
            UPDATE records SET json = ?5
            WHERE object = ?1 AND part = ?2 AND key = ?3 AND json <> ?5
            """)
        let mark = try connection.statement(
            """
            UPDATE records SET generation = ?4
            WHERE object = ?1 AND part = ?2 AND key = ?3 AND generation <> ?4
            """)
        let find = try connection.statement(
            "SELECT 1 FROM records WHERE object = ?1 AND part = ?2 AND key = ?3")
        self.connection = connection
        self.object = object
        self.generation = generation
        self.insert = insert
        self.renew = renew
        self.update = update
        self.rewrite = rewrite
        self.mark = mark
        self.find = find
    }

    func put(_ record: RawRecord, part: String) throws(WorkspaceError) -> Outcome {
        try run(insert, part, record)
        if connection.changes == 1 { return .added }
        try run(renew, part, record)
        if connection.changes == 1 { return .same }
        try run(update, part, record)
        if connection.changes == 1 { return .changed }
        try run(rewrite, part, record)
        return connection.changes == 1 ? .seenOtherwise : .seenBefore
    }

    func touch(part: String, key: String) throws(WorkspaceError) -> Touch {
        bindKey(mark, part, key)
        mark.bind(4, generation)
        try mark.run()
        if connection.changes == 1 { return .touched }
        bindKey(find, part, key)
        let isThere = try find.step()
        find.reset()
        return isThere ? .seenBefore : .missing
    }

    private func bindKey(_ statement: borrowing Statement, _ part: String, _ key: String) {
        statement.bind(1, object)
        statement.bind(2, part)
        statement.bind(3, key)
    }

    private func run(
        _ statement: borrowing Statement, _ part: String, _ record: RawRecord
    ) throws(WorkspaceError) {
        bindKey(statement, part, record.key)
        statement.bind(4, generation)
        try record.json.withUnsafeBufferPointer { json throws(WorkspaceError) in
            statement.bind(5, inPlace: UnsafeRawBufferPointer(json))
            try statement.run()
        }
    }
}
