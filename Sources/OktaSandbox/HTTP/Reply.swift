/// What an endpoint answers, before it becomes bytes.
struct Reply: Sendable {
    enum Body: Sendable {
        case empty
        case json(JSON)
        case page(Page)
    }

    var status = 200
    var headers: [(name: String, value: String)] = []
    var body: Body = .empty
    /// Work that needs the network and so cannot be done while the tenant is held.
    var followUp: FollowUp?

    static let noContent = Reply(status: 204)
    static let emptyObject = Reply(body: .json([:]))

    static func json(_ json: JSON) -> Reply { Reply(body: .json(json)) }
    static func record(_ record: Record) -> Reply { Reply(body: .json(.object(record))) }
}

enum FollowUp: Sendable {
    /// Ask a hook's receiver to return the challenge, then call `finishVerification`.
    case verifyEventHook(id: String)
}

/// One page of a list and the way to the next.
struct Page: Sendable {
    var rows: [JSON]
    /// The next page's address; nil on the last page.
    var next: String?
    var current: String
    /// In a header, or beside the rows under the name of the list.
    var place: Place = .header

    enum Place: Sendable {
        case header
        case body(name: String)
    }

    var json: JSON {
        guard case .body(let name) = place else { return .array(rows) }
        var links: Record = ["self": ["href": .string(current)]]
        if let next { links["next"] = ["href": .string(next)] }
        return .object([name: .array(rows), "_links": .object(links)])
    }

    /// Okta writes one `Link` header per relation.
    var linkHeaders: [(name: String, value: String)] {
        guard case .header = place else { return [] }
        var headers = [(name: "link", value: "<\(current)>; rel=\"self\"")]
        if let next { headers.append((name: "link", value: "<\(next)>; rel=\"next\"")) }
        return headers
    }
}
