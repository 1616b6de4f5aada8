import Foundation
import TestSupport
import Testing

/// What stands around the line on a terminal: the pager, the editor, questions, the history.
@Suite(.ownThread, .serialized, .enabled(if: Terminal.isAvailable)) struct TerminalCommandTests {
    private let folder: String

    init() throws {
        let rows = (1...300).map { "\($0),person \($0)" }.joined(separator: "\n")
        folder = try Terminal.workspace(["hr/people.csv": "id,name\n\(rows)\n"])
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func terminal(_ environment: [String] = [], height: Int = 20) throws -> Terminal {
        let terminal = try Terminal("cork \(folder)", height: height, environment: environment)
        terminal.expectLastLine("cork>")
        return terminal
    }

    private func content(_ name: String) -> String? {
        try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    /// A script for `sh`. Not run by its own name: a file that another test's child still holds open for writing
    /// cannot be.
    private func program(_ name: String, _ script: String) throws -> String {
        let path = folder + "/.\(name)"
        try (script + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func aWatchShowsChangesUntilItIsInterrupted() throws {
        defer { remove() }
        let terminal = try terminal(height: 40)
        terminal.send(".watch 100ms hr.people | where id > 299", "Enter")
        terminal.waiting(for: "1 of 300 people")
        try "id,name\n301,newcomer\n".write(
            toFile: folder + "/hr/people.csv", atomically: true, encoding: .utf8)
        let screen = terminal.waiting(for: "newcomer")
        #expect(screen.contains("1 added, 1 gone"))
        terminal.send("C-c")
        terminal.waiting(for: "watched:")
        terminal.expectLastLine("cork>")
        terminal.send("hr.people | show name", "Enter")
        terminal.waiting(for: "1 of 1 people")
    }

    @Test func longOutputGoesThroughThePager() throws {
        defer { remove() }
        // Ctrl-C there is the pager's own business, as with less.
        let pager = try program(
            "pager",
            "trap 'echo kept' INT; head -n 5; echo PAGED; while :; do read key </dev/tty || continue; "
                + "[ \"$key\" = q ] && break; done")
        let terminal = try terminal(["PAGER=sh \(pager)"])
        terminal.send("hr.people | take 3", "Enter")
        terminal.waiting(for: "3 of 300 people")
        #expect(!terminal.screen().contains("PAGED"), "what fits the screen needs none")
        terminal.clear()
        terminal.send("hr.people", "Enter")
        let paged = terminal.waiting(for: "PAGED")
        #expect(!paged.contains("300 people"), "the footer comes when the pager is left")
        terminal.send("C-c")
        terminal.waiting(for: "kept")
        terminal.send("q", "Enter")
        #expect(terminal.waiting(for: "300 people").contains("300 people"))
        terminal.expectLastLine("cork>")
        // Formats that write every row, too, and a pager that is left before they are all written.
        terminal.send(".mode csv", "Enter")
        terminal.waiting(for: "mode is csv")
        terminal.clear()
        terminal.send("hr.people", "Enter")
        #expect(terminal.waiting(for: "PAGED").contains("person 1,1"))
        terminal.send("q", "Enter")
        terminal.expectLastLine("cork>")
        terminal.send(".set pager off", "Enter")
        terminal.waiting(for: "pager is off")
        terminal.send("hr.people", "Enter")
        #expect(terminal.waiting(for: "person 300,300").contains("person 299,299"))
    }

    @Test func aPagerThatIsNotThereHidesNothing() throws {
        defer { remove() }
        let terminal = try terminal(["PAGER=no-such-pager"])
        terminal.send(".mode csv", "Enter", "C-l", "hr.people", "Enter")
        terminal.waiting(for: "person 300,300")
        #expect(terminal.waiting(for: "300 people").contains("person 299,299"))
    }

    @Test func modesExportsAndTheLastResult() throws {
        defer { remove() }
        let terminal = try terminal(["PAGER=cat"])
        terminal.send("hr.people | take 2", "Enter")
        terminal.waiting(for: "2 of 300 people")
        terminal.send(".mode json", "Enter", ".last", "Enter")
        #expect(terminal.waiting(for: "\"id\":2").contains("\"name\":\"person 2\""))
        terminal.send(".mode record", "Enter", "C-l", ".last", "Enter")
        #expect(terminal.waiting(for: "2 of 2").contains("name  person 2"))
        terminal.send(".export \(folder)/_out.csv", "Enter")
        terminal.waiting { $0.filter { $0 != "\n" }.contains("wrote 2 rows") }
        #expect(content("_out.csv") == "name,id\nperson 1,1\nperson 2,2\n")
        terminal.clear()
        terminal.send("hr.people | take 1", "Enter")
        terminal.waiting(for: "1 of 300 people")
        terminal.send(".export \(folder)/_out.csv", "Enter")
        terminal.waiting(for: "[y/N]")
        terminal.send("n", "Enter")
        terminal.waiting(for: "exists already")
        #expect(content("_out.csv")?.contains("person 2") == true)
        // An answer that is typed ahead is an answer.
        terminal.clear()
        terminal.send(".export \(folder)/_out.csv", "Enter", "y", "Enter")
        terminal.waiting { $0.filter { $0 != "\n" }.contains("wrote 1 row") }
        #expect(content("_out.csv") == "name,id\nperson 1,1\n")
    }

    @Test func boardsAreSavedAndEdited() throws {
        defer { remove() }
        let editor = try program(
            "editor", "sed -i 's/take 1/take 4/' \"$1\"; cp \"$1\" \"$1.seen\"")
        let terminal = try terminal(["EDITOR=sh \(editor)"])
        terminal.send("hr.people | take 1", "Enter")
        terminal.waiting(for: "1 of 300 people")
        terminal.send(".edit", "Enter")
        #expect(terminal.waiting(for: "4 of 300 people").contains("person 4"))
        terminal.send(".save four The first four", "Enter")
        terminal.waiting(for: "saved as queries/four.board")
        #expect(content("queries/four.board") == "-- The first four\nhr.people\n| take 4\n")
        terminal.send(".save four", "Enter")
        terminal.waiting(for: "[y/N]")
        terminal.send("C-c")
        #expect(terminal.waiting(for: "was not replaced").contains("was not replaced"))
        terminal.send("@fo", "Tab")
        terminal.expectLastLine("cork> @four")
        terminal.send("Enter")
        let again = terminal.waiting { $0.components(separatedBy: "4 of 300").count > 2 }
        #expect(again.contains("person 4"))
    }

    @Test func theHistorySurvivesAClosedTerminalAndASecondREPL() throws {
        defer { remove() }
        let first = try terminal()
        let second = try terminal()
        first.send("hr.people | take 1", "Enter")
        first.waiting(for: "1 of 300 people")
        second.send("hr.people | take 2 |", "Enter", "show name", "Enter")
        second.waiting(for: "2 of 300 people")
        first.send("hr.people | take 3", "Enter")
        first.waiting(for: "3 of 300 people")
        // The terminals close, as a window does: nothing is asked and nothing is told.
        first.tmux("kill-session", "-t", "t")
        second.tmux("kill-session", "-t", "t")
        let wanted = [
            "\"hr.people | take 1\"", "\"hr.people | take 2 |\\n      show name\"",
            "\"hr.people | take 3\"",
        ]
        #expect(content(".cork/history") == wanted.map { $0 + "\n" }.joined())
        let third = try terminal()
        third.send("Up", "Up")
        third.expectLastLines("cork> hr.people | take 2 |", "      show name")
    }
}
