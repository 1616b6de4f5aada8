import Foundation
import TestSupport
import Testing

/// Colours while typing, and terminals that have none.
@Suite(.ownThread, .serialized, .enabled(if: Terminal.isAvailable)) struct TerminalColorTests {
    private static func terminal(_ environment: [String] = [], folder: String, width: Int = 60)
        throws -> Terminal
    {
        let terminal = try Terminal(
            "cork \(folder)", width: width, height: 20, environment: environment)
        terminal.waiting(for: "cork>")
        return terminal
    }

    /// The line that holds the prompt, and those below it, with their colours.
    private static func entry(_ colors: String) -> String {
        let lines = colors.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.lastIndex { $0.contains("cork>") || $0.contains("…") } ?? 0
        return lines[start...].joined(separator: "\n")
    }

    @Test func anEntryIsColouredWhileItIsTyped() throws {
        let folder = try Terminal.workspace(["a/b.csv": "id,name\n1,x\n2,y\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let terminal = try Self.terminal(folder: folder)
        terminal.send("a.b | where name = \"x")
        let open = terminal.waiting(terminal.colors) { $0.contains("\u{1B}[32m\"x") }
        #expect(Self.entry(open).contains("\u{1B}[35mwhere"), "\(open)")
        terminal.send("\" and id > 1")
        let closed = terminal.waiting(terminal.colors) { $0.contains("\u{1B}[36m1") }
        #expect(closed.contains("\u{1B}[32m\"x\"\u{1B}[39m \u{1B}[35mand"), "\(closed)")
        // A quotation mark taken back makes a text of what were names, and names again of the text.
        terminal.send("C-a", "\"")
        terminal.waiting(terminal.colors) { $0.contains("\u{1B}[32m\"a.b | where") }
        terminal.send("C-a", "C-d")
        let names = terminal.waiting(terminal.colors) { $0.contains("\u{1B}[35mand") }
        #expect(Self.entry(names).contains("a.b"))
        #expect(!Self.entry(names).contains("\u{1B}[32m\"a.b"))
        terminal.send("C-c", ".set color off", "Enter")
        terminal.waiting(for: "color is off")
        terminal.send("a.b | where name = \"x\"")
        terminal.expectLastLine("cork> a.b | where name = \"x\"")
        #expect(!Self.entry(terminal.colors()).contains("\u{1B}["))
    }

    private static func packed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    /// What stands on the screen is what libedit put there, wherever a line is broken.
    @Test func coloursMoveNothing() throws {
        let folder = try Terminal.workspace(["a/b.csv": "id,name\n1,x\n2,y\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plain = try Self.terminal(["NO_COLOR=1"], folder: folder, width: 40)
        let colored = try Self.terminal(folder: folder, width: 40)
        let entries = [
            "a.b | where name = \"x\" and id > 0123",  // ends in the last column
            "a.b | where name = \"xx\" and id > 0123",  // and one beyond
            "a.b | where name = \"日本語日本語日本語日本語日本語\" and id > 1",
            "a.b | where name = \"x日本語日本語日本語日本語日本語\" and id > 1",
            "a.b | where name = \"é à ü ñ\" and name ~ /^[a-z]+$/ -- why not",
        ]
        for text in entries {
            for terminal in [plain, colored] {
                terminal.clear()
                terminal.type(text)
            }
            let wanted = plain.waiting { Self.packed($0).hasSuffix(Self.packed(text)) }
            let seen = colored.waiting { $0 == wanted }
            #expect(seen == wanted, "\(text)")
            let position = plain.tmux("display-message", "-p", "-t", "t", "#{cursor_x}")
            #expect(colored.tmux("display-message", "-p", "-t", "t", "#{cursor_x}") == position)
            for terminal in [plain, colored] { terminal.send("C-a", "C-f", "C-f", "Z", "C-e") }
            let changed = plain.waiting { $0.contains("cork> a.Zb") }
            #expect(colored.waiting { $0 == changed } == changed, "\(text)")
        }
    }

    @Test func someTerminalsHaveNoColoursAndNoUnicode() throws {
        let folder = try Terminal.workspace(["a/b.csv": "id,name\n1,é\n2,y\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for environment in [["NO_COLOR=1"], ["TERM=dumb"]] {
            let terminal = try Self.terminal(environment, folder: folder)
            terminal.send("a.b | where id > 0", "Enter")
            let screen = terminal.waiting(for: "2 b")
            #expect(screen.contains("│ é    │       1 │"), "\(screen)")
            #expect(!terminal.colors().contains("\u{1B}["), "\(environment)")
        }
        let terminal = try Self.terminal(["LC_ALL=C"], folder: folder)
        terminal.send("a.b | take 2", "Enter")
        let screen = terminal.waiting(for: "2 b")
        #expect(screen.contains("| \\u{e9} |       1 |"), "\(screen)")
        #expect(screen.unicodeScalars.allSatisfy { $0.isASCII })
    }
}
