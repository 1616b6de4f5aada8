import Foundation

/// A simulated tenant in a process of its own, on a port that the system chose.
final class SandboxProcess {
    let url: String
    private let process = Process()

    /// The port alone, which differs from run to run.
    var port: String { String(url.split(separator: ":").last ?? "") }

    /// - Parameter arguments: the tenant's folder, relative to the repository, then further arguments.
    /// - Throws: when it does not say where it listens.
    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: TranscriptRunner.binaries + "/cork")
        process.arguments =
            ["sandbox", "--port", "0", "--tenant"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: TranscriptRunner.repository)
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { break }
            line.append(more)
        }
        url = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard url.hasPrefix("http://127.0.0.1:") else {
            process.terminate()
            throw Transcript.Malformed(description: "the sandbox said '\(url)' instead of its URL")
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
