import BoardLanguage
import Engine
import Foundation
import Shell
import Testing

/// Everything a person can name occurs in at least one transcript.
@Suite struct TranscriptCoverageTests {
    /// The inputs and replies of all transcripts, each as one text.
    private static func corpus() throws -> (inputs: String, replies: String) {
        var inputs = ""
        var replies = ""
        for file in try TranscriptTests.files() {
            let transcript = try Transcript(String(contentsOfFile: file.path, encoding: .utf8))
            for file in transcript.files where file.name.hasSuffix(".board") {
                inputs += file.content + "\n"
            }
            for exchange in transcript.exchanges {
                switch exchange.input {
                case .entry(let text): inputs += text + "\n"
                case .command(let text): inputs += "$ " + text + "\n"
                }
                replies += exchange.reply.joined(separator: "\n") + "\n"
            }
        }
        return (inputs, replies)
    }

    @Test func everyStageStatementFunctionAndCommandOccurs() throws {
        let inputs = try Self.corpus().inputs
        var missing: [String] = []
        for stage in Words.stages
        where inputs.firstRange(of: try Regex("\\|\\s*\(stage)\\b")) == nil {
            missing.append("stage \(stage)")
        }
        for statement in Words.statements
        where inputs.firstRange(of: try Regex("(?m)^ *\(statement)\\b")) == nil {
            missing.append("statement \(statement)")
        }
        for function in FunctionSummary.all
        where inputs.firstRange(of: try Regex("\\b\(function.name)\\(")) == nil {
            missing.append("function \(function.name)")
        }
        for command in MetaCommand.all
        where inputs.firstRange(of: try Regex("(?m)^\\.\(command.name)\\b")) == nil {
            missing.append("command .\(command.name)")
        }
        let subcommands = [
            "query", "run", "export", "check", "tables", "describe", "links", "why", "fmt",
            "completions", "sandbox", "--version", "--help", "connect", "disconnect", "users",
            "user", "api",
            "sync", "status",
            "snapshot", "diff", "watch", "plan", "apply", "log", "resume", "undo", "rehearse",
        ]
        for name in subcommands
        where inputs.firstRange(of: try Regex("\\$ (.*[|] )?cork (.*)?\(name)\\b")) == nil {
            missing.append("cork \(name)")
        }
        #expect(missing.isEmpty, "in no transcript: \(missing.joined(separator: ", "))")
    }

    /// One fragment of each kind of error sentence.
    static let errors = [
        // names
        "no field '", "no object '", "no saved board '", "no link from", "no command '.",
        "no mode '",
        "no setting '", "no parameter '", "no time zone '", "no source option '", "no help on '",
        "no function '", "fits 2 fields", "is several commands", "text stands in quotes",
        // syntax
        "no stage after '|'", "no value after", "expected '='", "unknown escape",
        // types and meaning
        "is integer, '", "one value", "has no parameter", "is no integer",
        // files
        "are both", "is not loaded", "cannot read", "exists already", "does not end in a format",
        "is incomplete", "the gzip stream breaks off", "does not exist", "cannot write",
        // refusals and checks
        "expected none", "rests on incomplete data",
        "there is no folder",
        "was not replaced", "there is no board yet", "there is no result yet",
    ]

    /// A fragment for each way that a file fails to load.
    static let damage = [
        "a PDF document", "holds no list of objects", "the text breaks off",
        "the gzip stream breaks off", "the file is empty",
    ]

    /// What is refused because it would need a live tool.
    static let actions = [
        "actions need a connection to Okta", "send needs an address",
        "no state of this workspace is kept",
    ]

    /// Mistakes in a regular expression.
    static let patterns = [
        "'(' without ')'", "'[' without ']'", "nothing to repeat", "back references are not",
        "look-behind is not",
    ]

    /// Statuses that the command line can end with, apart from 130 (Ctrl-C; see the terminal test).
    static let statuses = [1, 2, 3, 4, 6, 7, 10]

    @Test func everyKindOfErrorAndStatusOccurs() throws {
        let replies = try Self.corpus().replies
        var missing = Self.errors.filter { !replies.contains($0) }
        missing += Self.damage.filter { !replies.contains($0) }
        missing += Self.actions.filter { !replies.contains($0) }
        missing += Self.patterns.filter { !replies.contains($0) }
        missing += Self.statuses.filter { !replies.contains("[exit \($0)]") }.map { "exit \($0)" }
        #expect(missing.isEmpty, "in no transcript: \(missing.joined(separator: ", "))")
    }
}
