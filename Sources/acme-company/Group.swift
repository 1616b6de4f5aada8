/// An Okta group with its members and owners, as indices into the company's people.
struct Group {
    var id: String
    var name: String
    var description = ""
    var type = "OKTA_GROUP"
    var created: Moment
    var members: [Int] = []
    var owners: [Int] = []
}

extension Company {
    static let privileged = [
        "AWS Administrators", "Okta Administrators", "Production Database", "VPN Administrators",
    ]

    mutating func formGroups() {
        let current = people.indices.filter {
            people[$0].okta.map { $0.status != "DEPROVISIONED" } ?? false
        }
        let employees = current.filter { people[$0].kind == .employee }
        group("Everyone", "All users in your organization", type: "BUILT_IN", members: current)
        group("All Employees", "Everybody with a contract of employment", members: employees)
        group(
            "Contractors", "External staff, by contract",
            members: current.filter { people[$0].kind == .contractor })
        var departments: [String] = []
        for index in employees where !departments.contains(people[index].department) {
            departments.append(people[index].department)
        }
        for department in departments {
            group(
                department, "Department: \(department)",
                members: employees.filter { people[$0].department == department })
        }
        group(
            "GitHub Members", "Grants GitHub Enterprise",
            members: current.filter { people[$0].github != nil })
        group(
            "Jira Users", "Grants Jira Software",
            members: current.filter { people[$0].jira?.isActive == true })
        formProjects(employees)
        formPrivileged(employees)
        formTroubledGroups(employees)
        for (position, index) in deprovisionedMembers.enumerated() {
            let names = ["AWS Administrators", "Project Meridian", "Project Aurora"]
            let group = groups.firstIndex { $0.name == names[position] } ?? 0
            groups[group].members.append(index)
        }
    }

    private mutating func formProjects(_ employees: [Int]) {
        let texts = [
            ("Project Meridian", "Data platform, second phase"),
            ("Project Aurora", "Mobile app relaunch;\ntalk to Product before adding people"),
            ("Release Train", "Owns \"main\", and the Friday freeze"),
            ("Office Berlin", "Doors, parking & printers"),
        ]
        for (name, text) in texts { group(name, text, members: some(12, of: employees)) }
        for (position, index) in leftManagers.enumerated() {
            let name = ["Customer Advisory Board", "Security Champions"][position]
            group(name, "Founded by \(people[index].name)", members: some(8, of: employees))
            groups[groups.count - 1].owners = [index]
            findings.plant("group owned by somebody who left", name, people[index].email)
        }
        for account in ["admin", "readonly"] {
            group(
                "aws#acme-prod#\(account)", "Pushed from AWS", type: "APP_GROUP",
                members: some(5, of: employees))
            groups[groups.count - 1].owners = []
        }
    }

    private mutating func formPrivileged(_ employees: [Int]) {
        let admins = employees.filter { !(people[$0].okta?.roles.isEmpty ?? true) }
        let engineers = employees.filter {
            ["IT", "Security", "Engineering"].contains(people[$0].department) && active($0)
        }
        for name in Self.privileged {
            let members = name == "Okta Administrators" ? admins : some(4, of: engineers)
            group(name, "Privileged: quarterly review", members: members)
        }
        let guest = people.indices.first { people[$0].kind == .contractor && active($0) }
        if let guest, let position = groups.firstIndex(where: { $0.name == "VPN Administrators" }) {
            groups[position].members.append(guest)
            findings.plant("contractor in a privileged group", people[guest].email)
        }
    }

    private mutating func formTroubledGroups(_ employees: [Int]) {
        for name in ["Project Nightingale", "Offsite 2024", "Interns 2023", "Legacy Wiki Editors"] {
            group(name, "", members: [])
            findings.plant("empty group", name)
        }
        for name in ["Data Lake Readers", "Marketing Freelancers", "Release Captains"] {
            group(name, "", members: some(6, of: employees))
            groups[groups.count - 1].owners = []
            findings.plant("group without an owner", name)
        }
    }

    private mutating func some(_ count: Int, of candidates: [Int]) -> [Int] {
        var shuffled = candidates
        random.shuffle(&shuffled)
        return shuffled.prefix(count).sorted()
    }

    private mutating func group(
        _ name: String, _ description: String, type: String = "OKTA_GROUP", members: [Int]
    ) {
        var owners = type == "OKTA_GROUP" ? [random.pick(heads)] : []
        if let first = owners.first, groups.count % 3 == 0 {
            owners.append(random.pick(heads.filter { $0 != first }))
        }
        groups.append(
            Group(
                id: "00g" + random.token(17), name: name, description: description, type: type,
                created: moment(daysAgo: 300...2000), members: members,
                owners: owners))
    }
}
