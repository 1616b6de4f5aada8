import Columns
import Testing

@testable import Ingest

@Test func csvWithQuotesTypesAndRaggedRows() throws {
    let loaded = try loadText(
        "id,name,when,ok\n1,\"a \"\"b\"\", c\",2026-01-02T03:04:05.000Z,true\n"
            + "2,\"two\nlines\",2026-01-03T00:00:00.000Z\n\n3,x,,false,extra\n")
    let table = loaded.tables[0]
    #expect(
        rows(table) == [
            ["id", "name", "when", "ok"],
            ["1", "a \"b\", c", "2026-01-02T03:04:05.000Z", "true"],
            ["2", "two\nlines", "2026-01-03T00:00:00.000Z", ""],
            ["3", "x", "", "false"],
        ])
    #expect(table.fields.map(\.type) == [.integer, .text, .time, .bool])
    #expect(loaded.report.troubles.map(\.lines) == [[3], [6]])
    #expect(loaded.report.notes == ["1 blank line between rows"])
}

@Test func jsonWithNestedObjectsAndLists() throws {
    let loaded = try loadText(
        #"{"ok":true,"members":[{"id":"U1","profile":{"email":"a@b.c","tags":["x","y"]},"n":1.50},"#
            + #"{"id":"U2","profile":null,"apps":[{"k":1},{"k":"\u00e9\n"}],"n":2}]}"#)
    #expect(loaded.tables.map(\.name.description) == ["t.o", "t.o.apps"])
    #expect(
        rows(loaded.tables[0]) == [
            ["id", "profile.email", "profile.tags", "n"],
            ["U1", "a@b.c", "x|y", "1.50"], ["U2", "", "", "2"],
        ])
    #expect(rows(loaded.tables[1]) == [["k"], ["1"], ["é\n"]])
    #expect(loaded.tables[1].parent?.rows == [1, 1])
}
