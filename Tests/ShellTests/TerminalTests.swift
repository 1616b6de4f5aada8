import Foundation
import Testing

/// The REPL on a real terminal: keys sent through tmux, the screen read back.
@Suite(.serialized) struct TerminalTests {
    /// One tmux server of its own with one window; gone when released.
    private final class Terminal {
        private let socket = "cork-test-\(UUID().uuidString.prefix(8))"

        init(_ command: String, width: Int = 80, height: Int = 30) {
            let home = NSTemporaryDirectory()
            // The pane must not take over the test's environment: its locale and its PATH are the test's subject.
            _ = tmux(
                "new-session", "-d", "-s", "t", "-x", "\(width)", "-y", "\(height)",
                "env -i PATH='\(TranscriptRunner.binaries):/usr/bin:/bin' LC_ALL=C.UTF-8 "
                    + "HOME='\(home)' TERM=xterm-256color sh")
            send("PS1='% '; clear; \(command)", "Enter")
        }

        deinit { _ = tmux("kill-server") }

        /// By `popen`, which waits for the command alone: the server that new-session starts inherits whatever
        /// Foundation's `Process` waits on, and outlives it.
        func tmux(_ arguments: String...) -> String {
            let words = ["tmux", "-u", "-L", socket, "-f", "/dev/null"] + arguments
            let quoted = words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }
            let isCapture = arguments.first == "capture-pane"
            let command =
                quoted.joined(separator: " ") + (isCapture ? " 2>/dev/null" : " >/dev/null 2>&1")
            guard let stream = popen(command, "r") else { return "" }
            var bytes: [UInt8] = []
            while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
            pclose(stream)
            return String(decoding: bytes, as: UTF8.self)
        }

        func send(_ keys: String...) {
            for key in keys { _ = tmux("send-keys", "-t", "t", key) }
        }

        func screen() -> String { tmux("capture-pane", "-p", "-t", "t") }

        /// The screen as soon as it holds the text; the last one after thirty seconds, for a machine that is
        /// busy with other tests.
        func waiting(for text: String) -> String { waiting { $0.contains(text) } }

        /// The screen as soon as it is as wanted. Waiting for text that an earlier line already put there
        /// would wait for nothing: then ask for the last line.
        func waiting(until isWanted: (String) -> Bool) -> String {
            for _ in 0..<600 {
                let screen = screen()
                if isWanted(screen) { return screen }
                usleep(50_000)
            }
            return self.screen()
        }

        /// The last line that is not blank, as soon as it is this one.
        func lastLine(_ wanted: String) -> String {
            TerminalTests.lastLine(waiting { TerminalTests.lastLine($0) == wanted })
        }
    }

    private static let hasTmux = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

    /// A copy of the sample company, since a REPL keeps its history in the workspace, with one hostile name.
    private static func workspace() throws -> String {
        let folder = NSTemporaryDirectory() + "cork-terminal-\(UUID().uuidString)"
        try FileManager.default.copyItem(
            atPath: TranscriptRunner.repository + "/fixtures/acme", toPath: folder)
        try "id,name\n1,\u{1B}[2Jevil\n".write(
            toFile: folder + "/bad_names.csv", atomically: true, encoding: .utf8)
        return folder
    }

    @Test func theREPLOnATerminal() throws {
        guard Self.hasTmux else {
            print("skipped: tmux is not installed")
            return
        }
        let folder = try Self.workspace()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let terminal = Terminal("cork \(folder)")
        #expect(terminal.waiting(for: "cork>").contains("objects with"))

        terminal.send("ok", "Tab")
        #expect(terminal.waiting(for: "okta.users").contains("cork> okta."))
        terminal.send("C-u", "okta.users | where st", "Tab")
        #expect(terminal.waiting(for: "where status").contains("cork> okta.users | where status"))
        terminal.send("C-u", "okta.users | take 3", "Enter")
        let table = terminal.waiting(for: "3 of 260 users")
        #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(table.contains("not shown"))

        terminal.send("bad.names", "Enter")
        let escaped = terminal.waiting(for: "evil")
        #expect(escaped.contains("\\x1b[2Jevil"))
        #expect(escaped.contains("3 of 260 users"), "the screen was not cleared")

        terminal.send("some words")
        #expect(terminal.lastLine("cork> some words") == "cork> some words")
        terminal.send("C-c")
        #expect(terminal.lastLine("cork>") == "cork>")
        terminal.send("Up")
        #expect(terminal.lastLine("cork> some words") == "cork> some words")
        terminal.send("C-u", "C-r", "take 3")
        let found = terminal.waiting { screen in
            screen.split(separator: "\n").suffix(2).joined().contains("take 3")
                && screen.contains("bck:")
        }
        #expect(found.contains("bck:") && found.contains("okta.users | take 3"))
        terminal.send("Enter")
        #expect(terminal.lastLine("cork>") == "cork>")
        terminal.send("okta.groups |", "Enter")
        #expect(terminal.waiting(for: "…|").contains("…|"))
        terminal.send("take 2", "Enter")
        #expect(terminal.waiting(for: "2 of 35 groups").contains("2 of 35 groups"))

        terminal.send("C-d")
        #expect(terminal.lastLine("%") == "%")
        terminal.send("clear; cork \(folder)", "Enter")
        #expect(terminal.lastLine("cork>") == "cork>")
        terminal.send("C-r", "bad")
        #expect(terminal.waiting(for: "bad.names").contains("bad.names"), "history is kept")
        terminal.send("C-c")
    }

    @Test func ctrlCGivesThePromptBackDuringABoard() throws {
        guard Self.hasTmux else { return }
        let folder = NSTemporaryDirectory() + "cork-interrupt-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var rows = "id,name\n"
        for row in 0..<3000 { rows += "\(row),person number \(row) of three thousand\n" }
        try rows.write(toFile: folder + "/a_b.csv", atomically: true, encoding: .utf8)
        let terminal = Terminal("cork \(folder)")
        _ = terminal.waiting(for: "cork>")
        // Nine million comparisons of names, far more than a person would wait for.
        terminal.send(
            "a.b | with n = count(a.b | where similar(name, row.name) > 0.99) | where n > 5",
            "Enter")
        usleep(500_000)
        terminal.send("C-c")
        #expect(terminal.waiting(for: "interrupted").contains("interrupted"))
        terminal.send("a.b | take 1", "Enter")
        #expect(terminal.waiting(for: "1 of 3,000").contains("1 of 3,000"))
    }

    private static func lastLine(_ screen: String) -> String {
        let line = screen.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) } ?? ""
        return line.reversed().drop { $0.isWhitespace }.reversed().map(String.init).joined()
    }
}
