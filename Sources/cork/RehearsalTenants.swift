import OktaSandbox
import Shell

/// Tenants for rehearsals, in this process.
enum RehearsalTenants {
    static func start(_ seed: RehearsalSeed) -> Result<RehearsalTenant, RehearsalFailure> {
        var configuration: SandboxServer.Configuration
        do {
            configuration = SandboxServer.Configuration(tenant: try Tenant(objects: seed.objects))
        } catch {
            return .failure(RehearsalFailure("\(error)"))
        }
        configuration.token = seed.token
        configuration.startingAt = seed.now
        // Limits as Okta's, in windows that nobody has to wait for.
        configuration.window = 0.2
        let server = SandboxServer(configuration: configuration)
        switch SandboxStart.wait(for: server) {
        case .success(let address):
            return .success(
                RehearsalTenant(address: address) { Task.detached { await server.stop() } })
        case .failure(let error): return .failure(RehearsalFailure("\(error)"))
        }
    }
}
