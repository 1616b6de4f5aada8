import Foundation

/// The program beside the tests that changes a workspace's database in a process of its own.
final class Keeper {
    private let process = Process()
    private let pipe = Pipe()
    private var text = ""

    init(_ arguments: [String], umask: String = "022") throws {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder =
            [own, bundle].map { ($0 as NSString).deletingLastPathComponent }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/keeper") } ?? ""
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", "umask \(umask); exec \"$0\" \"$@\"", folder + "/keeper"] + arguments
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var processID: Int32 { process.processIdentifier }

    /// Waits for the next bytes that it says; empty at its end.
    func hear() -> String {
        let data = pipe.fileHandleForReading.availableData
        let heard = String(decoding: data, as: UTF8.self)
        text += heard
        return heard
    }

    /// Ends it as a power cut would end it, and waits until it is gone.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = finish()
    }

    /// Waits for its end.
    func finish() -> (output: String, status: Int32) {
        while !hear().isEmpty {}
        process.waitUntilExit()
        return (text, process.terminationStatus)
    }
}
