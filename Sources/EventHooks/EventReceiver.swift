import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Receives what an org's event hook sends: answers its verification, and takes deliveries in.
///
/// A delivery is answered with success only when it is kept for good, and within the three seconds that Okta waits; what
/// could not be kept is answered with 503, which Okta sends once more.
///
/// It listens on plain HTTP: Okta calls https only, so a proxy or tunnel with a certificate stands before it.
public final class EventReceiver: Sendable {
    public struct Configuration: Sendable {
        /// The address to listen on, of this machine alone unless said otherwise.
        public var host = "127.0.0.1"
        /// 0 lets the system choose.
        public var port = 0
        /// What the `Authorization` header of every delivery must be.
        public var secret: String
        /// Bytes of one delivery.
        public var bodyBytesMax = 4 << 20
        /// Okta waits three; some of them are spent on the way.
        public var secondsMax = 2.0

        public init(secret: String) { self.secret = secret }
    }

    /// Why a receiver is not there.
    public struct Failure: Error, Sendable {
        public let sentence: String
    }

    private let configuration: Configuration
    private let responder: ReceiverResponder
    private let running = Mutex<(group: ServiceGroup, task: Task<Void, any Error>)?>(nil)

    /// - Parameters:
    ///   - isWhole: whether a body is a delivery; anything else is refused.
    ///   - keep: keeps deliveries, as many as have come meanwhile; returns when they would outlast a power cut.
    ///     Called on a queue of its own, one call at a time.
    public init(
        _ configuration: Configuration, isWhole: @escaping @Sendable ([UInt8]) -> Bool,
        keep: @escaping @Sendable ([[UInt8]]) throws -> Void
    ) {
        self.configuration = configuration
        responder = ReceiverResponder(
            configuration: configuration, isWhole: isWhole, deliveries: DeliveryQueue(keep))
    }

    /// Listens, and gives the port.
    public func start() async throws(Failure) -> Int {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "event hooks")
        logger.logLevel = .critical
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
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
        for await port in ports { return port }
        running.withLock { $0 = nil }
        var reason = "it ended at once"
        do { try await task.value } catch { reason = "\(error)" }
        throw Failure(
            sentence: "cannot listen on \(configuration.host):\(configuration.port): \(reason)")
    }

    /// Answers what is under way, then listens no more.
    public func stop() async {
        guard let (group, task) = running.withLock({ $0 }) else { return }
        // Cancelling instead ends in a crash of the channel when the start has not come far.
        await group.triggerGracefulShutdown()
        _ = try? await task.value
        running.withLock { $0 = nil }
    }
}
