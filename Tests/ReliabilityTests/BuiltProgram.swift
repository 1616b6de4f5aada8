import Foundation
import TestSupport

/// A program of this build, run to its end.
struct BuiltProgram {
    struct Outcome {
        let output: String
        let errors: String
        /// The exit status; negative, the signal that ended it.
        let status: Int32
    }

    /// Where the programs are: beside the test bundle, or `CORK_BINARIES` for those that are shipped.
    static let folder: String = {
        if let given = ProcessInfo.processInfo.environment["CORK_BINARIES"] { return given }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = (own as NSString).deletingLastPathComponent
        if FileManager.default.isExecutableFile(atPath: beside + "/cork") { return beside }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        return (bundle as NSString).deletingLastPathComponent
    }()

    let name: String
    var environment: [String: String] = [:]

    /// Runs in the repository, with nothing of the test's own environment but PATH.
    func run(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.folder + "/" + name)
        process.arguments = arguments
        process.currentDirectoryURL = Checklist.repository
        process.environment = environment.merging(
            ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory()]
        ) { given, _ in given }.merging(sanitizerEnvironment) { given, _ in given }
        process.standardInput = FileHandle.nullDevice
        let errorFile = FileManager.default.temporaryDirectory
            .appendingPathComponent("cork-errors-\(UUID().uuidString)")
        try Data().write(to: errorFile)
        defer { try? FileManager.default.removeItem(at: errorFile) }
        process.standardError = try FileHandle(forWritingTo: errorFile)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let errors = try Data(contentsOf: errorFile)
        let isSignal = process.terminationReason == .uncaughtSignal
        return Outcome(
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self),
            status: isSignal ? -process.terminationStatus : process.terminationStatus)
    }
}
