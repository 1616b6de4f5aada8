import Okta

/// Paths of the API, every id encoded whole, so that no id can lead anywhere else.
enum ActionPath {
    /// - Parameter parts: words of the API and ids, in turn as they come: `users`, `00u1`, `lifecycle`, `suspend`.
    static func of(_ parts: String...) -> String {
        "/api/v1" + parts.map { "/" + PercentEncoding.encode($0) }.joined()
    }
}

extension ActionTarget {
    var userPath: String { ActionPath.of("users", self[.user]) }
    var groupPath: String { ActionPath.of("groups", self[.group]) }
    var appPath: String { ActionPath.of("apps", self[.app]) }
    var devicePath: String { ActionPath.of("devices", self[.device]) }
    var policyPath: String { ActionPath.of("policies", self[.policy]) }
    var rulePath: String { ActionPath.of("policies", self[.policy], "rules", self[.rule]) }
    var factorPath: String { ActionPath.of("users", self[.user], "factors", self[.factor]) }
}

extension Call {
    static func json(
        _ method: Method, _ path: String, query: [(String, String)] = [], _ body: JSONBody,
        headers: [(name: String, value: String)] = []
    ) -> Call {
        var call = Call(method, path: path, query: query)
        call.headers = headers
        call.body = body.bytes
        return call
    }
}
