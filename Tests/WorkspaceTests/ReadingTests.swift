import Columns
import Testing

@testable import Workspace

private let users = SyncedObject(
    connection: "acme.okta.com", name: ObjectName("okta.users"))

private func record(_ number: Int, _ text: String = "x") -> RawRecord {
    RawRecord(key: "u\(number)", json: Array("{\"id\":\"u\(number)\",\"n\":\"\(text)\"}".utf8))
}

private func page(
    _ rows: Range<Int>, _ text: String = "x", part: String = "", next: String? = nil,
    mark: Int64? = nil
) -> RawPage {
    RawPage(
        part: part, records: rows.map { record($0, text) }, next: next, isLast: next == nil,
        mark: mark)
}

private func entry(_ reason: String? = nil) -> LedgerEntry {
    LedgerEntry(
        kind: .everything, started: 0, ended: 9, calls: 3, scope: "okta.users.read", reason: reason)
}

@Suite struct Readings {
    private func full(
        _ database: WorkspaceDatabase, _ rows: Range<Int>, _ text: String = "x",
        believesLoss: Bool = false
    ) throws -> ReadingEnd {
        let reading = try database.begin(.everything, of: users, now: 1)
        try database.add(page(rows, text), to: reading)
        return try database.finish(reading, entry(), believesLoss: believesLoss)
    }

    private func keys(_ database: WorkspaceDatabase) throws -> [String] {
        try database.keys(of: users).map(\.key)
    }

