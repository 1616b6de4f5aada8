extension Company {
    static let site = "https://acme.okta.com/api/v1"

    /// `GET /api/v1/users`, DEPROVISIONED included.
    func oktaUsers() -> [JSON] {
        var draw = stream("okta users")
        return people.indices.compactMap { index in
            guard let account = people[index].okta else { return nil }
            return user(people[index], account, &draw)
        }
    }

    private func user(
        _ person: Person, _ account: OktaAccount, _ draw: inout SeededRandom
    ) -> JSON {
        let changed = account.created.plus(days: 3)
        let activated: String? = account.status == "STAGED" ? nil : account.created.okta
        let password = ["STAGED", "PROVISIONED"].contains(account.status) ? nil : changed.okta
        return [
            "id": .text(account.id),
            "status": .text(account.status),
            "created": .text(account.created.okta),
            "activated": .optional(activated),
            "statusChanged": .text(statusChanged(person, account).okta),
            "lastLogin": .optional(account.lastLogin?.okta),
            "lastUpdated": .text(Moment.daysAgo(draw.within(1...40)).okta),
            "passwordChanged": .optional(password),
            "type": ["id": .text(userTypeID(account.userType))],
            "profile": profile(person, account, &draw),
            "credentials": ["provider": ["type": "OKTA", "name": "OKTA"]],
            "_links": ["self": ["href": .text("\(Self.site)/users/\(account.id)")]],
        ]
    }

    private func statusChanged(_ person: Person, _ account: OktaAccount) -> Moment {
        if account.status == "DEPROVISIONED" {
            let left = person.hr.compactMap(\.left).max() ?? person.contract?.end
            return (left ?? Moment.daysAgo(30)).plus(seconds: 64000)
        }
        return account.isActive ? account.created.plus(days: 1) : Moment.daysAgo(12)
    }

    /// The base attributes that this org fills, then its own five. Okta sends `mobilePhone` and
    /// `secondEmail` even when they are null and leaves other empty attributes out.
    private func profile(
        _ person: Person, _ account: OktaAccount, _ draw: inout SeededRandom
    ) -> JSON {
        let phone = draw.isWithin(percent: 50) ? "+49 30 5550 \(draw.within(1000...9999))" : nil
        var members: [(String, JSON)] = [
            ("firstName", .text(account.first)),
            ("lastName", .text(account.last)),
            ("mobilePhone", .optional(phone)),
            ("secondEmail", .optional(account.secondEmail.isEmpty ? nil : account.secondEmail)),
            ("login", .text(account.login)),
            ("email", .text(account.email)),
            ("displayName", .text(account.display)),
            ("userType", .text(account.userType)),
        ]
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { members.append((name, .text(value))) }
        }
        if account.userType != "Service" {
            add("nickName", draw.isWithin(percent: 10) ? String(account.first.prefix(3)) : "")
            add("title", account.title)
            add("department", account.department)
            add("division", divisionName(account.department))
            add("organization", account.userType == "Contractor" ? "External" : "Acme GmbH")
            add("costCenter", costCenter(account.department))
            add("city", person.location.city)
            add("countryCode", person.location.country)
            add("locale", person.location.locale)
            add("preferredLanguage", String(person.location.locale.prefix(2)))
            add("timezone", person.location.zone)
        }
        if person.number > 0 { add("employeeNumber", padded(person.number)) }
        if let manager = account.manager {
            add("managerId", people[manager].okta?.id ?? "")
            add("manager", people[manager].name)
        }
        members += custom(person, account, &draw)
        return .object(members)
    }

    private func custom(
        _ person: Person, _ account: OktaAccount, _ draw: inout SeededRandom
    ) -> [(String, JSON)] {
        if account.userType == "Service" { return [("owningTeam", "IT Operations")] }
        let languages = draw.isWithin(percent: 30) ? ["en", "de"] : ["en"]
        var members: [(String, JSON)] = [
            ("badgeColor", .text(draw.pick(["green", "blue", "grey"]))),
            ("isRemote", .bool(person.location.office.hasPrefix("Remote"))),
            ("workload", .number(draw.pick(["0.5", "0.8", "1.0", "1.0", "1.0"]))),
            ("clearanceLevel", .integer(draw.within(1...4))),
            ("spokenLanguages", .texts(languages)),
        ]
        if !account.aliases.isEmpty { members.append(("emailAliases", .texts(account.aliases))) }
        return members
    }

    /// Okta keeps the leading zeros that a spreadsheet ate elsewhere.
    func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    func divisionName(_ department: String) -> String {
        switch department {
        case "Engineering", "Product", "Data": "Technology"
        case "Sales", "Marketing", "Customer Support": "Commercial"
        case "": ""
        default: "Operations"
        }
    }

    private func costCenter(_ department: String) -> String {
        department.isEmpty ? "" : "CC-" + department.prefix(3).uppercased()
    }

    func userTypeID(_ name: String) -> String {
        var draw = stream("user type " + (name == "Contractor" ? "contractor" : "default"))
        return "oty" + draw.token(17)
    }

    /// `GET /api/v1/meta/types/user`
    func oktaUserTypes() -> [JSON] {
        let admin = people.first { $0.okta?.roles == ["Super Administrator"] }?.okta?.id ?? ""
        return [("user", "User", "Employee"), ("contractor", "Contractor", "Contractor")].map {
            name, display, type in
            [
                "id": .text(userTypeID(type)), "name": .text(name), "displayName": .text(display),
                "description": .text("Okta user profile: \(display)"),
                "default": .bool(name == "user"),
                "created": .text(Moment.daysAgo(2900).okta),
                "lastUpdated": .text(Moment.daysAgo(800).okta),
                "createdBy": .text(admin), "lastUpdatedBy": .text(admin),
            ]
        }
    }
}
