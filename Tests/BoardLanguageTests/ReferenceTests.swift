import BoardLanguage
import Foundation
import Testing

@Test("every example of the language reference parses and is set as cork fmt sets it")
func referenceExamples() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/language.md"), encoding: .utf8)
    var examples: [String] = []
    var example: String?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
        if line == "```cork" {
            example = ""
        } else if line == "```", let finished = example {
            examples.append(finished)
            example = nil
        } else if example != nil {
            example? += line + "\n"
        }
    }
    #expect(examples.count > 8)
    for text in examples {
        do {
            #expect(try format(text) == text)
        } catch {
            Issue.record("\(describe(error, in: text, path: nil))")
        }
    }
}
