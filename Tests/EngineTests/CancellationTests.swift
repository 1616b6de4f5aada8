import Columns
import Correlation
import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// A run that is cancelled ends at the next look, and every kind of work looks often.
///
/// Looks are counted, not timed: so many per rows is what keeps Ctrl-C within a tenth of a second at any size.
@Suite(.ownThread) struct CancellationTests {
    private static let userCount = 300_000

    /// Large tables made of columns: users, what they have, and a small object both refer to.
    private static func workspace() throws -> TestWorkspace {
        var workspace = try TestWorkspace(["t.none": "a\n1\n"])
        var random = SeededNumbers(seed: 41)
        let users = (0..<userCount).map { "user\($0)" }
        let teams = (0..<50).map { "team\($0)" }
        func references(_ names: [String], _ count: Int) -> Column {
            Fixtures.text((0..<count).map { _ in names[random.below(names.count)] })
        }
        let memberCount = 2 * userCount
        let tables = [
            table(
                "t.users",
                [
                    ("id", Fixtures.text(users)), ("team", references(teams, userCount)),
                    ("name", Fixtures.text(users.map { "N\($0.dropFirst(6)) \($0)" })),
                    ("score", Column(.integer(users.map { _ in Int64(random.next() >> 20) }))),
                    ("seen", Column(.time(users.map { _ in Int64(random.next() >> 14) }))),
                ]),
            table("t.teams", [("id", Fixtures.text(teams)), ("title", Fixtures.text(teams))]),
            table(
                "t.members",
                [
                    ("user", references(users, memberCount)),
                    ("team", references(teams, memberCount)),
                ]
            ),
        ]
        var pins = Pins()
        func side(_ object: String, _ field: String) -> Pins.Side {
            Pins.Side(object: ObjectName(object), field: field)
        }
        func pin(_ left: Pins.Side, _ right: Pins.Side) {
            pins.links.append(
                Pins.PinnedLink(left: left, right: right, isWeak: false, name: nil))
        }
        pin(side("t.users", "team"), side("t.teams", "id"))
        pin(side("t.members", "user"), side("t.users", "id"))
        pin(side("t.members", "team"), side("t.teams", "id"))
        for name in ["t.users", "t.teams"] { pins.primaries[ObjectName(name)] = "id" }
        workspace.environment.catalog = Catalog(tables: tables)
        workspace.environment.links = LinkModel(tables: tables, pins: pins)
        return workspace
    }

    private static func table(_ name: String, _ columns: [(String, Column)]) -> Table {
        Table(
            name: ObjectName(name),
            fields: columns.map { Field(name: $0.0, type: $0.1.type) },
            columns: columns.map(\.1), rowCount: columns[0].1.count)
    }

    /// Boards, and how often their work looks at least: in pieces of 65,536 rows that is 5 for each light loop over
    /// the users and 37 for a function.
    private static let boards: [(text: String, looksMin: Int)] = [
        ("t.users | where score > 5 and seen < 2000-01-01", 10),
        ("t.users | where name ~ \"n12\"", 5),
        ("t.users | where name ~ /1+2$/", 37),
        ("t.users | where upper(name) = \"A\"", 40),
        ("t.users | with far = score + 1, day = date(seen) | where far > 2", 40),
        ("t.users | where name in (t.users | show id)", 10),
        ("t.users | sort score", 15),
        ("t.users | sort name desc", 15),
        ("t.users | sort seen, score, name", 40),
        ("t.users | sort score | take 5000", 5),
        ("t.users | sort score | take 3 per team", 5),
        ("t.users | group name: n = count()", 5),
        ("t.users | group score, team: l = list(name), m = median(score), u = unique(name)", 20),
        ("t.users | group team: d = distinct(name), a = max(name), f = first(name)", 20),
        ("t.users | with n = count(members)", 5),
        ("t.users | where has members[team = \"team7\"]", 10),
        ("t.users | with n = count(members.team[title != \"team7\"]) | where n > 0", 100),
        ("t.users | with l = unique(members.team.title)", 40),
        ("t.users | expand members", 10),
        ("t.users | expand members.team", 15),
        ("t.members | where user.score > 100 and team.title != \"team7\"", 20),
        ("t.members | show user.name, team.title", 5),
        ("t.members | reconcile t.users", 10),
        ("t.users | append (t.users | where score > 5)", 5),
    ]

    @Test func `Every kind of stage looks often whether it is cancelled, and ends where it is`()
        throws
    {
        var workspace = try Self.workspace()
        for (board, looksMin) in Self.boards {
            let looks = LookCount()
            workspace.environment.context.looks = looks
            workspace.environment.context.cancellation = Cancellation()
            _ = try workspace.result(board)
            #expect(looks.value >= looksMin, "\(board) looks \(looks.value) times")
            let count = looks.value
            for look in Set([1, 2, count / 3, count / 2, count - 1, count]) where look > 0 {
                workspace.environment.context.looks = LookCount(cancellingAt: look)
                workspace.environment.context.cancellation = Cancellation()
                do {
                    _ = try workspace.result(board)
                    Issue.record("\(board) went on after look \(look) of \(count)")
                } catch let error as BoardError {
                    #expect(error.kind == .cancelled, "\(board): \(error.diagnostic.message)")
                }
            }
        }
    }

    @Test func `A board that is cancelled does not wait for links, and the next one has them all`()
        throws
    {
        var workspace = try Self.workspace()
        let board = "t.members | where user.score >= 0 | group : n = count()"
        for _ in 0..<3 {
            let cancellation = Cancellation()
            cancellation.cancel()
            workspace.environment.context.cancellation = cancellation
            do {
                _ = try workspace.result(board)
                Issue.record("the board was answered")
            } catch let error as BoardError {
                #expect(error.kind == .cancelled, "\(error.diagnostic.message)")
            }
        }
        workspace.environment.context.cancellation = Cancellation()
        let table = try workspace.result(board).table
        #expect(table.columns[0].string(0) == "\(2 * Self.userCount)")
    }

    @Test func `A board that would take long ends when another thread cancels it`() throws {
        var workspace = try Self.workspace()
        let looks = LookCount()
        let isOver = IsOver()
        let cancellation = workspace.environment.context.cancellation
        workspace.environment.context.looks = looks
        DispatchQueue.global().async {
            while looks.value < 40, !isOver.value { sched_yield() }
            cancellation.cancel()
        }
        // Worked out for each of 2,000 rows anew: after 40 looks it is far from its end.
        let answer = workspace.answer(
            "t.users | take 2000 | where has (t.users | where upper(name) = upper(row.name))")
        isOver.set()
        #expect(answer.contains("cancelled"), "\(answer.prefix(200))")
    }
}

private final class IsOver: Sendable {
    private let flag = Atomic(false)

    var value: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
