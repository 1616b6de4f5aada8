import Actions
import Foundation
import Okta
import OktaSandbox
import TestSupport
import Testing

@testable import Runs

/// What a run does when Okta refuses, breaks or does not answer.
@Suite(.ownThread) struct TroubleTests {
    private static let suspend = "/api/v1/users/*/lifecycle/suspend"

    private func withRun(
        of count: Int = 10, width: Int = 1, faults: [Fault],
        _ body: (ActedOrg, [String], RunRecord, RunStop?) async throws -> Void
    ) async throws {
        let org = try await ActedOrg(.generated(users: 60, apps: 12))
        do {
            let users = Array(org.users().prefix(count))
            let plan = try await org.plan(Deed("suspend user"), users.map { ActedOrg.target($0) })
            for fault in faults { org.server.inject(fault) }
            let (record, stop) = try await org.apply(plan, width: width)
            org.server.clearFaults()
            try await body(org, users, record, stop)
        } catch {
            await org.stop()
            throw error
        }
        await org.stop()
    }

    private func once(_ org: ActedOrg, _ users: [String]) {
        for user in users {
            #expect(org.server.effects["user.lifecycle.suspend \(user)"] == 1, "\(user)")
        }
    }

    @Test func `Of ten targets three fail, the others are done, and resume does only the three`()
        async throws
    {
        let faults = [Fault(.internalError, method: "POST", path: Self.suspend, skip: 2, times: 3)]
        try await withRun(faults: faults) { org, users, record, stop in
            #expect(stop == nil)
            #expect(
                record.plan.steps.indices.map(record.state) == [
                    .done, .done, .failed, .failed, .failed, .done, .done, .done, .done, .done,
                ])
            #expect(
                record.steps[2].outcome?.detail.hasSuffix("Okta shows that it was not done") == true
            )
            org.server.resetTraffic()
            let (resumed, _) = try await org.apply(record.plan, resuming: record.number)
            #expect(resumed.count(.done) == 10)
            #expect(org.server.calls.filter { $0.key.hasPrefix("POST ") }.values.reduce(0, +) == 3)
            once(org, users)
        }
    }

    @Test func `An answer that never came is settled by what Okta shows`() async throws {
        let kinds: [(Fault.Kind, RunRecord.State)] = [
            (.dropAfter, .done), (.errorAfter, .done), (.cutBody, .done), (.dropBefore, .failed),
            (.badGateway, .failed), (.gatewayTimeout, .failed),
        ]
        for (kind, state) in kinds {
            let faults = [Fault(kind, method: "POST", path: Self.suspend, skip: 1)]
            try await withRun(of: 3, faults: faults) { org, users, record, stop in
                #expect(stop == nil, "\(kind)")
                #expect(record.state(of: 1) == state, "\(kind): \(record.steps[1])")
                #expect(org.server.struckFaults[kind.rawValue] == 1)
                let (resumed, _) = try await org.apply(record.plan, resuming: record.number)
                #expect(resumed.count(.done) == 3, "\(kind)")
                once(org, users)
            }
        }
    }

    @Test func `A call whose effect nothing shows stays unknown and is not sent again`()
        async throws
    {
        let faults = [
            Fault(.dropAfter, method: "POST", path: Self.suspend, skip: 1),
            // The look at what became of it fails too.
            Fault(.internalError, method: "GET", path: "/api/v1/users/*", skip: 3, times: 5),
        ]
        try await withRun(of: 2, faults: faults) { org, users, record, stop in
            #expect(record.state(of: 1) == .unknown)
            let (resumed, _) = try await org.apply(record.plan, resuming: record.number)
            #expect(resumed.state(of: 1) == .done)
            #expect(resumed.steps[1].outcome?.detail == "Okta shows that it was done")
            once(org, users)
        }
    }

    @Test func `A credential that is refused stops the run at once, a limit only delays it`()
        async throws
    {
        for kind in [Fault.Kind.unauthorized, .forbidden] {
            let faults = [Fault(kind, method: "POST", path: Self.suspend, skip: 4)]
            try await withRun(faults: faults) { org, users, record, stop in
                guard case .forbidden? = stop else {
                    Issue.record("\(kind): \(String(describing: stop))")
                    return
                }
                #expect(record.count(.done) == 4)
                #expect(record.count(.failed) == 1)
                #expect(record.count(.left) == 5)
                let (resumed, _) = try await org.apply(record.plan, resuming: record.number)
                #expect(resumed.count(.done) == 10)
                once(org, users)
            }
        }
        let faults = [
            Fault(.tooManyRequests, method: "POST", path: Self.suspend, skip: 4),
            Fault(.concurrency, method: "POST", path: Self.suspend, skip: 2),
        ]
        try await withRun(faults: faults) { org, users, record, stop in
            #expect(stop == nil)
            #expect(record.count(.done) == 10)
            once(org, users)
        }
    }

    @Test func `What somebody else has done meanwhile counts as done and says so`() async throws {
        let org = try await ActedOrg(.generated(users: 60, apps: 12))
        let users = Array(org.users().prefix(3))
        let plan = try await org.plan(Deed("suspend user"), users.map { ActedOrg.target($0) })
        // Between the look at the target and the call.
        org.server.inject(Fault(.dropBefore, method: "POST", path: Self.suspend, skip: 0))
        let (record, _) = try await org.apply(plan, width: 1)
        #expect(record.state(of: 0) == .failed)
        org.server.setStatus("SUSPENDED", ofUser: users[0])
        let (resumed, _) = try await org.apply(plan, resuming: record.number)
        #expect(resumed.state(of: 0) == .done)
        #expect(org.server.effects["user.lifecycle.suspend \(users[0])"] == nil)
        await org.stop()
    }

    @Test func `Stopped between two targets, those under way are ended and the rest is left`()
        async throws
    {
        let org = try await ActedOrg(.generated(users: 60, apps: 12))
        let users = Array(org.users().prefix(40))
        let plan = try await org.plan(Deed("suspend user"), users.map { ActedOrg.target($0) })
        let control = RunControl()
        let server = org.server
        let watcher = Thread {
            while server.effects.keys.count(where: { $0.hasPrefix("user.lifecycle.suspend") }) < 7 {
                usleep(200)
            }
            control.stop()
        }
        watcher.start()
        let (record, stop) = try await org.apply(plan, control: control)
        #expect(stop == .interrupted)
        #expect(record.end?.reason == "interrupted")
        #expect(record.count(.unknown) == 0)
        #expect(record.count(.done) >= 7)
        #expect(record.count(.done) + record.count(.left) == 40)
        let (resumed, _) = try await org.apply(plan, resuming: record.number)
        #expect(resumed.count(.done) == 40)
        once(org, users)
        await org.stop()
    }

    @Test func `A thousand members join a group within the limits, with the reserve kept`()
        async throws
    {
        let org = try await ActedOrg(.generated(users: 1200, apps: 12), window: 2)
        let group = try #require(
            org.server.ids(of: "groups").last { id in
                org.server.ids(of: "group_members").count { $0.hasPrefix(id + " ") } < 50
            })
        let members = Set(org.server.ids(of: "group_members"))
        let users = org.users().filter { !members.contains("\(group) \($0)") }.prefix(1000)
        let targets = users.map { ActedOrg.target($0, group: group) }
        let planned = try await org.plan(Deed("add user to group"), targets)
        #expect(planned.count == users.count)
        org.server.resetTraffic()
        let (record, stop) = try await org.apply(planned, reserve: 0.5)
        #expect(stop == nil)
        #expect(record.count(.done) == users.count)
        var refused = 0
        for (bucket, use) in org.server.buckets where use.calls > 0 {
            refused += use.refused
            #expect(use.peak <= use.limit / 2 + 1, "\(bucket): \(use.peak) of \(use.limit)")
        }
        #expect(refused == 0)
        print("\(users.count) adds: \(org.server.calls.values.reduce(0, +)) calls, 0 refused")
        await org.stop()
    }
}
