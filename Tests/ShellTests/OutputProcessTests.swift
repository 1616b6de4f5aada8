import Foundation
import TestSupport
import Testing

/// What the program writes where no terminal is, and what it leaves when it is ended.
@Suite(.ownThread) struct OutputProcessTests {
    private struct Outcome {
        let output: String
        let errors: String
        let status: Int32
        let reason: Process.TerminationReason
    }

    private static func process(_ arguments: [String], environment: [String] = []) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"] + environment
            + [TranscriptRunner.binaries + "/cork"] + arguments
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func run(_ arguments: [String], environment: [String] = []) throws -> Outcome {
        let process = process(arguments, environment: environment)
        let errorFile = NSTemporaryDirectory() + "cork-stderr-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: errorFile, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: errorFile) }
        process.standardError = FileHandle(forWritingAtPath: errorFile)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            output: String(decoding: output, as: UTF8.self),
            errors: try String(contentsOfFile: errorFile, encoding: .utf8),
            status: process.terminationStatus, reason: process.terminationReason)
    }

    private static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test func pipedOutputIsData() throws {
        let long = String(repeating: "0123456789", count: 1000)
        let names = (0..<200).map { "column number \($0)" }
        let folder = try Terminal.workspace([
            "a/b.csv": (["id"] + names).joined(separator: ",") + "\n"
                + (1...60).map { row in
                    ([String(row)] + names.map { _ in row == 7 ? long : "x" }).joined(
                        separator: ",")
                }.joined(separator: "\n") + "\n"
        ])
        defer { Self.remove(folder) }
        let environments: [[String]] = [
            [], ["COLUMNS=20", "TERM=xterm-256color"], ["NO_COLOR=1", "TERM=dumb"],
            ["PAGER=false", "TERM=xterm"],
        ]
        for format in ["csv", "tsv", "json", "ndjson", "md"] {
            var outputs: Set<String> = []
            for environment in environments {
                let outcome = try Self.run(
                    ["query", "-C", folder, "--format", format, "a.b"], environment: environment)
                #expect(outcome.status == 0 && outcome.errors == "60 b\n", "\(outcome.errors)")
                outputs.insert(outcome.output)
            }
            let output = try #require(outputs.first)
            #expect(outputs.count == 1, "\(format): the surroundings change nothing")
            #expect(!output.contains("\u{1B}") && !output.contains("…"), "\(format)")
            #expect(output.components(separatedBy: long).count == 201, "\(format): nothing is cut")
        }
        let plain = try Self.run(["query", "-C", folder, "a.b"])
        #expect(plain.output.hasPrefix("column number 0,id,") || plain.output.hasPrefix("id,"))
        #expect(plain.output.split(separator: "\n").count == 61, "every row, and CSV unasked")
    }

    @Test func everyStatusButZeroHasAReason() throws {
        let folder = try Terminal.workspace([
            "a/b.csv": "id\n1\n", "c/d.json": "{\"x\": [1,",
            "queries/none.board": "a.b | expect none",
        ])
        defer { Self.remove(folder) }
        let cases: [(Int32, [String])] = [
            (2, ["query"]), (2, ["nonsense"]), (2, ["query", "-C", "/nowhere", "a.b"]),
            (2, ["query", "--format", "xls", "a.b"]), (3, ["query", "-C", folder, "a.x"]),
            (3, ["query", "-C", folder, "a.b | whre"]), (3, ["run", "-C", folder, "nothing"]),
            (3, ["check", "-C", folder, "nothing"]), (4, ["query", "-C", folder, "c.d"]),
            (1, ["query", "-C", folder, "a.b | with x = 1 | export \"/nowhere/x.csv\""]),
            (10, ["run", "-C", folder, "none"]), (10, ["check", "-C", folder]),
            (1, ["query", "-C", folder, "-f", "/nowhere"]), (2, ["completions", "csh"]),
            (2, ["run", "-C", folder, "none", "--apply"]), (1, ["fmt", "/nowhere"]),
        ]
        for (status, arguments) in cases {
            let outcome = try Self.run(arguments)
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            let reasons = outcome.errors.split(separator: "\n").filter {
                $0.contains("error: ") || $0.hasPrefix("expect failed: ") || $0.hasSuffix(" failed")
            }
            #expect(!reasons.isEmpty, "\(arguments): \(outcome.errors)")
            let isData = arguments.first == "check" || arguments.contains("none")
            #expect(outcome.output.isEmpty || isData, "\(arguments): messages are no data")
        }
    }

    /// The export is under way: its unfinished file is there. SIGKILL alone may leave that behind.
    @Test func whatIsEndedLeavesNoUnfinishedFile() throws {
        var rows = "id,name\n"
        for row in 0..<400_000 { rows += "\(row),x\n" }
        let folder = try Terminal.workspace(["a/b.csv": rows])
        defer { Self.remove(folder) }
        let out = try Terminal.workspace([:])
        defer { Self.remove(out) }
        for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, SIGTERM), (SIGHUP, SIGHUP)] {
            var sawUnfinished = false
            for attempt in 0..<20 where !sawUnfinished {
                let process = Self.process([
                    "query", "-C", folder, "a.b | export \"\(out)/x\(attempt).sqlite\" replace",
                ])
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                while process.isRunning, !sawUnfinished {
                    let names = try FileManager.default.contentsOfDirectory(atPath: out)
                    sawUnfinished = names.contains { $0.hasPrefix(".cork-") }
                }
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                let left = try FileManager.default.contentsOfDirectory(atPath: out)
                #expect(!left.contains { $0.hasPrefix(".cork-") }, "\(left)")
                // It may have been done before the signal came; then there is a whole file, and another try.
                if left.isEmpty {
                    #expect(process.terminationStatus == status)
                } else {
                    sawUnfinished = false
                    for name in left {
                        try FileManager.default.removeItem(atPath: out + "/" + name)
                    }
                }
            }
            #expect(sawUnfinished, "no export was caught half-way")
        }
    }
}
