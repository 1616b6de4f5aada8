import Foundation
import TestSupport
import Testing

/// A token that is looked for everywhere it must not be.
@Suite(.ownThread) struct TokenCanaryTests {
    private static let canary = "00canaryQ7hX2mZ9-do_not_show_me_anywhere12"

    /// What one command left behind.
    private struct Outcome {
        let output: String
        let commandLines: String
    }

    private func run(_ command: String, in folder: String, token: String?, _ url: String) throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = [
            "PATH": TranscriptRunner.binaries + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "HOME": folder, "XDG_CONFIG_HOME": folder + "/config", "SANDBOX": url, "TERM": "xterm",
            "PAGER": "sh -c 'env > child.txt; cat'",
        ]
        environment["OKTA_API_TOKEN"] = token
        process.environment = environment
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        var commandLines = ""
        // Whatever runs below this process while it runs.
        while process.isRunning {
            for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc")
            where Int(entry) != nil {
                let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline")
                let text = String(decoding: line ?? Data(), as: UTF8.self)
                if text.contains("cork") { commandLines += text + "\n" }
            }
            usleep(2000)
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        return Outcome(
            output: String(decoding: output, as: UTF8.self), commandLines: commandLines)
    }

    @Test func theTokenIsInItsOwnFileAndNowhereElse() throws {
        let sandbox = try SandboxProcess(["fixtures/acme/okta", "--token", Self.canary])
        defer { sandbox.stop() }
        let folder = NSTemporaryDirectory() + "cork-token-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let commands: [(String, String?)] = [
            (#"cork connect okta "$SANDBOX" --verbose"#, Self.canary),
            (#"cork connect okta "$SANDBOX" as other --verbose"#, nil),
            (#"cork users --search 'id is wrong' --connection okta --verbose"#, nil),
            ("cork users --q a --connection okta --verbose --format json", nil),
            ("cork user nobody --connection okta", nil),
            ("cork api GET /api/v1/nothing --connection okta --verbose", nil),
            ("cork api POST /api/v1/groups --connection okta --yes", nil),
            ("cork api GET http://127.0.0.1:1/x --connection okta", nil),
            // On a terminal a long answer goes through a pager, a child with an environment.
            (
                #"script -qec "stty rows 10 cols 80; cork api GET /api/v1/groups --connection okta --color always" /dev/null"#,
                Self.canary
            ),
            (
                #"OKTA_API_TOKEN= OKTA_CLIENT_TOKEN="$OKTA_API_TOKEN" cork connect okta"#,
                Self.canary
            ),
        ]
        var outputs = 0
        for (command, token) in commands {
            let outcome = try run(command, in: folder, token: token, sandbox.url)
            #expect(!outcome.output.contains("canary"), "\(command): \(outcome.output)")
            let ours = outcome.commandLines.split(separator: "\n").filter {
                !$0.contains("sandbox")
            }
            #expect(!ours.joined().contains("canary"), "\(command)")
            outputs += outcome.output.isEmpty ? 0 : 1
        }
        #expect(outputs == commands.count)
        var holders: [String] = []
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let content = FileManager.default.contents(atPath: folder + "/" + file) ?? Data()
            if String(decoding: content, as: UTF8.self).contains("canary") { holders.append(file) }
        }
        #expect(holders == ["config/cork/okta-127.0.0.1:\(sandbox.port).json"])
        #expect(FileManager.default.fileExists(atPath: folder + "/child.txt"))
    }
}
