/// All that a tenant holds, as text.
extension Tenant {
    /// One line for each record, in order, without stamps of time and without the log: two dumps are equal when
    /// nothing but these has changed.
    var dump: [String] {
        var lines: [String] = []
        func add(_ object: String, _ rows: Records) {
            for row in rows.rows {
                lines.append("\(object) \(row.id) \(Self.text(.object(row.value)))")
            }
        }
        add("users", users)
        add("groups", groups)
        add("group_rules", groupRules)
        add("apps", apps)
        add("devices", devices)
        add("policies", policies)
        add("linked_objects", linkedObjects)
        for (list, rows) in lists { add(list, rows) }
        for (name, children) in [
            ("group_owners", owners), ("rules", policyRules), ("factors", factors),
            ("admin_roles", userRoles), ("group_admin_roles", groupRoles),
        ] {
            for (parent, rows) in children { add("\(name) \(parent)", rows) }
        }
        lines += (ids(of: "group_members") ?? []).map { "group_members \($0)" }
        lines += (ids(of: "device_users") ?? []).map { "device_users \($0)" }
        for (app, map) in appUsers.forward {
            for row in map.rows {
                let account = row.value
                lines.append(
                    "app_users \(app) \(row.id) \(account.scope.rawValue) \(account.status) "
                        + "\(account.userName) \(Self.text(.object(account.profile)))")
            }
        }
        for (app, map) in appGroups.forward {
            for row in map.rows {
                lines.append(
                    "app_groups \(app) \(row.id) \(row.value.priority) "
                        + Self.text(.object(row.value.profile)))
            }
        }
        for (user, _) in passwords { lines.append("password \(user)") }
        return lines.sorted()
    }

    private static let stamps: Set<String> = [
        "lastUpdated", "lastMembershipUpdated", "statusChanged", "passwordChanged", "created",
        "activated", "lastLogin",
    ]

    private static func text(_ json: JSON) -> String {
        String(decoding: withoutStamps(json).bytes, as: UTF8.self)
    }

    private static func withoutStamps(_ json: JSON) -> JSON {
        switch json {
        case .object(let record):
            let members = record.members.filter { !stamps.contains($0.name) }
            return .object(Record(members.map { ($0.name, withoutStamps($0.value)) }))
        case .array(let elements): return .array(elements.map(withoutStamps))
        default: return json
        }
    }
}
