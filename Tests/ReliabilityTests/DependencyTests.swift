import Foundation
import Testing

/// What the product is built of is known: exact versions, each with its licence in docs/dependencies.md.
@Suite struct DependencyTests {
    private struct Resolved: Decodable {
        struct Pin: Decodable {
            let location: String
        }
        let pins: [Pin]
    }

    private static func text(_ path: String) throws -> String {
        try String(
            contentsOf: Checklist.repository.appendingPathComponent(path), encoding: .utf8)
    }

    private static func name(_ location: String) -> String {
        let last = location.split(separator: "/").last.map(String.init) ?? location
        return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }

    @Test func `Every package has an exact version and a licence in the documents`() throws {
        let manifest = try Self.text("Package.swift")
        let page = try Self.text("docs/dependencies.md")
        let exact = manifest.matches(
            of: /\.package\(\s*url:\s*"([^"]+)",\s*exact:\s*"([^"]+)"/)
        #expect(!exact.isEmpty)
        #expect(
            manifest.matches(of: /\.package\(\s*url:/).count == exact.count,
            "a package without an exact version")
        for match in exact {
            let row = "| \(Self.name(String(match.1))) | \(match.2) | "
            #expect(page.contains(row), "docs/dependencies.md has no row \(row)")
        }
    }

    @Test func `What a build resolved stands in the documents too`() throws {
        let page = try Self.text("docs/dependencies.md")
        // The file is there after any build.
        let data = Data(try Self.text("Package.resolved").utf8)
        let pins = try JSONDecoder().decode(Resolved.self, from: data).pins
        #expect(!pins.isEmpty)
        for pin in pins {
            // Only those that the manifest names have a version of our choosing.
            let row = "| \(Self.name(pin.location)) | "
            #expect(page.contains(row), "docs/dependencies.md has no row \(row)")
        }
    }

    /// Of the shipped binary `.ci/check-binary` compares it with the repository's.
    @Test func `The version names a commit`() throws {
        let outcome = try BuiltProgram(name: "cork").run(["--version"])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains(/^cork \d+\.\d+\.\d+ \(commit ([0-9a-f]{12}\+?|unknown)\)\n$/),
            "\(outcome.output)")
    }
}
