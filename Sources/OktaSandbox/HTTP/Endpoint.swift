/// One call of the API: where it is, who may make it, and what it does to a tenant.
struct Endpoint: Sendable {
    typealias Action = @Sendable (inout Tenant, Call) throws -> Reply

    var method: Call.Method
    /// With `{name}` for the parts that vary, as Okta's reference writes it.
    var path: String
    /// The OAuth scope; empty when every caller may.
    var scope: String
    var action: Action

    var segments: [Substring] { path.split(separator: "/") }

    static func get(_ path: String, _ scope: String, _ action: @escaping Action) -> Endpoint {
        Endpoint(method: .get, path: path, scope: scope, action: action)
    }
    static func post(_ path: String, _ scope: String, _ action: @escaping Action) -> Endpoint {
        Endpoint(method: .post, path: path, scope: scope, action: action)
    }
    static func put(_ path: String, _ scope: String, _ action: @escaping Action) -> Endpoint {
        Endpoint(method: .put, path: path, scope: scope, action: action)
    }
    static func delete(_ path: String, _ scope: String, _ action: @escaping Action) -> Endpoint {
        Endpoint(method: .delete, path: path, scope: scope, action: action)
    }
}

/// Every endpoint, found by method and path. A new family is a file in `Objects` and one line here.
enum EndpointRegistry {
    static let all: [Endpoint] =
        Users.endpoints + UserLifecycle.endpoints + UserCredentials.endpoints + Factors.endpoints
        + UserRelations.endpoints + Groups.endpoints + GroupMembers.endpoints
        + GroupOwners.endpoints + GroupRules.endpoints + Apps.endpoints + AppUsers.endpoints
        + AppGroups.endpoints + AppCredentials.endpoints + Devices.endpoints + Policies.endpoints
        + PolicyRules.endpoints + UserTypes.endpoints + Schemas.endpoints
        + LinkedObjects.endpoints + AdminRoles.endpoints + CustomRoles.endpoints
        + EventLog.endpoints + EventHooks.endpoints + OrgObjects.endpoints + Org.endpoints

    enum Match {
        case found(Endpoint, parameters: [String: String])
        case wrongMethod
        case unknown
    }

    private static let byLength: [Int: [(endpoint: Endpoint, segments: [Substring])]] =
        Dictionary(
            grouping: all.map { (endpoint: $0, segments: $0.segments) }, by: \.segments.count)

    /// Looks a raw path up: parts are decoded after the split, so an encoded `/` never makes a new part.
    static func match(_ method: String, _ path: String) -> Match {
        let parts = path.split(separator: "/")
        let candidates = (byLength[parts.count] ?? []).compactMap { candidate in
            literalParts(candidate.segments, parts).map { (candidate.endpoint, literals: $0) }
        }
        // `/groups/rules` is the list of rules with every method, never a group of that id.
        guard let most = candidates.map(\.literals).max() else { return .unknown }
        let best = candidates.first { $0.literals == most && $0.0.method.rawValue == method }
        guard let endpoint = best?.0 else { return .wrongMethod }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(endpoint.segments, parts) where segment.hasPrefix("{") {
            guard let value = PercentEncoding.decode(part) else { return .unknown }
            parameters[String(segment.dropFirst().dropLast())] = value
        }
        return .found(endpoint, parameters: parameters)
    }

    /// How many parts are equal; nil when one differs.
    private static func literalParts(_ segments: [Substring], _ parts: [Substring]) -> Int? {
        var literals = 0
        for (segment, part) in zip(segments, parts) where !segment.hasPrefix("{") {
            guard segment == part else { return nil }
            literals += 1
        }
        return literals
    }
}
