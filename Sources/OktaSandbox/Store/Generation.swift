/// Tenants of any size, the same for the same size.
extension Tenant {
    /// A made-up org of `users` people in departments, with the apps each department has.
    ///
    /// Three users in two hundred are deactivated and one or two in every other status; five apps belong to
    /// everybody, the others to one team each, and one user in thirty has an app assigned directly.
    ///
    /// - Parameter groupsOfEach: of how many groups everybody is a member; those beyond 4 grant no apps.
    public static func generated(
        users: Int, apps: Int = 150, groupsOfEach: Int = 4
    ) -> Tenant {
        var tenant = Tenant()
        tenant.addPeople(users, apps: apps)
        tenant.addProjects(groupsOfEach - 4)
        tenant.finish()
        return tenant
    }

    /// Groups of about 500 members, of which everybody is in `count`.
    private mutating func addProjects(_ count: Int) {
        guard count > 0 else { return }
        var random = Identifiers(seed: 0x9E0)
        let people = users.rows.filter { $0.value.text("status") != "DEPROVISIONED" }.map(\.id)
        let projects = (0..<max(count, people.count * count / 500)).map {
            addGroup("Project \($0 + 1)", type: "OKTA_GROUP")
        }
        for person in people {
            let first = random.next(below: projects.count)
            for step in 0..<count {
                members.set(projects[(first + step) % projects.count], person, Self.start)
            }
        }
    }

    /// Adds people, groups and apps beside what the tenant has.
    public mutating func add(generatedUsers count: Int, apps: Int = 150) {
        addPeople(count, apps: apps)
        inferCustomAttributes()
    }

    private static let departments = [
        "Engineering", "Sales", "Support", "Marketing", "Finance", "People", "Legal", "Product",
        "Design", "Operations", "Security", "Research",
    ]
    private static let firstNames = [
        "Ada", "Alan", "Barbara", "Claude", "Dorothy", "Edsger", "Frances", "Grace", "Hedy",
        "Ivan", "Joan", "Ken", "Leslie", "Margaret", "Niklaus", "Ole", "Peter", "Radia", "Sophie",
        "Tim", "Ursula", "Vera", "Whitfield", "Xiaoyun", "Yukihiro", "Zoë",
    ]
    private static let lastNames = [
        "Allen", "Backus", "Codd", "Dijkstra", "Estrin", "Floyd", "Gray", "Hopper", "Iverson",
        "Johnson", "Kay", "Liskov", "Milner", "Naur", "Ousterhout", "Perlman", "Quinlan",
        "Ritchie", "Sutherland", "Turing", "Ullman", "Valiant", "Wirth", "Yao", "Zadeh",
    ]

    private mutating func addPeople(_ count: Int, apps appCount: Int) {
        var random = Identifiers(seed: 0x5EED)
        let typeID = defaultUserTypeID ?? addUserType()
        let everyone = everyoneID ?? addGroup("Everyone", type: "BUILT_IN")
        let groups = Self.departments.map { addGroup("\($0) (generated)", type: "OKTA_GROUP") }
        // A group of Okta's own: what a folder brought keeps its apps as they were.
        let common = addGroup("All generated", type: "OKTA_GROUP")
        let teams = (0..<48).map { addGroup("Team \($0 + 1)", type: "OKTA_GROUP") }
        var groupOfApp: [(app: String, group: String)] = []
        for number in 0..<appCount {
            let group = number < 5 ? common : teams[number % teams.count]
            groupOfApp.append((addApp(number), group))
        }
        for (app, group) in groupOfApp {
            appGroups.set(app, group, AppGroup(priority: 0, lastUpdated: Self.start))
        }
        let appsOfGroup = Dictionary(grouping: groupOfApp, by: \.group).mapValues { $0.map(\.app) }
        var managers: [String] = []
        for number in 0..<count {
            let department = random.next(below: groups.count)
            let manager = managers.isEmpty ? nil : managers[random.next(below: managers.count)]
            let user = person(
                number, department: Self.departments[department], typeID, manager: manager, &random)
            let id = user.text("id") ?? ""
            users.set(id, user)
            if number % 20 == 0 { managers.append(id) }
            guard user.text("status") != "DEPROVISIONED" else { continue }
            let login = user.text("profile.login") ?? ""
            members.set(everyone, id, Self.start)
            members.set(common, id, Self.start)
            members.set(groups[department], id, Self.start)
            let team = teams[random.next(below: teams.count)]
            members.set(team, id, Self.start)
            let granted = (appsOfGroup[common] ?? []) + (appsOfGroup[team] ?? [])
            for app in granted { appUsers.set(app, id, Self.account(.group, login)) }
            if number % 30 == 0, let app = groupOfApp.last?.app, appUsers[app, id] == nil {
                appUsers.set(app, id, Self.account(.user, login))
            }
            if number % 10 == 0 { addFactor(of: id, &random) }
        }
        if userRoles.isEmpty, let id = ownerID {
            let roleID = identifiers.makeID(.role)
            userRoles[id] = Records(byID: [
                [
                    "id": .string(roleID), "label": "Super Administrator", "type": "SUPER_ADMIN",
                    "status": "ACTIVE", "created": .string(Self.start.text),
                    "lastUpdated": .string(Self.start.text), "assignmentType": "USER",
                ]
            ])
        }
    }

