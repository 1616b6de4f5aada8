import BoardLanguage
import Columns
import Correlation
import Foundation
import Ingest
import TestSupport
import Testing

@testable import Engine

/// Random boards over random small tables against SQLite, and the laws that need no second engine.
///
/// `CORK_SEED` runs one seed again, `CORK_COMPANIES` more of them; a failure names its seed, its board and its
/// SQL.
@Suite(.ownThread) struct Differential {
    private static let boardsPerCompany = 20
    private static let companies = 100

    @Test func randomBoardsEqualSQLite() throws {
        var compared = 0
        var nonEmpty = 0
        for seed in Self.seeds(Self.companies) {
            var random = SeededNumbers(seed: seed)
            let world = try World(RandomCompany(using: &random))
            for _ in 0..<Self.boardsPerCompany {
                let board = RandomBoard(using: &random)
                let expected = try world.database.rows(board.sql)
                let answer = try world.answer(board.board)
                #expect(
                    Self.equal(answer, expected),
                    "seed \(seed)\n\(board.board)\n\(board.sql)\ncork   \(answer)\nsqlite \(expected)"
                )
                compared += 1
                if !expected.isEmpty { nonEmpty += 1 }
            }
        }
        #expect(nonEmpty * 2 > compared, "most answers are empty: nothing is compared")
        print("differential: \(compared) boards compared with SQLite")
    }

    @Test func aPredicateAndItsNegationPartTheRows() throws {
        for seed in Self.seeds(40) {
            var random = SeededNumbers(seed: seed &+ 1_000_000)
            let world = try World(RandomCompany(using: &random))
            for _ in 0..<10 {
                let predicate = RandomPredicate(depth: 2, &random).board
                let all = try world.answer("hr.people | show id").count
                let with = try world.answer("hr.people | where \(predicate) | show id").count
                let without = try world.answer("hr.people | where not (\(predicate)) | show id")
                    .count
                #expect(with + without == all, "seed \(seed): \(predicate)")
                // The same rows counted where no filter can be moved: as a value, and as a set of keys.
                let ways = [
                    "| where \(predicate) | group: n = count()",
                    "| with f = if(\(predicate), 1, 0) | group: n = sum(f)",
                    "| sort score, id | with f = (\(predicate)) | where f | group: n = count()",
                    "| where id in (hr.people | where \(predicate) | show id) | group: n = count()",
                ]
                for way in ways {
                    let count = try world.answer("hr.people " + way).first?.first
                    #expect(count == "\(with)", "seed \(seed): \(way)")
                }
            }
        }
    }

    @Test func theNumberOfThreadsChangesNothing() throws {
        for seed in Self.seeds(10) {
            var random = SeededNumbers(seed: seed &+ 2_000_000)
            let company = RandomCompany(using: &random)
            let (one, two) = (try World(company, threads: 1), try World(company, threads: 2))
            for _ in 0..<10 {
                let board = RandomBoard(using: &random).board
                #expect(try one.answer(board) == two.answer(board), "seed \(seed): \(board)")
            }
        }
    }

    private static func seeds(_ count: Int) -> [UInt64] {
        if let seed = ProcessInfo.processInfo.environment["CORK_SEED"].flatMap(UInt64.init) {
            return [seed]
        }
        let wanted = ProcessInfo.processInfo.environment["CORK_COMPANIES"].flatMap(UInt64.init)
        return (1...max(1, wanted ?? UInt64(count))).map { $0 }
    }

    /// Texts are equal, or both are the same number to twelve digits: the engines add in another order.
    private static func equal(_ left: [[String?]], _ right: [[String?]]) -> Bool {
        guard left.count == right.count else { return false }
        for (a, b) in zip(left, right) {
            guard a.count == b.count else { return false }
            for (x, y) in zip(a, b) where x != y {
                guard let x, let y, let p = Double(x), let q = Double(y),
                    abs(p - q) <= 1e-12 * max(1, abs(p), abs(q))
                else { return false }
            }
        }
        return true
    }
}

/// One random company, loaded by the product and by SQLite.
private struct World {
    let database: SQLiteDatabase
    private let runner: BoardRunner

    init(_ company: RandomCompany, threads: Int = 2) throws {
        database = try SQLiteDatabase()
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("cork-differential-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            ("people", company.people), ("badges", company.badges), ("rooms", company.rooms),
        ]
        var tables: [Table] = []
        for (name, csv) in files {
            try database.load(
                name, csv: csv,
                affinities: [
                    "age": "INTEGER", "score": "REAL", "level": "INTEGER", "floor": "INTEGER",
                ])
            let path = folder.appendingPathComponent("\(name).csv").path
            try csv.write(toFile: path, atomically: true, encoding: .utf8)
            tables += try load(file: path, as: ObjectName(tool: "hr", object: name)).tables
        }
        // Pinned, because inference rightly refuses links that a few random rows do not support.
        var pins = Pins()
        func pin(_ left: (String, String), _ right: (String, String)) {
            pins.links.append(
                Pins.PinnedLink(
                    left: Pins.Side(object: ObjectName(tool: "hr", object: left.0), field: left.1),
                    right: Pins.Side(
                        object: ObjectName(tool: "hr", object: right.0), field: right.1),
                    isWeak: false, name: nil))
        }
        pin(("people", "manager"), ("people", "id"))
        pin(("people", "room"), ("rooms", "room"))
        pin(("badges", "person"), ("people", "id"))
        runner = BoardRunner(
            environment: Environment(
                catalog: Catalog(tables: tables), links: LinkModel(tables: tables, pins: pins),
                saved: [:],
                context: EvaluationContext(
                    now: 1_785_715_200_000_000, timeZone: .utc, cancellation: Cancellation(),
                    threads: threads)))
    }

    func answer(_ text: String) throws -> [[String?]] {
        guard let board = try parseLine(text).board else {
            Issue.record("not a board: \(text)")
            return []
        }
        return try answerRows(runner, board, text)
    }
}
