/// The sandbox's own calls, under a path Okta does not have: what is really there, what was called, what is to
/// go wrong. They take no token, as the server listens on loopback only.
enum Admin {
    static let prefix = "/__sandbox/"

    static func answer(_ request: Incoming, _ exchange: Exchange) -> Answer {
        let body = request.body.isEmpty ? JSON.object([:]) : try? JSONParser.parse(request.body)
        guard let body else { return refusal(400, "the body is not JSON") }
        let parts = request.path.split(separator: "/").dropFirst().map(String.init)
        switch (request.method, parts.first ?? "", parts.count) {
        case ("GET", "state", 1): return json(exchange.state)
        case ("GET", "ids", 2):
            guard let ids = exchange.tenant.withLock({ $0.ids(of: parts[1]) }) else {
                return refusal(404, "there is no object '\(parts[1])'")
            }
            return json(JSON(ids))
        case ("POST", "reset", 1):
            exchange.reset()
            return json(["reset": true])
        case ("POST", "faults", 1):
            let rows = body.elements ?? [body]
            let faults = rows.compactMap { $0.record.flatMap(Fault.init) }
            guard faults.count == rows.count else {
                return refusal(400, "a fault has one of these kinds: \(kinds)")
            }
            exchange.faults.withLock { plan in
                for fault in faults { plan.add(fault) }
            }
            return json(["waiting": .integer(exchange.faults.withLock { $0.faults.count })])
        case ("DELETE", "faults", 1):
            exchange.faults.withLock { $0.clear() }
            return json(["waiting": 0])
        case ("POST", "tokens", 1), ("POST", "clients", 1), ("POST", "users", 3):
            guard let record = body.record else { return refusal(400, "the body is not an object") }
            return exchange.tenant.withLock { change(parts, record, &$0) }
        default: return refusal(404, "there is no such call of the sandbox's own")
        }
    }

    private static var kinds: String {
        Fault.Kind.allCases.map(\.rawValue).joined(separator: " ")
    }

    private static func change(
        _ parts: [String], _ body: Record, _ tenant: inout Tenant
    ) -> Answer {
        switch parts[0] {
        case "tokens":
            guard let value = body.text("token") else { return refusal(400, "a token is needed") }
            tenant.addToken(
                value, owner: body.text("userId"), scopes: body["scopes"].map { Set($0.texts) })
        case "clients":
            guard let id = body.text("client_id"), let keys = body.value("jwks.keys")?.elements
            else {
                return refusal(400, "client_id, jwks and scopes are needed")
            }
            tenant.clients[id] = ServiceClient(
                name: body.text("name") ?? id, keys: keys.compactMap(\.record),
                scopes: Set(body["scopes"]?.texts ?? []), hasRole: body["hasRole"] != false)
        default:
            // What a user does, or what happens to one: a finished welcome, a lock after failed sign-ins.
            guard parts[2] == "status", tenant.users.contains(parts[1]),
                let status = body.text("status")
            else { return refusal(404, "there is no such user, or no status was given") }
            tenant.users.update(parts[1]) { $0["status"] = .string(status) }
        }
        return json(["done": true])
    }

    private static func json(_ json: JSON) -> Answer {
        Answer(status: 200, headers: [("content-type", "application/json")], body: json.bytes)
    }

    private static func refusal(_ status: Int, _ reason: String) -> Answer {
        Answer(
            status: status, headers: [("content-type", "application/json")],
            body: JSON.object(["error": .string(reason)]).bytes)
    }
}

extension Exchange {
    fileprivate var state: JSON {
        let (counts, effects, hookQueue) = tenant.withLock {
            ($0.counts, $0.effects, $0.deliveries.count)
        }
        let traffic = traffic.withLock { $0 }
        let faults = faults.withLock { $0 }
        return [
            "counts": .object(Record(counts.map { ($0.name, .integer($0.count)) })),
            "buckets": .object(
                Record(
                    Bucket.allCases.compactMap { bucket in
                        traffic.counts[bucket].map { count in
                            (
                                bucket.rawValue,
                                [
                                    "limit": .integer(bucket.limit), "calls": .integer(count.calls),
                                    "refused": .integer(count.refused),
                                    "peak": .integer(count.peak),
                                ]
                            )
                        }
                    })),
            "concurrency": [
                "peak": .integer(traffic.peakUnderWay),
                "refused": .integer(traffic.refusedForConcurrency),
            ],
            "calls": Self.object(traffic.callsByPath), "effects": Self.object(effects),
            "foreignHostCalls": .integer(traffic.foreignHost),
            "faults": [
                "waiting": .integer(faults.faults.count), "struck": Self.object(faults.struck),
            ],
            "hooks": [
                "delivered": .integer(hooks.count.delivered),
                "failed": .integer(hooks.count.failed),
                "queued": .integer(hookQueue),
            ],
        ]
    }

    private static func object(_ counts: [String: Int]) -> JSON {
        .object(Record(counts.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }))
    }
}
