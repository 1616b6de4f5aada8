import TestSupport
import Testing

@testable import Actions
@testable import Okta
@testable import OktaSandbox

private let cases =
    userCases + createUserCases + groupCases + appCases + deviceCases + factorCases + policyCases

/// What the sample company has added to Okta's own attributes.
private let registry = ActionRegistry(userAttributes: [
    ProfileAttribute(name: "badgeColor", kind: .text),
    ProfileAttribute(name: "clearanceLevel", kind: .whole),
    ProfileAttribute(name: "isRemote", kind: .flag),
    ProfileAttribute(name: "spokenLanguages", kind: .list),
    ProfileAttribute(name: "workload", kind: .number),
])

/// Every action over HTTP against the simulated tenant.
@Suite(.ownThread) struct Catalogue {
    @Test func theTableAndTheRegistryNameTheSameActions() {
        #expect(cases.map(\.name).sorted() == registry.all.map(\.name).sorted())
        #expect(cases.count == 45)
        for action in registry.all {
            let roles = cases.first { $0.name == action.name }?.roles
            #expect(action.roles.map(\.name) == roles, "\(action.name)")
        }
    }

    @Test func everyActionMakesItsRequestsAndHasItsEffect() async throws {
        try await withOrg { server, client in
            for wanted in cases {
                let action = try #require(registry[wanted.name])
                server.reset()
                server.change { wanted.given(&$0) }
                let target = Fixture.target(wanted.roles)
                let readings = action.readings(target, wanted.inputs)
                let state = try await Reading.read(readings, client)
                let assessment = action.assess(target, wanted.inputs, state)
                guard case .does(let effect, let losses, let inverse) = assessment else {
                    Issue.record("\(wanted.name): \(assessment)")
                    continue
                }
                #expect(effect == wanted.effect, "\(wanted.name)")
                #expect(losses == wanted.losses, "\(wanted.name)")
                #expect(inverse?.action == wanted.inverse, "\(wanted.name)")
                if let inverse { #expect(registry[inverse.action] != nil) }
                #expect(look(server, wanted.probe) == wanted.before, "\(wanted.name)")
                #expect(action.isDone(target, wanted.inputs, state) != true, "\(wanted.name)")
                #expect(server.requests.isEmpty, "\(wanted.name) read by a call that writes")

                let calls = action.calls(target, wanted.inputs, state)
                for (place, call) in calls.enumerated() {
                    if place > 0 {
                        let between = try await Reading.read(readings, client)
                        #expect(action.isReady(call: place, between), "\(wanted.name)")
                        #expect(!action.isReady(call: place, state), "\(wanted.name)")
                    }
                    let received = try await client.send(call)
                    #expect(received.answer.isSuccess, "\(wanted.name)")
                    checkSecrets(received.json, action)
                }
                #expect(shown(server.requests) == wanted.requests, "\(wanted.name)")
                #expect(look(server, wanted.probe) == wanted.after, "\(wanted.name)")
                let afterwards = try await Reading.read(readings, client)
                #expect(
                    action.isDone(target, wanted.inputs, afterwards) == wanted.isDone,
                    "\(wanted.name)")
            }
        }
    }

    @Test func theLikeliestFailuresAreToldBeforeTheCallAndOktaAgrees() async throws {
        try await withOrg { server, client in
            for wanted in cases {
                let action = try #require(registry[wanted.name])
                #expect(wanted.failures.count == 2, "\(wanted.name)")
                for failure in wanted.failures {
                    server.reset()
                    server.change { failure.given(&$0) }
                    let target = Fixture.target(wanted.roles)
                    let inputs = failure.inputs ?? wanted.inputs
                    let state = try await Reading.read(action.readings(target, inputs), client)
                    switch action.assess(target, inputs, state) {
                    case .does(let effect, _, _):
                        Issue.record("\(wanted.name) does \(effect), not \(failure.sentence)")
                    case .skips(let sentence), .refuses(let sentence):
                        #expect(sentence == failure.sentence, "\(wanted.name)")
                    }
                    guard let code = failure.code else { continue }
                    let before = server.effects
                    do {
                        for call in action.calls(target, inputs, state) {
                            _ = try await client.send(call)
                        }
                        Issue.record("\(wanted.name) was done: \(failure.sentence)")
                    } catch let error as OktaError {
                        guard case .refused(let refusal) = error else { throw error }
                        #expect(refusal.code == code, "\(wanted.name): \(refusal.sentence)")
                        #expect(refusal.sentence.hasPrefix("Okta answered \(refusal.status) "))
                    }
                    #expect(server.effects == before, "\(wanted.name)")
                }
            }
        }
    }

    // MARK: - Parts

    /// Members that hold a secret are known, so that they are never shown with the rest.
    private func checkSecrets(_ answer: JSONView?, _ action: any Action) {
        for member in answer?.members() ?? [] {
            let isSecret = ["url", "token", "password"].contains {
                member.key.lowercased().hasSuffix($0)
            }
            if isSecret, member.value.string != nil {
                #expect(action.secretMembers.contains(member.key), "\(action.name)")
            }
        }
    }

    private func shown(_ requests: [LoggedRequest]) -> [String] {
        requests.map {
            "\($0.method) \($0.target) \($0.body)" + ($0.tag == nil ? "" : " If-Match")
        }
    }

    private func look(_ server: SandboxServer, _ probe: (Tenant) -> String) -> String {
        server.exchange.tenant.withLock { probe($0) }
    }
}

/// A simulated tenant with the fixture's records, and a client of it.
func withOrg(_ body: (SandboxServer, OktaClient) async throws -> Void) async throws {
    var configuration = SandboxServer.Configuration(tenant: try Fixture.tenant())
    // A second instead of a minute, so that no limit is waited for.
    configuration.window = 1
    configuration.startingAt = "2026-08-03T00:00:00.000Z"
    let server = SandboxServer(configuration: configuration)
    var settings = ClientSettings()
    settings.reserve = 0
    let client = OktaClient(
        org: try OrgAddress(try await server.start()), credential: .token(Secret("sandbox")),
        surroundings: ClientSurroundings(transport: NetworkTransport()), settings: settings)
    let outcome: Result<Void, any Error>
    do {
        outcome = .success(try await body(server, client))
    } catch { outcome = .failure(error) }
    await client.close()
    await server.stop()
    try outcome.get()
}
