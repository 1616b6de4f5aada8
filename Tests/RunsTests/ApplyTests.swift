import Actions
import Foundation
import Okta
import OktaSandbox
import TestSupport
import Testing

@testable import Runs

/// What a run does to a tenant, held against the tenant itself.
@Suite(.ownThread) struct ApplyTests {
    private func withOrg(
        users: Int = 60, _ body: (ActedOrg) async throws -> Void
    ) async throws {
        let org = try await ActedOrg(.generated(users: users, apps: 12))
        do { try await body(org) } catch {
            await org.stop()
            throw error
        }
        await org.stop()
    }

    @Test func `Each target is acted on once, in the order of the plan, and noted before`()
        async throws
    {
        try await withOrg { org in
            let users = Array(org.users().prefix(12))
            let twice = users + users.prefix(3)
            let plan = try await org.plan(Deed("suspend user"), twice.map { ActedOrg.target($0) })
            #expect(plan.count == 12)
            #expect(org.server.effects["user.lifecycle.suspend \(users[0])"] == nil)
            let (record, stop) = try await org.apply(plan)
            #expect(stop == nil)
            #expect(record.count(.done) == 12)
            #expect(record.end?.reason == "finished")
            for user in users {
                #expect(org.server.status(ofUser: user) == "SUSPENDED")
                #expect(org.server.effects["user.lifecycle.suspend \(user)"] == 1)
            }
            let lines = try org.database().journal(ofRun: record.number)
            #expect(lines.filter { $0.kind == .intent }.compactMap(\.step) == Array(0..<12))
            #expect(try org.database().journalFaults().isEmpty)
        }
    }

    @Test func `A group is read once for all of its new members, and each member for itself`()
        async throws
    {
        try await withOrg { org in
            let group = try #require(try await made(org))
            let users = Array(org.users().prefix(12))
            let targets = users.map { ActedOrg.target($0, group: group) }
            org.server.resetTraffic()
            let plan = try await org.plan(Deed("add user to group"), targets)
            #expect(plan.count == 12)
            // Each user and its groups before and after, the call, and the group.
            #expect(plan.calls == 12 * 5 + 1)
            let path = "GET /api/v1/groups/\(group)"
            // Four targets are looked at together at first.
            #expect((1...4).contains(org.server.calls[path] ?? 0))
            org.server.resetTraffic()
            let (record, stop) = try await org.apply(plan)
            #expect(stop == nil)
            #expect(record.count(.done) == 12)
            #expect((1...4).contains(org.server.calls[path] ?? 0))
            for user in users {
                #expect(org.server.calls["GET /api/v1/users/\(user)"] == 2)
                #expect(org.server.calls["PUT /api/v1/groups/\(group)/users/\(user)"] == 1)
            }
        }
    }

    private func made(_ org: ActedOrg) async throws -> String? {
        let client = org.client()
        let json = try? await client.send(
            Call(
                .post, "/api/v1/groups",
                body: Array(#"{"profile":{"name":"Newcomers"}}"#.utf8))
        ).json
        await client.close()
        return json?["id"]?.string
    }

    @Test func `A target that changed after the plan stops the run before it`() async throws {
        try await withOrg { org in
            let users = Array(org.users().prefix(12))
            let plan = try await org.plan(Deed("suspend user"), users.map { ActedOrg.target($0) })
            let client = org.client()
            _ = try await client.send(
                Call(
                    .post, "/api/v1/users/\(users[5])",
                    body: Array(#"{"profile":{"title":"Back from leave"}}"#.utf8)))
            await client.close()
            let (record, stop) = try await org.apply(plan)
            guard case .changed(step: 5, let what)? = stop else {
                Issue.record("\(String(describing: stop))")
                return
            }
            #expect(what.hasPrefix("lastUpdated was "))
            #expect(
                users.map { org.server.status(ofUser: $0) == "SUSPENDED" } == [
                    true, true, true, true, true, false, false, false, false, false, false, false,
                ])
            #expect(record.count(.done) == 5)
            #expect(record.count(.left) == 7)
        }
    }

    @Test func `A member that changed stops a run on its group, whatever the run did before`()
        async throws
    {
        try await withOrg { org in
            let group = try #require(try await made(org))
            let users = Array(
                org.users().filter { org.server.status(ofUser: $0) == "ACTIVE" }.prefix(12))
            let plan = try await org.plan(
                Deed("add user to group"), users.map { ActedOrg.target($0, group: group) })
            let client = org.client()
            _ = try await client.send(
                Call(.post, "/api/v1/users/\(users[8])/lifecycle/suspend"))
            await client.close()
            let (record, stop) = try await org.apply(plan)
            guard case .changed(step: 8, let what)? = stop else {
                Issue.record("\(String(describing: stop))")
                return
            }
            #expect(what == "status was ACTIVE and is SUSPENDED")
            #expect(record.count(.done) == 8 && record.count(.left) == 4)
            for user in users[8...] {
                #expect(org.server.calls["PUT /api/v1/groups/\(group)/users/\(user)"] == nil)
            }
        }
    }

    @Test func `Undo of a suspend run and of a group run leaves the tenant as it was`()
        async throws
    {
        try await withOrg { org in
            let users = Array(org.users().prefix(8))
            let group = try #require(
                org.server.ids(of: "groups").last { id in
                    !org.server.ids(of: "group_members").contains("\(id) \(users[0])")
                })
            for (deed, targets) in [
                (Deed("suspend user"), users.map { ActedOrg.target($0) }),
                (Deed("add user to group"), users.map { ActedOrg.target($0, group: group) }),
            ] {
                let before = org.server.dump
                let (record, _) = try await org.apply(try await org.plan(deed, targets))
                #expect(record.count(.done) > 0)
                #expect(org.server.dump != before)
                let undo = try #require(Undo(record))
                #expect(undo.lost.isEmpty)
                let back = try await org.plan(undo.deed, undo.wanted.map(\.target))
                let (undone, stop) = try await org.apply(back)
                #expect(stop == nil)
                #expect(undone.count(.done) == record.count(.done))
                #expect(org.server.dump == before)
            }
        }
    }
}
