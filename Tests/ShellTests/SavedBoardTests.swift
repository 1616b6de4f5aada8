import BoardLanguage
import Foundation
import Shell
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
                #expect(try format(text) == text, "\(name) is not as cork fmt writes it")
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
        #expect(findings.boards.values.filter { $0.passes == false }.count == 13)
        #expect(findings.query.count == findings.query.records.count)
    }

    @Test("every saved board finds exactly what was planted, for three seeds")
    func boardsFindWhatWasPlanted() throws {
        for seed: UInt64 in 1...3 {
            let base = try SampleCompany.workspace(seed: seed)
            defer { try? FileManager.default.removeItem(at: base) }
            let company = base.appendingPathComponent("fixtures/acme")
            let findings = try FindingsFile(of: company)
            let session = Session(SessionConfiguration(folder: company.path))
            for (name, _) in try Self.savedBoards() {
                let reply = session.runSaved(name, arguments: [])
                let found = try #require(findings.boards[name])
                let expected: Shell.ExitStatus = found.passes == false ? .expectationFailed : .ok
                #expect(reply.status == expected, "seed \(seed), \(name): \(reply.notes)")
                let records = try CSVText(reply).rows.map { $0.first ?? "" }
                Self.compare(records, found.records, "seed \(seed), \(name)")
            }
            let reply = session.query(
                "okta.users | where status = \"ACTIVE\" and no hris.employees"
                    + " | show login, github.members.login")
            let rows = try CSVText(reply).rows.map { row in
                row.filter { !$0.isEmpty }.joined(separator: " | ")
            }
            Self.compare(rows, findings.query.records, "seed \(seed), the query")
        }
    }

    @Test("every saved board gives its expected rows on the sample company")
    func boardsGiveExpectedRows() throws {
        let session = Session(
            SessionConfiguration(
                folder: SampleCompany.root.appendingPathComponent("fixtures/acme").path))
        let folder = SampleCompany.root.appendingPathComponent("Tests/boards")
        let boards = try Self.savedBoards().map(\.name)
        let expected = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(expected) == Set(boards.map { $0 + ".csv" }))
        for name in boards {
            let kept = try String(
                contentsOf: folder.appendingPathComponent(name + ".csv"), encoding: .utf8)
            let text = try CSVText(session.runSaved(name, arguments: [])).text
            #expect(text == kept, "\(name)")
        }
    }

    /// Both ways, by name and number: what is missing and what is too much.
    private static func compare(_ found: [String], _ planted: [String], _ what: String) {
        var surplus = found
        var missing: [String] = []
        for record in planted {
            if let index = surplus.firstIndex(of: record) {
                surplus.remove(at: index)
            } else {
                missing.append(record)
            }
        }
        #expect(missing.isEmpty, "\(what) misses \(missing)")
        #expect(surplus.isEmpty, "\(what) has too much: \(surplus)")
    }
}

/// A reply's table as CSV, the form the command line prints where there is no terminal.
struct CSVText {
    let text: String
    /// Cells of every row but the header.
    let rows: [[String]]

    init(_ reply: Reply) throws {
        var bytes: [UInt8] = []
        try reply.write(to: { bytes.append(contentsOf: $0) }, note: { _ in })
        text = String(decoding: bytes, as: UTF8.self)
        var rows: [[String]] = [[]]
        var cell = ""
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                rows[rows.count - 1].append(cell)
                cell = ""
            case "\n" where !isQuoted:
                rows[rows.count - 1].append(cell)
                cell = ""
                rows.append([])
            default: cell.append(character)
            }
        }
        self.rows = Array(rows.dropFirst().dropLast())
    }
}
