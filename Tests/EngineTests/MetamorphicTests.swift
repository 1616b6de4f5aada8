import Columns
import Correlation
import TestSupport
import Testing

@testable import Engine

/// What must hold whatever the data: a condition and its negation share out the rows, order and sets of rows
/// do not depend on how a board is written.
@Suite(.ownThread) struct MetamorphicTests {
    /// A table of random values with many that are missing, and a second one that refers to it.
    private static func workspace(seed: UInt64) throws -> TestWorkspace {
        var random = SeededNumbers(seed: seed)
        func cell(_ values: [String]) -> String {
            random.below(4) == 0 ? "" : values[random.below(values.count)]
        }
        var users = "id,name,team,score,seen,tags\n"
        let count = 40 + random.below(60)
        for row in 0..<count {
            users += "u\(row),\(cell(["Ada", "ada", " BOB", "Cyd"])),"
            users += "\(cell(["x", "y", "Z"])),\(cell(["1", "2", "3.5", "-4"])),"
            users += "\(cell(["2026-01-01", "2026-07-31", "2026-08-03"])),\n"
        }
        var items = "key,owner,size\n"
        for row in 0..<80 {
            items += "k\(row),u\(random.below(count + 5)),\(cell(["1", "2", "9"]))\n"
        }
        var pins = Pins()
        pins.links = [
            Pins.PinnedLink(
                left: Pins.Side(object: ObjectName("t.items"), field: "owner"),
                right: Pins.Side(object: ObjectName("t.users"), field: "id"), isWeak: false,
                name: nil)
        ]
        pins.primaries = [ObjectName("t.users"): "id", ObjectName("t.items"): "key"]
        return try TestWorkspace(["t.users": users, "t.items": items], pins: pins)
    }

    private static let conditions = [
        "name = \"ada\"", "name ~ \"A\"", "name == \"Ada\"", "score > 1", "score <= 2",
        "seen < 30d ago", "has team", "no score", "name in (\"bob\", \"cyd\")", "name = team",
        "team = \"z\" and score > 1", "team = \"z\" or score > 1", "items.size > 1",
        "items.size = score", "no items[size = 9]", "count(items) > 1", "all(items.size = 1)",
        "id in (t.items | where size = 9 | show owner)",
        "has (t.items | where owner = row.id and size > row.score)", "true", "false",
        "if(score > 1, team, name) = \"x\"", "avg(score) per team > 1",
    ]

    @Test func `rows that fit and rows that do not are all rows`() throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let workspace = try Self.workspace(seed: seed)
            let all = Set(workspace.rows("t.users | show id"))
            for condition in Self.conditions {
                let fits = workspace.rows("t.users | where \(condition) | show id")
                let others = workspace.rows("t.users | where not (\(condition)) | show id")
                #expect(Set(fits).union(others) == all, "seed \(seed): \(condition)")
                #expect(fits.count + others.count == all.count, "seed \(seed): \(condition)")
            }
        }
    }

    @Test func `two wheres are one with and`() throws {
        let workspace = try Self.workspace(seed: 7)
        for first in Self.conditions {
            for second in Self.conditions where !second.contains(" per ") {
                let both = workspace.answer(
                    "t.users | where (\(first)) and (\(second)) | show id")
                let split = workspace.answer(
                    "t.users | where \(first) | where \(second) | show id")
                #expect(both == split, "\(first) / \(second)")
            }
        }
    }

    @Test func `a column computed before a filter is the one computed after`() throws {
        let workspace = try Self.workspace(seed: 9)
        for condition in Self.conditions where !condition.contains(" per ") {
            let before = workspace.answer(
                "t.users | with n = count(items), s = upper(name) | where \(condition) "
                    + "| sort n desc, id | show id, n, s")
            let after = workspace.answer(
                "t.users | where \(condition) | sort count(items) desc, id "
                    + "| show id, n = count(items), s = upper(name)")
            #expect(before == after, "\(condition)")
        }
    }

    @Test func `expanding loses and invents no record`() throws {
        let workspace = try Self.workspace(seed: 11)
        let items = workspace.rows("t.items | where has users | show key | sort key")
        #expect(workspace.rows("t.users | expand items | show items.key | sort items.key") == items)
        let counts = workspace.rows("t.users | group: n = sum(count(items)), r = count(items)")
        #expect(counts == ["\(items.count)|\(items.count)"])
        let kept = workspace.rows(
            "t.users | expand items? | group: n = count(items), u = unique(id)")
        #expect(kept.first?.hasPrefix("\(items.count)|") == true)
    }

    @Test func `a reconcile has every record of both sides once`() throws {
        let workspace = try Self.workspace(seed: 13)
        let left = workspace.rows("t.items | show key").count
        let alone = workspace.rows("t.users | where no items | show id").count
        let sides = workspace.rows("t.items | reconcile t.users | show side")
        #expect(sides.count == left + alone)
        #expect(sides.count { $0 == "only t.users" } == alone)
    }

    @Test func `threads change nothing`() throws {
        var workspace = try Self.workspace(seed: 17)
        let boards = Self.conditions.map { "t.users | where \($0) | sort score desc | take 9" }
        let two = boards.map { workspace.answer($0) }
        workspace.environment.context.threads = 1
        #expect(boards.map { workspace.answer($0) } == two)
    }
}
