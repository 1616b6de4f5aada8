import AsyncHTTPClient

/// A proxy as the environment names it, in the variables that curl and most tools read.
public struct ProxyAddress: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case http, socks }

    public let kind: Kind
    public let host: String
    public let port: Int
    /// `user:password`; never shown.
    public let credentials: Secret?

    /// Why the environment's proxy cannot be used.
    public struct Refusal: Error, Equatable, Sendable {
        /// The variable's name; its value may hold a password.
        public let variable: String
    }

    /// The proxy for an origin; nil for a direct connection.
    ///
    /// `HTTPS_PROXY`, `https_proxy`, `ALL_PROXY`, `all_proxy` in this order; `NO_PROXY` and `no_proxy` list hosts,
    /// domains (`.acme.com`) or `*` that are reached directly, and this machine always is: plain HTTP never
    /// leaves it.
    public static func of(
        _ origin: Origin, environment: (String) -> String?
    ) throws(Refusal) -> ProxyAddress? {
        if origin.isLoopback { return nil }
        let exceptions = environment("no_proxy") ?? environment("NO_PROXY") ?? ""
        if exceptions.split(separator: ",").contains(where: { excepts($0, origin) }) { return nil }
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            guard let proxy = ProxyAddress(value) else { throw Refusal(variable: name) }
            return proxy
        }
        return nil
    }

    private static func excepts(_ entry: Substring, _ origin: Origin) -> Bool {
        var name = entry.filter { !$0.isWhitespace }.lowercased()
        if name == "*" { return true }
        if name.hasPrefix("*.") { name.removeFirst() }
        if name.hasPrefix(".") { name.removeFirst() }
        guard !name.isEmpty else { return false }
        return origin.host == name || origin.hostAndPort == name
            || origin.host.hasSuffix("." + name)
    }

    private init?(_ text: String) {
        var rest = text[...]
        var kind = Kind.http
        if let mark = rest.firstRange(of: "://") {
            switch rest[..<mark.lowerBound].lowercased() {
            case "http": kind = .http
            case "socks5", "socks5h", "socks": kind = .socks
            default: return nil
            }
            rest = rest[mark.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var credentials: Secret?
        if let at = rest.lastIndex(of: "@") {
            credentials = Secret(PercentEncoding.decode(rest[..<at]))
            rest = rest[rest.index(after: at)...]
        }
        guard let address = WebAddress("http://" + rest) else { return nil }
        let hasPort = rest.hasSuffix(":\(address.origin.port)")
        self.kind = kind
        host = address.origin.host
        port = hasPort ? address.origin.port : kind == .socks ? 1080 : 8080
        self.credentials = credentials
    }

    var configuration: HTTPClient.Configuration.Proxy {
        switch kind {
        case .socks: .socksServer(host: host, port: port)
        case .http:
            .server(
                host: host, port: port,
                authorization: credentials?.withText { text in
                    let parts = text.split(
                        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    return .basic(
                        username: String(parts[0]),
                        password: parts.count > 1 ? String(parts[1]) : "")
                })
        }
    }
}
