/// Where a server is: scheme, host and port. Tokens are bound to it.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    public let isSecure: Bool
    /// In lower case; an IPv6 address has its brackets.
    public let host: String
    public let port: Int

    public init(isSecure: Bool, host: String, port: Int? = nil) {
        self.isSecure = isSecure
        self.host = host.lowercased()
        self.port = port ?? (isSecure ? 443 : 80)
    }

    public var description: String {
        (isSecure ? "https://" : "http://") + hostAndPort
    }

    /// The host, with the port where it is not the scheme's own.
    public var hostAndPort: String {
        port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// Traffic to it never leaves the machine.
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }
}

/// An absolute `http` or `https` URL, taken apart as far as a client needs it.
struct WebAddress: Equatable, Sendable {
    let origin: Origin
    /// Path and query, as they were written: cursors are opaque. Begins with `/`; a fragment is left out.
    let target: String

    /// nil unless the text is an absolute URL with host and without user and password.
    init?(_ text: some StringProtocol) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { return nil }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        origin = Origin(isSecure: scheme == "https", host: host, port: port)
        let target = rest[authority.endIndex...].prefix { $0 != "#" }
        guard Self.isPrintable(target) else { return nil }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// A target with a space or a control character would end the request line early.
    static func isPrintable(_ target: some StringProtocol) -> Bool {
        target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private static func hostAndPort(_ authority: some StringProtocol) -> (String, Int?)? {
        var host = String(authority)
        var port: Int?
        let colon = host.lastIndex(of: ":")
        if let colon, !host[colon...].contains("]") {
            guard let number = Int(host[host.index(after: colon)...]), (1...65_535).contains(number)
            else { return nil }
            port = number
            host = String(host[..<colon])
        }
        return isHost(host) ? (host, port) : nil
    }

    /// Letters, digits, hyphens and dots, or an IPv6 address in brackets.
    static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = host.dropFirst().dropLast()
            return !inner.isEmpty
                && inner.utf8.allSatisfy {
                    PercentEncoding.hexValue($0) != nil || $0 == UInt8(ascii: ":")
                        || $0 == UInt8(ascii: ".")
                }
        }
        guard !host.isEmpty, host.utf8.count <= 253, !host.hasPrefix("."), !host.hasSuffix("."),
            !host.hasPrefix("-"), host.firstRange(of: "..") == nil
        else { return false }
        return host.utf8.allSatisfy {
            PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~")
        }
    }
}

/// A query string as names and values, order kept.
struct QueryText {
    /// The part before `?`.
    let path: String
    /// Still encoded, so that what is not touched is sent as it came.
    private(set) var items: [(name: String, value: String)]

    init(target: String) {
        let mark = target.firstIndex(of: "?")
        path = String(target[..<(mark ?? target.endIndex)])
        let query = mark.map { target[target.index(after: $0)...] } ?? ""
        items = query.split(separator: "&").map { item in
            let sign = item.firstIndex(of: "=")
            return (
                String(item[..<(sign ?? item.endIndex)]),
                sign.map { String(item[item.index(after: $0)...]) } ?? ""
            )
        }
    }

    var target: String {
        items.isEmpty
            ? path : path + "?" + items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The decoded value of a name.
    subscript(name: String) -> String? {
        items.first { PercentEncoding.decode($0.name) == name }.map {
            PercentEncoding.decode($0.value)
        }
    }

    mutating func set(_ name: String, _ value: String) {
        let encoded = (PercentEncoding.encode(name), PercentEncoding.encode(value))
        if let index = items.firstIndex(where: { PercentEncoding.decode($0.name) == name }) {
            items[index] = encoded
        } else {
            items.append(encoded)
        }
    }

    /// A target from a path and plain names and values.
    static func target(_ path: String, _ query: [(String, String)]) -> String {
        var text = QueryText(target: path)
        for (name, value) in query {
            text.items.append((PercentEncoding.encode(name), PercentEncoding.encode(value)))
        }
        return text.target
    }
}
