import Foundation
import TestSupport
import Testing

/// Damaged files: no crash, no hang, no record lost in silence, and what was exported loads as it was.
///
/// The program `mutants` does the work in a process of its own, so that a crash is a failed test with the
/// file that caused it. `make soak` runs a million.
@Suite(.ownThread) struct MutantTests {
    private static let samples = [
        "fixtures/acme", "Tests/tasks", "Tests/boards", "Tests/transcripts", "Tests/dialects",
    ]

    @Test func `Ten thousand damaged files load whole or are refused`() throws {
        let folder = NSTemporaryDirectory() + "cork-mutants-\(UUID().uuidString)"
        let outcome = try BuiltProgram(name: "mutants").run(
            ["--count", "10000", "--keep", folder] + Self.samples)
        let closing = outcome.output.split(separator: "\n").last.map(String.init) ?? ""
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors) (status, or -signal)")
        #expect(closing.hasPrefix("mutants: "))
        print(closing)
        if outcome.status == 0 { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test func `Every file that once caused a failure is loaded whole or refused`() throws {
        let folder = NSTemporaryDirectory() + "cork-crashers-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Checklist.repository.path + "/Tests/crashers/readers"
        ).sorted()
        #expect(!files.isEmpty)
        let outcome = try BuiltProgram(name: "mutants").run(
            ["--replay", "--keep", folder] + files.map { "Tests/crashers/readers/" + $0 })
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
        #expect(outcome.output.contains("mutants: \(files.count) files"))
    }
}
