import BoardLanguage
import Columns
import Foundation
import Testing

@testable import Engine

/// Boards over the small company with their answers, errors and footers: `Tests/engine/<topic>.cases`.
///
/// A case is a line `>> board` (`⏎` for a line end) and what it answers. `RECORD_ENGINE_CASES=1` writes the
/// answers anew; the difference is then the review.
struct BoardCaseTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("engine")

    @Test func `every case answers as written`() throws {
        let workspace = try SmallCompany.workspace(
            incomplete: [ObjectName("okta.groups"): "2 rows were refused"])
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".cases") }.sorted()
        #expect(files.count >= 7)
        var count = 0
        for file in files {
            let url = Self.folder.appendingPathComponent(file)
            let text = try String(contentsOf: url, encoding: .utf8)
            var recorded = ""
            for (board, answer) in Self.cases(text) {
                let typed = board.replacing("⏎", with: "\n")
                let found =
                    file == "footers.cases"
                    ? Self.facts(workspace, typed) : workspace.answer(typed)
                recorded += ">> \(board)\n\(found)\n"
                #expect(found == answer, "\(file): \(board)")
                count += 1
            }
            if ProcessInfo.processInfo.environment["RECORD_ENGINE_CASES"] != nil {
                try recorded.write(to: url, atomically: true, encoding: .utf8)
            }
        }
        print("board cases: \(count) passed")
    }

    private static func cases(_ text: String) -> [(board: String, answer: String)] {
        var cases: [(board: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(">> ") {
                cases.append((String(line.dropFirst(3)), []))
            } else if !cases.isEmpty {
                cases[cases.count - 1].lines.append(line)
            }
        }
        if cases.last?.lines.last == "" { cases[cases.count - 1].lines.removeLast() }
        return cases.map { ($0.board, $0.lines.joined(separator: "\n")) }
    }

    private static func facts(_ workspace: TestWorkspace, _ board: String) -> String {
        guard let result = try? workspace.result(board) else { return workspace.answer(board) }
        var lines = result.footer
        if let outcome = result.expectation {
            lines.append("expect \(outcome.isMet ? "is met" : "fails"): \(outcome.sentence)")
        }
        if result.isIncomplete { lines.append("incomplete") }
        return lines.joined(separator: "\n")
    }
}
