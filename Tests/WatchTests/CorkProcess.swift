import Foundation
import OktaSandbox
import TestSupport
import Testing

/// A workspace connected to a tenant in this process, and `cork` at work in it.
final class LiveWorkspace {
    let path = NSTemporaryDirectory() + "cork-watch-\(UUID().uuidString)"
    let server: SandboxServer
    let url: String

    init(users: Int) async throws {
        var configuration = SandboxServer.Configuration(tenant: .generated(users: users, apps: 12))
        configuration.window = 0.2
        server = SandboxServer(configuration: configuration)
        url = try await server.start()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(try await cork(["connect", "okta", url]).status == 0)
    }

    func stop() async {
        await server.stop()
        try? FileManager.default.removeItem(atPath: path)
    }

    func cork(_ arguments: [String]) async throws -> (output: String, status: Int32) {
        try await RunningCork(arguments, in: path).finish()
    }

    func start(_ arguments: [String]) throws -> RunningCork { try RunningCork(arguments, in: path) }
}

/// A `cork` that goes on until it is ended; what it says is read from a file.
final class RunningCork {
    private let process = Process()
    private let file = NSTemporaryDirectory() + "cork-output-\(UUID().uuidString)"

    init(_ arguments: [String], in folder: String) throws {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let binaries =
            [own, bundle].map { ($0 as NSString).deletingLastPathComponent }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/cork") } ?? ""
        process.executableURL = URL(fileURLWithPath: binaries + "/cork")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TERM": "dumb",
            "XDG_CONFIG_HOME": folder + "/.config", "OKTA_API_TOKEN": "sandbox",
        ].merging(sanitizerEnvironment) { given, _ in given }
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        let output = try #require(FileHandle(forWritingAtPath: file))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    deinit { try? FileManager.default.removeItem(atPath: file) }

    /// All that it has said so far, on either stream.
    var output: String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }

    /// Waits for a whole line with all of the texts; nil when it ends without one.
    func line(with texts: String...) async throws -> String? {
        while true {
            let isRunning = process.isRunning
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { line in texts.allSatisfy { line.contains($0) } }) {
                return String(line)
            }
            if !isRunning { return nil }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    func finish() async throws -> (output: String, status: Int32) {
        while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        return (output, process.terminationStatus)
    }

    func interrupt() async throws {
        Foundation.kill(process.processIdentifier, SIGINT)
        _ = try await finish()
    }

    func kill() async throws {
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = try await finish()
    }
}
