import Columns
import Correlation
import TestSupport
import Testing

@Suite struct LinkArrayTests {
    /// Pairs and what they say of each side, by comparing every row with every row.
    private struct Reference {
        var pairs: [(Int, Int)] = []
        var leftBlank = 0
        var rightBlank = 0

        init(_ left: [String], _ right: [String]) {
            let a = left.map { Folding.folded($0) }
            let b = right.map { Folding.folded($0) }
            for (row, value) in a.enumerated() where !value.isEmpty {
                for (other, found) in b.enumerated() where found == value {
                    pairs.append((row, other))
                }
            }
            leftBlank = a.filter(\.isEmpty).count
            rightBlank = b.filter(\.isEmpty).count
        }
    }

    private func pairs(_ array: LinkArray) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        for row in 0..<array.count {
            if array.isFlat {
                if array.rows[row] >= 0 { pairs.append((row, Int(array.rows[row]))) }
            } else {
                for position in Int(array.starts[row])..<Int(array.starts[row + 1]) {
                    pairs.append((row, Int(array.rows[position])))
                }
            }
        }
        return pairs
    }

    private func value(_ numbers: inout SeededNumbers, _ spread: UInt64) -> String {
        let number = numbers.next() % spread
        switch numbers.next() % 8 {
        case 0: return ""
        case 1: return "  Key\(number)"
        case 2: return "KEY\(number) "
        case 3: return "kéy\(number)"
        case 4: return "KÉY\(number)"
        default: return "key\(number)"
        }
    }

    @Test func `arrays equal a nested loop in both directions, on one thread and on two`() throws {
        var numbers = SeededNumbers(seed: 11)
        for round in 0..<60 {
            let spread = UInt64(2 + round * 3)
            let left = (0..<Int(numbers.next() % 80)).map { _ in value(&numbers, spread) }
            let right = (0..<Int(numbers.next() % 80)).map { _ in value(&numbers, spread) }
            guard !left.isEmpty, !right.isEmpty else { continue }
            let expected = Reference(left, right)
            for threads in [1, 2] {
                for isCoded in [false, true] {
                    let column = isCoded ? Fixture.coded(left) : Fixture.column(left)
                    let a = Table(
                        name: ObjectName("a.rows"), fields: [Field(name: "x", type: .text)],
                        columns: [column], rowCount: left.count)
                    let b = Fixture.table("b.rows", [("y", right)])
                    var pins = Pins()
                    pins.links = [
                        .init(
                            left: .init(object: a.name, field: "x"),
                            right: .init(object: b.name, field: "y"), isWeak: false, name: nil)
                    ]
                    let model = LinkModel(tables: [a, b], pins: pins, threads: threads)
                    let link = try #require(model.links.first { $0.isPinned })
                    let isSwapped = link.left.object == b.name
                    let forward = model.array(of: link, isSwapped ? .backward : .forward)
                    let backward = model.array(of: link, isSwapped ? .forward : .backward)
                    #expect(pairs(forward).elementsEqual(expected.pairs, by: ==), "round \(round)")
                    let transposed = expected.pairs.map { ($0.1, $0.0) }.sorted { $0 < $1 }
                    #expect(pairs(backward).elementsEqual(transposed, by: ==), "round \(round)")
                    #expect(forward.blankCount == expected.leftBlank)
                    #expect(backward.blankCount == expected.rightBlank)
                    let matched = Set(expected.pairs.map(\.0)).count
                    #expect(forward.unmatchedCount == left.count - expected.leftBlank - matched)
                }
            }
        }
    }

    @Test func `a list of keys is a link to many`() throws {
        let groups = Fixture.table(
            "t.groups",
            [
                ("id", (0..<6).map { "00gAb\($0)cDeFgHiJK" }),
                ("name", (0..<6).map { "Group \($0)" }),
            ])
        let rules = Fixture.table(
            "t.rules",
            [
                ("id", (0..<4).map { "0prAb\($0)cDeFgHiJK" }),
                (
                    "groupIds",
                    [
                        "[00gAb0cDeFgHiJK, 00gAb3cDeFgHiJK]", "", "[00gAb3cDeFgHiJK]",
                        "[00gAb5cDeFgHiJK, 00gAb5cDeFgHiJK, 00gAb1cDeFgHiJK]",
                    ]
                ),
            ])
        let model = LinkModel(tables: [groups, rules])
        let link = try #require(model.links.first)
        #expect(link.kind == .manyToMany)
        let forward = model.array(of: link, .forward)
        #expect(forward.starts == [0, 2, 2, 3, 5])
        #expect(forward.rows == [0, 3, 3, 1, 5])
        let backward = model.array(of: link, .backward)
        #expect(backward.rows == [0, 3, 0, 2, 3])
        #expect(backward.starts == [0, 1, 2, 2, 4, 4, 5])
        #expect(backward.unmatchedCount == 2)
    }

    @Test func `a list of objects is linked to the record it stood in`() throws {
        let events = Fixture.table("t.events", [("uuid", ["e1x", "e2x", "e3x"])])
        let target = Table(
            name: ObjectName("t.events.target"), fields: [Field(name: "type", type: .text)],
            columns: [Fixture.column(["User", "App", "User"])], rowCount: 3,
            parent: Table.Parent(object: events.name, field: "target", rows: [0, 0, 2]))
        let model = LinkModel(tables: [events, target])
        let link = try #require(model.links.first)
        #expect(link.isContainment)
        #expect(model.array(of: link, .forward).rows == [0, 0, 2])
        let backward = model.array(of: link, .backward)
        #expect(backward.starts == [0, 2, 2, 3])
        #expect(backward.rows == [0, 1, 2])
    }
}
