import Actions
import Foundation
import Okta
import OktaSandbox
import TestSupport
import Testing

@testable import Runs

/// Who is left alone unless somebody insists, as the tenant's own roles tell it.
@Suite(.ownThread) struct ProtectionTests {
    /// A tenant whose only super admin is not the token's own user.
    private func withAdmin(_ body: (ActedOrg, String) async throws -> Void) async throws {
        let org = try await ActedOrg(.generated(users: 60, apps: 4))
        do {
            let owner = try #require(try await id(org, of: "/api/v1/users/me"))
            let admin = try #require(org.users().first { $0 != owner })
            try await appoint(org, admin)
            let role = try #require(try await id(org, of: "/api/v1/users/\(owner)/roles"))
            try await call(org, .delete, "/api/v1/users/\(owner)/roles/\(role)")
            try await body(org, admin)
        } catch {
            await org.stop()
            throw error
        }
        await org.stop()
    }

    @discardableResult
    private func call(
        _ org: ActedOrg, _ method: Okta.Method, _ path: String, _ body: String? = nil
    ) async throws -> JSONView? {
        let client = org.client()
        let result: Result<JSONView?, any Error>
        do {
            result = .success(
                try await client.send(Call(method, path, body: body.map { Array($0.utf8) })).json)
        } catch { result = .failure(error) }
        await client.close()
        return try result.get()
    }

    /// Of a record, or of a list's first.
    private func id(_ org: ActedOrg, of path: String) async throws -> String? {
        let json = try await call(org, .get, path)
        return (json?.elements().first ?? json)?["id"]?.string
    }

    private func appoint(_ org: ActedOrg, _ user: String) async throws {
        try await call(
            org, .post, "/api/v1/users/\(user)/roles", #"{"type":"SUPER_ADMIN"}"#)
    }

    private func protection(_ org: ActedOrg, _ users: [String]) async throws -> Protection {
        let client = org.client()
        let result: Result<Protection, any Error>
        do {
            result = .success(try await Protection.ask(client, targets: Set(users)).protection)
        } catch { result = .failure(error) }
        await client.close()
        return try result.get()
    }

    private static let why = "it is the last super admin; --include-self acts on it too"

    @Test func `The last super admin is left alone in the plan and again in the run`() async throws
    {
        try await withAdmin { org, admin in
            let other = try #require(org.users().last { $0 != admin })
            let guarding = try await protection(org, [admin, other])
            #expect(guarding.lastAdmin == admin)
            for action in ["suspend user", "deactivate user", "delete user", "reset factors"] {
                let plan = try await org.plan(
                    Deed(action), [ActedOrg.target(admin), ActedOrg.target(other)],
                    guarding: guarding)
                #expect(plan.steps[0].verdict == .refuses(Self.why), "\(action)")
                #expect(plan.steps[1].verdict != .refuses(Self.why), "\(action)")
            }
            // A plan of before the other admins left: the run asks again.
            let plan = try await org.plan(Deed("suspend user"), [ActedOrg.target(admin)])
            #expect(plan.count == 1)
            let (record, _) = try await org.apply(plan, guarding: guarding)
            #expect(record.steps[0].outcome == StepOutcome(.failed, Self.why))
            #expect(org.server.status(ofUser: admin) == "ACTIVE")
            // What gives back is no harm.
            #expect(
                guarding.refusal(of: try action("unlock user"), on: plan.steps[0].target) == nil)
        }
    }

    @Test func `A super admin is the last one when no other can sign in`() async throws {
        try await withAdmin { org, admin in
            let second = try #require(org.users().last { $0 != admin })
            try await appoint(org, second)
            #expect(try await protection(org, [admin]).lastAdmin == nil)
            org.server.setStatus("SUSPENDED", ofUser: second)
            #expect(try await protection(org, [admin]).lastAdmin == admin)
            org.server.setStatus("DEPROVISIONED", ofUser: second)
            #expect(try await protection(org, [admin]).lastAdmin == admin)
        }
    }

    private func action(_ name: String) throws -> any Action {
        try #require(ActionRegistry()[name])
    }
}
