import BoardLanguage
import Columns
import Correlation
import Foundation
import Ingest
import TestSupport
import Testing

@testable import Engine

/// A task of the language page, with a SQL statement that means the same.
private struct Task {
    let number: Int
    let board: String
    let sql: String
    /// The board shows columns that its SQL does not name; only these are compared.
    var columns: [String]?
}

private let tasks: [Task] = [
    Task(
        number: 1, board: #"okta.users | where status = "ACTIVE" | show login"#,
        sql: "SELECT login FROM okta_users WHERE lower(status) = 'active' ORDER BY rowid"),
    Task(
        number: 2, board: "okta.users | with github.members.role | show login, github.members.role",
        sql: """
            SELECT u.login, g.role FROM okta_users u
            LEFT JOIN github_members g ON lower(g.email) = lower(u.email) ORDER BY u.rowid
            """),
    Task(
        number: 3,
        board: #"okta.users | where status = "ACTIVE" and no github.members | show login"#,
        sql: """
            SELECT login FROM okta_users u WHERE lower(status) = 'active' AND NOT EXISTS
              (SELECT 1 FROM github_members g WHERE lower(g.email) = lower(u.email)) ORDER BY rowid
            """),
    Task(
        number: 4,
        board: """
            okta.users | reconcile hris.employees | where side != "both"
              | show side, login, employees.workEmail
            """,
        sql: """
            SELECT * FROM (
              SELECT 'only okta.users', u.login, NULL FROM okta_users u WHERE NOT EXISTS
                (SELECT 1 FROM hris_employees h WHERE lower(h."Work Email") = lower(u.email)) ORDER BY u.rowid)
            UNION ALL SELECT * FROM (
              SELECT 'only hris.employees', NULL, h."Work Email" FROM hris_employees h WHERE NOT EXISTS
                (SELECT 1 FROM okta_users u WHERE lower(h."Work Email") = lower(u.email)) ORDER BY h.rowid)
            """),
    Task(
        number: 5,
        board: #"okta.groups | where name = "Admins" | expand users | show name, users.email"#,
        sql: """
            SELECT g.name, u.email FROM okta_groups g JOIN okta_group_members m ON m.groupId = g.id
            JOIN okta_users u ON u.id = m.userId WHERE g.name = 'Admins' ORDER BY m.rowid
            """),
    Task(
        number: 6, board: "okta.users | group department",
        sql: "SELECT department, count(*) FROM okta_users GROUP BY department ORDER BY min(rowid)"),
    Task(
        number: 7,
        board: """
            okta.users | group department, status: n = count(), newest = max(lastLogin) | where n > 2
            """,
        sql: """
            SELECT department, status, count(*) AS n, max(lastLogin) FROM okta_users
            GROUP BY department, status HAVING n > 2 ORDER BY min(rowid)
            """),
    Task(
        number: 8,
        board: "okta.users | where lastLogin < 90d ago or no lastLogin | show login, lastLogin",
        sql: """
            SELECT login, lastLogin FROM okta_users
            WHERE lastLogin < '2026-05-05T00:00:00.000Z' OR lastLogin IS NULL ORDER BY rowid
            """),
    Task(
        number: 9, board: #"okta.users | where title ~ "engineer" | show login, title"#,
        sql: "SELECT login, title FROM okta_users WHERE title LIKE '%engineer%' ORDER BY rowid"),
    Task(
        number: 10, board: #"okta.users | where groups.name = "Admins" | show login"#,
        sql: """
            SELECT login FROM okta_users u WHERE EXISTS (SELECT 1 FROM okta_group_members m
              JOIN okta_groups g ON g.id = m.groupId WHERE m.userId = u.id AND g.name = 'Admins') ORDER BY rowid
            """),
    Task(
        number: 11,
        board: "okta.users | sort lastLogin desc | take 3 per department | show department, login",
        sql: """
            SELECT department, login FROM (SELECT *, rowid AS n, row_number() OVER
              (PARTITION BY department ORDER BY lastLogin IS NULL, lastLogin DESC, rowid) AS place FROM okta_users)
            WHERE place <= 3 ORDER BY lastLogin IS NULL, lastLogin DESC, n
            """),
    Task(
        number: 12,
        board: "okta.users | show login, manager.login, manager.manager.login, count(reports)",
        sql: """
            SELECT u.login, m.login, mm.login, (SELECT count(*) FROM okta_users r WHERE r.managerId = u.id)
            FROM okta_users u LEFT JOIN okta_users m ON m.id = u.managerId
            LEFT JOIN okta_users mm ON mm.id = m.managerId ORDER BY u.rowid
            """),
    Task(
        number: 13,
        board: "@stale(days: 30d) | with github.members.role | show login, github.members.role",
        sql: """
            SELECT u.login, g.role FROM okta_users u
            LEFT JOIN github_members g ON lower(g.email) = lower(u.email)
            WHERE u.lastLogin < '2026-07-04T00:00:00.000Z' OR u.lastLogin IS NULL ORDER BY u.rowid
            """),
    // What `| deactivate user` would be handed; the action itself is refused without a connection.
    Task(
        number: 14, board: "@stale(days: 180d) | show id",
        sql: """
            SELECT id FROM okta_users
            WHERE lastLogin < '2026-02-04T00:00:00.000Z' OR lastLogin IS NULL ORDER BY rowid
            """),
]

private let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("tasks")

private let files = [
    "okta_users", "okta_groups", "okta_group_members", "github_members", "hris_employees",
]

@Suite(.ownThread) struct Tasks {
    @Test func eachTaskEqualsItsStatementInSQLite() throws {
        let database = try SQLiteDatabase()
        var tables: [Table] = []
        for file in files {
            let path = folder.appendingPathComponent("\(file).csv").path
            try database.load(file, csv: String(contentsOfFile: path, encoding: .utf8))
            let parts = file.split(separator: "_", maxSplits: 1)
            let name = ObjectName(tool: String(parts[0]), object: String(parts[1]))
            tables += try load(file: path, as: name).tables
        }
        let stale = """
            -- Users who have not signed in
            param days: duration = 90d
            okta.users | where lastLogin < $days ago or no lastLogin
            """
        let now = Int64(Calendar.days(year: 2026, month: 8, day: 3)) * Calendar.microsecondsPerDay
        let runner = BoardRunner(
            environment: Environment(
                catalog: Catalog(tables: tables), links: LinkModel(tables: tables),
                saved: [
                    "stale": SavedBoard(
                        name: "stale", title: "Users who have not signed in", set: nil,
                        file: try parseFile(stale), text: stale, path: "queries/stale.board")
                ],
                context: EvaluationContext(
                    now: now, timeZone: .utc, cancellation: Cancellation(), threads: 2)))
        #expect(tasks.map(\.number) == Array(1...14))
        for task in tasks {
            let expected = try database.rows(task.sql)
            let board = try #require(try parseLine(task.board).board)
            let answer = try answerRows(runner, board, task.board)
            #expect(answer == expected, "task \(task.number): \(task.board)")
            #expect(!expected.isEmpty, "task \(task.number) compares nothing")
        }
    }
}

/// A board's rows as text, nil for missing.
func answerRows(_ runner: BoardRunner, _ board: Board, _ text: String) throws -> [[String?]] {
    let table: Table
    do {
        table = try runner.run(board, text: text).table
    } catch {
        Issue.record("\(text)\n\(describe(error.diagnostic, in: error.text, path: error.path))")
        return []
    }
    return (0..<table.rowCount).map { row in
        table.columns.map { $0.isPresent(row) ? $0.string(row) : nil }
    }
}
