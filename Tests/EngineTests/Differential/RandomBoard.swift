import TestSupport

/// One random board with the SQL that means the same, built side by side from the same choices.
///
/// The SQL is over `people p`, `badges`, `rooms` with NULL for missing. A predicate's SQL is two-valued:
/// each comparison is `coalesce(…, 0)`.
struct RandomBoard {
    let board: String
    let sql: String

    init(using random: inout SeededNumbers) {
        var board = "hr.people"
        var conditions: [String] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let predicate = RandomPredicate(depth: 2, &random)
            board += " | where \(predicate.board)"
            conditions.append("(\(predicate.sql))")
        }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        switch Int.random(in: 0..<14, using: &random) {
        case 0: (self.board, sql) = Self.grouped(board, filter, &random)
        case 1: (self.board, sql) = Self.takenPer(board, filter, &random)
        case 2: (self.board, sql) = Self.expanded(board, filter, &random)
        case 3: (self.board, sql) = Self.having(board, filter, &random)
        case 4: (self.board, sql) = Self.counted(board, filter, &random)
        case 5: (self.board, sql) = Self.expandedAndGrouped(board, filter, &random)
        case 6: (self.board, sql) = Self.windowed(board, filter, &random)
        case 7: (self.board, sql) = Self.appended(board, filter, &random)
        case 8: (self.board, sql) = Self.reconciled(board, filter, &random)
        case 9: (self.board, sql) = Self.joined(&random)
        default: (self.board, sql) = Self.listed(board, filter, &random)
        }
    }

    // MARK: - Ends of a board

    private static func listed(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        var board = board
        let chosen = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            random.pick(RandomValue.all)
        }
        var order = "p.rowid"
        if random.chance(0.5) {
            let key = random.pick(RandomValue.all)
            let isDescending = random.chance(0.5)
            board += " | sort \(key.board)\(isDescending ? " desc" : "")"
            // A NULL key is last both ways.
            let sortKey = key.isText ? "lower(trim(\(key.sql)))" : key.sql
            order = "(\(key.sql)) IS NULL, \(sortKey)\(isDescending ? " DESC" : ""), p.rowid"
        }
        var limit = ""
        if random.chance(0.3) {
            let count = Int.random(in: 0...12, using: &random)
            board += " | take \(count)"
            limit = " LIMIT \(count)"
        }
        let items = chosen.enumerated().map { "c\($0) = \($1.board)" }
        board += " | show id, \(items.joined(separator: ", "))"
        let columns = chosen.map(\.sql).joined(separator: ", ")
        return (board, "SELECT p.id, \(columns) FROM people p\(filter) ORDER BY \(order)\(limit)")
    }

    private static func grouped(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let aggregates: [(board: String, sql: String)] = [
            ("count()", "count(*)"), ("sum(age)", "coalesce(sum(p.age), 0)"),
            ("avg(score)", "avg(p.score)"),
            ("min(hired)", "min(p.hired)"), ("max(age)", "max(p.age)"),
            ("count(age)", "count(p.age)"),
            ("distinct(room)", "count(DISTINCT p.room)"),
            ("count(age > 20)", "count(CASE WHEN p.age > 20 THEN 1 END)"),
            ("sum(age, age > 20)", "coalesce(sum(CASE WHEN p.age > 20 THEN p.age END), 0)"),
        ]
        let chosen = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(aggregates)
        }
        let items = chosen.enumerated().map { "a\($0) = \($1.board)" }.joined(separator: ", ")
        let columns = chosen.map(\.sql).joined(separator: ", ")
        let key = random.pick([("age", "p.age"), ("active", "p.active"), ("room", "p.room")])
        return (
            "\(board) | group k = \(key.0): \(items)",
            "SELECT \(key.1), \(columns) FROM people p\(filter) GROUP BY \(key.1) ORDER BY min(p.rowid)"
        )
    }

    private static func takenPer(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let count = Int.random(in: 1...3, using: &random)
        let key = random.pick([
            ("room", "p.room"), ("age", "p.age"), ("dept", "lower(trim(p.dept))"),
        ])
        let sql = """
            SELECT p.id FROM (SELECT p.*, p.rowid AS n, row_number() OVER
              (PARTITION BY \(key.1) ORDER BY p.score IS NULL, p.score DESC, p.rowid) AS place
              FROM people p\(filter)) p WHERE place <= \(count) ORDER BY p.score IS NULL, p.score DESC, p.n
            """
        return ("\(board) | sort score desc | take \(count) per \(key.0) | show id", sql)
    }

    private static func expanded(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let keeps = random.chance(0.5)
        let sql = """
            SELECT p.id, b.badge, b.level FROM people p \(keeps ? "LEFT " : "")JOIN badges b ON b.person = p.id
            \(filter) ORDER BY p.rowid, b.rowid
            """
        return (
            "\(board) | expand badges\(keeps ? "?" : "") | show id, badges.badge, badges.level", sql
        )
    }
}
