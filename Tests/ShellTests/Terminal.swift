import Foundation
import Testing

/// One tmux server of its own with one window, where `cork` can be typed at; gone when released.
final class Terminal {
    private let socket = "cork-test-\(UUID().uuidString.prefix(8))"
    /// HOME of the shell in it, for `.editrc`.
    let home: String

    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

    /// - Parameters:
    ///   - command: what the shell in the terminal runs first.
    ///   - environment: `NAME=VALUE` words for it.
    ///   - editrc: the content of `~/.editrc`.
    init(
        _ command: String, width: Int = 80, height: Int = 30, environment: [String] = [],
        editrc: String? = nil
    ) throws {
        home = NSTemporaryDirectory() + socket
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try editrc?.write(toFile: home + "/.editrc", atomically: true, encoding: .utf8)
        let values = ["LC_ALL=C.UTF-8", "TERM=xterm-256color"] + environment
        // The pane must not take over the test's environment: its locale and its PATH are the test's subject.
        tmux(
            "new-session", "-d", "-s", "t", "-x", "\(width)", "-y", "\(height)",
            "env -i PATH='\(TranscriptRunner.binaries):/usr/bin:/bin' HOME='\(home)' "
                + values.map { "'\($0)'" }.joined(separator: " ") + " sh")
        // The first thing a shell draws is its prompt; keys sent before would be echoed twice.
        waiting { !$0.allSatisfy(\.isWhitespace) }
        send("PS1='% '; clear", "Enter")
        expectLastLine("%")
        type(command)
        send("Enter")
    }

    deinit {
        let path = tmux("display-message", "-p", "#{socket_path}").filter { $0 != "\n" }
        tmux("kill-server")
        // The server leaves its socket behind.
        if path.contains("cork-test-") { try? FileManager.default.removeItem(atPath: path) }
        try? FileManager.default.removeItem(atPath: home)
    }

    @discardableResult
    func tmux(_ arguments: String...) -> String { tmux(arguments) }

    /// By `popen`, which waits for the command alone: the server that new-session starts inherits whatever
    /// Foundation's `Process` waits on, and outlives it.
    private func tmux(_ arguments: [String]) -> String {
        let words = ["tmux", "-u", "-L", socket, "-f", "/dev/null"] + arguments
        let quoted = words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }
        let isLook = ["capture-pane", "display-message"].contains(arguments.first)
        return Self.output(
            of: quoted.joined(separator: " ") + (isLook ? " 2>/dev/null" : " >/dev/null 2>&1"))
    }

    private static func output(of command: String) -> String {
        guard let stream = popen(command, "r") else { return "" }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        pclose(stream)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Keys by tmux's names, `Enter`, `C-c`, or text; all in one go, as a fast hand or a paste sends them.
    func send(_ keys: String...) { _ = tmux(["send-keys", "-t", "t"] + keys) }

    /// Text as it is, also where it reads like the name of a key.
    func type(_ text: String) { tmux("send-keys", "-l", "-t", "t", text) }

    /// Pastes as a terminal does, between marks when the program asked for them.
    func paste(_ text: String) {
        let file = home + "/pasted"
        try? text.write(toFile: file, atomically: true, encoding: .utf8)
        tmux("load-buffer", file)
        tmux("paste-buffer", "-p", "-t", "t")
    }

    /// Returns when the terminal behind the window has the size too, which takes tmux a moment.
    func resize(width: Int, height: Int) {
        tmux("resize-window", "-t", "t", "-x", "\(width)", "-y", "\(height)")
        let device = tmux("display-message", "-p", "-t", "t", "#{pane_tty}").filter { $0 != "\n" }
        let size = { Self.output(of: "stty -F '\(device)' size") }
        waiting(size) { $0 == "\(height) \(width)\n" }
    }

    // MARK: - The screen

    func screen() -> String { tmux("capture-pane", "-p", "-t", "t") }

    /// The screen with the escapes that colour it.
    func colors() -> String { tmux("capture-pane", "-e", "-p", "-t", "t") }

    /// Lines of the screen that are not blank, without the space at their ends.
    func lines() -> [String] { Self.lines(screen()) }

    static func lines(_ screen: String) -> [String] {
        screen.split(separator: "\n").map { line in
            String(line.reversed().drop { $0.isWhitespace }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// The screen as soon as it holds the text, however it is broken into lines. After thirty seconds, since the
    /// machine may be busy with other tests, it is an issue and the screen as it is.
    @discardableResult
    func waiting(for text: String, _ place: SourceLocation = #_sourceLocation) -> String {
        let wanted = text.filter { $0 != " " }
        return waiting(place) { screen in
            screen.filter { $0 != " " && $0 != "\n" }.contains(wanted)
        }
    }

    /// The screen as soon as it is as wanted. Waiting for text that an earlier line already put there
    /// would wait for nothing: then ask for the last line.
    @discardableResult
    func waiting(
        _ place: SourceLocation = #_sourceLocation, until isWanted: (String) -> Bool
    ) -> String { waiting(screen, place, until: isWanted) }

    /// The same for a look of another kind.
    @discardableResult
    func waiting(
        _ look: () -> String, _ place: SourceLocation = #_sourceLocation,
        until isWanted: (String) -> Bool
    ) -> String {
        for _ in 0..<600 {
            let seen = look()
            if isWanted(seen) { return seen }
            usleep(50_000)
        }
        let seen = look()
        Issue.record("this never came to be as wanted:\n\(seen)", sourceLocation: place)
        return seen
    }

    /// Waits until this is the last line that is not blank.
    func expectLastLine(_ wanted: String, _ place: SourceLocation = #_sourceLocation) {
        waiting(place) { Self.lines($0).last == wanted }
    }

    /// Waits until these are the last lines that are not blank.
    func expectLastLines(_ wanted: String..., place: SourceLocation = #_sourceLocation) {
        waiting(place) { Self.lines($0).suffix(wanted.count) == wanted[...] }
    }

    /// A clear screen with nothing but the prompt on it.
    func clear() {
        send("C-u", "C-l")
        waiting { Self.lines($0) == ["cork>"] }
    }
}

extension Terminal {
    /// A copy of the sample company, since a REPL keeps its history in the workspace.
    static func sampleCompany() throws -> String {
        let folder = NSTemporaryDirectory() + "cork-terminal-\(UUID().uuidString)"
        try FileManager.default.copyItem(
            atPath: TranscriptRunner.repository + "/fixtures/acme", toPath: folder)
        return folder
    }

    /// A workspace of these files, which loads in no time.
    static func workspace(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "cork-terminal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, content) in files {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try content.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return folder
    }
}
