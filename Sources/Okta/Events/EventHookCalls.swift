/// Makes, verifies and deletes an org's event hooks.
public enum EventHookCalls {
    private static let path = "/api/v1/eventHooks"

    public struct Hook: Sendable, Equatable {
        public let id: String
        public let name: String
        public let url: String
        public let isActive: Bool
        public let isVerified: Bool

        init?(_ json: JSONView) {
            guard let id = json["id"]?.string, let name = json["name"]?.string else { return nil }
            self.id = id
            self.name = name
            url = json["channel", "config", "uri"]?.string ?? ""
            isActive = json["status"]?.string == "ACTIVE"
            isVerified = json["verificationStatus"]?.string == "VERIFIED"
        }
    }

    /// All hooks of the org; the list has no pages.
    public static func all(_ client: OktaClient) async throws(OktaError) -> [Hook] {
        guard let list = try await client.send(Call(.get, path)).json, list.isList else {
            throw .damaged(reason: "the list of event hooks is none")
        }
        return list.elements().compactMap(Hook.init)
    }

    /// Makes a hook, active and not verified yet.
    ///
    /// - Parameter secret: sent along with every delivery as the `Authorization` header.
    public static func create(
        name: String, url: String, types: [String], secret: Secret, _ client: OktaClient
    ) async throws(OktaError) -> Hook {
        let text = { (text: String) in String(decoding: JSONLayout.string(text), as: UTF8.self) }
        let items = types.map(text).joined(separator: ",")
        let body = secret.withText { secret in
            """
            {"name":\(text(name)),"events":{"type":"EVENT_TYPE","items":[\(items)]},\
            "channel":{"type":"HTTP","version":"1.0.0","config":{"uri":\(text(url)),"headers":[],\
            "authScheme":{"type":"HEADER","key":"Authorization","value":\(text(secret))}}}}
            """
        }
        let answer = try await client.send(
            Call(
                .post, path, headers: [("Content-Type", "application/json")],
                body: Array(body.utf8)))
        guard let hook = answer.json.flatMap(Hook.init) else {
            throw .damaged(reason: "the answer is no event hook")
        }
        return hook
    }

    /// Lets Okta ask the receiver, which must be listening.
    public static func verify(_ id: String, _ client: OktaClient) async throws(OktaError) -> Hook {
        let target = path + "/" + PercentEncoding.encode(id) + "/lifecycle/verify"
        guard let hook = try await client.send(Call(.post, target)).json.flatMap(Hook.init) else {
            throw .damaged(reason: "the answer is no event hook")
        }
        return hook
    }

    /// Deletes a hook; an active one is deactivated first, as Okta asks.
    public static func delete(_ hook: Hook, _ client: OktaClient) async throws(OktaError) {
        let target = path + "/" + PercentEncoding.encode(hook.id)
        if hook.isActive {
            _ = try await client.send(Call(.post, target + "/lifecycle/deactivate"))
        }
        _ = try await client.send(Call(.delete, target))
    }
}
