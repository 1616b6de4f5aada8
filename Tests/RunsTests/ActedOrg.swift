import Actions
import Foundation
import Okta
import OktaSandbox
import Sync
import Testing
import Workspace

@testable import Runs

/// A simulated tenant in this process, and a workspace whose journal notes what is done to it.
final class ActedOrg: Sendable {
    let server: SandboxServer
    let org: OrgAddress
    let folder: String

    /// - Parameter window: seconds a rate limit's window lasts.
    init(_ tenant: Tenant, window: Double = 0.2) async throws {
        var configuration = SandboxServer.Configuration(tenant: tenant)
        configuration.window = window
        server = SandboxServer(configuration: configuration)
        org = try OrgAddress(try await server.start())
        folder = NSTemporaryDirectory() + "cork-runs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "connect okta \"\(org.name)\"\n".write(
            toFile: folder + "/setup.board", atomically: true, encoding: .utf8)
        let environment = ["XDG_CONFIG_HOME": folder + "/.config", "HOME": folder]
        try CredentialFile(org, environment: { environment[$0] }).write(.token(Secret("sandbox")))
    }

    func stop() async {
        await server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func client(reserve: Double = 0) -> OktaClient {
        var settings = ClientSettings()
        settings.reserve = reserve
        settings.backoffSeconds = 0.002
        settings.defaultWaitSeconds = 0.05
        return OktaClient(
            org: org, credential: .token(Secret("sandbox")),
            surroundings: ClientSurroundings(transport: NetworkTransport(), random: { 0 }),
            settings: settings)
    }

    func database() throws -> WorkspaceDatabase {
        let state = try StateFolder.make(in: folder)
        return try #require(try WorkspaceDatabase.open(state, makes: true))
    }

    /// Users with a status, in the tenant's order.
    func users(_ status: String = "ACTIVE") -> [String] {
        server.ids(of: "users").filter { server.status(ofUser: $0) == status }
    }

    static func target(_ user: String, group: String? = nil) -> ActionTarget {
        var target = ActionTarget(records: [.init(role: "user", id: user, name: "name of \(user)")])
        if let group { target.records.append(.init(role: "group", id: group, name: "a group")) }
        return target
    }

    func plan(
        _ deed: Deed, _ targets: [ActionTarget], guarding: Protection? = nil
    ) async throws -> Plan {
        let client = client()
        let empty = Plan(org: org.name, made: 0, deed: deed, steps: [])
        let result: Result<Plan, any Error>
        do {
            result = .success(
                try await Planner(client: client, guarding: guarding) { ActionRegistry()[$0] }.plan(
                    targets.map { Planner.Wanted($0) }, empty
                ) { deed throws(OktaError) in deed.inputs })
        } catch { result = .failure(error) }
        await client.close()
        return try result.get()
    }

    func request(
        _ client: OktaClient, width: Int = 4, guarding: Protection? = nil
    ) throws -> RunRequest {
        var request = RunRequest(
            client: client, store: SyncStore(try database()),
            origin: RunOrigin(who: "ada@acme.com", host: "ada@laptop", tool: "cork test"),
            protection: guarding, clock: { 1_785_585_600_000_000 },
            registry: { ActionRegistry()[$0] })
        request.width = width
        return request
    }

    /// Applies a plan, or goes on with a run.
    func apply(
        _ plan: Plan, resuming run: Int64? = nil, width: Int = 4, reserve: Double = 0,
        control: RunControl = RunControl(), guarding: Protection? = nil
    ) async throws -> (record: RunRecord, stop: RunStop?) {
        let client = client(reserve: reserve)
        let request = try request(client, width: width, guarding: guarding)
        let runner = Runner(request, control: control)
        let result: Result<RunRecord, any Error>
        do {
            if let run {
                let record = try #require(try RunRecord.find(run, in: try database()))
                result = .success(try await runner.resume(record))
            } else {
                result = .success(try await runner.apply(plan))
            }
        } catch { result = .failure(error) }
        await client.close()
        return (try result.get(), runner.stop)
    }
}
