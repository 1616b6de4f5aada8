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

        /// The screen as soon as it holds the text; the last one after five seconds.
        func waiting(for text: String) -> String {
            for _ in 0..<100 {
                let screen = screen()
                if screen.contains(text) { return screen }
                usleep(50_000)
            }
            return self.screen()
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
        _ = terminal.waiting(for: "cork> some words")
        terminal.send("C-c")
        usleep(200_000)
        terminal.send("Up")
        #expect(Self.lastLine(terminal.waiting(for: "some words")) == "cork> some words")
        terminal.send("C-u", "C-r", "take 3")
        #expect(terminal.waiting(for: "bck:").contains("okta.users | take 3"))
        terminal.send("Enter")
        usleep(200_000)
        terminal.send("C-u", "okta.groups |", "Enter")
        #expect(terminal.waiting(for: "…|").contains("…|"))
        terminal.send("take 2", "Enter")
        #expect(terminal.waiting(for: "2 of 35 groups").contains("2 of 35 groups"))

        terminal.send("C-d")
        usleep(300_000)
        terminal.send("clear; cork \(folder)", "Enter")
        _ = terminal.waiting(for: "cork>")
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
        let start = Date()
        terminal.send("C-c")
        let screen = terminal.waiting(for: "interrupted")
        #expect(screen.contains("interrupted"))
        // The prompt is due within 100 ms; tmux itself takes some.
        #expect(Date().timeIntervalSince(start) < 1.5)
        terminal.send("a.b | take 1", "Enter")
        #expect(terminal.waiting(for: "1 of 3,000").contains("1 of 3,000"))
    }

    private static func lastLine(_ screen: String) -> String {
        let line = screen.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) } ?? ""
        return line.reversed().drop { $0.isWhitespace }.reversed().map(String.init).joined()
    }
}
