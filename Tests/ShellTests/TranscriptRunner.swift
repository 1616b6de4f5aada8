import Foundation
import Shell
import TestSupport

/// Plays a transcript's inputs again and collects the replies.
struct TranscriptRunner {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Where the binaries of this build are: beside the test bundle, or `CORK_BINARIES` for those that are
    /// shipped.
    static let binaries: String = {
        if let given = ProcessInfo.processInfo.environment["CORK_BINARIES"] { return given }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = (own as NSString).deletingLastPathComponent
        if FileManager.default.isExecutableFile(atPath: beside + "/cork") { return beside }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        return (bundle as NSString).deletingLastPathComponent
    }()

    let transcript: Transcript
    let threads: Int

    /// The lines of each exchange's reply.
    func replies() throws -> [[String]] {
        let scratch = NSTemporaryDirectory() + "cork-transcript-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var folder = scratch
        // Commands of a fixture's transcript are run from the repository, as the README shows them.
        var directory = scratch
        if let fixture = transcript.folder {
            let path = Self.repository + "/" + fixture
            guard FileManager.default.fileExists(atPath: path) else {
                throw Transcript.Malformed(description: "there is no folder \(fixture)")
            }
            if transcript.copiesFolder {
                try FileManager.default.removeItem(atPath: scratch)
                try FileManager.default.copyItem(atPath: path, toPath: scratch)
            } else {
                folder = path
                directory = Self.repository
            }
        }
        for file in transcript.files {
            let path = scratch + "/" + file.name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(file.content.utf8).write(to: URL(fileURLWithPath: path))
        }
        let session = session(in: folder, writesInto: scratch)
        let sandbox = try transcript.sandbox.isEmpty ? nil : SandboxProcess(transcript.sandbox)
        defer { sandbox?.stop() }
        return try transcript.exchanges.map { exchange in
            var text =
                switch exchange.input {
                case .entry(let entry): Self.answer(to: entry, in: session)
                case .command(let command):
                    try run(command, in: directory, config: scratch + "/.config", sandbox)
                }
            if let port = sandbox?.port {
                text = text.replacing(/request req[A-Za-z0-9_-]+/, with: "request ID")
                text = text.replacingOccurrences(of: "127.0.0.1:\(port)", with: "127.0.0.1:PORT")
            }
            // Messages name files as they are seen from the workspace, wherever this run put it.
            text = text.replacingOccurrences(of: scratch + "/", with: "")
                .replacingOccurrences(of: scratch, with: ".")
                .replacingOccurrences(of: Self.repository + "/", with: "")
            if text.isEmpty { return [] }
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            if lines.last == "" { lines.removeLast() } else { lines.append("[no line end]") }
            return lines
        }
    }

    /// A session as the REPL on a terminal 100 cells wide has it: no colours, no elapsed time, a fixed clock.
    private func session(in folder: String, writesInto output: String) -> Session {
        var configuration = SessionConfiguration(folder: folder)
        configuration.settings.width = 100
        configuration.settings.limit = 40
        configuration.settings.format = Settings.format(named: "table")
        configuration.threads = threads
        configuration.clock = { 1_785_585_600_000_000 }
        configuration.outputFolder = output
        // What goes on until Ctrl-C ends after its first look.
        configuration.pause = { _, _, _ in false }
        return Session(configuration)
    }

    private static func answer(to entry: String, in session: Session) -> String {
        session.history.append(entry)
        let reply = session.respond(to: entry)
        var bytes: [UInt8] = []
        func add(_ line: String) { bytes.append(contentsOf: Array((line + "\n").utf8)) }
        do {
            try reply.write(
                to: { bytes.append(contentsOf: $0) },
                note: { line in
                    switch line {
                    case .above(let text), .footer(let text), .below(let text): add(text)
                    }
                })
        } catch let failure as Reply.Failure {
            add(failure.sentence)
        } catch {
            add("\(error)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func run(
        _ command: String, in directory: String, config: String, _ sandbox: SandboxProcess?
    ) throws -> String {
        let process = Process()
        // A closed pipe ends a command as it does in a terminal, whatever this process does about it.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=PIPE", "/bin/sh", "-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = [
            "PATH": Self.binaries + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": directory,
            "TERM": "dumb", "CORK_THREADS": String(threads), "XDG_CONFIG_HOME": config,
        ]
        process.environment?["SANDBOX"] = sandbox?.url
        process.environment?.merge(sanitizerEnvironment) { given, _ in given }
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var text = String(decoding: output, as: UTF8.self)
        if process.terminationStatus != 0 {
            if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
            text += "[exit \(process.terminationStatus)]\n"
        }
        return text
    }
}
