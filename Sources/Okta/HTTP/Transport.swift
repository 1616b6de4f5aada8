/// Sends one request and collects its answer; what to do about failures is the client's.
///
/// The caller guarantees that a request goes to one origin and that its headers are printable. An
/// implementation follows no redirect, verifies TLS, bounds the body, and gives an answer only if the whole
/// body came with the length and encoding that its headers promise.
public protocol Transport: Sendable {
    func send(_ request: OutgoingRequest) async throws(TransportError) -> Answer
    /// Closes connections; nothing may be sent afterwards.
    func close() async
}

/// A request as it goes out, credential included: never logged, never described.
public struct OutgoingRequest: Sendable {
    public let method: Method
    public let origin: Origin
    public let target: String
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]?

    public init(
        method: Method, origin: Origin, target: String,
        headers: [(name: String, value: String)], body: [UInt8]?
    ) {
        self.method = method
        self.origin = origin
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// Why no whole answer came.
public enum TransportError: Error, Equatable, Sendable {
    /// No connection was made, so the request was not sent.
    case cannotConnect(reason: String)
    /// The certificate is not trusted or not this host's; trying again would change nothing.
    case untrusted(reason: String)
    case timedOut
    /// The connection ended before the answer did.
    case connectionLost(reason: String)
    /// The body is not what its headers say.
    case damaged(reason: String)
    case tooLarge(limit: Int)
    case cancelled

    /// The server may have acted on the request though no answer came.
    public var leavesOutcomeUnknown: Bool {
        switch self {
        case .cannotConnect, .untrusted: false
        case .timedOut, .connectionLost, .damaged, .tooLarge, .cancelled: true
        }
    }

    /// Sending the same again may succeed.
    var isPassing: Bool {
        switch self {
        case .cannotConnect, .timedOut, .connectionLost, .damaged: true
        case .untrusted, .tooLarge, .cancelled: false
        }
    }

    public var sentence: String {
        switch self {
        case .cannotConnect(let reason): "no connection: \(reason)"
        case .untrusted(let reason): "the server's certificate is not trusted: \(reason)"
        case .timedOut: "no answer in time"
        case .connectionLost(let reason): "the connection was lost: \(reason)"
        case .damaged(let reason): "a damaged answer: \(reason)"
        case .tooLarge(let limit): "an answer of more than \(limit >> 20) MiB"
        case .cancelled: "interrupted"
        }
    }
}
