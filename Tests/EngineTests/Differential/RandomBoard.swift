/// One random board with the SQL that means the same, built side by side from the same choices.
///
/// The SQL is over `people p`, `badges`, `rooms` with NULL for missing. A predicate's SQL is two-valued:
/// each comparison is `coalesce(…, 0)`.
struct RandomBoard {
    let board: String
    let sql: String

    private struct Predicate {
        let board: String
        let sql: String
    }

    init(using random: inout SeededRandom) {
        var board = "hr.people"
        var conditions: [String] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let predicate = Self.predicate(depth: 2, &random)
            board += " | where \(predicate.board)"
            conditions.append("(\(predicate.sql))")
        }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        switch Int.random(in: 0..<5, using: &random) {
        case 0: (self.board, sql) = Self.grouped(board, filter, &random)
        case 1: (self.board, sql) = Self.takenPer(board, filter, &random)
        case 2: (self.board, sql) = Self.expanded(board, filter, &random)
        default: (self.board, sql) = Self.listed(board, filter, &random)
        }
    }

    // MARK: - Ends of a board

    /// Values whose SQL may be NULL.
    private static let values: [(board: String, sql: String)] = [
        ("name", "p.name"), ("dept", "p.dept"), ("age", "p.age"), ("score", "p.score"),
        ("hired", "p.hired"), ("age + 1", "p.age + 1"), ("age * score", "p.age * p.score"),
        ("age ?? 7", "coalesce(p.age, 7)"), ("-age", "-p.age"), ("age / 4", "p.age / 4.0"),
        ("lower(dept)", "lower(p.dept)"), ("age / 0", "NULL"),
        ("length(trim(name))", "length(trim(p.name))"),
        ("manager.name", "(SELECT m.name FROM people m WHERE m.id = p.manager)"),
        ("manager.age - age", "(SELECT m.age FROM people m WHERE m.id = p.manager) - p.age"),
        ("room.floor", "(SELECT r.floor FROM rooms r WHERE r.room = p.room)"),
        ("count(badges)", "(SELECT count(*) FROM badges b WHERE b.person = p.id)"),
        (
            "sum(badges.level)",
            "(SELECT coalesce(sum(b.level), 0) FROM badges b WHERE b.person = p.id)"
        ),
        ("max(badges.level)", "(SELECT max(b.level) FROM badges b WHERE b.person = p.id)"),
        (
            "count(badges[level > 2])",
            "(SELECT count(*) FROM badges b WHERE b.person = p.id AND b.level > 2)"
        ),
        (
            "distinct(badges.color)",
            "(SELECT count(DISTINCT lower(trim(b.color))) FROM badges b WHERE b.person = p.id)"
        ),
        ("if(age > 20, \"old\", \"young\")", "CASE WHEN p.age > 20 THEN 'old' ELSE 'young' END"),
        ("year(hired)", "CAST(substr(p.hired, 1, 4) AS INTEGER)"),
    ]

    private static func listed(
        _ board: String, _ filter: String, _ random: inout SeededRandom
    ) -> (String, String) {
        var board = board
        let chosen = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(values) }
        var order = "p.rowid"
        if random.chance(0.5) {
            let key = random.pick(values)
            let isDescending = random.chance(0.5)
            board += " | sort \(key.board)\(isDescending ? " desc" : "")"
            // Texts sort by their folded form; a NULL key is last both ways.
            let isText = ["name", "dept", "lower(dept)", "manager.name"].contains(key.board)
            let sortKey = isText ? "lower(trim(\(key.sql)))" : key.sql
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
        _ board: String, _ filter: String, _ random: inout SeededRandom
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
        _ board: String, _ filter: String, _ random: inout SeededRandom
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
        _ board: String, _ filter: String, _ random: inout SeededRandom
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

    static func randomPredicate(using random: inout SeededRandom) -> String {
        predicate(depth: 2, &random).board
    }

    // MARK: - Predicates

    private static func predicate(depth: Int, _ random: inout SeededRandom) -> Predicate {
        if depth > 0 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let (a, b) = (
                    predicate(depth: depth - 1, &random), predicate(depth: depth - 1, &random)
                )
                return Predicate(
                    board: "(\(a.board) and \(b.board))", sql: "(\(a.sql) AND \(b.sql))")
            case 1:
                let (a, b) = (
                    predicate(depth: depth - 1, &random), predicate(depth: depth - 1, &random)
                )
                return Predicate(board: "(\(a.board) or \(b.board))", sql: "(\(a.sql) OR \(b.sql))")
            case 2:
                let a = predicate(depth: depth - 1, &random)
                return Predicate(board: "not \(a.board)", sql: "NOT \(a.sql)")
            default: break
            }
        }
        return leaf(&random)
    }

    private static func leaf(_ random: inout SeededRandom) -> Predicate {
        func twoValued(_ board: String, _ sql: String) -> Predicate {
            Predicate(board: board, sql: "coalesce(\(sql), 0)")
        }
        let comparison = random.pick(["<", "<=", ">", ">=", "="])
        let number = Int.random(in: -2...50, using: &random)
        let dept = random.pick(RandomCompany.departments)
        let color = random.pick(RandomCompany.colors)
        let day = "20\(Int.random(in: 10...29, using: &random))-05-01"
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return twoValued("age \(comparison) \(number)", "p.age \(comparison) \(number)")
        case 1: return twoValued("score \(comparison) \(number)", "p.score \(comparison) \(number)")
        case 2: return twoValued("hired \(comparison) \(day)", "p.hired \(comparison) '\(day)'")
        case 3: return twoValued("dept = \"\(dept)\"", "lower(trim(p.dept)) = lower('\(dept)')")
        case 4:
            return Predicate(
                board: "dept != \"\(dept)\"",
                sql: "NOT coalesce(lower(trim(p.dept)) = lower('\(dept)'), 0)")
        case 5: return twoValued("dept == \"\(dept)\"", "p.dept = '\(dept)'")
        case 6:
            return twoValued(
                "dept in (\"\(dept)\", \"IT\")", "lower(trim(p.dept)) IN (lower('\(dept)'), 'it')")
        case 7:
            return Predicate(
                board: "dept not in (\"\(dept)\", \"IT\")",
                sql: "NOT coalesce(lower(trim(p.dept)) IN (lower('\(dept)'), 'it'), 0)")
        case 8: return twoValued("name ~ \"\(number)\"", "instr(p.name, '\(number)') > 0")
        case 9: return Predicate(board: "has age", sql: "(p.age IS NOT NULL)")
        case 10: return Predicate(board: "no dept", sql: "(p.dept IS NULL)")
        case 11: return twoValued("active = true", "p.active = 'true'")
        case 12:
            return Predicate(
                board: "no manager.id",
                sql: "NOT EXISTS (SELECT 1 FROM people m WHERE m.id = p.manager)")
        case 13:
            return Predicate(
                board: "has badges", sql: "EXISTS (SELECT 1 FROM badges b WHERE b.person = p.id)")
        case 14:
            return Predicate(
                board: "badges.color = \"\(color)\"",
                sql:
                    "EXISTS (SELECT 1 FROM badges b WHERE b.person = p.id AND lower(trim(b.color)) = '\(color)')"
            )
        case 15:
            return Predicate(
                board: "badges.color != \"\(color)\"",
                sql:
                    "NOT EXISTS (SELECT 1 FROM badges b WHERE b.person = p.id AND lower(trim(b.color)) = '\(color)')"
            )
        case 16:
            return Predicate(
                board: "has badges[color = \"\(color)\" and level > 2]",
                sql:
                    "EXISTS (SELECT 1 FROM badges b WHERE b.person = p.id AND lower(trim(b.color)) = '\(color)' AND b.level > 2)"
            )
        case 17:
            return twoValued(
                "manager.age \(comparison) age",
                "(SELECT m.age FROM people m WHERE m.id = p.manager) \(comparison) p.age")
        case 18:
            return twoValued(
                "room.floor \(comparison) 2",
                "(SELECT r.floor FROM rooms r WHERE r.room = p.room) \(comparison) 2")
        default:
            return twoValued(
                "id in (hr.badges | where level > 2 | show person)",
                "p.id IN (SELECT b.person FROM badges b WHERE b.level > 2)")
        }
    }
}
