/// Devices enrolled through Okta Verify, and whose they are. Identity Engine only.
enum Devices {
    private static let base = "/api/v1/devices"

    static let endpoints: [Endpoint] = [
        .get(base, "okta.devices.read") { tenant, call in
            let expression = try call.query("search").map { try call.filter($0, .devicesSearch) }
            return try call.page(
                of: tenant.devices, PageRule(standard: 200, maximum: 200),
                where: { expression?.matches($0, foldingCase: true) ?? true }
            ) { tenant.deviceJSON($0, $1, call) }
        },
        .get("\(base)/{deviceId}", "okta.devices.read") { tenant, call in
            let (id, device) = try tenant.device(call)
            return .json(tenant.deviceJSON(id, device, call))
        },
        .get("\(base)/{deviceId}/users", "okta.devices.read") { tenant, call in
            let (id, _) = try tenant.device(call)
            return .json(
                .array(
                    tenant.deviceUsers[id].rows.map { tenant.deviceUserJSON($0.id, $0.value, call) }
                ))
        },
        .delete("\(base)/{deviceId}", "okta.devices.manage") { tenant, call in
            let (id, device) = try tenant.device(call)
            guard device.text("status") == "DEACTIVATED" else { throw APIError.deviceStatus }
            tenant.record("device.lifecycle.delete", "Delete device", [.device(id)], call)
            tenant.devices.remove(id)
            tenant.deviceUsers.removeAll(left: id)
            return .noContent
        },
        move("activate", from: ["CREATED", "DEACTIVATED"], to: "ACTIVE"),
        move("deactivate", from: ["ACTIVE", "SUSPENDED"], to: "DEACTIVATED"),
        move("suspend", from: ["ACTIVE"], to: "SUSPENDED"),
        move("unsuspend", from: ["SUSPENDED"], to: "ACTIVE"),
    ]

    private static func move(_ verb: String, from: Set<String>, to status: String) -> Endpoint {
        .post("\(base)/{deviceId}/lifecycle/\(verb)", "okta.devices.manage") { tenant, call in
            let (id, device) = try tenant.device(call)
            guard from.contains(device.text("status") ?? "") else {
                throw APIError.validation(
                    "status", "status: A device in this status cannot do '\(verb)'")
            }
            tenant.devices.update(id) { device in
                device["status"] = .string(status)
                device["lastUpdated"] = .string(call.now.text)
            }
            // Reactivating does not bring the links to users back.
            if status == "DEACTIVATED" { tenant.deviceUsers.removeAll(left: id) }
            tenant.record("device.lifecycle.\(verb)", "Device \(verb)", [.device(id)], call)
            return .noContent
        }
    }
}

extension Tenant {
    fileprivate func device(_ call: Call) throws -> (id: String, device: Record) {
        let id = call.parameter("deviceId")
        guard let device = devices[id] else { throw APIError.notFound(id, "Device") }
        return (id, device)
    }

    func deviceJSON(_ id: String, _ device: Record, _ call: Call) -> JSON {
        var row = device
        let base = "/api/v1/devices/\(id)"
        row["resourceDisplayName"] = [
            "value": device.value("profile.displayName") ?? .null, "sensitive": false,
        ]
        if row["resourceAlternateId"] == nil { row["resourceAlternateId"] = .null }
        var links: Record = [
            "self": call.href(base), "users": call.href(base + "/users"),
        ]
        let verbs =
            switch device.text("status") {
            case "ACTIVE": ["deactivate", "suspend"]
            case "SUSPENDED": ["deactivate", "unsuspend"]
            default: ["activate"]
            }
        for verb in verbs { links[verb] = call.href("\(base)/lifecycle/\(verb)", "POST") }
        row["_links"] = .object(links)
        if call.expands("user") || call.expands("userSummary") {
            row["_embedded"] = [
                "users": .array(deviceUsers[id].rows.map { deviceUserJSON($0.id, $0.value, call) })
            ]
        }
        return .object(row)
    }

    /// The link's own facts with the user in whole, or only id and names under `expand=userSummary`.
    fileprivate func deviceUserJSON(_ userID: String, _ link: Record, _ call: Call) -> JSON {
        var row = link
        var user = user(userID)
        if call.expands("userSummary") {
            let profile = user[object: "profile"]
            user = [
                "id": .string(userID),
                "profile": .object(
                    Record(
                        ["login", "email", "firstName", "lastName"].compactMap { name in
                            profile[name].map { (name, $0) }
                        })),
            ]
        }
        user["id"] = .string(userID)
        row["user"] = .object(user)
        return .object(row)
    }
}