    /// Sees to it that somebody is there whom tokens can belong to.
    mutating func ensureOwner() {
        guard ownerID == nil else { return }
        let typeID = defaultUserTypeID ?? addUserType()
        let everyone = everyoneID ?? addGroup("Everyone", type: "BUILT_IN")
        var random = Identifiers(seed: 0x5EED)
        let user = person(0, department: "Security", typeID, manager: nil, &random)
        let id = user.text("id") ?? ""
        users.set(id, user)
        members.set(everyone, id, Self.start)
        finish()
    }

    private static let start = Instant(milliseconds: 1_640_995_200_000)

    private static func account(_ scope: AppUser.Scope, _ login: String) -> AppUser {
        AppUser(
            scope: scope, created: start, lastUpdated: start, statusChanged: start, userName: login)
    }

    private mutating func addUserType() -> String {
        let id = identifiers.makeID(.userType)
        userTypes.set(
            id,
            [
                "id": .string(id), "name": "user", "displayName": "User",
                "description": "Okta user profile template with default permission settings",
                "default": true, "created": .string(Self.start.text),
                "lastUpdated": .string(Self.start.text), "createdBy": "sprt0000000000000000",
                "lastUpdatedBy": "sprt0000000000000000",
            ])
        return id
    }

    private mutating func addGroup(_ name: String, type: String) -> String {
        let id = identifiers.makeID(.group)
        let stamp = JSON.string(Self.start.text)
        groups.set(
            id,
            [
                "id": .string(id), "created": stamp, "lastUpdated": stamp,
                "lastMembershipUpdated": stamp, "objectClass": ["okta:user_group"],
                "type": .string(type), "profile": ["name": .string(name), "description": nil],
            ])
        return id
    }

    private mutating func addApp(_ number: Int) -> String {
        let id = identifiers.makeID(.app)
        let stamp = JSON.string(Self.start.text)
        let isOpenID = number % 5 == 4
        let app: Record = [
            "id": .string(id), "name": .string(isOpenID ? "oidc_client" : "app_\(number)"),
            "label": .string("App \(number)"), "status": number % 40 == 39 ? "INACTIVE" : "ACTIVE",
            "lastUpdated": stamp, "created": stamp,
            "accessibility": ["selfService": false, "errorRedirectUrl": nil],
            "visibility": ["autoLaunch": false, "hide": ["iOS": false, "web": false]],
            "features": [], "signOnMode": isOpenID ? "OPENID_CONNECT" : "SAML_2_0",
        ]
        apps.set(id, Self.completed(app: app, id, number, []))
        return id
    }

    private mutating func person(
        _ number: Int, department: String, _ typeID: String, manager: String?,
        _ random: inout Identifiers
    ) -> Record {
        let id = identifiers.makeID(.user)
        let first = Self.firstNames[random.next(below: Self.firstNames.count)]
        let last = Self.lastNames[random.next(below: Self.lastNames.count)]
        let created = Self.start + random.next(below: 1600) * Instant.secondsPerDay
        let seen = created + random.next(below: 100) * Instant.secondsPerDay
        let statuses = [
            0: "DEPROVISIONED", 1: "SUSPENDED", 51: "STAGED", 52: "PROVISIONED", 53: "LOCKED_OUT",
            54: "PASSWORD_EXPIRED", 55: "RECOVERY", 101: "DEPROVISIONED", 151: "DEPROVISIONED",
        ]
        // The first is the admin that tokens belong to.
        let status = number == 0 ? "ACTIVE" : statuses[number % 200] ?? "ACTIVE"
        let login = "user\(number)@generated.example"
        let stamp = JSON.string(created.text)
        let hasPassword = !["STAGED", "PROVISIONED", "DEPROVISIONED"].contains(status)
        var profile: Record = [
            "firstName": .string(first), "lastName": .string(last), "login": .string(login),
            "email": .string(login), "displayName": .string("\(first) \(last)"),
            "department": .string(department), "employeeNumber": .string("G\(100_000 + number)"),
            "userType": number % 9 == 0 ? "Contractor" : "Employee",
        ]
        if let manager { profile["managerId"] = .string(manager) }
        return [
            "id": .string(id), "status": .string(status), "created": stamp,
            "activated": status == "STAGED" ? .null : stamp, "statusChanged": stamp,
            "lastLogin": hasPassword ? .string(seen.text) : .null,
            "lastUpdated": .string(seen.text), "passwordChanged": hasPassword ? stamp : .null,
            "type": ["id": .string(typeID)], "profile": .object(profile),
            "credentials": ["provider": ["type": "OKTA", "name": "OKTA"]],
        ]
    }

    private mutating func addFactor(of user: String, _ random: inout Identifiers) {
        let id = identifiers.makeID(.factor)
        let stamp = JSON.string(Self.start.text)
        let isPush = random.next(below: 2) == 0
        factors[user] = Records(byID: [
            [
                "id": .string(id), "factorType": isPush ? "push" : "sms", "provider": "OKTA",
                "vendorName": "OKTA", "status": "ACTIVE", "created": stamp, "lastUpdated": stamp,
                "profile": isPush ? ["platform": "IOS"] : ["phoneNumber": "+1 555 0100"],
                "userId": .string(user),
            ]
        ])
    }
}
