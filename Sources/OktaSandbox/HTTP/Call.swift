/// One request as the endpoints see it: parts decoded, the caller known.
struct Call: Sendable {
    var method: Method
    /// The path as it came, still encoded.
    var path: String
    /// The values of the path's `{name}` parts, decoded.
    var parameters: [String: String] = [:]
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// `http://127.0.0.1:PORT`, what links begin with.
    var origin: String
    var now: Instant
    var caller: Caller
    /// What the page that answers this call has to get wrong.
    var pageFault: PageFault?

    enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
        case patch = "PATCH"
    }

    /// The decoded path part of that name; the registry guarantees that it is there.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The query value of that name; an empty one counts as absent.
    func query(_ name: String) -> String? {
        query.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    func flag(_ name: String, default standard: Bool) -> Bool {
        query(name).map { $0.lowercased() == "true" } ?? standard
    }

    /// Whether a comma-separated query value such as `expand` names that word.
    func expands(_ word: String) -> Bool {
        (query("expand") ?? "").split(separator: ",").contains { $0 == word }
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as an object; an empty body is an empty object.
    ///
    /// - Throws: E0000003 for anything else, E0000001 for characters outside the Basic Multilingual Plane,
    ///   which Okta does not store.
    func json() throws -> Record {
        if body.isEmpty { return [:] }
        guard let record = try? JSONParser.parse(body).record else { throw APIError.badJSON }
        // The first byte of a four-byte sequence is 0xF0 or above.
        if body.contains(where: { $0 >= 0xF0 }) {
            throw APIError.validation(
                "body", "body: Only UTF-8 characters up to 3 bytes are supported")
        }
        return record
    }

    func href(_ path: String) -> JSON { ["href": .string(origin + path)] }

    func href(_ path: String, _ method: String) -> JSON {
        ["href": .string(origin + path), "method": .string(method)]
    }
}

/// Who calls, and what that caller may do.
struct Caller: Sendable {
    /// The user an API token belongs to; nil for a service app.
    var userID: String?
    var displayName = ""
    /// What rate limits are counted by, and what the log names.
    var clientID: String
    /// Scopes such as `okta.users.read`; nil is an admin's token, which may do everything.
    var scopes: Set<String>?

    /// Whether the scope, or its `manage` form, is among those granted.
    func may(_ scope: String) -> Bool {
        guard let scopes, !scope.isEmpty else { return true }
        if scopes.contains(scope) { return true }
        return scope.hasSuffix(".read") && scopes.contains(scope.dropLast(5) + ".manage")
    }
}
