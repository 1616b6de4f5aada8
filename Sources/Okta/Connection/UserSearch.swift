/// What `cork users` asks of Okta itself.
public struct UserSearch: Sendable, Equatable {
    public var search: String?
    public var filter: String?
    public var words: String?
    public var sortField: String?
    public var isDescending = false
    /// Rows wanted; nil for all.
    public var limit: Int?

    public init() {}

    /// Why Okta would not take it, said before it is asked.
    public enum Refusal: Error, Equatable, Sendable {
        case searchAndFilter
        case wordsAndOther
        case sortWithoutSearch

        public var message: (error: String, help: String) {
            switch self {
            case .searchAndFilter:
                (
                    "--search and --filter cannot be given together",
                    "--search takes every attribute, --filter a few of them but without delay"
                )
            case .wordsAndOther:
                (
                    "--q stands alone",
                    "--q finds the beginning of a name or address; --search takes conditions"
                )
            case .sortWithoutSearch:
                (
                    "Okta sorts only with --search",
                    #"such as --search 'status eq "ACTIVE"' --sort lastUpdated:desc"#
                )
            }
        }
    }

    /// `FIELD` or `FIELD:desc`, as it is typed.
    public mutating func sort(by text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        sortField = parts.first
        isDescending = parts.count > 1 && parts[1].lowercased() == "desc"
    }

    /// Path and query of the first page.
    func target() throws(Refusal) -> String {
        if search != nil, filter != nil { throw .searchAndFilter }
        if words != nil, search != nil || filter != nil || sortField != nil { throw .wordsAndOther }
        if sortField != nil, search == nil { throw .sortWithoutSearch }
        var query: [(String, String)] = []
        if let search { query.append(("search", search)) }
        if let filter { query.append(("filter", filter)) }
        if let words { query.append(("q", words)) }
        if let sortField {
            query += [("sortBy", sortField), ("sortOrder", isDescending ? "desc" : "asc")]
        }
        // Without q pages of 200 are the largest; q gives one answer without pages.
        query.append(("limit", String(max(1, min(200, limit ?? 200)))))
        return QueryText.target("/api/v1/users", query)
    }

    /// What came, and whether there was more.
    public struct Found: Sendable {
        public let records: [[UInt8]]
        public let hasMore: Bool
    }

    public func check() throws(Refusal) { _ = try target() }

    /// - Throws: `OktaError`; a search that Okta does not understand is `refused` with its explanation.
    public func run(_ client: OktaClient) async throws(OktaError) -> Found {
        guard let target = try? target() else { return Found(records: [], hasMore: false) }
        return try await AllPages(
            client: client, shape: RecordShape(), sticky: ["search", "filter"]
        )
        .read(target, limit: limit)
    }

    /// One user by id or login; nil when there is none.
    public static func user(
        _ idOrLogin: String, _ client: OktaClient
    ) async throws(OktaError) -> JSONView? {
        do throws(OktaError) {
            let target = "/api/v1/users/" + PercentEncoding.encode(idOrLogin)
            return try await client.send(Call(.get, target)).json
        } catch {
            if case .refused(let refusal) = error, refusal.status == 404 { return nil }
            throw error
        }
    }
}
