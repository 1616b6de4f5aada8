import CFaults
import Columns
import Foundation
import GRDBSQLite
import TestSupport
import Testing

@testable import Workspace

private let users = SyncedObject(connection: "acme.okta.com", name: ObjectName("okta.users"))

/// Faults are the whole process's, so one at a time.
@Suite(.ownThread, .serialized) struct FailingDisks {
    /// What a reader sees of everything that is kept.
    private func view(_ database: WorkspaceDatabase) throws -> String {
        let states = try database.objectStates().map {
            "\($0.rows) \($0.openReading == nil) \($0.ledger.count)"
        }
        let loads = try database.storedLoads().map { load in
            try load.tables.map { contents(try $0.table()) }
        }
        let json = String(decoding: try database.jsonList(of: users), as: UTF8.self)
        let events = try database.eventKeys(connection: users.connection)
        let position = try database.eventPosition(connection: users.connection) ?? "-"
        return "\(states) \(loads) \(try database.states().count) \(json) \(events) \(position)"
    }

    private func seed(_ database: WorkspaceDatabase) throws {
        try database.keep(keeping(seed: 1))
        try database.change(users, part: "", put: records(0..<80, "old"), remove: [])
    }

    private func keeping(seed: UInt64) -> WorkspaceDatabase.Keeping {
        WorkspaceDatabase.Keeping(
            name: "a.csv", key: sampleKey(), report: [],
            tables: [sampleTable(rows: 150, seed: seed)])
    }

    private func records(_ rows: Range<Int>, _ text: String) -> [RawRecord] {
        rows.map {
            RawRecord(
                key: "u\($0)",
                json: Array("{\"a\":\"\(text) \(String(repeating: "y", count: 300))\"}".utf8))
        }
    }

    /// Lets the first, second, third … operation of a change fail until it succeeds.
    ///
    /// - Returns: how many failures there were.
    private func exhaust(
        _ name: String, _ code: Int32, stays: Bool, change: (WorkspaceDatabase) throws -> Void
    ) throws -> Int {
        var failures = 0
        let model = try TemporaryWorkspace()
        let modelDatabase = try model.database()
        try seed(modelDatabase)
        let before = try view(modelDatabase)
        let file = try model.fileBytes
        try change(modelDatabase)
        let changed = try view(modelDatabase)
        try #require(changed != before)
        for number in 1...400 {
            let workspace = try TemporaryWorkspace()
            try workspace.replaceFile(file)
            var database: WorkspaceDatabase? = try workspace.opened()
            let opened = try #require(database)
            cf_fail(workspace.path, Int32(number), code, stays ? 1 : 0)
            var thrown: WorkspaceError?
            do {
                try change(opened)
            } catch let error as WorkspaceError {
                thrown = error
            }
            cf_stop()
            let hasFailed = cf_has_failed() != 0
            let after = try view(opened)
            // As after a crash: everything closed, and opened again.
            database = nil
            let reopened = try #require(try workspace.opened())
            let comment = Comment(
                rawValue:
                    "\(name), operation \(number), code \(code): \(thrown.map(\.sentence) ?? "-")")
            #expect(try reopened.fault() == nil, comment)
            let seen = try view(reopened)
            let isSame = seen == after
            #expect(isSame, comment)
            // The last sync of a commit may fail when the commit is there already.
            let isBeforeOrAfter = seen == changed || thrown != nil && seen == before
            #expect(isBeforeOrAfter, comment)
            if thrown != nil {
                #expect(hasFailed, comment)
                failures += 1
            }
            withExtendedLifetime(database) {}
            if !hasFailed { return failures }
        }
        Issue.record("\(name) never succeeded")
        return failures
    }

    @Test func `Whichever write, sync or open fails, the state is before or after`() throws {
        let codes: [(Int32, Bool)] = [
            (SQLITE_IOERR | (3 << 8), false), (SQLITE_FULL, true),
        ]
        var failures: [String: Int] = [:]
        for (code, stays) in codes {
            let found = [
                "begin": try exhaust("begin", code, stays: stays) { database in
                    _ = try database.begin(.everything, of: users, now: 1)
                },
                "columns": try exhaust("columns", code, stays: stays) {
                    try $0.keep(keeping(seed: 2))
                },
                "rows": try exhaust("rows", code, stays: stays) {
                    try $0.change(
                        users, part: "", put: records(40..<160, "new"), remove: ["u1", "u2"])
                },
                "events": try exhaust("events", code, stays: stays) { database in
                    try database.keepEvents(
                        records(0..<60, "event").map {
                            KeptEvent(key: $0.key, published: "2026-08-03", json: $0.json)
                        }, connection: users.connection, position: "60")
                },
                "state": try exhaust("state", code, stays: stays) {
                    try $0.keepState(of: ["a.csv"], taken: 1, label: "")
                },
            ]
            failures.merge(found) { $0 + $1 }
        }
        // A test in which nothing fails shows nothing.
        for (name, count) in failures { #expect(count >= 8, "\(name): \(count)") }
        print("failing disks: \(failures.sorted { $0.key < $1.key })")
    }

    @Test func `A database that cannot be made leaves none`() throws {
        var failures = 0
        for number in 1...200 {
            let workspace = try TemporaryWorkspace()
            cf_fail(workspace.path, Int32(number), SQLITE_IOERR | (3 << 8), 0)
            let made = try? workspace.database()
            cf_stop()
            if cf_has_failed() == 0 { break }
            if made == nil {
                failures += 1
                if let opened = try workspace.opened() { #expect(try opened.fault() == nil) }
            }
            #expect(try workspace.database().fault() == nil)
        }
        #expect(failures >= 3)
    }

    @Test func `A full disk and a broken one are told apart`() throws {
        for (code, sentence) in [
            (SQLITE_FULL, "the disk is full: "),
            (SQLITE_IOERR | (3 << 8), "the disk reports an error"),
        ] {
            let workspace = try TemporaryWorkspace()
            try seed(try workspace.database())
            let database = try #require(try workspace.opened())
            // The first is the opening of the journal.
            cf_fail(workspace.path, 2, code, 1)
            do throws(WorkspaceError) {
                try database.keep(keeping(seed: 3))
                Issue.record("nothing failed")
            } catch {
                #expect(error.sentence.contains(sentence), "\(error.sentence)")
            }
            cf_stop()
            try #require(try workspace.opened()).keep(keeping(seed: 3))
        }
    }
}
