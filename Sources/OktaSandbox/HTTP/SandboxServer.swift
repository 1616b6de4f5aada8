import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A tenant of one's own on loopback: Okta's Management API over HTTP, for demos, rehearsals and tests.
///
/// ```swift
/// let server = SandboxServer(configuration: .init(tenant: try Tenant(folder: "fixtures/acme/okta")))
/// let url = try await server.start()   // http://127.0.0.1:40123
/// await server.stop()
/// ```
///
/// It installs no signal handlers and prints nothing.
public final class SandboxServer: Sendable {
    public struct Configuration: Sendable {
        public var tenant: Tenant
        /// The API token that is accepted, with a super admin's rights.
        public var token = "sandbox"
        /// 0 lets the system choose.
        public var port = 0
        /// Seconds a rate limit's window lasts; Okta's is 60.
        public var window = 60.0
        /// Seconds each call takes at the least, so that calls can be under way together.
        public var latency = 0.0
        /// What the tenant's clock shows at the start, such as `2026-08-03T00:00:00.000Z`; nil is the system's
        /// time. Rate limits and the `Date` header go by the system's clock always.
        public var startingAt: String?

        public init(tenant: Tenant) { self.tenant = tenant }
    }

    /// Whether a text is a time that `startingAt` takes.
    public static func isTime(_ text: String) -> Bool { Instant(text) != nil }

    /// Why a server is not there.
    public struct Failure: Error, CustomStringConvertible, Sendable {
        public var description: String
    }

    let exchange: Exchange
    private let port: Int
    private let running = Mutex<(group: ServiceGroup, task: Task<Void, any Error>)?>(nil)

    public init(configuration: Configuration) {
        var tenant = configuration.tenant
        tenant.ensureOwner()
        tenant.addToken(configuration.token, owner: nil, scopes: nil)
        let begun = Instant.now()
        let start = configuration.startingAt.flatMap(Instant.init) ?? begun
        exchange = Exchange(
            tenant: tenant, window: max(1, Int(configuration.window * 1000)),
            latency: configuration.latency
        ) {
            Instant(
                milliseconds: start.milliseconds + Instant.now().milliseconds - begun.milliseconds)
        }
        port = configuration.port
    }

    /// Listens, and gives the address to call.
    ///
    /// - Throws: `Failure` when it cannot listen, or does so already.
    public func start() async throws -> String {
        guard running.withLock({ $0 == nil }) else {
            throw Failure(description: "the sandbox is running already")
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "sandbox")
        logger.logLevel = .error
        let application = Application(
            responder: SandboxResponder(exchange: exchange),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil),
            // The accept loop begins only when this returns, so it must not wait for anything.
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
                continuation.finish()
            }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        let task = Task {
            defer { continuation.finish() }
            try await group.run()
        }
        running.withLock { $0 = (group, task) }
        for await port in ports {
            exchange.setAddress("http://127.0.0.1:\(port)")
            return exchange.address
        }
        running.withLock { $0 = nil }
        do {
            try await task.value
        } catch {
            throw Failure(description: "cannot listen on port \(port): \(error)")
        }
        throw Failure(description: "cannot listen on port \(port)")
    }

    /// Answers what is under way, then listens no more. A server that does not run is left as it is.
    public func stop() async {
        guard let (group, task) = running.withLock({ $0 }) else { return }
        // Cancelling instead ends in a crash of the channel when the start has not come far.
        await group.triggerGracefulShutdown()
        _ = try? await task.value
        running.withLock { $0 = nil }
    }

    /// Waits until the server has ended.
    public func waitUntilStopped() async throws {
        guard let (_, task) = running.withLock({ $0 }) else { return }
        try await task.value
    }
}

/// What tests and demos ask a server in the same process.
extension SandboxServer {
    /// Rows really there, by the name of the object.
    public var counts: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: exchange.tenant.withLock { $0.counts }.map { ($0.name, $0.count) }
        )
    }

    /// The ids of an object's rows, both sides of a relation joined by a blank; empty for an unknown name.
    public func ids(of object: String) -> [String] {
        exchange.tenant.withLock { $0.ids(of: object) } ?? []
    }

    /// All that the tenant holds, a line for each record, without stamps of time and without the log.
    public var dump: [String] { exchange.tenant.withLock { $0.dump } }

    /// Changes that calls have made, by event type and target: `user.lifecycle.suspend 00u…`.
    public var effects: [String: Int] { exchange.tenant.withLock { $0.effects } }

    /// Calls by method and path, whatever their answer was.
    public var calls: [String: Int] { exchange.traffic.withLock { $0.callsByPath } }

    /// Calls by bucket: the org's limit, how many came, how many were refused, the most let through in a window.
    public var buckets: [String: (limit: Int, calls: Int, refused: Int, peak: Int)] {
        let counts = exchange.traffic.withLock { $0.counts }
        return Dictionary(
            uniqueKeysWithValues: counts.map { bucket, count in
                (bucket.rawValue, (bucket.limit, count.calls, count.refused, count.peak))
            })
    }

    /// Requests under another host name than the one `start` gave: a token that went astray.
    public var foreignHostCalls: Int { exchange.traffic.withLock { $0.foreignHost } }

    /// The most requests that were under way at once.
    public var peakConcurrency: Int { exchange.traffic.withLock { $0.peakUnderWay } }

    /// Lets a later call go wrong.
    public func inject(_ fault: Fault) { exchange.faults.withLock { $0.add(fault) } }

    /// Forgets the faults that have not struck yet.
    public func clearFaults() { exchange.faults.withLock { $0.clear() } }

    /// Faults that have struck, by kind.
    public var struckFaults: [String: Int] { exchange.faults.withLock { $0.struck } }

    /// Begins the rate limits' windows and the counts of calls anew.
    public func resetTraffic() { exchange.traffic.withLock { $0.restart() } }

    /// Goes back to the tenant as it was at the start, counters and faults included.
    public func reset() { exchange.reset() }

    /// A user's status in the store; nil when there is no such user.
    public func status(ofUser id: String) -> String? {
        exchange.tenant.withLock { $0.users[id]?.text("status") }
    }

    /// Puts a user into a status behind the API's back: a finished welcome, a lock after failed sign-ins.
    public func setStatus(_ status: String, ofUser id: String) {
        change { $0.users.update(id) { $0["status"] = .string(status) } }
    }

    /// Changes the tenant behind the API's back, as other admins and users do.
    public func change(_ change: (inout Tenant) -> Void) {
        exchange.tenant.withLock { change(&$0) }
    }
}
