import Columns
import TestSupport
import Testing

@testable import Engine

/// Differences of answers, held against a plain comparison.
@Suite struct RowDifferenceTests {
    /// An answer with a key column and two others; nil is a missing value.
    private static func answer(
        _ rows: [(key: String, text: String?, number: Int?)], hasKey: Bool, textFirst: Bool = false
    ) -> BoardResult {
        let key = column(rows.map(\.key))
        let text = column(rows.map(\.text))
        var validity = Bitmap(repeating: true, count: rows.count)
        for (row, value) in rows.map(\.number).enumerated() where value == nil {
            validity.set(row, to: false)
        }
        let number = Column(.integer(rows.map { Int64($0.number ?? 0) }), validity: validity)
        var columns = [("key", key), ("text", text), ("number", number)]
        if textFirst { columns.swapAt(0, 1) }
        let table = Table(
            name: ObjectName("a.rows"),
            fields: columns.map { Field(name: $0.0, type: $0.1.type) }, columns: columns.map(\.1),
            rowCount: rows.count)
        var result = BoardResult(
            table: table, footer: [], expectation: nil, export: nil, sourceRowCount: rows.count,
            isIncomplete: false)
        if hasKey {
            result.key = RowKey(
                parts: [RowKey.Part(object: table.name, field: "key", column: key)])
        }
        return result
    }

    private static func column(_ values: [String?]) -> Column {
        var builder = TextBuilder()
        var validity = Bitmap(repeating: true, count: values.count)
        for (row, value) in values.enumerated() {
            builder.append(value ?? "")
            if value == nil { validity.set(row, to: false) }
        }
        return Column(.text(builder.finish()), validity: validity)
    }

    @Test func `Random answers differ as a comparison row by row says`() {
        var random = SeededNumbers(seed: 11)
        var changes = 0
        for round in 0..<400 {
            typealias Row = (key: String, text: String?, number: Int?)
            func rows() -> [Row] {
                var keys: [String] = []
                for number in 0..<12 where random.next() % 3 > 0 { keys.append("k\(number)") }
                return keys.shuffled(using: &random).map { key in
                    (
                        key, random.next() % 4 == 0 ? nil : "t\(random.next() % 2)",
                        random.next() % 4 == 0 ? nil : Int(random.next() % 2)
                    )
                }
            }
            let (before, after) = (rows(), rows())
            let difference = RowDifference(
                from: Self.answer(before, hasKey: true, textFirst: round % 2 == 0),
                to: Self.answer(after, hasKey: true))
            let added = after.filter { row in !before.contains { $0.key == row.key } }
            let gone = before.filter { row in !after.contains { $0.key == row.key } }
            #expect(difference.added.map { after[$0].key } == added.map(\.key), "round \(round)")
            #expect(difference.gone.map { before[$0].key } == gone.map(\.key), "round \(round)")
            var expected: Set<String> = []
            for new in after {
                guard let old = before.first(where: { $0.key == new.key }) else { continue }
                if old.text != new.text { expected.insert("\(new.key) text") }
                if old.number != new.number { expected.insert("\(new.key) number") }
            }
            var found: Set<String> = []
            for change in difference.changed {
                for field in change.fields {
                    found.insert("\(after[change.after].key) \(difference.fields[field].heading)")
                    #expect(before[change.before].key == after[change.after].key)
                }
            }
            #expect(found == expected, "round \(round)")
            changes += found.count
        }
        #expect(changes > 500)
    }

    @Test func `Without a key rows are counted whole, however often one is there`() {
        let row = (key: "same", text: Optional("x"), number: Optional(1))
        let many = [(key: String, text: String?, number: Int?)](repeating: row, count: 20_000)
        let other = (key: "other", text: String?.none, number: Int?.none)
        let difference = RowDifference(
            from: Self.answer(many + [other], hasKey: false),
            to: Self.answer([other] + many + [row, row], hasKey: false))
        #expect(difference.added.count == 2 && difference.gone.isEmpty)
        #expect(difference.changed.isEmpty)
    }

    @Test func `Rows that share a key are paired with their like first`() {
        let before: [(key: String, text: String?, number: Int?)] = [
            ("k", "a", 1), ("k", "b", 2), ("k", "c", 3),
        ]
        let after: [(key: String, text: String?, number: Int?)] = [
            ("k", "c", 3), ("k", "b", 5), ("k", "a", 1), ("k", "d", 4),
        ]
        let difference = RowDifference(
            from: Self.answer(before, hasKey: true), to: Self.answer(after, hasKey: true))
        #expect(difference.changed == [RowDifference.Changed(before: 1, after: 1, fields: [2])])
        #expect(difference.added == [3] && difference.gone.isEmpty)
    }
}
