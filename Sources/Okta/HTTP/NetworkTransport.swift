import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Limits of one exchange.
public struct TransportLimits: Sendable {
    /// To connect, TLS included.
    public var connectSeconds = 10.0
    /// Between two parts of an answer: a body that drips must not hold a sync for ever.
    public var readSeconds = 45.0
    /// For a whole exchange; Okta itself gives up after 30 s.
    public var totalSeconds = 120.0
    /// After unpacking. A page of 1,000 users is about 2 MiB.
    public var bodyBytesMax = 64 << 20

    public init() {}
}

/// Exchanges over the network: HTTP/1.1, TLS always verified, no redirects, proxies from the environment.
public final class NetworkTransport: Transport {
    private let client: HTTPClient
    private let limits: TransportLimits

    /// - Parameter trustRoots: a file of certificates in PEM to trust instead of the system's, for companies
    ///   whose proxy signs its own. There is no switch that turns verification off.
    public init(
        limits: TransportLimits = .init(), proxy: ProxyAddress? = nil, trustRoots: String? = nil
    ) {
        self.limits = limits
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .fullVerification
        tls.minimumTLSVersion = .tlsv12
        if let trustRoots { tls.trustRoots = .file(trustRoots) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(Int64(UInt64(seconds: limits.connectSeconds))),
                read: .nanoseconds(Int64(UInt64(seconds: limits.readSeconds)))),
            connectionPool: .init(idleTimeout: .seconds(20)),
            decompression: .enabled(limit: .size(limits.bodyBytesMax)))
        configuration.httpVersion = .http1Only
        configuration.proxy = proxy?.configuration
        // Tries are counted in one place, the client's.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    public func close() async { try? await client.shutdown() }

    public func send(_ request: OutgoingRequest) async throws(TransportError) -> Answer {
        var outgoing = HTTPClientRequest(url: request.origin.description + request.target)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
        if let body = request.body {
            outgoing.body = .bytes(ByteBuffer(bytes: body))
        } else if !request.method.isSafe {
            // Without a length Okta answers 411.
            outgoing.body = .bytes(ByteBuffer())
        }
        do {
            let total = TimeAmount.nanoseconds(Int64(UInt64(seconds: limits.totalSeconds)))
            let response = try await client.execute(outgoing, deadline: .now() + total)
            let body = try await response.body.collect(upTo: limits.bodyBytesMax)
            return Answer(
                status: Int(response.status.code),
                headers: response.headers.map { ($0.name, $0.value) },
                body: Array(body.readableBytesView))
        } catch {
            throw Self.translated(error, limits)
        }
    }

    private static func translated(_ error: any Error, _ limits: TransportLimits) -> TransportError
    {
        switch error {
        case is CancellationError: return .cancelled
        case let error as HTTPClientError: return translated(error)
        case is NIOTooManyBytesError: return .tooLarge(limit: limits.bodyBytesMax)
        case is HTTPParserError: return .damaged(reason: "it is not HTTP, or was cut")
        case let error as NIOConnectionError:
            return .cannotConnect(
                reason: error.connectionErrors.isEmpty
                    ? "the name '\(error.host)' is not known" : "\(error.host):\(error.port)")
        case let error as NIOSSLError:
            if case .handshakeFailed = error { return .untrusted(reason: "\(error)") }
            return .connectionLost(reason: "TLS")
        case let error as NIOSSLExtraError: return .untrusted(reason: "\(error)")
        case let error as BoringSSLError: return .untrusted(reason: "\(error)")
        case let error as IOError:
            return error.errnoCode == ECONNREFUSED
                ? .cannotConnect(reason: "refused") : .connectionLost(reason: "reset")
        case let error as ChannelError:
            if case .connectTimeout = error { return .cannotConnect(reason: "no answer in time") }
            return .connectionLost(reason: "closed")
        default:
            let type = String(reflecting: type(of: error))
            // The decompressor's errors are of a package that this one does not depend on by name.
            if type.firstRange(of: "Decompression") != nil {
                return "\(error)" == "limit"
                    ? .tooLarge(limit: limits.bodyBytesMax)
                    : .damaged(reason: "its compressed body is broken")
            }
            // The description of an unknown error could hold the request; its type cannot.
            return .connectionLost(reason: type)
        }
    }

    private static func translated(_ error: HTTPClientError) -> TransportError {
        switch error {
        case .cancelled: .cancelled
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
            .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
            .cannotConnect(reason: "no answer in time")
        case .proxyAuthenticationRequired:
            .cannotConnect(reason: "the proxy wants a user and a password")
        case .invalidProxyResponse: .cannotConnect(reason: "the proxy refused")
        case .remoteConnectionClosed: .connectionLost(reason: "the server closed it")
        default: .connectionLost(reason: "closed")
        }
    }
}
