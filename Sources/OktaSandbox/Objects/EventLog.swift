/// The System Log: what every change writes, and the two ways of reading it.
enum EventLog {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/logs", "okta.logs.read") { try $0.listEvents($1) }
    ]

    static let pageRule = PageRule(standard: 100, maximum: 1000)

    /// Days an event may lie back before a query for it is refused.
    static let oldestQueryDays = 180
}

/// What an event is about.
enum EventTarget: Sendable {
    case user(String)
    case group(String)
    case app(String)
    case device(String)
    case policy(String, name: String)
    case rule(String, name: String)
    case groupRule(String, name: String)
    case other(String, type: String, name: String)

    var id: String {
        switch self {
        case .user(let id), .group(let id), .app(let id), .device(let id): id
        case .policy(let id, _), .rule(let id, _), .groupRule(let id, _), .other(let id, _, _): id
        }
    }
}

extension Tenant {
    /// Writes an event, counts the effect, and puts it on the way to the hooks that wait for it.
    mutating func record(
        _ type: String, _ message: String, _ targets: [EventTarget], _ call: Call,
        reason: String? = nil
    ) {
        let actorID = call.caller.userID ?? call.caller.clientID
        let event: Record = [
            "uuid": .string(identifiers.makeUUID()), "published": .string(call.now.text),
            "eventType": .string(type), "version": "0", "severity": "INFO",
            "legacyEventType": .null, "displayMessage": .string(message),
            "actor": [
                "id": .string(actorID),
                "type": call.caller.userID == nil ? "PublicClientApp" : "User",
                "alternateId": JSON(user(actorID).text("profile.login") ?? call.caller.clientID),
                "displayName": .string(call.caller.displayName), "detailEntry": nil,
            ],
            "client": [
                "userAgent": [
                    "rawUserAgent": JSON(call.header("user-agent")), "os": "Unknown",
                    "browser": "UNKNOWN",
                ],
                "zone": "null", "device": "Unknown", "id": nil, "ipAddress": "127.0.0.1",
                "geographicalContext": nil,
            ],
            "outcome": ["result": "SUCCESS", "reason": JSON(reason)],
            "target": .array(targets.map(targetJSON)),
            "transaction": [
                "type": "WEB", "id": .string(identifiers.makeSecret(20)), "detail": [:],
            ],
            "debugContext": ["debugData": ["requestUri": .string(call.path)]],
            "authenticationContext": [
                "authenticationStep": 0, "externalSessionId": "trs", "credentialType": nil,
            ],
            "securityContext": [
                "asNumber": nil, "asOrg": nil, "isp": nil, "domain": nil, "isProxy": nil,
            ],
            "request": ["ipChain": []],
        ]
        events.append(event)
        effects["\(type) \(targets.map(\.id).joined(separator: " "))", default: 0] += 1
        queueDeliveries(of: event, type: type, call)
    }

    private func targetJSON(_ target: EventTarget) -> JSON {
        let type: String
        var alternate: String?
        var name: String?
        switch target {
        case .user(let id):
            type = "User"
            alternate = user(id).text("profile.login")
            name = ["firstName", "lastName"].compactMap { user(id).text("profile.\($0)") }
                .joined(separator: " ")
        case .group(let id):
            type = "UserGroup"
            name = groups[id]?.text("profile.name")
        case .app(let id):
            type = "AppInstance"
            alternate = apps[id]?.text("label")
            name = apps[id]?.text("label")
        case .device(let id):
            type = "Device"
            name = devices[id]?.text("profile.displayName")
        case .policy(_, let label): (type, name) = ("PolicyEntity", label)
        case .rule(_, let label): (type, name) = ("PolicyRule", label)
        case .groupRule(_, let label): (type, name) = ("Rule", label)
        case .other(_, let kind, let label): (type, name) = (kind, label)
        }
        return [
            "id": .string(target.id), "type": .string(type),
            "alternateId": .string(alternate ?? "unknown"), "displayName": JSON(name),
            "detailEntry": nil,
        ]
    }

    fileprivate func listEvents(_ call: Call) throws -> Reply {
        let rule = FilterRule.logsFilter
        let filter: FilterExpression?
        do {
            filter = try call.query("filter").map { text throws(FilterParser.Failure) in
                try FilterParser.parse(text, rule: rule)
            }
        } catch {
            throw APIError.badLogQuery(error.reason)
        }
        let words = try keywords(call)
        let until = try instant("until", call)
        let oldest = call.now + -EventLog.oldestQueryDays * Instant.secondsPerDay
        let given = try instant("since", call)
        let since = given ?? (until ?? call.now) + -7 * Instant.secondsPerDay
        guard given.map({ $0 >= oldest }) ?? true else {
            throw APIError.badLogQuery("since: no more than \(EventLog.oldestQueryDays) days back")
        }
        let descends = call.query("sortOrder")?.uppercased() == "DESCENDING"
        let isPolling = until == nil && !descends
        // A poll that goes on from a cursor has its beginning there.
        let hasStart = given != nil || !(isPolling && call.query("after") != nil)
        func fits(_ event: Record) -> Bool {
            guard let published = event.text("published").flatMap(Instant.init),
                published >= since || !hasStart, until.map({ published < $0 }) ?? true,
                filter?.matches(event, foldingCase: true) ?? true
            else { return false }
            if words.isEmpty { return true }
            let text = String(decoding: JSON.object(event).bytes, as: UTF8.self).lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        if isPolling { return try poll(call, where: fits) }
        let found = events.filter(fits).sorted {
            let (left, right) = ($0.text("published") ?? "", $1.text("published") ?? "")
            return descends ? left > right : left < right
        }
        return try call.page(ofSorted: found, EventLog.pageRule) { .object($0) }
    }

    /// A polling query goes by the order of persistence and always has a next page, which may be empty.
    private func poll(_ call: Call, where fits: (Record) -> Bool) throws -> Reply {
        let limit = try EventLog.pageRule.limit(call) ?? 100
        let start = try call.query("after").map(Cursor.decode) ?? 0
        var kept: [JSON] = []
        var position = min(start, events.count)
        while position < events.count, kept.count < limit {
            if fits(events[position]) { kept.append(.object(events[position])) }
            position += 1
        }
        return Reply(
            body: .page(
                Page(
                    rows: kept, next: call.address(after: Cursor.encode(position)),
                    current: call.address(after: call.query("after")))))
    }

    private func instant(_ name: String, _ call: Call) throws -> Instant? {
        guard let text = call.query(name) else { return nil }
        guard let instant = Instant(text) else {
            throw APIError(
                code: "E0000030", status: 400,
                summary:
                    "Bad request. Invalid date. Dates must be of the form yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
                causes: [name])
        }
        return instant
    }

    private func keywords(_ call: Call) throws -> [String] {
        let words = (call.query("q") ?? "").split(separator: " ").map { $0.lowercased() }
        guard words.count <= 10, words.allSatisfy({ $0.count <= 40 }) else {
            throw APIError.badLogQuery("q: no more than 10 keywords of 40 characters")
        }
        return words
    }
}
