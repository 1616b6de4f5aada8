/// Any authorised call, as `cork api` makes it.
public struct RawCall: Sendable {
    public let call: Call
    public let followsPages: Bool

    /// Why a call is not made.
    public enum Refusal: Error, Equatable, Sendable {
        case method(String)
        case path(String)
        case otherHost(String)
        case header(String)
        case pagesOfNoList
    }

    /// Headers that are the client's own affair.
    private static let reserved: Set<String> = [
        "authorization", "host", "cookie", "content-length", "transfer-encoding", "connection",
        "accept-encoding", "proxy-authorization",
    ]

    /// - Parameters:
    ///   - path: `/api/v1/users`, or a URL on the org's own host.
    ///   - query: plain names and values, added to those in the path.
    public init(
        org: OrgAddress, method: String, path: String, query: [(String, String)],
        headers: [(name: String, value: String)], body: [UInt8]?, followsPages: Bool
    ) throws(Refusal) {
        guard let method = Method(rawValue: method.uppercased()) else { throw .method(method) }
        var target = path
        if !path.hasPrefix("/") || path.hasPrefix("//") {
            guard let address = WebAddress(path) else { throw .path(path) }
            guard org.owns(address.origin) else { throw .otherHost(address.origin.hostAndPort) }
            target = address.target
        }
        // Spaces and other letters are encoded, what is encoded stays so.
        target = String(
            decoding: target.utf8.flatMap { byte -> [UInt8] in
                byte > 0x20 && byte < 0x7F
                    ? [byte] : Array(PercentEncoding.encode(byte: byte).utf8)
            }, as: UTF8.self)
        target = String(target.prefix { $0 != "#" })
        let mark = target.contains("?")
        let added = QueryText.target("", query).dropFirst()
        if !added.isEmpty { target += (mark ? "&" : "?") + added }
        for header in headers {
            let name = header.name.lowercased()
            let isName = !name.isEmpty && name.utf8.allSatisfy { PercentEncoding.isUnreserved($0) }
            let isValue = header.value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
            guard isName, isValue, !Self.reserved.contains(name) else {
                throw .header(header.name)
            }
        }
        if followsPages, method != .get { throw .pagesOfNoList }
        call = Call(method, target, headers: headers, body: body)
        self.followsPages = followsPages
    }

    /// What came back.
    public enum Outcome: Sendable {
        case json(JSONView)
        case list([JSONView])
        /// 204, or a body that is no JSON, in answer to a call that changes something.
        case none(status: Int)
    }

    public func run(_ client: OktaClient) async throws(OktaError) -> Outcome {
        let received = try await client.send(call)
        guard let json = received.json else { return .none(status: received.answer.status) }
        guard followsPages else { return .json(json) }
        let shape: RecordShape
        if json.isList {
            shape = RecordShape(envelope: nil, identity: [])
        } else if let member = json.members().first(where: { $0.value.isList }) {
            shape = RecordShape(envelope: member.key, identity: [])
        } else {
            return .json(json)
        }
        return .list(try await AnyPages(client: client, shape: shape).read(received, call))
    }
}

/// Follows next links of a list of which nothing is known, so nothing is left out of it.
private struct AnyPages {
    let client: OktaClient
    let shape: RecordShape

    func read(
        _ first: OktaClient.Received, _ call: Call
    ) async throws(OktaError) -> [JSONView] {
        var rows: [JSONView] = []
        var visited: Set<String> = [call.target]
        var received = first
        while true {
            guard let json = received.json else { throw .damaged(reason: "a page without a list") }
            let list = shape.envelope.flatMap { json[$0] } ?? json
            guard list.isList else { throw .damaged(reason: "a page without a list") }
            let page = list.elements()
            rows += page
            let next = try NextLink(org: client.org, aliases: client.aliases).target(
                after: received, of: call.target, keeping: ["expand"])
            let isLog = call.target.hasPrefix("/api/v1/logs")
            guard let next, !(page.isEmpty && isLog) else { return rows }
            guard visited.insert(next).inserted else { throw .repeatedLink }
            received = try await client.send(Call(.get, next, headers: call.headers))
        }
    }
}

extension RawCall.Refusal {
    public var message: (error: String, help: String) {
        switch self {
        case .method(let method):
            (
                "'\(method)' is no method",
                "there are " + Method.allCases.map(\.rawValue).joined(separator: ", ")
            )
        case .path(let path):
            ("'\(path)' is no path of the API", "such as /api/v1/users")
        case .otherHost(let host):
            (
                "'\(host)' is another host, and the token goes to the org's own only",
                "a path is enough: /api/v1/users"
            )
        case .header(let name):
            (
                "the header '\(name)' cannot be set",
                "such as -H If-Match:VALUE; authorization, host and lengths are set here"
            )
        case .pagesOfNoList: ("--all follows the pages of GET", "leave --all out")
        }
    }
}
