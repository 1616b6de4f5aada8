import BoardLanguage
import Columns
import Foundation
import TestSupport
import Testing

@testable import Engine

/// Boards put together at random from the stages and expressions of all cases: most mean nothing, and every
/// one must end in an answer or in an error that points into its text.
@Suite(.ownThread) struct RandomBoardTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("engine")

    /// The sources of all cases, each as often as it stands there, and the stages that follow each.
    private static func stages() throws -> (sources: [String], stages: [String: [String]]) {
        var sources: [String] = []
        var stages: [String: [String]] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        where file.hasSuffix(".cases") && file != "errors.cases" {
            let text = try String(
                contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix(">> ") {
                if line.contains("⏎") { continue }
                let parts = line.dropFirst(3).components(separatedBy: " | ")
                sources.append(parts[0])
                stages[parts[0], default: []] += parts.dropFirst()
            }
        }
        return (sources, stages)
    }

    private static let fragments = [
        "login", "groups.name", "seats", "lastLogin", "count", "count(groups)", "manager", "row.id",
        "$x", "name", "side", "hris.employees.cost", "devices.os", "emails", "github.members",
        "max(seats)", "\"x\"", "5", "90d", "2mo", "now", "(okta.groups)", "@stale", "/x/", "true",
        "reports*", "users[id = \"u1\"].login", "via(groups)", "avg(seats) per department",
    ]
    private static let operators = [
        " = ", " != ", " < ", " ~ ", " in ", " + ", " - ", " * ", " / ", " ?? ", " and ", " or ",
        ", ", " per ",
    ]
    private static let words = [
        "where ", "with x = ", "show ", "sort ", "group ", "group: ", "expand ", "take 2 per ",
        "hide ", "expect ", "where no ", "where has ", "where not ", "show upper(", "show list(",
    ]

    private static func stage(_ random: inout SeededNumbers, _ known: [String]) -> String {
        if random.below(4) > 0, !known.isEmpty { return known[random.below(known.count)] }
        var text = words[random.below(words.count)]
        let isOpen = text.hasSuffix("(")
        text += fragments[random.below(fragments.count)]
        for _ in 0..<random.below(3) {
            text += operators[random.below(operators.count)]
            text += fragments[random.below(fragments.count)]
        }
        return isOpen ? text + ")" : text
    }

    @Test func `any board ends in an answer or an error with its place`() throws {
        let workspace = try SmallCompany.workspace()
        let (sources, known) = try Self.stages()
        var random = SeededNumbers(seed: 20_260_803)
        let wanted = ProcessInfo.processInfo.environment["CORK_RANDOM_BOARDS"]
        let count = wanted.flatMap { Int($0) } ?? 3_000
        var answered = 0
        for _ in 0..<count {
            var board = sources[random.below(sources.count)]
            let own = known[board] ?? []
            for _ in 0..<1 + random.below(4) { board += " | " + Self.stage(&random, own) }
            do {
                let result = try workspace.result(board)
                for column in result.table.columns {
                    #expect(column.count == result.table.rowCount)
                }
                answered += 1
            } catch let error as BoardError {
                let span = error.diagnostic.span
                #expect(
                    span.start >= 0 && span.start <= span.end && span.end <= error.text.utf8.count,
                    "\(board)")
                #expect(!error.diagnostic.message.isEmpty)
            } catch is Diagnostic {}
        }
        #expect(answered > 300)
        print("random boards: \(answered) answered")
    }
}
