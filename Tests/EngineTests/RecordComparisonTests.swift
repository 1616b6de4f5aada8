import Columns
import Correlation
import TestSupport
import Testing

@testable import Engine

/// Conditions on the record at the end of a walk, asked once of each record or of each row's value.
@Suite(.ownThread) struct RecordComparisonTests {
    /// More rows than records, some without an owner, and owners without values.
    private static func workspace() throws -> TestWorkspace {
        var random = SeededNumbers(seed: 31)
        func cell(_ values: [String]) -> String {
            random.below(4) == 0 ? "" : values[random.below(values.count)]
        }
        var users = "id,name,kind,score,seen,ok,boss\n"
        for row in 0..<20 {
            users += "u\(row),\(cell(["Ada \(row)", "bob"])),\(cell(["x", "X", "y"])),"
            users += "\(cell(["1", "2", "3.5"])),\(cell(["2026-01-01", "2026-08-03"])),"
            users += "\(cell(["true", "false"])),\(cell(["u1", "u2"]))\n"
        }
        var items = "key,owner\n"
        for row in 0..<200 { items += "k\(row),\(cell((0..<22).map { "u\($0)" }))\n" }
        var pins = Pins()
        func side(_ object: String, _ field: String) -> Pins.Side {
            Pins.Side(object: ObjectName(object), field: field)
        }
        pins.links = [
            Pins.PinnedLink(
                left: side("t.items", "owner"), right: side("t.users", "id"), isWeak: false,
                name: "owner"),
            Pins.PinnedLink(
                left: side("t.users", "boss"), right: side("t.users", "id"), isWeak: false,
                name: "boss"),
        ]
        pins.primaries = [ObjectName("t.users"): "id", ObjectName("t.items"): "key"]
        return try TestWorkspace(["t.users": users, "t.items": items], pins: pins)
    }

    private static let conditions = [
        ("name", "= \"bob\""), ("name", "!= \"bob\""), ("name", "~ \"ada\""),
        ("name", "!~ \"ada\""),
        ("name", "== \"bob\""), ("kind", "= \"x\""), ("kind", "== \"x\""), ("kind", "< \"y\""),
        ("score", "> 1"), ("score", "<= 2"), ("score", "!= 2"), ("seen", "< 30d ago"),
        ("seen", ">= 2026-08-03"), ("ok", "= true"), ("ok", "!= true"), ("boss.score", "> 1"),
        ("boss.kind", "!= \"x\""),
    ]

    @Test func `A condition says the same of records and of the values of rows`() throws {
        let workspace = try Self.workspace()
        for (field, condition) in Self.conditions {
            // What goes through `??` is a value of the row, and is compared row by row.
            let asked = try workspace.result("t.items | where owner.\(field) \(condition)")
            let valued = try workspace.result(
                "t.items | where (owner.\(field) ?? owner.\(field)) \(condition)")
            #expect(
                TestWorkspace.lines(asked.table) == TestWorkspace.lines(valued.table),
                "\(field) \(condition)")
            func missing(_ result: BoardResult) -> [String] {
                result.footer.filter { $0.contains(" missing in ") }
                    .map { String($0.split(separator: " ").suffix(3).joined(separator: " ")) }
            }
            #expect(missing(asked) == missing(valued), "\(field) \(condition)")
        }
    }

    @Test func `It says the same after an expansion, where rows outnumber records`() throws {
        let workspace = try Self.workspace()
        for (field, condition) in Self.conditions where !field.contains(".") {
            let asked = workspace.rows(
                "t.users | expand items | where \(field) \(condition) | show items.key")
            let valued = workspace.rows(
                "t.users | expand items | where (\(field) ?? \(field)) \(condition) | show items.key"
            )
            #expect(asked == valued, "\(field) \(condition)")
        }
    }
}
