import TestSupport

/// Further ends of a random board: each answers with the board and the SQL over the filtered people `p`.
extension RandomBoard {
    /// Groups of two keys, those that pass a condition on the aggregates, sorted.
    static func having(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let least = Int.random(in: 0...3, using: &random)
        let isDescending = random.chance(0.5)
        let key = random.pick([("active", "p.active"), ("has age", "p.age IS NOT NULL")])
        let shown = key.0 == "active" ? "p.active" : "iif(\(key.1), 'true', 'false')"
        return (
            "\(board) | group k = (\(key.0)), room: n = count(), s = sum(score), m = max(age)"
                + " | where n > \(least) or s < 10 | sort s\(isDescending ? " desc" : ""), m | show k, room, n, s, m",
            """
            SELECT \(shown), p.room, count(*) AS n, coalesce(sum(p.score), 0) AS s, max(p.age) AS m
            FROM people p\(filter) GROUP BY \(key.1), p.room HAVING n > \(least) OR s < 10
            ORDER BY s\(isDescending ? " DESC" : ""), m IS NULL, m, min(p.rowid)
            """
        )
    }

    /// The different values of a text, case and blanks aside, and how often each occurs; or one row about
    /// all. An aggregate over a path counts each record once, so managers, not people with a manager.
    static func counted(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        if random.chance(0.5) {
            return (
                "\(board) | group dept | show d = lower(trim(dept)), n = count",
                "SELECT lower(trim(p.dept)) AS d, count(*) FROM people p\(filter) GROUP BY d ORDER BY min(p.rowid)"
            )
        }
        return (
            "\(board) | group : n = count(), d = distinct(dept), a = distinct(age), s = sum(count(badges)), "
                + "h = count(manager.id)",
            """
            SELECT count(*), count(DISTINCT lower(trim(p.dept))), count(DISTINCT p.age),
              coalesce(sum((SELECT count(*) FROM badges b WHERE b.person = p.id)), 0),
              count(DISTINCT (SELECT m.id FROM people m WHERE m.id = p.manager)) FROM people p\(filter)
            """
        )
    }

    /// A person's own value counts once for each group, however many badges the group has of the person.
    static func expandedAndGrouped(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let level = Int.random(in: 0...4, using: &random)
        return (
            "\(board) | expand badges | where badges.level > \(level)"
                + " | group k = lower(trim(badges.color)): n = count(), a = sum(age), l = sum(badges.level)",
            """
            WITH j AS (SELECT p.rowid * 1000 + b.rowid AS place, p.id, p.age, b.level, lower(trim(b.color)) AS k
              FROM people p JOIN badges b ON b.person = p.id
              \(filter.isEmpty ? " WHERE" : filter + " AND") b.level > \(level))
            SELECT k, count(*), (SELECT coalesce(sum(age), 0) FROM (SELECT DISTINCT id, age FROM j x WHERE x.k IS j.k)),
              sum(level) FROM j GROUP BY k ORDER BY min(place)
            """
        )
    }

    /// An aggregate over the rows with the same key beside every row.
    static func windowed(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let key = random.pick([
            ("room", "p.room"), ("active", "p.active"), ("dept", "lower(trim(p.dept))"),
        ])
        let aggregate = random.pick([
            ("avg(age)", "avg(p.age)"), ("count()", "count(*)"), ("max(score)", "max(p.score)"),
            ("sum(score)", "coalesce(sum(p.score), 0)"),
            ("count(age > 20)", "sum(coalesce(p.age > 20, 0))"),
        ])
        let window = "OVER (PARTITION BY \(key.1))"
        let sql =
            aggregate.1.hasPrefix("coalesce(")
            ? "coalesce(sum(p.score) \(window), 0)" : "\(aggregate.1) \(window)"
        return (
            "\(board) | with w = \(aggregate.0) per \(key.0) | where w > 2 or no w | show id, w",
            "SELECT id, w FROM (SELECT p.id, \(sql) AS w, p.rowid AS place FROM people p\(filter)) WHERE w > 2 OR w IS NULL ORDER BY place"
        )
    }

    static func appended(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let other = RandomPredicate(depth: 1, &random)
        let isBadges = random.chance(0.5)
        let (below, sql) =
            isBadges
            ? (
                "hr.badges | where has level | show id = badge, age = level",
                "SELECT 1, b.rowid, b.badge, b.level FROM badges b WHERE b.level IS NOT NULL"
            )
            : (
                "hr.people | where \(other.board) | show age, id",
                "SELECT 1, p.rowid, p.id, p.age FROM people p WHERE \(other.sql)"
            )
        return (
            "\(board) | show id, age | append (\(below)) | where no age or age > 1",
            "SELECT id, age FROM (SELECT 0 AS part, p.rowid AS place, p.id, p.age FROM people p\(filter) "
                + "UNION ALL \(sql)) WHERE age IS NULL OR age > 1 ORDER BY part, place"
        )
    }

    /// Both sides: a room that none of the rows is in comes once, alone.
    static func reconciled(
        _ board: String, _ filter: String, _ random: inout SeededNumbers
    ) -> (String, String) {
        let floor = Int.random(in: 0...4, using: &random)
        let side =
            "CASE WHEN r.room IS NULL THEN 'only hr.people' WHEN p.id IS NULL THEN 'only hr.rooms' ELSE 'both' END"
        return (
            "\(board) | reconcile hr.rooms | where side != \"both\" or rooms.floor > \(floor)"
                + " | group side: n = count(), a = sum(age) | sort side",
            """
            WITH f AS (SELECT * FROM people p\(filter))
            SELECT side, count(*), coalesce(sum(age), 0) FROM (
              SELECT \(side) AS side, p.age, r.floor FROM f p FULL JOIN rooms r ON r.room = p.room)
            WHERE side <> 'both' OR floor > \(floor) GROUP BY side ORDER BY side
            """
        )
    }

    /// From the badges: what each one's person is.
    static func joined(_ random: inout SeededNumbers) -> (String, String) {
        let number = Int.random(in: 0...50, using: &random)
        let level = Int.random(in: 0...5, using: &random)
        let keeps = random.chance(0.5)
        return (
            "hr.badges | where \(keeps ? "not " : "")(person.age > \(number) or level >= \(level))"
                + " | sort person.score desc, level"
                + " | show badge, level, person.name, person.age, f = person.room.floor, t = person.age + level",
            """
            SELECT b.badge, b.level, p.name, p.age, r.floor, p.age + b.level FROM badges b
            LEFT JOIN people p ON p.id = b.person LEFT JOIN rooms r ON r.room = p.room
            WHERE \(keeps ? "NOT " : "")(coalesce(p.age > \(number), 0) OR coalesce(b.level >= \(level), 0))
            ORDER BY p.score IS NULL, p.score DESC, b.level IS NULL, b.level, b.rowid
            """
        )
    }
}
