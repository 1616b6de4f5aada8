import Actions
import Foundation
import Testing

/// `docs/actions.md` lists the actions that the registry has. `CORK_RECORD=1` writes the tables.
@Suite struct ActionPageTests {
    private static let path = TranscriptRunner.repository + "/docs/actions.md"
    private static let attributes = {
        let inputs = ActionRegistry()["replace user"]?.inputs.map(\.name) ?? []
        return inputs.filter { $0 != "typeId" }
    }()

    private static var table: String {
        var lines = [
            "| action | acts on | inputs | needs | risk | request |", "|---|---|---|---|---|---|",
        ]
        for action in ActionRegistry().all {
            let takesProfile = action.inputs.contains { $0.name == "login" }
            let own = action.inputs.filter { !takesProfile || !attributes.contains($0.name) }
            let names = own.map { $0.name + ($0.isRequired ? "" : "?") }
            let all = (takesProfile ? ["attributes"] : []) + names
            lines.append(
                "| `\(action.name)` | \(action.roles.map(\.name).joined(separator: ", ")) | "
                    + "\(all.joined(separator: ", ")) | \(action.precondition) | "
                    + "\(action.risk.rawValue) | `\(action.endpoint)` |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func thePageListsEveryAction() throws {
        try compare("actions", with: Self.table)
        try compare(
            "attributes",
            with: Self.attributes.map { "`\($0)`" }.joined(separator: " ") + "\n")
        #expect(Self.attributes.count == 31)
    }

    private func compare(_ name: String, with wanted: String) throws {
        var text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(name) -->\n"))
        let end = try #require(text.range(of: "<!-- /\(name) -->"))
        if ProcessInfo.processInfo.environment["CORK_RECORD"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: wanted)
            try text.write(toFile: Self.path, atomically: true, encoding: .utf8)
        } else {
            #expect(String(text[start.upperBound..<end.lowerBound]) == wanted)
        }
    }
}
