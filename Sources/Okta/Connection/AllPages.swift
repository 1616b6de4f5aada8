/// Follows the next links of any list and puts its rows together.
public struct AllPages: Sendable {
    let client: OktaClient
    let shape: RecordShape
    var sticky: Set<String> = []

    /// Rows in their order, each once.
    ///
    /// - Parameter limit: as many are enough; nil for all.
    func read(_ start: String, limit: Int? = nil) async throws(OktaError) -> UserSearch.Found {
        var rows: [[UInt8]] = []
        var keys = RecordKeys()
        var visited: Set<String> = []
        var target = start
        while true {
            guard visited.insert(target).inserted else { throw .repeatedLink }
            var call = Call(.get, target)
            call.expects = shape
            let received = try await client.send(call)
            let page = received.json.flatMap { shape.rows($0) } ?? []
            for row in page {
                let key = row.member(shape.identity)?.string
                if let key, !keys.insert(key) { continue }
                rows.append(Array(row.text))
            }
            let next = try NextLink(org: client.org, aliases: client.aliases).target(
                after: received, of: start, keeping: sticky)
            if let limit, rows.count >= limit {
                return UserSearch.Found(
                    records: Array(rows.prefix(limit)),
                    hasMore: next != nil || rows.count > limit)
            }
            // The System Log's next link never ends, its pages become empty.
            guard let next, !page.isEmpty || !start.hasPrefix("/api/v1/logs") else {
                return UserSearch.Found(records: rows, hasMore: false)
            }
            target = next
        }
    }
}
