import Foundation
import Shell
import TestSupport
import Testing

/// Persons against the plan of the generated companies: who is whom, pair by pair.
@Suite(.ownThread) struct PeopleTruthTests {
    /// Seed, people, and how much trouble is planted with identities.
    private static let companies: [(seed: UInt64, people: Int, trouble: Int)] = [
        (1, 250, 1), (11, 700, 3), (12, 900, 4), (13, 1200, 5),
    ]

    @Test("records are joined into persons as the generator planned, for four companies")
    func personsAreRight() throws {
        for company in Self.companies {
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("people-\(company.seed)-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let truth = try Self.generate(company, into: folder)
            let session = Session(SessionConfiguration(folder: folder.path))
            let found = try Self.persons(session)
            #expect(Set(found.map(\.object)) == Set(truth.map(\.object)))
            let score = PairScore(
                found: Self.groups(found), truth: Self.groups(truth), names: found.map(\.label))
            print(
                "people of seed \(company.seed): precision \(score.precision), recall "
                    + "\(score.recall), \(score.truePairs) pairs")
            // As docs/correlation.md has it: no wrong pair, and what is missing nothing but a name connects.
            #expect(score.precision == 1, "seed \(company.seed)")
            #expect(score.recall >= 0.984, "seed \(company.seed)")
            for pair in score.wrong {
                let (a, b) = (found[pair.0], found[pair.1])
                let why = session.explain([a.object, a.label, b.object, b.label])
                let text = try CSVText(why).text
                let left = "\(a.object) \(a.label)"
                #expect(WhyOfPair(text).faults(left, "\(b.object) \(b.label)") == [], "\(text)")
                print("seed \(company.seed), wrong:\n\(text)")
            }
            if ProcessInfo.processInfo.environment["CORK_PEOPLE_VERBOSE"] != nil {
                for pair in score.missing.prefix(60) {
                    print("missing: \(found[pair.0]) and \(found[pair.1])")
                }
            }
        }
    }

    struct Record {
        let object: String
        let row: Int
        let person: String
        var label = ""
    }

    private static func groups(_ records: [Record]) -> [String] {
        records.sorted { ($0.object, $0.row) < ($1.object, $1.row) }.map(\.person)
    }

    private static func generate(
        _ company: (seed: UInt64, people: Int, trouble: Int), into folder: URL
    ) throws -> [Record] {
        let truth = folder.appendingPathExtension("truth")
        defer { try? FileManager.default.removeItem(at: truth) }
        let process = Process()
        process.executableURL = try SampleCompany.products().appendingPathComponent("acme-company")
        process.arguments = [
            "--out", folder.path, "--seed", "\(company.seed)", "--people", "\(company.people)",
            "--trouble", "\(company.trouble)", "--truth", truth.path,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        // The saved boards are not beside a company of its own.
        let setup = folder.appendingPathComponent("setup.board")
        let text = try String(contentsOf: setup, encoding: .utf8)
        try text.split(separator: "\n").filter { !$0.hasPrefix("queries") }.joined(separator: "\n")
            .write(to: setup, atomically: true, encoding: .utf8)
        return try String(contentsOf: truth, encoding: .utf8).split(separator: "\n").map { line in
            let cells = line.split(separator: "\t").map(String.init)
            return Record(object: cells[0], row: Int(cells[1]) ?? -1, person: cells[2])
        }
    }

    /// The product's accounts in the order of each object's rows.
    private static func persons(_ session: Session) throws -> [Record] {
        let reply = session.query("accounts | show object, account, person")
        try #require(reply.status == .ok, "\(reply.notes)")
        var rows: [String: Int] = [:]
        return try CSVText(reply).rows.map { cells in
            let row = rows[cells[0], default: 0]
            rows[cells[0]] = row + 1
            return Record(object: cells[0], row: row, person: cells[2], label: cells[1])
        }.sorted { ($0.object, $0.row) < ($1.object, $1.row) }
    }
}

/// Pairs of records that are one person's, by two opinions.
struct PairScore {
    private(set) var truePairs = 0
    private(set) var foundPairs = 0
    private(set) var wrong: [(Int, Int)] = []
    private(set) var missing: [(Int, Int)] = []

    init(found: [String], truth: [String], names: [String]) {
        precondition(found.count == truth.count)
        for a in found.indices {
            for b in found.indices.dropFirst(a + 1) {
                let isFound = found[a] == found[b]
                let isTrue = truth[a] == truth[b]
                if isTrue { truePairs += 1 }
                if isFound { foundPairs += 1 }
                if isFound && !isTrue { wrong.append((a, b)) }
                if isTrue && !isFound { missing.append((a, b)) }
            }
        }
    }

    var precision: Double {
        foundPairs == 0 ? 1 : Double(foundPairs - wrong.count) / Double(foundPairs)
    }
    var recall: Double {
        truePairs == 0 ? 1 : Double(truePairs - missing.count) / Double(truePairs)
    }
}
