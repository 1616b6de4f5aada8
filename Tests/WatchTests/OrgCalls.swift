import AsyncHTTPClient
import Foundation
import Testing

/// Calls that another admin makes.
struct OrgCalls {
    let url: String

    @discardableResult
    func call(_ method: String, _ path: String, _ body: Any? = nil, mayMiss: Bool = false)
        async throws -> Any?
    {
        var request = HTTPClientRequest(url: url + path)
        request.method = .RAW(value: method)
        request.headers.add(name: "Authorization", value: "SSWS sandbox")
        request.headers.add(name: "Content-Type", value: "application/json")
        if let body {
            request.body = .bytes(Array(try JSONSerialization.data(withJSONObject: body)))
        }
        while true {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            let bytes = try await response.body.collect(upTo: 1 << 24)
            if response.status.code == 429 {
                await Task.yield()
                continue
            }
            if mayMiss, response.status.code == 404 { return nil }
            try #require(
                response.status.code < 300,
                "\(method) \(path): \(String(decoding: bytes.readableBytesView, as: UTF8.self))")
            if bytes.readableBytes == 0 { return nil }
            return try JSONSerialization.jsonObject(
                with: Data(bytes.readableBytesView), options: .fragmentsAllowed)
        }
    }

    /// A user's fields as columns are named, each as text; empty when there is no such user.
    func fields(ofUser id: String) async throws -> [String: String] {
        let answer = try await call("GET", "/api/v1/users/\(id)", mayMiss: true)
        guard let user = answer as? [String: Any] else {
            return [:]
        }
        var fields: [String: String] = [:]
        func flatten(_ value: Any, _ name: String) {
            switch value {
            case let object as [String: Any]:
                for (key, inner) in object { flatten(inner, name.isEmpty ? key : "\(name).\(key)") }
            case is NSNull: break
            case let list as [Any]: fields[name] = "\(list)"
            default: fields[name] = "\(value)"
            }
        }
        flatten(user, "")
        // A heading is the shortest end of a field's name that only it has: `title` is `profile.title`.
        fields = Dictionary(
            uniqueKeysWithValues: fields.map {
                ($0.key.replacing(/^profile\./, with: ""), $0.value)
            })
        // What may be done now stands in one user's record only, not in the list.
        return fields.filter { !$0.key.hasPrefix("_links") }
    }

    /// Sends events to a receiver, as anybody can who knows its secret.
    func deliver(
        _ events: [(type: String, user: String, published: String)], group: String, port: Int,
        secret: String
    ) async throws {
        let list = events.enumerated().map { index, event in
            [
                "uuid": "forged-\(index)", "eventType": event.type, "published": event.published,
                "target": [
                    ["type": "User", "id": event.user], ["type": "UserGroup", "id": group],
                ],
            ] as [String: Any]
        }
        let body: [String: Any] = ["eventType": "com.okta.event_hook", "data": ["events": list]]
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/hook")
        request.method = .POST
        request.headers.add(name: "Authorization", value: secret)
        request.body = .bytes(Array(try JSONSerialization.data(withJSONObject: body)))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        #expect(response.status.code == 204)
    }
}
