extension Company {
    /// `GET /api/v1/apps`
    func oktaApps() -> [JSON] {
        apps.map { app in
            var members: [(String, JSON)] = [
                ("id", .text(app.id)), ("name", .text(app.name)), ("label", .text(app.label)),
                ("status", .text(app.status)),
                ("lastUpdated", .text(app.created.plus(days: 90).okta)),
                ("created", .text(app.created.okta)),
                ("accessibility", ["selfService": false, "errorRedirectUrl": .null]),
                (
                    "visibility",
                    ["autoLaunch": false, "hide": ["iOS": false, "web": false]]
                ),
                ("features", .texts(app.seats == nil ? [] : ["PUSH_NEW_USERS", "GROUP_PUSH"])),
                ("signOnMode", .text(app.signOnMode)),
            ]
            if let seats = app.seats {
                members.append(("licensing", ["seatCount": .integer(seats)]))
            }
            members.append(
                ("_links", ["users": ["href": .text("\(Self.site)/apps/\(app.id)/users")]]))
            return .object(members)
        }
    }

    /// `GET /api/v1/apps/{appId}/users`, each with its `appId`.
    func oktaAppUsers() -> [JSON] {
        apps.flatMap { app in
            app.assignments.map { assignment in
                let account = people[assignment.person].okta
                let created = max(app.created, people[assignment.person].hired).plus(days: 1)
                return [
                    "appId": .text(app.id), "id": .text(account?.id ?? ""),
                    "externalId": .null, "created": .text(created.okta),
                    "lastUpdated": .text(created.okta),
                    "scope": .text(assignment.group == nil ? "USER" : "GROUP"),
                    "status": "ACTIVE", "statusChanged": .text(created.okta),
                    "syncState": "DISABLED",
                    "credentials": ["userName": .text(userName(assignment.person))],
                ]
            }
        }
    }

    /// Okta does not carry a new login over to assignments that exist.
    private func userName(_ person: Int) -> String {
        people[person].formerEmail ?? people[person].okta?.login ?? ""
    }

    /// `GET /api/v1/apps/{appId}/groups`, each with its `appId`.
    func oktaAppGroups() -> [JSON] {
        apps.flatMap { app in
            app.groups.enumerated().map { priority, group in
                [
                    "appId": .text(app.id), "id": .text(groups[group].id),
                    "lastUpdated": .text(app.created.plus(days: 2).okta),
                    "priority": .integer(priority), "profile": [:],
                ]
            }
        }
    }

    /// `GET /api/v1/devices`
    func oktaDevices() -> [JSON] {
        devices.map { device in
            var profile: [(String, JSON)] = [
                ("displayName", .text(device.name)), ("platform", .text(device.platform)),
                ("manufacturer", .text(device.manufacturer)), ("model", .text(device.model)),
                ("osVersion", .text(device.system)), ("registered", true),
                ("managed", .bool(device.isManaged)), ("secureHardwarePresent", true),
                ("diskEncryptionType", .text(device.platform == "MACOS" ? "FULL" : "USER")),
            ]
            if !device.serial.isEmpty { profile.append(("serialNumber", .text(device.serial))) }
            if !device.udid.isEmpty { profile.append(("udid", .text(device.udid))) }
            return [
                "id": .text(device.id), "status": "ACTIVE", "created": .text(device.created.okta),
                "lastUpdated": .text(Moment.daysAgo(3).okta), "profile": .object(profile),
                "resourceType": "UDDevice", "resourceId": .text(device.id),
            ]
        }
    }

    /// `GET /api/v1/devices/{deviceId}/users`, each with its `deviceId`; of the user only the id is kept.
    func oktaDeviceUsers() -> [JSON] {
        devices.flatMap { device in
            device.users.map { index in
                [
                    "deviceId": .text(device.id), "created": .text(device.created.okta),
                    "managementStatus": .text(device.isManaged ? "MANAGED" : "NOT_MANAGED"),
                    "screenLockType": "BIOMETRIC",
                    "user": ["id": .text(people[index].okta?.id ?? "")],
                ]
            }
        }
    }
}
