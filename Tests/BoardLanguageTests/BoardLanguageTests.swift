import BoardLanguage
import Testing

/// The tree of a text, or its mistake as people see it.
func outcome(_ text: String) -> String {
    do {
        return try parseFile(text).debugDescription
    } catch {
        return describe(error, in: text, path: nil)
    }
}

/// Compares texts with what they are read as: lines after `> ` are the text, the lines below its outcome.
func expectOutcomes(_ table: String, _ location: SourceLocation = #_sourceLocation) {
    let cases = cases(in: table)
    #expect(!cases.isEmpty, sourceLocation: location)
    for (text, expected) in cases {
        #expect(outcome(text) == expected, "\(text)", sourceLocation: location)
    }
}

func cases(in table: String) -> [(text: String, outcome: String)] {
    var cases: [(text: [Substring], outcome: [Substring])] = []
    var isInText = false
    for line in table.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("> ") || line == ">" {
            if !isInText { cases.append(([], [])) }
            cases[cases.count - 1].text.append(line.dropFirst(2))
            isInText = true
        } else {
            cases[cases.count - 1].outcome.append(line)
            isInText = false
        }
    }
    return cases.map { ($0.text.joined(separator: "\n"), $0.outcome.joined(separator: "\n")) }
}

/// The texts of every table, mistaken ones included.
let sampleTexts =
    [
        fourteenTasksTable, boardsAboutPeopleTable, boardsAboutToolsTable, everyStatementTable,
        everyStageTable, everyExpressionTable, expressionMistakesTable, literalMistakesTable,
        stageMistakesTable, fileMistakesTable,
    ].flatMap { cases(in: $0).map(\.text) }