    @Test func `A complete list puts rows in place by id and removes what it does not have`() throws
    {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        _ = try full(database, 0..<50)
        guard case .complete(let entry) = try full(database, 20..<60, "new") else {
            Issue.record("not complete")
            return
        }
        #expect(entry.rows == 40 && entry.added == 10 && entry.removed == 20 && entry.pages == 1)
        #expect(Set(try keys(database)) == Set((20..<60).map { "u\($0)" }))
        #expect(
            try database.record("u25", part: "", of: users) == record(25, "new").json)
        let state = try #require(try database.objectStates().first)
        #expect(state.rows == 40 && state.hasBeenComplete && state.openReading == nil)
        #expect(state.ledger.count == 2 && state.ledger[0] == entry)
        let list = String(decoding: try database.jsonList(of: users), as: UTF8.self)
        #expect(list.hasPrefix("[{\"id\":\"u20\"") && list.hasSuffix("}]"))
    }

    @Test func `A stopped reading goes on at its cursors, and another process's ends`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        let first = try database.begin(.everything, of: users, now: 5)
        #expect(!first.isResumed && first.cursors.isEmpty)
        try database.add(page(0..<3, part: "a", next: "/a2"), to: first)
        try database.add(page(3..<5, part: "b"), to: first)
        try database.pause(first, entry())
        let second = try #require(try workspace.opened()).begin(.everything, of: users, now: 6)
        #expect(second.isResumed && second.number == first.number && second.started == 5)
        #expect(second.cursors == ["a": "/a2"] && second.finished == ["b"])
        // Too old to go on with.
        let third = try database.begin(.everything, of: users, now: 9, resumesSince: 8)
        #expect(!third.isResumed && third.number > first.number && third.finished.isEmpty)
        #expect(throws: WorkspaceError.superseded(object: "okta.users")) {
            try database.add(page(5..<6), to: second)
        }
        #expect(throws: WorkspaceError.superseded(object: "okta.users")) {
            try database.finish(first, entry())
        }
        #expect(try keys(database).count == 5)
    }

    @Test func `Rows that come twice count once`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        let reading = try database.begin(.everything, of: users, now: 1)
        try database.add(page(0..<10, next: "/2"), to: reading)
        try database.add(page(8..<15, "later"), to: reading)
        guard case .complete(let entry) = try database.finish(reading, entry()) else {
            Issue.record("not complete")
            return
        }
        #expect(entry.rows == 15 && entry.added == 15 && entry.pages == 2)
        #expect(try database.record("u9", part: "", of: users) == record(9, "later").json)
    }

    @Test func `Nothing is removed after a failure, an unfinished list or a sudden loss`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        _ = try full(database, 0..<200)
        // A reason of the caller's.
        var reading = try database.begin(.everything, of: users, now: 2)
        try database.add(page(0..<150), to: reading)
        guard case .incomplete = try database.finish(reading, entry("not allowed")) else {
            Issue.record("complete")
            return
        }
        // A list that was not read to its end.
        reading = try database.begin(.everything, of: users, now: 3)
        try database.add(page(0..<150, next: "/more"), to: reading)
        guard case .incomplete(let unfinished) = try database.finish(reading, entry()) else {
            Issue.record("complete")
            return
        }
        #expect(unfinished.reason == "1 list was not read to its end")
        // A list that nobody asked for.
        reading = try database.begin(.everything, of: users, now: 4)
        try database.add(page(0..<150), to: reading)
        guard
            case .incomplete(let lacking) = try database.finish(
                reading, entry(), parts: ["", "other"])
        else {
            Issue.record("complete")
            return
        }
        #expect(lacking.reason == "1 of 2 lists were not read")
        for left in [0, 19] {
            guard case .suspicious(let told, 200, left) = try full(database, 0..<left) else {
                Issue.record("believed \(left)")
                return
            }
            #expect(told.reason?.contains("where there were 200") == true)
        }
        #expect(try keys(database).count == 200)
        guard case .complete(let loss) = try full(database, 0..<19, believesLoss: true) else {
            Issue.record("not believed")
            return
        }
        #expect(loss.removed == 181)
        #expect(try keys(database).count == 19)
    }

    @Test func `Changes alone remove nothing and move the mark when complete`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        var reading = try database.begin(.everything, of: users, now: 1)
        #expect(reading.mark == nil)
        try database.add(page(0..<20, mark: 100), to: reading)
        _ = try database.finish(reading, entry())
        reading = try database.begin(.changes, of: users, now: 2)
        #expect(reading.mark == 100)
        try database.add(page(5..<7, "changed", next: "/2", mark: 130), to: reading)
        try database.add(page(20..<21, mark: 120), to: reading)
        _ = try database.finish(reading, entry("stopped"))
        reading = try database.begin(.changes, of: users, now: 3)
        #expect(reading.mark == 100)
        try database.add(page(5..<7, "changed", mark: 140), to: reading)
        try database.add(
            RawPage(part: "", records: [], next: "/poll", isLast: true, mark: nil), to: reading)
        _ = try database.finish(reading, entry())
        reading = try database.begin(.changes, of: users, now: 4)
        #expect(reading.mark == 140 && reading.lastCursors == ["": "/poll"])
        #expect(try keys(database).count == 21)
        // A full reading afterwards sweeps what changes brought and the list no longer has.
        guard case .complete(let entry) = try full(database, 0..<20) else {
            Issue.record("not complete")
            return
        }
        #expect(entry.removed == 1)
    }

    @Test func `A list of keys keeps rows and tells which are new`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        _ = try full(database, 0..<30)
        let reading = try database.begin(.everything, of: users, now: 2)
        let unknown = try database.addKeys(
            (10..<32).map { "u\($0)" }, part: "", next: nil, isLast: true, to: reading)
        #expect(unknown == ["u30", "u31"])
        try database.add(page(30..<32), to: reading)
        guard case .complete(let entry) = try database.finish(reading, entry()) else {
            Issue.record("not complete")
            return
        }
        #expect(entry.rows == 22 && entry.removed == 10 && entry.added == 2)
        #expect(try keys(database).count == 22)
    }

    @Test func `What an event brings survives the sweep of a reading on its way`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        _ = try full(database, 0..<10)
        let reading = try database.begin(.everything, of: users, now: 2)
        try database.change(users, part: "", put: [record(77), record(3, "event")], remove: ["u9"])
        try database.add(page(0..<9), to: reading)
        _ = try database.finish(reading, entry())
        #expect(Set(try keys(database)) == Set((0..<9).map { "u\($0)" } + ["u77"]))
        #expect(try database.objectStates().first?.rows == 10)
    }

    @Test func `The ledger keeps what was refused and what the tool counts otherwise`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        let reading = try database.begin(.everything, of: users, now: 2)
        try database.add(page(0..<9), to: reading)
        var told = entry("not allowed (okta.users.read)")
        told.refusal = "You do not have permission"
        told.notes = [
            LedgerEntry.Note(part: "00g1", reason: "Okta counts 12 rows", expected: 12, rows: 9),
            LedgerEntry.Note(part: "00g2", reason: "gone"),
        ]
        _ = try database.finish(reading, told)
        let kept = try #require(try database.objectStates().first?.ledger.first)
        #expect(kept.refusal == told.refusal && kept.reason == told.reason)
        #expect(kept.notes == told.notes && kept.rows == 9 && kept.pages == 1 && kept.calls == 3)
        for number in 0..<(LedgerEntry.keptMax + 10) {
            let reading = try database.begin(.changes, of: users, now: Int64(number))
            _ = try database.finish(reading, entry())
        }
        #expect(try database.objectStates().first?.ledger.count == LedgerEntry.keptMax)
    }

    @Test func `Forgetting a connection leaves the others`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        _ = try full(database, 0..<10)
        let other = SyncedObject(connection: "acme.okta.com.eu", name: ObjectName("okta.users"))
        try database.change(other, part: "", put: [record(1)], remove: [])
        for object in [users, other] {
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: object.sourceName, key: sampleKey(), report: [],
                    tables: [sampleTable(rows: 3, seed: 1)]))
        }
        try database.forget(connection: "acme.okta.com")
        #expect(try database.objectStates().map(\.object) == [other])
        #expect(try database.storedLoads().map(\.name) == [other.sourceName])
        #expect(try database.keys(of: users).isEmpty)
    }
}
