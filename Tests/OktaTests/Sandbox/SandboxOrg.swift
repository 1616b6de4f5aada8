import Foundation
import OktaSandbox

@testable import Okta

/// A simulated tenant in this process, and clients of it.
struct SandboxOrg {
    let server: SandboxServer
    let org: OrgAddress
    /// Speaks to the sandbox itself: faults, states.
    private let control = NetworkTransport()

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func acme() throws -> Tenant { try Tenant(folder: repository + "/fixtures/acme/okta") }

    init(_ tenant: Tenant, window: Double = 60, token: String = "sandbox") async throws {
        var configuration = SandboxServer.Configuration(tenant: tenant)
        configuration.window = window
        configuration.token = token
        configuration.startingAt = "2026-08-03T00:00:00.000Z"
        server = SandboxServer(configuration: configuration)
        org = try OrgAddress(try await server.start())
    }

    func stop() async {
        await control.close()
        await server.stop()
    }

    /// A client that does not wait for long.
    func client(
        reserve: Double = 0, triesMax: Int = 5, readSeconds: Double = 5, token: String = "sandbox"
    ) -> OktaClient {
        var limits = TransportLimits()
        limits.readSeconds = readSeconds
        var settings = ClientSettings()
        settings.reserve = reserve
        settings.triesMax = triesMax
        settings.backoffSeconds = 0.002
        settings.defaultWaitSeconds = 0.05
        return OktaClient(
            org: org, credential: .token(Secret(token)),
            surroundings: ClientSurroundings(
                transport: NetworkTransport(limits: limits), random: { 0 }), settings: settings)
    }

    /// The ids that the tenant really has, as this client's keys are written.
    func keys(_ list: String) -> Set<String> {
        Set(server.ids(of: list).map { $0.replacing(" ", with: "/") })
    }

    func plant(_ fault: String, path: String, skip: Int = 0, times: Int = 1) async throws {
        let body =
            #"{"kind":"\#(fault)","path":"\#(path)","skip":\#(skip),"times":\#(times),"seconds":0.6}"#
        try await tell(.post, Array(body.utf8))
    }

    func clearFaults() async throws { try await tell(.delete, nil) }

    private func tell(_ method: Okta.Method, _ body: [UInt8]?) async throws {
        let answer = try await control.send(
            OutgoingRequest(
                method: method, origin: org.origin, target: "/__sandbox/faults",
                headers: [("Content-Type", "application/json")], body: body))
        guard answer.isSuccess else {
            throw OktaError.damaged(reason: String(decoding: answer.body, as: UTF8.self))
        }
    }
}
