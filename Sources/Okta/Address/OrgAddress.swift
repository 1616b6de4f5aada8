/// The address of an Okta org, normalised from whatever a person has at hand.
///
/// ```
/// acme · acme.okta.com · https://acme-admin.okta.com/admin/dashboard  →  https://acme.okta.com
/// id.acme.com                                                        →  https://id.acme.com
/// http://127.0.0.1:8080                                              →  itself; elsewhere http is refused
/// ```
///
/// The admin console's host answers API calls too, but its next links name the org's own host (rapid7
/// insightconnect-plugins PR 772), so `-admin` is taken away here.
public struct OrgAddress: Hashable, Sendable {
    public let origin: Origin

    /// Why a text is no address of an org.
    public enum Refusal: Error, Equatable, Sendable {
        case empty
        case notAnAddress(String)
        case plainHTTP(host: String)
        case hasPassword
    }

    /// Domains under which Okta runs orgs. `okta.mil` and `okta-gov.com` serve the United States' authorities.
    static let domains = [
        "okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil",
    ]

    public init(_ text: String) throws(Refusal) {
        let typed = Self.trimmed(text)
        if typed.isEmpty { throw .empty }
        let hasScheme = typed.firstRange(of: "://") != nil
        if typed.prefix(while: { $0 != "?" && $0 != "#" }).contains("@") { throw .hasPassword }
        guard let address = WebAddress(hasScheme ? typed : "https://" + typed) else {
            throw .notAnAddress(typed)
        }
        var host = address.origin.host
        var port: Int? = address.origin.port
        if !hasScheme, !address.origin.isLoopback, port == 443, !host.contains(".") {
            // A single word is the subdomain; Okta's own consoles show it without the rest.
            if host.hasSuffix("-admin") { host.removeLast(6) }
            host += ".okta.com"
            port = nil
        }
        host = Self.withoutAdmin(host)
        guard host.contains(".") || address.origin.isLoopback else { throw .notAnAddress(typed) }
        let origin = Origin(isSecure: address.origin.isSecure, host: host, port: port)
        if !origin.isSecure, !origin.isLoopback { throw .plainHTTP(host: origin.host) }
        self.origin = origin
    }

    /// What `setup.board` and messages call it: the host, with the scheme only where it is not https.
    public var name: String { origin.isSecure ? origin.hostAndPort : origin.description }

    /// The hosts that Okta itself gives this org: the API answers on both with the same data.
    func owns(_ other: Origin) -> Bool {
        if other == origin { return true }
        return origin.isSecure && other.isSecure && other.port == origin.port
            && Self.withoutAdmin(other.host) == origin.host && other.host != origin.host
    }

    private static func withoutAdmin(_ host: String) -> String {
        for domain in domains where host.hasSuffix("-admin." + domain) {
            return String(host.dropLast(domain.utf8.count + 7)) + "." + domain
        }
        return host
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension OrgAddress.Refusal {
    /// What is wrong and what is valid, for a person; the text is data and must be escaped where it is shown.
    public var message: (error: String, help: String) {
        let examples = "such as acme, acme.okta.com or https://id.acme.com"
        switch self {
        case .empty: return ("the org's address is missing", examples)
        case .notAnAddress(let text): return ("'\(text)' is no address of an org", examples)
        case .plainHTTP(let host):
            return (
                "plain http to '\(host)' would show the token to everybody on the way",
                "https, or http on this machine (127.0.0.1)"
            )
        case .hasPassword:
            return ("an address with a user or a password is not taken", examples)
        }
    }
}
