import BoardLanguage
import Foundation
import Testing

/// The boards in `queries/` against what the sample company's generator planted.
struct SavedBoardTests {
    private static func savedBoards() throws -> [(name: String, text: String)] {
        let folder = SampleCompany.root.appendingPathComponent("queries")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".board") }.sorted()
            .map { file in
                let url = folder.appendingPathComponent(file)
                return (String(file.dropLast(6)), try String(contentsOf: url, encoding: .utf8))
            }
    }

    @Test("every saved board parses, has a title and a set, and has findings")
    func boardsParse() throws {
        let boards = try Self.savedBoards()
        #expect(boards.count >= 18)
        let findings = try FindingsFile(
            of: SampleCompany.root.appendingPathComponent("fixtures/acme"))
        #expect(Set(findings.boards.keys) == Set(boards.map(\.name)))
        for (name, text) in boards {
            do {
                let file = try parseFile(text)
                #expect(file.board != nil, "\(name) has no board")
                let expects = file.board?.stages.contains { stage in
                    if case .expect = stage.kind { return true }
                    return false
                }
                let found = findings.boards[name]
                #expect(found?.count == found?.records.count, "\(name): count and list differ")
                #expect(expects == (found?.passes != nil), "\(name): expect and findings differ")
            } catch {
                Issue.record("\(describe(error, in: text, path: name + ".board"))")
            }
            let comments = leadingComments(text)
            #expect(comments.count == 2 && comments[1].hasPrefix("set: "), "\(name)")
        }
        #expect(findings.boards.values.filter { $0.passes == false }.count == 5)
        #expect(findings.query.count == findings.query.records.count)
    }
}
