/// The methods that Okta's API knows.
public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Changes nothing on the server, so it may be sent again whatever became of it.
    public var isSafe: Bool { self == .get || self == .head }
}

/// One call to the org: everything but the host and the credential, which the client adds.
public struct Call: Sendable {
    public var method: Method
    /// Path and query, encoded; begins with `/`.
    public var target: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    /// What the answer's body must be, beyond JSON; another is a damaged answer.
    var expects: RecordShape?
    /// A list without rows and without a next page is a damaged answer.
    var refusesEmpty = false

    public init(
        _ method: Method, _ target: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// A call whose query is plain names and values.
    public init(_ method: Method, path: String, query: [(String, String)]) {
        self.init(method, QueryText.target(path, query))
    }
}

/// What a server sent back, complete.
public struct Answer: Sendable {
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// All values of a header; names do not heed case.
    public func values(of name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    public func value(of name: String) -> String? { values(of: name).first }

    public var isSuccess: Bool { (200...299).contains(status) }

    /// The server's clock when it answered, seconds since 1970.
    public var serverSeconds: Int64? { value(of: "Date").flatMap(ServerDate.epochSeconds) }

    /// The body as JSON.
    ///
    /// - Returns: nil where there is none or it is something else.
    public var json: JSONView? { body.isEmpty ? nil : JSONView(body) }
}
