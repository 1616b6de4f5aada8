import Testing

@testable import Engine

/// A column of which no record has a value is typed as text, and must not stop a board that expects another
/// type there.
struct BlankColumnTests {
    private static let boards: [(board: String, rows: [String])] = [
        ("hr.people | where left < today | show id", []),
        ("hr.people | where no left or left > today | show id", ["a", "b"]),
        ("hr.people | where not (pay > 3) | show id", ["a", "b"]),
        ("hr.people | where left in (2026-01-01, 2026-01-02) | show id", []),
        ("hr.people | where active | show id", []),
        ("hr.people | where not active | show id", ["a", "b"]),
        ("hr.people | where left - 90d < now | show id", []),
        ("hr.people | show id, days(now - left), pay * 2, -pay, pay ?? 1", ["a||||1", "b||||1"]),
        ("hr.people | show id, round(pay), if(active, pay, 2)", ["a||2", "b||2"]),
        ("hr.people | group: sum(pay), max(left), avg(pay), count(pay > 1)", ["0|||0"]),
        ("hr.people | where left = today or id = \"a\" | show id", ["a"]),
        ("hr.people | sort pay desc, left | show id", ["a", "b"]),
        ("hr.people | where pay + bonus > 7 or pay * bonus = 1 or pay - bonus < 1 | show id", []),
        ("hr.people | where left - hired > 30d or (pay ?? bonus) > 1 | show id", []),
        ("hr.people | where if(id = \"a\", pay, bonus) > 1 | show id", []),
        (
            "hr.people | show id, pay / bonus, pay ?? bonus ?? 1, if(active, pay, bonus)",
            ["a||1|", "b||1|"]
        ),
        ("hr.people | group: sum(pay - bonus), avg(pay + bonus)", ["0|"]),
        (
            "hr.people | show id, pay | append (hr.people | show id, pay = length(id)) | where pay > 0",
            ["a|1", "b|1"]
        ),
        (
            "hr.people | show pay = length(id) | append (hr.people | show pay) | group: sum(pay)",
            ["2"]
        ),
        (
            "hr.people | show id, pay | append (hr.people | show id, pay = left) | where no pay or pay > 1",
            ["a|", "b|", "a|", "b|"]
        ),
    ]

    @Test func `a board goes on working while a column is empty`() throws {
        let workspace = try TestWorkspace([
            "hr.people": "id,left,pay,active,bonus,hired\na,,,,,\nb,,,,,\n"
        ])
        for (board, rows) in Self.boards { #expect(workspace.rows(board) == rows, "\(board)") }
    }

    @Test func `a board goes on working while an object is empty`() throws {
        let workspace = try TestWorkspace(["hr.people": "id,left,pay,active,bonus,hired\n"])
        for (board, _) in Self.boards {
            let answer = workspace.answer(board)
            #expect(!answer.hasPrefix("error"), "\(board)\n\(answer)")
        }
    }
}
