import Foundation
import Glibc
import OktaSandbox
import TestSupport
import Testing

@testable import Okta
@testable import Sync
@testable import Workspace

@Suite(.ownThread, .serialized) struct KillTests {
    /// What each process asks before it reads on: engine, System Log, schemas; and what is on its way when it dies.
    private static let callsToBegin = 10
    /// 500 users in `make test`; 50,000 with 500,000 memberships in `make soak`.
    private static let soak = ProcessInfo.processInfo.environment["CORK_SOAK"].flatMap { Int($0) }

    /// The moments are spread evenly over the calls of a whole sync, whose time is that of its calls: each process is
    /// killed when it has come a twenty-first further.
    @Test func `A sync that is killed at 20 moments ends with exactly what the tenant has`()
        async throws
    {
        let users = Self.soak ?? 500
        let tenant = Tenant.generated(
            users: users, apps: Self.soak == nil ? 30 : 150, groupsOfEach: 10)
        let org = try await SyncedOrg(tenant, window: Self.soak == nil ? 0.2 : 1)
        let wholeStart = Date()
        let whole = try await Self.callsOfOneSync(tenant, window: Self.soak == nil ? 0.2 : 1)
        let wholeSeconds = Date().timeIntervalSince(wholeStart)
        print("\(users) users: a sync takes \(whole) calls, \(Self.text(wholeSeconds)) s")
        print("| kill | after calls | rows kept | pages counted | calls again |")
        print("|---|---|---|---|---|")
        var total = 0
        var kills = 0
        for moment in 1...20 {
            let due = Self.callsToBegin + whole / 21
            let process = try org.startSync()
            await Self.kill(process.processIdentifier, at: due, callsOf: org.server)
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { kills += 1 }
            total += org.calls
            org.server.resetTraffic()
            let seen = try Self.counted(org)
            print(
                "| \(moment) | \(total) | \(seen.rows) | \(seen.pages) | "
                    + "\(max(0, total - seen.pages)) |")
            #expect(seen.trouble == nil, "after kill \(moment): \(seen.trouble ?? "")")
        }
        let last = try org.startSync()
        last.waitUntilExit()
        #expect(last.terminationStatus == 0)
        total += org.calls
        #expect(kills >= 15, "only \(kills) processes were still at work")
        #expect(try org.differences() == [])
        let database = try org.database()
        #expect(try database.fault() == nil)
        let incomplete = try database.objectStates().filter { $0.openReading != nil }
        #expect(incomplete.isEmpty)
        print("\(kills) kills; \(total) calls in all, \(whole) without a kill; equal, id by id")
        await org.stop()
    }

    /// On a thread of its own: the pool's are kept busy by other tests, and the moment would pass.
    private static func kill(_ process: pid_t, at due: Int, callsOf server: SandboxServer) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while server.calls.values.reduce(0, +) < due, Glibc.kill(process, 0) == 0 {
                    usleep(500)
                }
                Glibc.kill(process, SIGKILL)
                continuation.resume()
            }
        }
    }

    private static func callsOfOneSync(_ tenant: Tenant, window: Double) async throws -> Int {
        let org = try await SyncedOrg(tenant, window: window)
        let process = try org.startSync()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let calls = org.calls
        #expect(try org.differences() == [])
        await org.stop()
        return calls
    }

    private static func text(_ seconds: Double) -> String { String(format: "%.1f", seconds) }

    /// Rows and pages as the database counts them, and what does not fit together.
    private static func counted(
        _ org: SyncedOrg
    ) throws -> (rows: Int, pages: Int, trouble: String?) {
        let state = try StateFolder.make(in: org.folder)
        guard let database = try WorkspaceDatabase.open(state, makes: false) else {
            return (0, 0, nil)
        }
        return try database.read { connection throws(WorkspaceError) in
            let objects = try connection.statement(
                "SELECT coalesce(sum(rows), 0), coalesce(sum(reading_pages), 0) FROM objects")
            guard try objects.step() else { return (0, 0, "no counts") }
            let (rows, pages) = (Int(objects.integer(0)), Int(objects.integer(1)))
            objects.reset()
            let records = try connection.statement("SELECT count(*) FROM records")
            guard try records.step() else { return (rows, pages, "no rows") }
            let there = Int(records.integer(0))
            records.reset()
            // A part whose pages are counted has the rows of these pages.
            let parts = try connection.statement(
                """
                SELECT objects.object, parts.part, parts.rows, (SELECT count(*) FROM records
                    WHERE records.object = parts.object AND records.part = parts.part) AS there
                FROM parts JOIN objects ON objects.id = parts.object WHERE parts.rows > there
                """)
            var trouble: String?
            if there != rows { trouble = "\(rows) rows are counted, \(there) are there" }
            if try parts.step() {
                trouble =
                    "\(parts.text(0)) \(parts.text(1)): \(parts.integer(2)) rows are counted, "
                    + "\(parts.integer(3)) are there"
            }
            return (rows, pages, trouble)
        }
    }
}
