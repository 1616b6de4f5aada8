import Foundation
import Testing

/// A receiver in a process of its own, to be killed.
final class ReceiverProcess {
    private let process = Process()
    let port: Int

    init(workspace: String, port: Int, secret: String) throws {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder =
            [own, bundle].map { ($0 as NSString).deletingLastPathComponent }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/receiver") } ?? ""
        process.executableURL = URL(fileURLWithPath: folder + "/receiver")
        process.arguments = [workspace, String(port), secret]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        self.port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Ends it as a power cut would end it, and waits until it is gone.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// A workspace that is taken away again.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "cork-events-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
