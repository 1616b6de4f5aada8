import Foundation
import TestSupport
import Testing

/// The REPL on a real terminal: keys sent through tmux, the screen read back.
///
/// No test waits for a time: each asks for the screen it wants, and gets what there is after thirty seconds.
@Suite(.ownThread, .serialized, .enabled(if: Terminal.isAvailable)) struct TerminalTests {
    private static let people = """
        id,name,state,boss
        1,Ada,ACTIVE,3
        2,Bo,ACTIVE,3
        3,Cy,LEFT,
        4,Dee,ACTIVE,3
        5,Ed,ACTIVE,1

        """

    /// A workspace of one small object, and the REPL in it.
    private static func people(
        width: Int = 80, height: Int = 30, environment: [String] = [], editrc: String? = nil,
        folder: String? = nil
    ) throws -> (terminal: Terminal, folder: String) {
        let folder = try folder ?? Terminal.workspace(["hr/people.csv": people])
        let terminal = try Terminal(
            "cork \(folder)", width: width, height: height, environment: environment,
            editrc: editrc)
        terminal.expectLastLine("cork>")
        return (terminal, folder)
    }

    private static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: - A conversation

    @Test func theSampleCompanyOnATerminal() throws {
        let folder = try Terminal.sampleCompany()
        defer { Self.remove(folder) }
        let terminal = try Terminal("cork \(folder)")
        #expect(terminal.waiting(for: "cork>").contains("objects with"))

        terminal.send("ok", "Tab")
        terminal.expectLastLine("cork> okta.")
        terminal.send("C-u", "okta.users | where st", "Tab")
        terminal.expectLastLine("cork> okta.users | where status")
        terminal.clear()
        terminal.send("okta.users | where status = ", "Tab")
        let values = terminal.waiting(for: "\"ACTIVE\"")
        #expect(values.contains("\"ACTIVE\"            value  214 rows"), "\(values)")
        terminal.clear()
        terminal.send("okta.app_users | where us", "Tab")
        let links = terminal.waiting(for: "matched")
        #expect(links.contains("object  → okta.users, 100 % matched"), "\(links)")
        terminal.clear()

        terminal.send("okta.users | take 3", "Enter")
        let table = terminal.waiting(for: "3 of 260 users")
        #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(table.contains("not shown"))
        terminal.send("C-d")
        terminal.expectLastLine("%")
    }

    @Test func anEntryIsDroppedAndFoundAgain() throws {
        let (terminal, folder) = try Self.people()
        defer { Self.remove(folder) }
        terminal.send("some words", "C-c")
        terminal.expectLastLines("cork> some words", "cork>")
        terminal.send("Up")
        terminal.expectLastLine("cork> some words")
        // All in one go: what stands behind Ctrl-C is the next line, whole.
        terminal.send("C-c", "hr.people | take 2 | show name", "Enter")
        #expect(terminal.waiting(for: "2 of 5 people").contains("│ Bo   │"))
        terminal.send("half", "C-c", "hr.people | take 1", "C-c", ".mode", "Enter")
        #expect(terminal.waiting(for: "mode is table").contains("cork> half"))
        terminal.send("C-r", "take 2")
        #expect(terminal.waiting(for: "bck:take 2").contains("hr.people | take 2 | show name"))
        terminal.send("Enter")
        terminal.expectLastLine("cork>")
    }

    @Test func ctrlCGivesThePromptBackDuringABoard() throws {
        var rows = "id,name\n"
        for row in 0..<3000 { rows += "\(row),person number \(row) of three thousand\n" }
        let folder = try Terminal.workspace(["a_b.csv": rows])
        defer { Self.remove(folder) }
        let terminal = try Terminal("cork \(folder)")
        terminal.waiting(for: "cork>")
        // Nine million comparisons of names, far more than a person would wait for.
        terminal.send(
            "a.b | with n = count(a.b | where similar(name, row.name) > 0.99) | where n > 5",
            "Enter")
        terminal.waiting { $0.filter { !$0.isWhitespace }.contains("n>5") }
        terminal.send("C-c")
        #expect(terminal.waiting(for: "interrupted").contains("interrupted"))
        terminal.send("a.b | take 1", "Enter")
        #expect(terminal.waiting(for: "1 of 3,000").contains("1 of 3,000"))
    }

    // MARK: - Lines of an entry

    @Test func anEntryOfSeveralLinesIsEditedWhole() throws {
        let (terminal, folder) = try Self.people()
        defer { Self.remove(folder) }
        terminal.send("hr.people |", "Enter")
        terminal.expectLastLine("   …| hr.people |")
        terminal.send("where state = \"LEFT\" | show (name", "Enter")
        #expect(terminal.waiting(for: "…(").contains("   …( hr.people |"))
        terminal.send(")")
        #expect(terminal.waiting(for: "cork> hr.people |").contains("      )"))
        terminal.send("C-c")
        terminal.expectLastLine("cork>")
        terminal.send("hr.people |", "Enter", "take 1 | show name", "Enter")
        #expect(terminal.waiting(for: "1 of 5 people").contains("name  Ada"))
        terminal.send("Up")
        terminal.expectLastLines("cork> hr.people |", "      take 1 | show name")
        // Up is the line above before it is the entry before.
        terminal.send("Up", "C-b", "C-b", "| sort name desc ", "Enter")
        #expect(terminal.waiting(for: "name  Ed").contains("name  Ed"), "the first line, edited")
    }

    @Test func anOpenQuoteIsToldAtThePrompt() throws {
        let (terminal, folder) = try Self.people()
        defer { Self.remove(folder) }
        terminal.send("hr.people | where name = \"Ada", "Enter")
        let first = "   …\" hr.people | where name = \"Ada"
        terminal.expectLastLine(first)
        terminal.send("BSpace", "\"", "Enter")
        #expect(terminal.waiting(for: "1 of 5 people").contains("name   Ada"))
    }

    @Test func aPasteIsTakenWhole() throws {
        // The value, and Tab among it, neither runs nor completes; Enter then runs all of it.
        let pasted = "hr.people\n| where state = \"ACTIVE\"\t\n| show name\n"
        for editrc in [nil, "bind -v\n"] {
            let (terminal, folder) = try Self.people(editrc: editrc)
            defer { Self.remove(folder) }
            terminal.paste(pasted)
            terminal.expectLastLines(
                "cork> hr.people", "| where state = \"ACTIVE\"", "| show name")
            terminal.send("Enter")
            #expect(terminal.waiting(for: "4 of 5 people").contains("│ Dee  │"))
            terminal.send("hr.people | take 1", "C-c")
            terminal.expectLastLine("cork>")
        }
    }

    @Test func aLargePasteIsTakenWhole() throws {
        let (terminal, folder) = try Self.people(height: 12)
        defer { Self.remove(folder) }
        let names = (0..<600).map { "\"name \($0) ü\"" }
        terminal.paste("hr.people | where name in (\n" + names.joined(separator: ",\n"))
        terminal.waiting(for: "\"name 599 ü\"")
        terminal.send(", \"Ada\") | show id", "Enter")
        #expect(terminal.waiting(for: "1 of 5 people").contains("id  1"))
        terminal.send("Up", " ", "BSpace", "Enter")
        let again = terminal.waiting { $0.components(separatedBy: "1 of 5 people").count > 1 }
        #expect(again.contains("id  1"), "a long entry comes back from the history")
    }

    // MARK: - Width

    @Test func aLineSurvivesAnotherWidth() throws {
        let (terminal, folder) = try Self.people(width: 60, height: 20)
        defer { Self.remove(folder) }
        terminal.send("hr.people | take 2 | show name", "Enter")
        terminal.waiting(for: "2 of 5 people")
        terminal.send("hr.people | where name = \"日本語\" and state != \"LEFT\" and id > 3")
        terminal.waiting(for: "id > 3")
        terminal.resize(width: 50, height: 20)
        let narrow = terminal.waiting { $0.contains("id\n> 3") || $0.contains(" > 3\n") }
        #expect(narrow.components(separatedBy: "hr.people | where").count == 2, "\(narrow)")
        #expect(narrow.contains("2 of 5 people") && narrow.contains("│ Ada  │"))
        terminal.resize(width: 100, height: 20)
        terminal.send("C-u", ".set width", "Enter")
        #expect(terminal.waiting(for: "width is 100").contains("width is 100"))
    }

    @Test func aTableFitsTheTerminalAndKeepsWhatWasAdded() throws {
        let header = (0..<40).map { "field_number_\($0)" }.joined(separator: ",")
        let row = (0..<40).map { "value \($0)" }.joined(separator: ",")
        let folder = try Terminal.workspace(["w/ide.csv": "id,\(header)\n1,\(row)\n2,\(row)\n"])
        defer { Self.remove(folder) }
        let terminal = try Terminal("cork \(folder)")
        terminal.waiting(for: "cork>")
        terminal.send("w.ide | with twice = id * 2", "Enter")
        let table = terminal.waiting(for: "2 ide")
        #expect(table.contains("   twice │"), "\(table)")
        #expect(table.contains("not shown: "))
    }
}
