import Columns
import Foundation
import TestSupport
import Testing

@testable import Workspace

private let users = SyncedObject(connection: "acme.okta.com", name: ObjectName("okta.users"))

@Suite(.ownThread) struct DamagedFiles {
    /// Everything that is kept, read as far as it can be: what was told as damage is missing.
    private struct View {
        var columns: [String: String] = [:]
        var rows: String?
        var ledger: String?
        var states: String?
        var isOpened = false
        var tellings = 0
    }

    private func view(_ workspace: TemporaryWorkspace) -> View {
        var view = View()
        func told<Result>(_ body: () throws -> Result) -> Result? {
            do { return try body() } catch {
                view.tellings += 1
                return nil
            }
        }
        guard let database = told({ try workspace.opened() }) ?? nil else { return view }
        view.isOpened = true
        for load in told({ try database.storedLoads() }) ?? [] {
            for table in load.tables {
                for index in table.fields.indices {
                    if let column = told({ try table.columns([index]) }) {
                        let one = Table(
                            name: table.name, fields: [table.fields[index]], columns: column,
                            rowCount: table.rowCount)
                        view.columns["\(load.name) \(index)"] = contents(one).joined()
                    }
                }
            }
        }
        view.rows = told { String(decoding: try database.jsonList(of: users), as: UTF8.self) }
        view.ledger = told { "\(try database.objectStates())" }
        view.states = told { "\(try database.states())" }
        return view
    }

    @Test func `A flipped bit anywhere is told and never read as data`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        for (name, seed) in [("a.csv", 1), ("b.csv", 2)] as [(String, UInt64)] {
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: name, key: sampleKey(), report: [],
                    tables: [sampleTable(rows: 60, seed: seed)]))
        }
        let reading = try database.begin(.everything, of: users, now: 1)
        let records = (0..<900).map {
            RawRecord(key: "u\($0)", json: Array("{\"id\":\"u\($0)\",\"n\":\($0 &* 7919)}".utf8))
        }
        try database.add(
            RawPage(part: "", records: records, next: nil, isLast: true, mark: 4), to: reading)
        _ = try database.finish(
            reading, LedgerEntry(kind: .everything, started: 1, ended: 2, calls: 1, scope: "s"))
        try database.keepState(of: ["a.csv"], taken: 5, label: "x")
        let whole = try workspace.fileBytes
        let truth = view(workspace)
        #expect(truth.tellings == 0 && truth.columns.count == 22)

        var random = SeededNumbers(seed: 42)
        let copy = try TemporaryWorkspace()
        var tellings = 0
        var refusals = 0
        // Every page, near its start where its structure is, and anywhere.
        var places: [Int] = []
        for page in stride(from: 0, to: whole.count, by: 65_536) {
            for _ in 0..<12 { places.append(page + Int.random(in: 0..<64, using: &random)) }
            for _ in 0..<8 { places.append(page + Int.random(in: 0..<65_536, using: &random)) }
        }
        for place in places {
            var bytes = whole
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try copy.replaceFile(bytes)
            let seen = view(copy)
            tellings += seen.tellings
            if !seen.isOpened { refusals += 1 }
            let comment = Comment(rawValue: "bit at \(place)")
            for (name, column) in seen.columns {
                let isTrue = truth.columns[name] == column
                #expect(isTrue, comment)
            }
            if let rows = seen.rows {
                let isTrue = rows == truth.rows
                #expect(isTrue, comment)
            }
            if let ledger = seen.ledger {
                let isTrue = ledger == truth.ledger
                #expect(isTrue, comment)
            }
            if let states = seen.states {
                let isTrue = states == truth.states
                #expect(isTrue, comment)
            }
            // Without a word only where nothing is kept.
            if seen.tellings == 0 {
                #expect(seen.columns.count == truth.columns.count, comment)
                #expect(seen.rows != nil && seen.ledger != nil && seen.states != nil, comment)
            }
        }
        #expect(tellings > places.count / 2)
        print(
            "damaged files: \(places.count) bits, \(refusals) files refused, \(tellings) tellings")
    }

    @Test func `A source whose columns are damaged is forgotten and kept anew`() throws {
        let workspace = try TemporaryWorkspace()
        let wide = Column(.integer((0..<400_000).map { Int64($0) }))
        func keep(_ database: WorkspaceDatabase) throws {
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: "a", key: sampleKey(), report: [],
                    tables: [
                        Table(
                            name: ObjectName("a.b"), fields: [Field(name: "x", type: .integer)],
                            columns: [wide], rowCount: wide.count)
                    ]))
        }
        do { try keep(try workspace.database()) }
        // The segment is written last; its pages are the end of the file.
        var bytes = try workspace.fileBytes
        for page in 2..<40 { bytes[bytes.count - page * 65_536 + 9000] ^= 1 }
        try workspace.replaceFile(bytes)
        let database = try #require(try workspace.opened())
        let damaged = try #require(try database.storedLoads().first?.tables.first)
        #expect(throws: WorkspaceError.self) { try damaged.table() }
        try database.forget(["a"])
        #expect(try database.storedLoads().isEmpty)
        try keep(database)
        let again = try #require(try database.storedLoads().first?.tables.first)
        #expect(try again.table().rowCount == 400_000)
        try database.forget(["a"])
        #expect(try database.storedLoads().isEmpty)
    }

    @Test func `Text that is too short or a view that points elsewhere is no column`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        // Written as it should not be: checksums agree, the column does not.
        let arena = TextArena(bytes: Array("abc".utf8))
        let text = TextColumn(arena: arena, views: [TextView(offset: 0, length: 3)])
        let coded = Column(.coded(CodedColumn(codes: [7], dictionary: text)))
        let list = Column(
            .list(ListColumn(starts: [0, 5, 1], elements: Column(.integer([1])))))
        for column in [coded, list] {
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: "a", key: sampleKey(), report: [],
                    tables: [
                        Table(
                            name: ObjectName("a.b"), fields: [Field(name: "x", type: column.type)],
                            columns: [column], rowCount: column.count)
                    ]))
            let stored = try #require(try database.storedLoads().first?.tables.first)
            #expect(throws: WorkspaceError.self) { try stored.table() }
        }
    }
}
