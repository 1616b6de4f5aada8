/// Values of a person with the SQL that gives the same; its NULL is a missing value.
struct RandomValue {
    let board: String
    let sql: String
    /// Texts sort by their folded form.
    var isText = false

    static let all = own + functions + links + lists

    private static let own = [
        RandomValue(board: "name", sql: "p.name", isText: true),
        RandomValue(board: "dept", sql: "p.dept", isText: true),
        RandomValue(board: "age", sql: "p.age"), RandomValue(board: "score", sql: "p.score"),
        RandomValue(board: "hired", sql: "p.hired"),
        RandomValue(board: "age + 1", sql: "p.age + 1"),
        RandomValue(board: "age * score", sql: "p.age * p.score"),
        RandomValue(board: "score - age * 2", sql: "p.score - p.age * 2"),
        RandomValue(board: "(score - age) * 2", sql: "(p.score - p.age) * 2"),
        RandomValue(board: "age ?? 7", sql: "coalesce(p.age, 7)"),
        RandomValue(board: "age ?? score ?? -1", sql: "coalesce(p.age, p.score, -1)"),
        RandomValue(board: "-age", sql: "-p.age"),
        RandomValue(board: "age / 4", sql: "p.age / 4.0"),
        RandomValue(board: "age / score", sql: "CAST(p.age AS REAL) / p.score"),
        RandomValue(board: "age / 0", sql: "NULL"),
        RandomValue(board: "dept ?? \"none\"", sql: "coalesce(p.dept, 'none')", isText: true),
        RandomValue(board: "name + \"!\"", sql: "p.name || '!'", isText: true),
        RandomValue(board: "dept + room", sql: "p.dept || p.room", isText: true),
        RandomValue(board: "hired + 30d", sql: "date(p.hired, '+30 days')"),
        RandomValue(board: "hired - 1mo", sql: "date(p.hired, '-1 month')"),
        RandomValue(board: "hired + 2y", sql: "date(p.hired, '+2 years')"),
        RandomValue(
            board: "days(hired - 2020-02-29)",
            sql: "julianday(p.hired) - julianday('2020-02-29')"),
    ]

    private static let functions = [
        RandomValue(board: "lower(dept)", sql: "lower(p.dept)", isText: true),
        RandomValue(board: "upper(trim(dept))", sql: "upper(trim(p.dept))", isText: true),
        RandomValue(board: "length(trim(name))", sql: "length(trim(p.name))"),
        RandomValue(
            board: "replace(name, \"of\", \"&\")", sql: "replace(p.name, 'of', '&')", isText: true),
        RandomValue(board: "part(name, \" \", 2)", sql: "substr(p.name, 6, 1)", isText: true),
        RandomValue(
            board: "capture(name, /of (\\d+)/)", sql: "substr(p.name, instr(p.name, 'of ') + 3)",
            isText: true),
        RandomValue(
            board: "number(part(name, \" \", -1)) + 1",
            sql: "CAST(substr(p.name, instr(p.name, 'of ') + 3) AS INTEGER) + 1"),
        RandomValue(board: "round(score)", sql: "round(p.score)"),
        RandomValue(board: "integer(score)", sql: "CAST(p.score AS INTEGER)"),
        RandomValue(board: "abs(age - 20)", sql: "abs(p.age - 20)"),
        RandomValue(board: "year(hired)", sql: "CAST(substr(p.hired, 1, 4) AS INTEGER)"),
        RandomValue(board: "month(hired)", sql: "CAST(substr(p.hired, 6, 2) AS INTEGER)"),
        RandomValue(
            board: "weekday(hired)", sql: "(CAST(strftime('%w', p.hired) AS INTEGER) + 6) % 7 + 1"),
        RandomValue(
            board: "if(age > 20, \"old\", \"young\")",
            sql: "CASE WHEN p.age > 20 THEN 'old' ELSE 'young' END", isText: true),
        RandomValue(
            board: "if(age > 40, 3, age > 20, 2, has age, 1)",
            sql:
                "CASE WHEN p.age > 40 THEN 3 WHEN p.age > 20 THEN 2 WHEN p.age IS NOT NULL THEN 1 END"
        ),
    ]

    private static let links = [
        RandomValue(
            board: "manager.name", sql: "(SELECT m.name FROM people m WHERE m.id = p.manager)",
            isText: true),
        RandomValue(
            board: "manager.age - age",
            sql: "(SELECT m.age FROM people m WHERE m.id = p.manager) - p.age"),
        RandomValue(
            board: "manager.manager.age",
            sql:
                "(SELECT n.age FROM people m JOIN people n ON n.id = m.manager WHERE m.id = p.manager)"
        ),
        RandomValue(
            board: "manager.room.floor",
            sql:
                "(SELECT r.floor FROM people m JOIN rooms r ON r.room = m.room WHERE m.id = p.manager)"
        ),
        RandomValue(
            board: "room.floor", sql: "(SELECT r.floor FROM rooms r WHERE r.room = p.room)"),
        RandomValue(
            board: "count(reports)", sql: "(SELECT count(*) FROM people m WHERE m.manager = p.id)"),
        RandomValue(
            board: "max(reports.score)",
            sql: "(SELECT max(m.score) FROM people m WHERE m.manager = p.id)"),
    ]

    /// An aggregate over the badges of a person.
    private static func badges(_ board: String, _ sql: String) -> RandomValue {
        RandomValue(board: board, sql: "(SELECT \(sql) FROM badges b WHERE b.person = p.id)")
    }

    private static let lists = [
        badges("count(badges)", "count(*)"),
        badges("sum(badges.level)", "coalesce(sum(b.level), 0)"),
        badges("max(badges.level)", "max(b.level)"), badges("min(badges.level)", "min(b.level)"),
        badges("avg(badges.level)", "avg(b.level)"),
        badges("count(badges.level)", "count(b.level)"),
        badges("count(badges[level > 2])", "count(CASE WHEN b.level > 2 THEN 1 END)"),
        badges("count(badges.level > 2)", "count(CASE WHEN b.level > 2 THEN 1 END)"),
        badges(
            "sum(badges[color = \"red\"].level)",
            "coalesce(sum(CASE WHEN lower(trim(b.color)) = 'red' THEN b.level END), 0)"),
        badges("distinct(badges.color)", "count(DISTINCT lower(trim(b.color)))"),
        badges("share(badges.level > 2)", "avg(CASE WHEN b.level > 2 THEN 1.0 ELSE 0 END)"),
        RandomValue(
            board: "first(badges.level)",
            sql:
                "(SELECT b.level FROM badges b WHERE b.person = p.id AND b.level IS NOT NULL ORDER BY b.rowid LIMIT 1)"
        ),
        RandomValue(
            board: "last(badges.badge)",
            sql:
                "(SELECT b.badge FROM badges b WHERE b.person = p.id ORDER BY b.rowid DESC LIMIT 1)"
        ),
        RandomValue(
            board: "join(badges.badge, \"+\")",
            sql:
                "(SELECT group_concat(x, '+') FROM (SELECT b.badge AS x FROM badges b WHERE b.person = p.id ORDER BY b.rowid))"
        ),
    ]
}
