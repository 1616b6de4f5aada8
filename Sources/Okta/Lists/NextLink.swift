/// Finds the address of the next page, in headers or body, and decides whether to go there.
struct NextLink {
    let org: OrgAddress
    /// Further hosts of the same org, such as the one behind a custom domain; what they name is asked of `org`.
    let aliases: Set<Origin>

    /// The next page's path and query on the org's own host; nil on the last page.
    ///
    /// Followed as it came: cursors are opaque. Only query items that Okta is known to lose are added again.
    ///
    /// - Throws: `foreignLink` when it leads elsewhere: the token must not go there.
    func target(
        after received: OktaClient.Received, of target: String, keeping sticky: Set<String>
    ) throws(OktaError) -> String? {
        guard let text = Self.link(in: received) else { return nil }
        let next: String
        if text.hasPrefix("/"), !text.hasPrefix("//"), WebAddress.isPrintable(text) {
            next = text
        } else {
            guard let address = WebAddress(text) else { throw .foreignLink(host: text) }
            guard org.owns(address.origin) || aliases.contains(address.origin) else {
                throw .foreignLink(host: address.origin.description)
            }
            next = address.target
        }
        guard !sticky.isEmpty else { return next }
        let first = QueryText(target: target)
        var query = QueryText(target: next)
        for name in sticky.sorted() {
            if query[name] == nil, let value = first[name] { query.set(name, value) }
        }
        return query.target
    }

    private static func link(in received: OktaClient.Received) -> String? {
        for header in received.answer.values(of: "Link") {
            if let link = nextURL(header) { return link }
        }
        return received.json?["_links", "next", "href"]?.string
    }

    /// The target of `rel="next"` in a Link header, of which several may be folded into one (RFC 8288).
    static func nextURL(_ header: String) -> String? {
        var rest = header[...]
        while let open = rest.firstIndex(of: "<") {
            guard let close = rest[open...].firstIndex(of: ">") else { return nil }
            let url = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            // Parameters end at a comma outside quotes.
            var isQuoted = false
            let parameters = rest.prefix { character in
                if character == "\"" { isQuoted.toggle() }
                return isQuoted || character != ","
            }
            rest = rest[parameters.endIndex...]
            if isNext(parameters) { return String(url) }
        }
        return nil
    }

    private static func isNext(_ parameters: Substring) -> Bool {
        parameters.split(separator: ";").contains { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1).map { part in
                part.filter { $0 != " " && $0 != "\"" || $0 == " " && part.contains("\"") }
                    .lowercased()
            }
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == "rel" else { return false }
            return parts[1].split(separator: " ").contains("next")
        }
    }
}
