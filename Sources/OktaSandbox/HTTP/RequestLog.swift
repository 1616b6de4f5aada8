/// A request that was to change something, as it came in.
public struct LoggedRequest: Sendable, Equatable {
    public let method: String
    /// Path and query, still encoded.
    public let target: String
    public let body: String
    /// The `If-Match` header.
    public let tag: String?
}

/// The last requests that were to change something, whatever their answer was.
struct RequestLog: Sendable {
    private static let countMax = 10_000

    private(set) var requests: [LoggedRequest] = []

    mutating func add(_ request: Incoming) {
        guard request.method != "GET" else { return }
        if requests.count >= Self.countMax { requests.removeFirst(Self.countMax / 2) }
        requests.append(
            LoggedRequest(
                method: request.method, target: request.target,
                body: String(decoding: request.body, as: UTF8.self),
                tag: request.header("if-match")))
    }
}

extension SandboxServer {
    /// The last requests that were to change something, in the order they came.
    public var requests: [LoggedRequest] { exchange.requests.withLock { $0.requests } }
}
