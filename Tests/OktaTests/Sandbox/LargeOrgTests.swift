import Foundation
import OktaSandbox
import Testing

@testable import Okta

@Suite(.serialized) struct LargeOrgTests {
    /// 500 users and 30 apps in `make test`, 50,000 and 150 in `make soak`.
    @Test func aLargeOrgArrivesWholeOnHalfOfEachLimit() async throws {
        let asked = ProcessInfo.processInfo.environment["CORK_SOAK"].flatMap { Int($0) }
        let users = asked ?? 500
        let sandbox = try await SandboxOrg(
            Tenant.generated(users: users, apps: asked == nil ? 30 : 150),
            window: asked == nil ? 1 : 2)
        let client = sandbox.client(reserve: 0.5, readSeconds: 45)
        // One call per user is asked for by itself.
        let lists = ListRegistry.objects.filter { !$0.isPerUser }
        let objects = try await OrgReading(
            client: client, lists: lists, eventsSince: "2026-05-06T00:00:00.000Z"
        ).run()
        for object in objects where !object.list.isInternal {
            let name = object.list.name
            #expect(object.ledger.isComplete, "\(name): \(object.ledger.state)")
            #expect(Set(object.records.map(\.key)) == sandbox.keys(name), "\(name)")
        }
        print("\(users) users: calls per bucket (limit a window, the most in one window, refused)")
        for (bucket, use) in sandbox.server.buckets.sorted(by: { $0.key < $1.key }) {
            print("  \(bucket): \(use.calls) (\(use.limit), \(use.peak), \(use.refused))")
            #expect(use.refused == 0, "\(bucket)")
            #expect(use.peak * 2 <= max(use.limit, 2), "\(bucket): \(use.peak) of \(use.limit)")
        }
        await client.close()
        await sandbox.stop()
    }
}
