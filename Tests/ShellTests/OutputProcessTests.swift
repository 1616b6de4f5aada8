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
            ["-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
            + sanitizerEnvironment.map { "\($0)=\($1)" } + environment
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

    /// `--limit 3` is read without the parser, `--limit=3` by it.
    @Test func anOptionMeansTheSameHoweverItIsWritten() throws {
        let folder = try Terminal.workspace([
            "a/b.csv": "id,v\n1,=1+1\n2,\n3,x\n", "c/d.json": "{\"x\": [1,",
        ])
        defer { Self.remove(folder) }
        let values: [String: [String]] = [
            "-C": [folder, folder + "/none", "", "-"],
            "--format": ["json", "csv", "nonsense", ""], "--color": ["never", "always", "blue"],
            "--null": ["NULL", "", "-", "--", "-x"], "--limit": ["2", "0", "-1", "many", "+2"],
            "--now": ["2026-08-03T00:00Z", "soon"], "--as-of": ["7d ago", "never"],
        ]
        let flags = ["--fresh", "--strict", "--quiet", "--verbose", "--csv-safe"]
        // Every option that is explained is tried, also one that is added one day.
        let help = try Self.run(["query", "--help"]).output
        let explained = Set(help.matches(of: /(?m)^  (-\w|--[\w-]+)/).map { String($0.1) })
        let own: Set<String> = [
            "--apply", "--confirm", "--why", "--include-self", "--accept-weak", "--secrets-to",
            "-f", "--table", "-h",
        ]
        #expect(explained == own.union(values.keys).union(flags))

        func compare(_ plain: [String], _ parsed: [String]) throws {
            let (one, other) = (try Self.run(plain), try Self.run(parsed))
            #expect(one.output == other.output, "\(plain)")
            #expect(one.errors == other.errors, "\(plain)")
            #expect(one.status == other.status, "\(plain)")
        }
        let board = "a.b | where v is not missing or id > 0"
        // An option of the command's own sends the whole line to the parser.
        let byParser = ["--include-self"]
        for (option, spellings) in values.sorted(by: { $0.key < $1.key }) {
            for value in spellings {
                let folderWords = option == "-C" ? [] : ["-C", folder]
                let line = ["query"] + folderWords + [option, value, board]
                try compare(line, line + byParser)
            }
            let value = spellings[0]
            try compare(
                [option, value, "query", "-C", folder, board],
                ["query", option, value, "-C", folder, board] + byParser)
        }
        for flag in flags {
            let line = ["query", "-C", folder, flag, board]
            try compare(line, line + byParser)
        }
        for words in [
            [], [board, board], ["-"], ["-", "-"], [""], [folder + "/a/b.csv"],
            [folder + "/a/b.csv", "| take 1"],
        ] {
            try compare(["query"] + words, ["query"] + words + byParser)
        }
        try compare(
            ["query", "--limit", "1", "--limit", "2", "-C", folder, board],
            ["query", "--limit", "1", "--limit", "2", "-C", folder, board] + byParser)
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
