import Engine
import Foundation
import TestSupport
import Testing

/// What the README and the pages under docs/ show is what the product does.
///
/// A block fenced as `cork-session` is a transcript; `CORK_RECORD=1` writes what is answered now.
@Suite(.ownThread) struct DocumentTests {
    private static let root = TranscriptRunner.repository
    private static let isRecording = ProcessInfo.processInfo.environment["CORK_RECORD"] == "1"

    private static func pages() throws -> [String] {
        let docs = try FileManager.default.contentsOfDirectory(atPath: root + "/docs")
        return ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    }

    @Test func everySessionInTheDocumentsIsAnsweredAsShown() throws {
        let fence = "```cork-session\n"
        var count = 0
        for page in try Self.pages() {
            var text = try String(contentsOfFile: Self.root + "/" + page, encoding: .utf8)
            var rest = text.startIndex..<text.endIndex
            while let opening = text.range(of: fence, range: rest) {
                let end = try #require(
                    text.range(of: "\n```", range: opening.upperBound..<text.endIndex), "\(page)")
                let block = opening.upperBound..<end.lowerBound
                let shown = String(text[block]) + "\n"
                let transcript = try Transcript(shown)
                let replies = try TranscriptRunner(transcript: transcript, threads: 2).replies()
                let answered = transcript.text(replies: replies)
                count += 1
                if Self.isRecording {
                    let offset = text.distance(from: text.startIndex, to: block.lowerBound)
                    text.replaceSubrange(
                        block, with: answered.dropLast(answered.hasSuffix("\n") ? 1 : 0))
                    rest = text.index(text.startIndex, offsetBy: offset)..<text.endIndex
                } else {
                    #expect(answered == shown, "\(page)")
                    rest = end.upperBound..<text.endIndex
                }
            }
            if Self.isRecording {
                try text.write(toFile: Self.root + "/" + page, atomically: true, encoding: .utf8)
            }
        }
        #expect(count > 0, "no page shows a session")
        print("documents: \(count) sessions as shown")
    }

    @Test func theLanguagePageListsEveryFunction() throws {
        let path = Self.root + "/docs/language.md"
        var text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- functions -->\n"))
        let end = try #require(text.range(of: "<!-- /functions -->"))
        let table = Self.functionTable()
        if Self.isRecording {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: table)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(
                text[start.upperBound..<end.lowerBound] == table,
                "make record writes the table anew")
        }
    }

    private static func functionTable() -> String {
        func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }
        var lines = ["| kind | example | gives | |", "|---|---|---|---|"]
        for function in FunctionSummary.all {
            lines.append(
                "| \(function.family) | `\(cell(function.example.expression))` | `\(cell(function.example.result))`"
                    + " | \(cell(function.summary)) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func theReadmeIsShortAndItsLinksLead() throws {
        let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 250)
        for page in try Self.pages() {
            let text = try String(contentsOfFile: Self.root + "/" + page, encoding: .utf8)
            for match in text.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
                let target = URL(fileURLWithPath: Self.root + "/" + page)
                    .deletingLastPathComponent().appendingPathComponent(String(match.1))
                #expect(FileManager.default.fileExists(atPath: target.path), "\(page): \(match.1)")
            }
        }
    }
}
