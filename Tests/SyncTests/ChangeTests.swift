import Foundation
import TestSupport
import Testing

@testable import Okta
@testable import OktaSandbox
@testable import Sync
@testable import Workspace

@Suite(.ownThread, .serialized) struct ChangeTests {
    private static let soak = ProcessInfo.processInfo.environment["CORK_SOAK"].flatMap { Int($0) }

    @Test func `After 100 changes a second sync takes at most 3 percent of the calls of the first`()
        async throws
    {
        let users = Self.soak ?? 500
        let org = try await SyncedOrg(
            Tenant.generated(users: users, apps: 150, groupsOfEach: 10), window: 0.2)
        try await org.sync()
        let first = org.calls
        #expect(try org.differences() == [])
        let made = try await Changes(org).make()
        org.server.resetTraffic()
        let summary = try await org.sync()
        let second = org.calls
        print(
            "\(users) users: \(first) calls at first, \(second) after \(made) changes, "
                + String(format: "%.1f %%", 100 * Double(second) / Double(first)))
        #expect(made == 100)
        #expect(summary.isComplete && summary.logTrouble == nil)
        #expect(try org.differences() == [])
        #expect(second * 100 <= first * 3)
        await org.stop()
    }

    @Test func `Nothing is removed because a list failed, came short or came empty`() async throws {
        let org = try await SyncedOrg(Tenant.generated(users: 300, apps: 5), window: 0.2)
        try await org.sync()
        let before = try org.keys(ListRegistry.users).sorted()
        // The list fails for good in its middle.
        org.server.inject(
            Fault(.internalError, path: "/api/v1/users", skip: 1, times: 1000))
        let failed = try await org.sync { $0.isFull = true }
        org.server.clearFaults()
        #expect(!failed.isComplete)
        #expect(try org.keys(ListRegistry.users).sorted() == before)
        // Nearly everybody is gone at once.
        let people = org.server.ids(of: "users")
        org.server.change { tenant in
            for id in people.dropFirst(3) { tenant.users.remove(id) }
        }
        let suspicious = try await org.sync { $0.isFull = true }
        let users = try #require(suspicious.objects.first { $0.list.name == "users" })
        #expect(users.isSuspicious && users.entry.reason != nil)
        #expect(try org.keys(ListRegistry.users).sorted() == before)
        // Somebody says that it is so.
        let accepted = try await org.sync {
            $0.isFull = true
            $0.believesLoss = ["users"]
        }
        #expect(accepted.objects.first { $0.list.name == "users" }?.entry.removed == 297)
        #expect(try org.keys(ListRegistry.users).count == 3)
        await org.stop()
    }

    @Test func `Without the System Log everything is read, and what is gone is found`() async throws
    {
        let org = try await SyncedOrg(Tenant.generated(users: 200, apps: 5), window: 0.2)
        try await org.sync()
        _ = try await Changes(org).make()
        org.server.inject(Fault(.forbidden, path: "/api/v1/logs", times: 1000))
        let summary = try await org.sync()
        #expect(summary.logTrouble != nil)
        #expect(try org.differences() == [])
        await org.stop()
    }

    @Test func `What neither stamps nor the System Log show is found a week later`() async throws {
        let org = try await SyncedOrg(Tenant.generated(users: 50, apps: 5), window: 0.2)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        try await org.sync(now: now)
        let victim = try #require(org.server.ids(of: "users").last)
        org.server.change { $0.users.remove(victim) }
        try await org.sync(now: now + 3600_000_000)
        #expect(try org.keys(ListRegistry.users).contains(victim))
        try await org.sync(now: now + 8 * 86_400_000_000)
        #expect(try !org.keys(ListRegistry.users).contains(victim))
        await org.stop()
    }

    @Test func `A clock that goes back neither skips a sync nor loses rows`() async throws {
        let org = try await SyncedOrg(Tenant.generated(users: 50, apps: 5), window: 0.2)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        try await org.sync(now: now)
        _ = try await Changes(org).make(40)
        let summary = try await org.sync(now: now - 400 * 86_400_000_000)
        #expect(summary.isComplete)
        #expect(try org.differences() == [])
        await org.stop()
    }

    @Test func `A user who moves between pages is neither lost nor twice`() async throws {
        let org = try await SyncedOrg(Tenant.generated(users: 450, apps: 5), window: 0.2)
        org.server.inject(Fault(.overlappingPages, path: "/api/v1/users", skip: 1, times: 1))
        try await org.sync()
        #expect(try org.differences() == [])
        await org.stop()
    }
}
