/// Event hooks: receivers that are asked once whether they want events and are sent them afterwards.
enum EventHooks {
    private static let base = "/api/v1/eventHooks"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.eventHooks.read") { tenant, call in
            .json(.array(tenant.eventHooks.rows.map { tenant.hookJSON($0.value, call) }))
        },
        .post(base, "okta.eventHooks.manage") { try $0.createHook($1) },
        .get("\(base)/{hookId}", "okta.eventHooks.read") { tenant, call in
            .json(tenant.hookJSON(try tenant.hook(call), call))
        },
        .put("\(base)/{hookId}", "okta.eventHooks.manage") { try $0.replaceHook($1) },
        .delete("\(base)/{hookId}", "okta.eventHooks.manage") { tenant, call in
            let hook = try tenant.hook(call)
            guard hook.text("status") != "ACTIVE" else {
                throw APIError.validation("status", "status: An active hook cannot be deleted")
            }
            tenant.eventHooks.remove(hook.text("id") ?? "")
            return .noContent
        },
        .post("\(base)/{hookId}/lifecycle/verify", "okta.eventHooks.manage") { tenant, call in
            let hook = try tenant.hook(call)
            var reply = Reply.json(tenant.hookJSON(hook, call))
            reply.followUp = .verifyEventHook(id: hook.text("id") ?? "")
            return reply
        },
        move("activate", to: "ACTIVE"),
        move("deactivate", to: "INACTIVE"),
    ]

    static let maximumHooks = 25
    static let maximumTypes = 300

    private static func move(_ verb: String, to status: String) -> Endpoint {
        .post("\(base)/{hookId}/lifecycle/\(verb)", "okta.eventHooks.manage") { tenant, call in
            let id = try tenant.hook(call).text("id") ?? ""
            tenant.eventHooks.update(id) { hook in
                hook["status"] = .string(status)
                hook["lastUpdated"] = .string(call.now.text)
            }
            return .json(tenant.hookJSON(tenant.eventHooks[id] ?? [:], call))
        }
    }
}

extension Tenant {
    fileprivate func hook(_ call: Call) throws -> Record {
        let id = call.parameter("hookId")
        guard let hook = eventHooks[id] else { throw APIError.notFound(id, "EventHook") }
        return hook
    }

    fileprivate func hookJSON(_ hook: Record, _ call: Call) -> JSON {
        var row = hook
        // The secret goes to the receiver only.
        if var channel = row["channel"]?.record {
            channel[object: "config"][object: "authScheme"]["value"] = nil
            row["channel"] = .object(channel)
        }
        let base = "/api/v1/eventHooks/\(hook.text("id") ?? "")"
        let verb = hook.text("status") == "ACTIVE" ? "deactivate" : "activate"
        row["_links"] = [
            "self": call.href(base), "verify": call.href("\(base)/lifecycle/verify", "POST"),
            verb: call.href("\(base)/lifecycle/\(verb)", "POST"),
        ]
        return .object(row)
    }

    private func check(hook body: Record) throws {
        guard let name = body.text("name"), !name.isEmpty else {
            throw APIError.validation("name", "name: The field cannot be left blank")
        }
        let types = body.value("events.items")?.texts ?? []
        guard (1...EventHooks.maximumTypes).contains(types.count) else {
            throw APIError.validation(
                "events", "events: 1 to \(EventHooks.maximumTypes) types are needed")
        }
        let url = body.text("channel.config.uri") ?? ""
        // A sandbox is reached over loopback, and so are its receivers.
        guard url.hasPrefix("https://") || url.hasPrefix("http://127.0.0.1:") else {
            throw APIError.validation("uri", "uri: An https address is needed")
        }
    }

    fileprivate mutating func createHook(_ call: Call) throws -> Reply {
        let body = try call.json()
        try check(hook: body)
        guard eventHooks.count < EventHooks.maximumHooks else {
            throw APIError.validation("hooks", "hooks: No more than \(EventHooks.maximumHooks)")
        }
        let id = identifiers.makeID(.eventHook)
        let now = JSON.string(call.now.text)
        eventHooks.set(
            id,
            [
                "id": .string(id), "status": "ACTIVE", "verificationStatus": "UNVERIFIED",
                "name": body["name"] ?? .null, "description": body["description"] ?? .null,
                "created": now, "createdBy": JSON(call.caller.userID), "lastUpdated": now,
                "events": body["events"] ?? .null, "channel": body["channel"] ?? .null,
            ])
        return .json(hookJSON(eventHooks[id] ?? [:], call))
    }

    fileprivate mutating func replaceHook(_ call: Call) throws -> Reply {
        let hook = try hook(call)
        let body = try call.json()
        try check(hook: body)
        let id = hook.text("id") ?? ""
        eventHooks.update(id) { hook in
            if body["channel"] != hook["channel"] { hook["verificationStatus"] = "UNVERIFIED" }
            for part in ["name", "description", "events", "channel"] {
                hook[part] = body[part] ?? hook[part]
            }
            hook["lastUpdated"] = .string(call.now.text)
        }
        return .json(hookJSON(eventHooks[id] ?? hook, call))
    }

    /// The receiver has returned the challenge.
    mutating func finishVerification(ofHook id: String, _ call: Call) -> JSON {
        eventHooks.update(id) { hook in
            hook["verificationStatus"] = "VERIFIED"
            hook["lastUpdated"] = .string(call.now.text)
        }
        return hookJSON(eventHooks[id] ?? [:], call)
    }

    /// Where a hook's receiver is and what it is to be told besides the event.
    func receiver(ofHook id: String) -> (url: String, headers: [(name: String, value: String)])? {
        guard let config = eventHooks[id]?.value("channel.config")?.record,
            let url = config.text("uri")
        else { return nil }
        var headers: [(name: String, value: String)] = []
        for header in config["headers"]?.elements ?? [] {
            guard let name = header.record?.text("key"), let value = header.record?.text("value")
            else { continue }
            headers.append((name, value))
        }
        if let name = config.text("authScheme.key"), let value = config.text("authScheme.value") {
            headers.append((name, value))
        }
        return (url, headers)
    }

    /// Puts an event on the way to every active, verified hook that asked for its type.
    mutating func queueDeliveries(of event: Record, type: String, _ call: Call) {
        for row in eventHooks.rows
        where row.value.text("status") == "ACTIVE"
            && row.value.text("verificationStatus") == "VERIFIED"
            && (row.value.value("events.items")?.texts ?? []).contains(type)
        {
            guard let (url, headers) = receiver(ofHook: row.id) else { continue }
            let body: JSON = [
                "eventType": "com.okta.event_hook", "eventTypeVersion": "1.0",
                "cloudEventsVersion": "0.1",
                "source": .string("\(call.origin)/api/v1/eventHooks/\(row.id)"),
                "eventId": event["uuid"] ?? .null, "eventTime": .string(call.now.text),
                "contentType": "application/json", "data": ["events": [.object(event)]],
            ]
            deliveries.append(
                HookDelivery(hookID: row.id, url: url, headers: headers, body: body.bytes))
        }
    }
}
