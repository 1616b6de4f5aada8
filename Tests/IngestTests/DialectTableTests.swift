import Columns
import Foundation
import Testing

@testable import Ingest

/// docs/dialects.md against the samples in Tests/dialects: what it says of a file is what a load says.
///
/// `CORK_RECORD=1` writes the sentences anew; then read the diff.
struct DialectTableTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = repository.appending(path: "Tests/dialects")
    private static let page = repository.appending(path: "docs/dialects.md")

    private func load(_ file: String) throws(LoadError) -> Loaded {
        let path = Self.folder.appending(path: file).path
        return try Ingest.load(file: path, as: ObjectName("t.o"), threads: 1)
    }

    /// What the load report or the error says, as a cell of the table.
    private func told(_ file: String) -> String {
        var sentences: [String]
        do throws(LoadError) {
            let report = try load(file).report
            sentences = [report.format]
            for trouble in report.troubles {
                let lines = trouble.lines.map(String.init).joined(separator: ", ")
                sentences.append(
                    "\(trouble.count) \(trouble.isRefused ? "refused" : "repaired"), "
                        + "line \(lines): \(trouble.what)")
            }
            sentences += report.notes
        } catch {
            switch error {
            case .cannotOpen(_, let reason), .notATable(_, let reason), .damaged(_, let reason),
                .needsTable(_, let reason):
                sentences = [reason]
            case .malformed(_, let line, let reason): sentences = ["line \(line): \(reason)"]
            case .tooLarge(_, let limit): sentences = [limit]
            case .cancelled: sentences = ["cancelled"]
            }
        }
        return sentences.map { "`\($0.replacing("|", with: "\\|"))`" }.joined(separator: "<br>")
    }

    /// The table's lines with the sample's name, what it shows and what is said.
    private func rows(_ text: String) -> [(line: String, file: String, what: String, said: String)]
    {
        text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            guard line.hasPrefix("| ["), let name = line.firstMatch(of: /^\| \[([^\]]+)\]/) else {
                return nil
            }
            let cells = line.dropFirst(2).dropLast(2).split(
                separator: " | ", maxSplits: 2, omittingEmptySubsequences: false)
            guard cells.count > 1 else { return nil }
            return (
                String(line), String(name.output.1), String(cells[1]),
                cells.count > 2 ? String(cells[2]) : ""
            )
        }
    }

    @Test("The page says of every sample what a load says")
    func page() throws {
        var text = try String(contentsOf: Self.page, encoding: .utf8)
        let isRecording = ProcessInfo.processInfo.environment["CORK_RECORD"] == "1"
        let rows = rows(text)
        for row in rows {
            let said = told(row.file)
            if isRecording {
                let line =
                    "| [\(row.file)](../Tests/dialects/\(row.file)) | \(row.what) | \(said) |"
                text = text.replacing(row.line, with: line)
            } else {
                #expect(row.said == said, "\(row.file)")
            }
        }
        if isRecording { try text.write(to: Self.page, atomically: true, encoding: .utf8) }
        let samples = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0 != "expected" && $0 != "expected.csv" }
        #expect(Set(samples) == Set(rows.map(\.file)))
        #expect(rows.count > 60)
    }

    @Test("Every sample that is recognised holds the table that it should")
    func content() throws {
        var loads = 0
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for row in rows(text) {
            guard let found = try? load(row.file) else { continue }
            let own = Self.folder.appending(path: "expected/\(row.file)").path
            let expected =
                FileManager.default.fileExists(atPath: own)
                ? own : Self.folder.appending(path: "expected.csv").path
            let records = ReferenceCSV(Array(try Data(contentsOf: URL(filePath: expected))))
                .records()
            #expect(IngestTests.rows(found.tables[0]) == records, "\(row.file)")
            loads += 1
        }
        #expect(loads > 45)
    }
}
