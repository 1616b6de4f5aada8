import Columns
import Foundation
import Ingest
import Testing

@testable import Workspace

@Suite struct StoredColumns {
    private func keep(_ tables: [Table], in database: WorkspaceDatabase, as name: String = "a.csv")
        throws
    {
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: name, key: sampleKey(), report: Array("report".utf8), tables: tables))
    }

    @Test func `Every kind of column comes back as it was`() throws {
        let workspace = try TemporaryWorkspace()
        for rows in [0, 1, 63, 64, 65, 1000] {
            let own = sampleTable(rows: rows, seed: UInt64(rows))
            let child = Table(
                name: ObjectName("okta.users.logins"), fields: [Field(name: "at", type: .integer)],
                columns: [Column(.integer((0..<Int64(rows)).map { $0 }))], rowCount: rows,
                parent: Table.Parent(
                    object: ObjectName("okta.users"), field: "logins",
                    rows: (0..<Int32(rows)).map { $0 / 2 }))
            try keep([own, child], in: try workspace.database())
            let reopened = try #require(try workspace.opened())
            let load = try #require(try reopened.storedLoads().first)
            #expect(load.report == Array("report".utf8))
            #expect(load.key == sampleKey())
            #expect(load.tables.map(\.name) == [own.name, child.name])
            #expect(load.tables[0].fields == own.fields)
            for (stored, table) in zip(load.tables, [own, child]) {
                #expect(contents(try stored.table()) == contents(table), "\(rows) rows")
            }
        }
    }

    @Test func `Text of many segments, shared by columns, comes back as it was`() throws {
        let workspace = try TemporaryWorkspace()
        var csv = "id,name,note\n"
        let long = String(repeating: "z", count: 200)
        for row in 0..<25_000 {
            csv += "\(row),name \(row % 977) ä,\"a \"\"note\"\" of \(row * 7919)\(long)\"\n"
        }
        let loaded = try load(
            bytes: Array(csv.utf8), file: "x.csv", as: ObjectName("x.rows"))
        try keep(loaded.tables, in: try workspace.database())
        let stored = try #require(try workspace.opened()?.storedLoads().first?.tables.first)
        let isSame = contents(try stored.table(threads: 2)) == contents(loaded.tables[0])
        #expect(isSame)
        let one = try stored.columns([2])
        #expect(one[0].count == 25_000)
        #expect(one[0].storage.firstText == "a \"note\" of 0\(long)")
    }

    @Test func `A source that is kept again, forgotten or read by an old handle`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try keep([sampleTable(rows: 500, seed: 1)], in: database)
        let old = try #require(try database.storedLoads().first?.tables.first)
        try keep([sampleTable(rows: 700, seed: 2)], in: database)
        // Its segments are gone, and their numbers are not given again.
        #expect(throws: WorkspaceError.self) { try old.table() }
        let new = try #require(try database.storedLoads().first?.tables.first)
        #expect(contents(try new.table()) == contents(sampleTable(rows: 700, seed: 2)))
        var key = sampleKey()
        key.modified = 99
        try database.refresh("a.csv", key: key)
        #expect(try database.storedLoads().first?.key == key)
        try database.forget(["a.csv"])
        #expect(try database.storedLoads().isEmpty)
        #expect(throws: WorkspaceError.self) { try new.table() }
        #expect(try database.fault() == nil)
    }

    @Test func `A file is the same by its times, unless it was written just then`() throws {
        let key = SourceKey(
            size: 10, modified: 5_000_000_000, changed: 6_000_000_000, inode: 7, content: 8,
            loader: "1", seen: 9_000_000_000)
        func match(
            _ size: Int64, _ modified: Int64, _ changed: Int64, _ inode: UInt64, _ loader: String,
            seen: Int64 = 9_000_000_000
        ) -> SourceKey.Match {
            var key = key
            key.seen = seen
            return key.match(
                size: size, modified: modified, changed: changed, inode: inode, loader: loader)
        }
        #expect(match(10, 5_000_000_000, 6_000_000_000, 7, "1") == .same)
        #expect(match(11, 5_000_000_000, 6_000_000_000, 7, "1") == .different)
        #expect(match(10, 5_000_000_000, 6_000_000_000, 7, "2") == .different)
        #expect(match(10, 5_000_000_001, 6_000_000_000, 7, "1") == .unsure)
        #expect(match(10, 5_000_000_000, 6_000_000_001, 7, "1") == .unsure)
        #expect(match(10, 5_000_000_000, 6_000_000_000, 8, "1") == .unsure)
        #expect(
            match(10, 5_000_000_000, 6_000_000_000, 7, "1", seen: 7_000_000_000) == .unsure)
    }

    @Test func `The hash of a file tells every byte and its place`() throws {
        let workspace = try TemporaryWorkspace()
        let path = workspace.path + "/file"
        var bytes = (0..<(3 << 20) + 17).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ ($0 >> 13)) }
        func hash() throws -> UInt64? {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return ContentHash.ofFile(path)
        }
        var seen: Set<UInt64> = [try #require(try hash())]
        for position in [0, 1 << 20, (3 << 20) + 16] {
            bytes[position] ^= 1
            #expect(seen.insert(try #require(try hash())).inserted)
            bytes[position] ^= 1
        }
        let first = Array(bytes[..<(1 << 20)])
        bytes.replaceSubrange(0..<1 << 20, with: bytes[(1 << 20)..<2 << 20])
        bytes.replaceSubrange((1 << 20)..<2 << 20, with: first)
        #expect(seen.insert(try #require(try hash())).inserted)
        #expect(ContentHash.ofFile(workspace.path + "/none") == nil)
    }
}

extension Column.Storage {
    var firstText: String? {
        if case .text(let text) = self { return text.string(0) }
        return nil
    }
}
