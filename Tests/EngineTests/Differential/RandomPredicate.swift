import TestSupport

/// A condition on a person, with SQL that is two-valued: what SQL leaves unknown is false.
struct RandomPredicate {
    let board: String
    let sql: String

    private init(board: String, sql: String) {
        self.board = board
        self.sql = sql
    }

    init(depth: Int, _ random: inout SeededNumbers) {
        self = Self.predicate(depth: depth, &random)
    }

    private static func predicate(depth: Int, _ random: inout SeededNumbers) -> Self {
        if depth > 0 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let (a, b) = (
                    predicate(depth: depth - 1, &random), predicate(depth: depth - 1, &random)
                )
                return Self(
                    board: "(\(a.board) and \(b.board))", sql: "(\(a.sql) AND \(b.sql))")
            case 1:
                let (a, b) = (
                    predicate(depth: depth - 1, &random), predicate(depth: depth - 1, &random)
                )
                return Self(board: "(\(a.board) or \(b.board))", sql: "(\(a.sql) OR \(b.sql))")
            case 2:
                let a = predicate(depth: depth - 1, &random)
                return Self(board: "not \(a.board)", sql: "NOT \(a.sql)")
            default: break
            }
        }
        return leaf(&random)
    }

    private static func leaf(_ random: inout SeededNumbers) -> Self {
        let comparison = random.pick(["<", "<=", ">", ">=", "=", "!="])
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return ownNumber(comparison, &random)
        case 1: return ownText(&random)
        case 2: return link(comparison, &random)
        default: return list(comparison, &random)
        }
    }

    private static func twoValued(_ board: String, _ sql: String) -> Self {
        Self(board: board, sql: "coalesce(\(sql), 0)")
    }

    private static func negated(_ board: String, _ sql: String) -> Self {
        Self(board: board, sql: "NOT coalesce(\(sql), 0)")
    }

    /// `left comparison right`; `!=` is the exact negation of `=`, missing values included.
    private static func compared(
        _ board: String, _ sql: String, _ comparison: String, _ right: (board: String, sql: String)
    ) -> Self {
        comparison == "!="
            ? negated("\(board) != \(right.board)", "\(sql) = \(right.sql)")
            : twoValued(
                "\(board) \(comparison) \(right.board)", "\(sql) \(comparison) \(right.sql)")
    }

    private static func ownNumber(_ comparison: String, _ random: inout SeededNumbers) -> Self {
        let number = Int.random(in: -2...50, using: &random)
        let other = Int.random(in: 0...40, using: &random)
        let year = Int.random(in: 2010...2029, using: &random)
        let literal = ("\(number)", "\(number)")
        let day = ("\(year)-05-01", "'\(year)-05-01'")
        switch Int.random(in: 0..<14, using: &random) {
        case 0, 1: return compared("age", "p.age", comparison, literal)
        case 2: return compared("score", "p.score", comparison, literal)
        case 3: return compared("score", "p.score", comparison, ("age", "p.age"))
        case 4: return compared("age + score", "(p.age + p.score)", comparison, literal)
        case 5: return compared("hired", "p.hired", comparison, day)
        case 6:
            return compared(
                "year(hired)", "CAST(substr(p.hired, 1, 4) AS INTEGER)", comparison,
                ("\(year)", "\(year)"))
        case 7: return compared("age ?? \(other)", "coalesce(p.age, \(other))", comparison, literal)
        case 8: return twoValued("age in (\(number), \(other))", "p.age IN (\(number), \(other))")
        case 9:
            return negated("age not in (\(number), \(other))", "p.age IN (\(number), \(other))")
        case 10: return Self(board: "has age", sql: "(p.age IS NOT NULL)")
        case 11: return Self(board: "no hired", sql: "(p.hired IS NULL)")
        case 12:
            return compared(
                "if(active = true, age, score)",
                "(CASE WHEN p.active = 'true' THEN p.age ELSE p.score END)", comparison, literal)
        default: return Self(board: random.chance(0.5) ? "true" : "not false", sql: "1")
        }
    }

    private static func ownText(_ random: inout SeededNumbers) -> Self {
        let dept = random.pick(RandomCompany.departments)
        let digit = Int.random(in: 0...9, using: &random)
        let folded = "lower(trim(p.dept))"
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return twoValued("dept = \"\(dept)\"", "\(folded) = lower('\(dept)')")
        case 1: return negated("dept != \"\(dept)\"", "\(folded) = lower('\(dept)')")
        case 2: return twoValued("dept == \"\(dept)\"", "p.dept = '\(dept)'")
        case 3:
            return twoValued(
                "dept in (\"\(dept)\", \"IT\")", "\(folded) IN (lower('\(dept)'), 'it')")
        case 4:
            return negated(
                "dept not in (\"\(dept)\", \"IT\")", "\(folded) IN (lower('\(dept)'), 'it')")
        case 5: return twoValued("dept < \"\(dept)\"", "\(folded) < lower('\(dept)')")
        case 6: return twoValued("dept >= \"\(dept)\"", "\(folded) >= lower('\(dept)')")
        case 7: return twoValued("name ~ \"\(digit)\"", "instr(p.name, '\(digit)') > 0")
        case 8: return negated("name !~ \"OF \(digit)\"", "instr(p.name, 'of \(digit)') > 0")
        case 9: return twoValued("name ~ /^name [0-3] OF/", "p.name GLOB 'name [0-3] of*'")
        case 10: return twoValued("name ~ /[^\(digit)]$/", "p.name NOT LIKE '%\(digit)'")
        case 11: return twoValued("starts(name, \"NAME \(digit)\")", "p.name LIKE 'name \(digit)%'")
        case 12: return twoValued("ends(name, \"\(digit)\")", "p.name LIKE '%\(digit)'")
        case 13: return Self(board: "no dept", sql: "(p.dept IS NULL)")
        case 14: return twoValued("active = true", "p.active = 'true'")
        default: return negated("active != false", "p.active = 'false'")
        }
    }

    private static func link(_ comparison: String, _ random: inout SeededNumbers) -> Self {
        let floor = Int.random(in: 0...4, using: &random)
        let manager = "FROM people m WHERE m.id = p.manager"
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return Self(board: "no manager.id", sql: "NOT EXISTS (SELECT 1 \(manager))")
        case 1:
            return compared(
                "manager.age", "(SELECT m.age \(manager))", comparison, ("age", "p.age"))
        case 2:
            return compared(
                "room.floor", "(SELECT r.floor FROM rooms r WHERE r.room = p.room)", comparison,
                ("\(floor)", "\(floor)"))
        case 3:
            return twoValued(
                "manager.dept = dept",
                "(SELECT lower(trim(m.dept)) \(manager)) = lower(trim(p.dept))")
        case 4:
            return Self(
                board: "differs(dept, manager.dept)",
                sql:
                    "(coalesce(lower(trim(p.dept)), '') <> coalesce((SELECT lower(trim(m.dept)) \(manager)), ''))"
            )
        case 5:
            return Self(
                board: "has reports", sql: "EXISTS (SELECT 1 FROM people m WHERE m.manager = p.id)")
        case 6:
            return Self(
                board: "no reports[age > 30]",
                sql: "NOT EXISTS (SELECT 1 FROM people m WHERE m.manager = p.id AND m.age > 30)")
        case 7:
            return compared(
                "count(reports)", "(SELECT count(*) FROM people m WHERE m.manager = p.id)",
                comparison, ("1", "1"))
        case 8:
            return twoValued(
                "room in (hr.rooms | where floor > \(floor) | show room)",
                "p.room IN (SELECT r.room FROM rooms r WHERE r.floor > \(floor))")
        default:
            return Self(
                board: "has (hr.people | where manager = row.manager and id != row.id)",
                sql:
                    "EXISTS (SELECT 1 FROM people m WHERE m.manager = p.manager AND m.id <> p.id)")
        }
    }

    private static func list(_ comparison: String, _ random: inout SeededNumbers) -> Self {
        let color = random.pick(RandomCompany.colors)
        let level = Int.random(in: 1...4, using: &random)
        let badges = "FROM badges b WHERE b.person = p.id"
        let isColor = "lower(trim(b.color)) = '\(color)'"
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return Self(board: "has badges", sql: "EXISTS (SELECT 1 \(badges))")
        case 1:
            return Self(
                board: "badges.color = \"\(color)\"",
                sql: "EXISTS (SELECT 1 \(badges) AND \(isColor))")
        case 2:
            return Self(
                board: "badges.color != \"\(color)\"",
                sql: "NOT EXISTS (SELECT 1 \(badges) AND \(isColor))")
        case 3:
            return Self(
                board: "has badges[color = \"\(color)\" and level > \(level)]",
                sql: "EXISTS (SELECT 1 \(badges) AND \(isColor) AND b.level > \(level))")
        case 4:
            return Self(
                board: "no badges[no color or level = \(level)]",
                sql: "NOT EXISTS (SELECT 1 \(badges) AND (b.color IS NULL OR b.level = \(level)))")
        case 5:
            return Self(
                board: "badges.level > \(level)",
                sql: "EXISTS (SELECT 1 \(badges) AND b.level > \(level))")
        case 6:
            return Self(
                board: "badges.level not in (1, \(level))",
                sql: "NOT EXISTS (SELECT 1 \(badges) AND b.level IN (1, \(level)))")
        case 7:
            return Self(
                board: "all(badges.level > \(level))",
                sql:
                    "(EXISTS (SELECT 1 \(badges)) AND NOT EXISTS (SELECT 1 \(badges) AND NOT coalesce(b.level > \(level), 0)))"
            )
        case 8:
            return compared(
                "count(badges)", "(SELECT count(*) \(badges))", comparison,
                ("\(level)", "\(level)"))
        case 9:
            return compared(
                "sum(badges.level)", "(SELECT coalesce(sum(b.level), 0) \(badges))", comparison,
                ("age", "p.age"))
        case 10:
            return twoValued(
                "id in (hr.badges | where level > \(level) | show person)",
                "p.id IN (SELECT b.person FROM badges b WHERE b.level > \(level))")
        case 11:
            return negated(
                "id not in (hr.badges | where color = \"\(color)\" | show person)",
                "p.id IN (SELECT b.person FROM badges b WHERE \(isColor))")
        default:
            return Self(
                board: "no (hr.badges | where person = row.id and level > row.age - 20)",
                sql:
                    "NOT EXISTS (SELECT 1 FROM badges b WHERE b.person = p.id AND coalesce(b.level > p.age - 20, 0))"
            )
        }
    }
}
