import Columns
import Testing

@testable import Ingest

/// What every kernel behind the loader relies on.
enum ColumnInvariants {
    static func check(_ column: Column, _ what: String) {
        #expect(
            column.validity.map { $0.countOnes < column.count } ?? true,
            "\(what): validity without a missing row")
        switch column.storage {
        case .text(let text):
            for row in 0..<column.count {
                let bytes = text.bytes(row)
                let isBlank = bytes.isEmpty || Parsing.isBlank(bytes.baseAddress!, bytes.count)
                #expect(isBlank != column.isPresent(row), "\(what) row \(row)")
            }
        case .coded(let coded):
            let entries = (0..<coded.dictionary.count).map { coded.dictionary.string($0) }
            #expect(entries[0] == "" && Set(entries).count == entries.count, "\(what): \(entries)")
            for row in 0..<column.count {
                #expect((coded.codes[row] == 0) != column.isPresent(row), "\(what) row \(row)")
            }
        case .integer(let values), .time(let values), .duration(let values):
            for row in 0..<column.count where !column.isPresent(row) { #expect(values[row] == 0) }
        case .number(let values):
            for row in 0..<column.count where !column.isPresent(row) { #expect(values[row] == 0) }
        case .date(let values):
            for row in 0..<column.count where !column.isPresent(row) { #expect(values[row] == 0) }
        case .bool(let values):
            for row in 0..<column.count where !column.isPresent(row) { #expect(!values[row]) }
        case .list(let list):
            #expect(list.starts[0] == 0 && list.starts == list.starts.sorted())
            for row in 0..<column.count {
                #expect((list.starts[row] == list.starts[row + 1]) != column.isPresent(row))
            }
            #expect(list.elements.validity == nil)
            check(list.elements, "\(what) elements")
        }
    }
}

struct ColumnInvariantTests {
    private func check(_ column: Column, _ what: String) { ColumnInvariants.check(column, what) }

    @Test("Missing values, codes and lists are stored as columns promise, on any number of threads")
    func invariants() throws {
        var csv = "text,code,whole,number,bool,date,time,blank,none,late\n"
        var json = "["
        for row in 0..<900 {
            let isMissing = row % 7 == 3
            let status = ["ACTIVE", "LEFT", "", "é"][row % 4]
            csv += "t\(row),\(status),\(isMissing ? "" : "\(row)"),\(isMissing ? "" : "\(row).5"),"
            csv += isMissing ? ",,," : "True,2026-01-0\(1 + row % 9),2026-01-01T00:00:0\(row % 9)Z,"
            csv += (isMissing ? "  " : "\(row % 3)") + ",,\(row < 700 ? "" : "x")\n"
            json += row == 0 ? "" : ","
            json += "{\"id\":\(row),\"status\":\"\(status)\",\"tags\":"
            json += isMissing ? "[]" : "[\"\(row % 5)\",null,\"b\"]"
            json += row % 3 == 0 ? ",\"mixed\":[1,2]" : ",\"mixed\":3"
            json += row > 600 ? ",\"late\":{\"x\":true}}" : "}"
        }
        json += "]"
        var shapes: [[String]] = []
        for threads in 1...4 {
            for text in [csv, json] {
                var limits = Limits()
                limits.rangeBytesMin = 1
                limits.blockBytes = 3000
                let table = try loadText(text, limits: limits, threads: threads).tables[0]
                for (field, column) in zip(table.fields, table.columns) {
                    check(column, "\(field.name), \(threads) threads")
                }
                shapes.append(table.fields.map { "\($0.name) \($0.type.name)" })
            }
        }
        #expect(
            shapes[0] == [
                "text text", "code text", "whole integer", "number number", "bool bool",
                "date date",
                "time time", "blank integer", "none text", "late text",
            ])
        #expect(
            shapes[1] == [
                "id integer", "status text", "tags list of text", "mixed list of integer",
                "late.x bool",
            ])
        for index in stride(from: 2, to: shapes.count, by: 2) {
            #expect(shapes[index] == shapes[0] && shapes[index + 1] == shapes[1])
        }
    }

    @Test("Repeating texts are kept as codes of the same values; others as they are")
    func repeats() throws {
        func column(_ texts: [String?]) -> Column {
            var builder = TextBuilder()
            var validity = Bitmap(repeating: true, count: texts.count)
            for (row, text) in texts.enumerated() {
                builder.append(text ?? "")
                if text == nil { validity.set(row, to: false) }
            }
            let isWhole = validity.countOnes == texts.count
            return Column(.text(builder.finish()), validity: isWhole ? nil : validity)
        }
        func isCoded(_ column: Column) -> Bool {
            if case .coded = column.storage { true } else { false }
        }
        var random = SystemRandomNumberGenerator()
        for distinct in [1, 7, 500, 1000, 2000] {
            let texts: [String?] = (0..<4000).map { _ in
                let number = Int.random(in: 0...distinct, using: &random)
                return number == 0 ? nil : "00u\(number)é"
            }
            let plain = column(texts)
            let coded = plain.codingRepeats()
            #expect(isCoded(coded) == (Set(texts.compactMap { $0 }).count < 1000), "\(distinct)")
            if isCoded(coded) { check(coded, "\(distinct)") }
            for row in texts.indices {
                #expect(coded.isPresent(row) == (texts[row] != nil))
                #expect(coded.text().string(row) == texts[row] ?? "")
            }
        }
        // An empty text that is a value, and white space that is none, have no code.
        let some = [String?](repeating: "a", count: 4000)
        #expect(isCoded(column(some).codingRepeats()))
        #expect(!isCoded(column(some + [""]).codingRepeats()))
        #expect(!isCoded(column([String?](repeating: "a", count: 90)).codingRepeats()))
    }

    @Test("A field that is value, list and object in turn loses nothing")
    func changingFields() throws {
        let loaded = try loadText(
            #"[{"a":1,"b":"x"},{"a":{"x":2},"b":["y","z"]},{"a":[{"x":3}],"b":null},{"a":[1,{"q":2}],"b":[]},"#
                + #"{"a.x":4,"a":"","b":"w"},{"a":5,"a":{"x":6},"a":7}]"#)
        #expect(
            rows(loaded.tables[0]) == [
                ["a", "a.x", "b", "a.x_2"], ["1", "", "x", ""], ["", "2", "y|z", ""],
                ["", "", "", ""],
                [#"[1,{"q":2}]"#, "", "", ""], ["", "", "w", "4"], ["7", "", "", ""],
            ])
        #expect(rows(loaded.tables[1]) == [["x"], ["3"]])
        #expect(loaded.tables[1].parent?.rows == [2])
        #expect(loaded.report.notes.count == 4)
    }
}
