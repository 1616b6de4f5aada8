import Columns
import Testing

@testable import Correlation

@Suite struct KeptArrayTests {
    /// Ten users, and thirty assignments of which every third names nobody.
    private static func tables() -> [Table] {
        let ids = (0..<10).map { "00u\(1000 + $0)" }
        let owners = (0..<30).map { $0 % 3 == 0 ? "00u\(9000 + $0)" : ids[$0 * 7 % 10] }
        return [
            Fixture.table(
                "okta.app_users", [("userId", owners), ("n", (0..<30).map { "n\($0)" })]),
            Fixture.table("okta.users", [("id", ids), ("login", ids.map { "\($0)@acme.com" })]),
        ]
    }

    @Test
    func `An array that was kept is taken as it is, and one that cannot be right is made anew`()
        throws
    {
        let tables = Self.tables()
        let first = LinkModel(tables: tables)
        let memory = first.memory
        let link = try #require(
            first.links.first { $0.left.object == ObjectName("okta.app_users") })
        let right = first.array(of: link, .forward)
        #expect(right.rows.filter { $0 >= 0 }.count == 20 && right.isFlat)
        _ = first.array(of: link, .backward)
        #expect(
            first.takeMadeArrays(rowsMin: 20).map(\.direction)
                == [LinkModel.Direction.forward, .backward])
        #expect(first.takeMadeArrays(rowsMin: 0).isEmpty, "each is taken once")

        func array(
            _ rows: [Int32], starts: [Int32] = [], rules: [UInt8]? = nil, ambiguous: Bitmap? = nil,
            blank: Int = 0
        ) -> LinkArray {
            LinkArray(
                starts: starts, rows: rows,
                rules: rules ?? rows.map { $0 < 0 ? 0 : RuleKind.key.rawValue },
                ambiguous: ambiguous, blankCount: blank, unmatchedCount: 0)
        }
        var other = right.rows
        other[1] = 9
        let sound = array(other)
        func rows(keeping kept: LinkArray) -> (LinkArray, LinkModel) {
            let model = LinkModel(
                tables: tables, remembering: memory,
                kept: KeptArrays { $0 == link.id && $1 == .forward ? kept : nil })
            return (model.array(of: link, .forward), model)
        }
        let (taken, model) = rows(keeping: sound)
        #expect(taken.rows == other)
        #expect(model.takeMadeArrays(rowsMin: 0).isEmpty, "it need not be kept again")

        var outside = right.rows
        outside[2] = 10
        var below = right.rows
        below[2] = -2
        let inside = right.rows.map { max(0, $0) }
        let starts = (0...30).map(Int32.init)
        var descending = starts
        descending.swapAt(4, 5)
        let broken: [(String, LinkArray)] = [
            ("a row too few", array(Array(other.dropLast()))),
            ("a row that is not there", array(outside)), ("a row below none", array(below)),
            ("rules of other rows", array(other, rules: [1])),
            (
                "ambiguous rows of others",
                array(other, ambiguous: Bitmap(repeating: true, count: 3))
            ),
            ("more blank rows than rows", array(other, blank: 31)),
            ("starts that descend", array(inside, starts: descending)),
            ("starts beyond the rows", array(Array(inside.dropLast()), starts: starts)),
            ("starts that begin late", array(inside, starts: [1] + starts.dropFirst())),
            ("no row in a list", array(inside.map { $0 == 0 ? -1 : $0 }, starts: starts)),
        ]
        for (fault, kept) in broken {
            #expect(rows(keeping: kept).0.rows == right.rows, "\(fault)")
        }
        // What nothing is remembered of cannot have kept links either: their numbers may be others.
        let fresh = LinkModel(tables: tables, kept: KeptArrays { _, _ in sound })
        #expect(fresh.array(of: link, .forward).rows == right.rows)
    }
}
