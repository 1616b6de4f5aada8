import ArgumentParser
import Dispatch
import Glibc
import OktaSandbox
import Shell
import Synchronization

struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a tenant that behaves like Okta, on this machine only.",
        discussion: """
            Prints one line, the address to call, and serves until it is interrupted. Nothing is kept:
            the next start begins with the same tenant. docs/sandbox.md has its own calls, such as
            faults on demand.
            """)

    @Option(help: ArgumentHelp("The port; 0 lets the system choose.", valueName: "n")) var port = 0
    @Option(
        help: ArgumentHelp(
            "A folder of JSON files, one per object, such as fixtures/acme/okta.",
            valueName: "folder"))
    var tenant: String?
    @Option(
        help: ArgumentHelp("Users to make, with groups, 150 apps and assignments.", valueName: "n"))
    var generate: Int?
    @Option(
        help: ArgumentHelp(
            "How long the window of the rate limits lasts, such as 500ms; Okta's is 60s.",
            valueName: "time"))
    var window = "60s"
    @Option(help: ArgumentHelp("The API token to accept.", valueName: "text")) var token = "sandbox"
    @Option(help: ArgumentHelp("What the tenant's clock shows at the start.", valueName: "time"))
    var now: String?

    func validate() throws {
        guard tenant != nil || generate != nil else {
            throw ValidationError("sandbox takes --tenant FOLDER, --generate N, or both")
        }
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is a number from 0 to 65535")
        }
        if let generate, !(1...1_000_000).contains(generate) {
            throw ValidationError("--generate is a number from 1 to 1000000")
        }
        guard windowSeconds != nil else {
            throw ValidationError("--window is a time such as 60s, 500ms or 1min")
        }
        guard !token.isEmpty, !token.contains(where: \.isWhitespace) else {
            throw ValidationError("--token is a text without spaces")
        }
        if let now, !SandboxServer.isTime(now) {
            throw ValidationError("--now is a time such as 2026-08-03T00:00:00Z")
        }
    }

    private var windowSeconds: Double? {
        let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("min", 60), ("s", 1)]
        for (suffix, seconds) in units where window.hasSuffix(suffix) {
            guard let number = Double(window.dropLast(suffix.count)), number > 0, number <= 86_400
            else { return nil }
            return number * seconds
        }
        return nil
    }

    func run() throws {
        var configuration = SandboxServer.Configuration(tenant: Tenant())
        do {
            if let tenant { configuration.tenant = try Tenant(folder: tenant) }
        } catch {
            fail(error, .sourceNotLoaded)
        }
        if let generate {
            if tenant == nil {
                configuration.tenant = .generated(users: generate)
            } else {
                configuration.tenant.add(generatedUsers: generate)
            }
        }
        configuration.port = port
        configuration.window = windowSeconds ?? 60
        configuration.token = token
        configuration.startingAt = now
        let server = SandboxServer(configuration: configuration)
        switch SandboxStart.wait(for: server) {
        case .success(let address): print(address)
        case .failure(let error): fail(error, .failure)
        }
        fflush(nil)
        // Ctrl-C ends the process; there is nothing to put away.
        while true { pause() }
    }

    private func fail(_ error: any Error, _ status: ExitStatus) -> Never {
        StandardStreams.note("error: \(error)")
        Glibc.exit(status.rawValue)
    }
}

/// How a start went, handed from the task that made it to the thread that waits for it.
final class SandboxStart: Sendable {
    /// The address of a server that listens. The main thread may wait: it has nothing else to do until then.
    static func wait(for server: SandboxServer) -> Result<String, any Error> {
        let start = SandboxStart()
        Task {
            start.finish(await Result { try await server.start() })
        }
        return start.wait()
    }

    private let result = Mutex<Result<String, any Error>?>(nil)
    private let isFinished = DispatchSemaphore(value: 0)

    private func finish(_ outcome: Result<String, any Error>) {
        result.withLock { $0 = outcome }
        isFinished.signal()
    }

    private func wait() -> Result<String, any Error> {
        isFinished.wait()
        return result.withLock { $0 } ?? .failure(CancellationError())
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous call gave or threw.
    fileprivate init(_ call: () async throws -> Success) async {
        do {
            self = .success(try await call())
        } catch {
            self = .failure(error)
        }
    }
}
