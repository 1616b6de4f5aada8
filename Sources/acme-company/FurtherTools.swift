/// Zoom, Salesforce, 1Password, the licence sheet and the inventory: who has what there, and what is wrong.
///
/// They come last and draw from streams of their own, so the older tools' files stay as they were.
extension Company {
    mutating func openFurtherTools() {
        openZoom()
        openSalesforce()
        openOnePassword()
        countLicences()
        listLaptops()
    }

    /// People with an Okta user who are not a service.
    private var withOkta: [Int] {
        people.indices.filter { people[$0].okta != nil && people[$0].kind != .service }
    }

    private func mayEnter(_ index: Int) -> Bool {
        !["DEPROVISIONED", "STAGED", "PROVISIONED"].contains(people[index].okta?.status ?? "")
    }

    /// Leavers whose accounts everybody else closed: somebody must have forgotten one tool for each.
    private func forgottenLeavers(_ others: [Int]) -> [Int] {
        others
            + people.indices.filter { index in
                let person = people[index]
                return person.isLeaver && person.okta?.isActive == true
                    && person.slack?.isDeleted == false && person.google?.isSuspended == false
            }
    }

    // MARK: - Zoom

    private mutating func openZoom() {
        var draw = stream("zoom")
        let leavers = forgottenLeavers(deprovisionedMembers)
        for index in withOkta {
            let person = people[index]
            guard let okta = person.okta else { continue }
            var account = ZoomAccount(
                email: okta.email, first: person.first, last: person.last,
                department: person.department, created: person.hired.plus(days: 1),
                lastLogin: Moment.daysAgo(draw.within(1...60)))
            account.isLicensed =
                person.isManager || ["Sales", "Customer Support"].contains(person.department)
            account.isActive = mayEnter(index)
            if leavers.contains(index) {
                account.isActive = true
                account.isLicensed = false
            }
            if account.isActive, person.isLeaver {
                findings.plant("leaver still in Zoom", okta.login)
            }
            zoomAccounts.append(account)
        }
        let licensed = zoomAccounts.indices.filter { position in
            zoomAccounts[position].isLicensed && zoomAccounts[position].isActive
        }
        for (count, position) in licensed.enumerated() where count % 8 == 5 {
            zoomAccounts[position].lastLogin =
                count % 16 == 5 ? nil : Moment.daysAgo(draw.within(100...400))
            findings.plant("Zoom licence that nobody uses", zoomAccounts[position].email)
        }
        for room in ["room-berlin", "room-austin"] {
            zoomAccounts.append(
                ZoomAccount(
                    email: "\(room)@acme.com", first: "Room", last: String(room.dropFirst(5)),
                    created: Moment.daysAgo(900), lastLogin: Moment.daysAgo(2)))
            findings.plant("Zoom room, no person", "\(room)@acme.com")
        }
        let guest = staff.newName()
        zoomAccounts.append(
            ZoomAccount(
                email: "\(guest.local)@brightwork.example", first: guest.first, last: guest.last,
                created: Moment.daysAgo(80), lastLogin: Moment.daysAgo(30)))
        findings.plant(
            "guest in Zoom whom Okta does not know", "\(guest.local)@brightwork.example")
    }

    // MARK: - Salesforce

    private mutating func openSalesforce() {
        var draw = stream("salesforce")
        let leavers = forgottenLeavers(deprovisionedAppUsers)
        for index in withOkta {
            let person = people[index]
            guard let okta = person.okta,
                ["Sales", "Customer Support", "Marketing"].contains(person.department)
                    || leavers.contains(index)
            else { continue }
            var account = SalesforceAccount(
                id: "0055g00000" + draw.token(5) + "AAG", username: okta.email + ".acme",
                email: okta.email, first: person.first, last: person.last,
                department: person.department, title: person.title,
                number: person.number == 0 ? "" : "\(person.number)", federation: okta.login,
                created: person.hired.plus(days: 2, seconds: 32000),
                lastLogin: Moment.daysAgo(draw.within(1...60)).plus(seconds: 40000))
            account.isActive = mayEnter(index)
            if leavers.contains(index) { account.isActive = true }
            if account.isActive, person.isLeaver {
                findings.plant("leaver still in Salesforce", okta.login)
            }
            salesforceAccounts.append(account)
        }
        for (first, last) in [("Integration", "User"), ("Insights", "User")] {
            let name = Names.ascii(first)
            salesforceAccounts.append(
                SalesforceAccount(
                    id: "0055g00000" + draw.token(5) + "AAG",
                    username: "\(name)@00d5g0000012345.ext", email: "noreply+\(name)@acme.com",
                    first: first, last: last, federation: "", created: Moment.daysAgo(1400)))
            findings.plant(
                "Salesforce user without a person", "\(name)@00d5g0000012345.ext")
        }
    }

    // MARK: - 1Password

    private mutating func openOnePassword() {
        var draw = stream("onepassword")
        let leavers = forgottenLeavers(leftManagers)
        var owners = 2
        for index in withOkta where people[index].kind != .contractor {
            let person = people[index]
            guard let okta = person.okta else { continue }
            var account = OnePasswordAccount(
                id: draw.token(26, of: SeededRandom.serial), name: person.name, email: okta.email,
                created: person.hired.plus(days: 1, seconds: 36000),
                lastAuthentication: Moment.daysAgo(draw.within(1...40)).plus(seconds: 30000))
            if !mayEnter(index) { account.state = "SUSPENDED" }
            if leavers.contains(index) { account.state = "ACTIVE" }
            if account.state == "ACTIVE", person.isLeaver {
                findings.plant("leaver still in 1Password", okta.login)
            }
            if owners > 0, okta.isActive, okta.roles.contains("Super Administrator") {
                account.type = "OWNER"
                owners -= 1
                findings.plant("owner of 1Password", okta.login)
            }
            onePasswordAccounts.append(account)
        }
        for _ in 0..<3 {
            let name = staff.newName()
            onePasswordAccounts.append(
                OnePasswordAccount(
                    id: draw.token(26, of: SeededRandom.serial), name: "\(name.first) \(name.last)",
                    email: "\(name.local)@brightwork.example", type: "GUEST",
                    created: Moment.daysAgo(draw.within(30...300)),
                    lastAuthentication: Moment.daysAgo(draw.within(1...20))))
            findings.plant("guest in 1Password", "\(name.local)@brightwork.example")
        }
    }

    // MARK: - Licences

    private mutating func countLicences() {
        var draw = stream("licences")
        let vendors = [
            "GitHub Enterprise": "GitHub, Inc.", "Slack": "Salesforce, Inc.",
            "Google Workspace": "Google Ireland", "Jira Software": "Atlassian",
            "Salesforce": "Salesforce, Inc.", "Figma": "Figma, Inc.", "NetSuite": "Oracle",
            "1Password": "AgileBits, Inc.", "Tableau": "Salesforce, Inc.",
        ]
        for app in apps {
            guard let seats = app.seats else { continue }
            var licence = Licence(
                product: app.label, vendor: vendors[app.label] ?? "", bought: seats,
                used: app.assignments.count,
                price: "\(draw.within(4...79)).\(draw.pick(["00", "50", "90"]))",
                renewal: Moment.now.plus(days: draw.within(20...330)))
            if ["Figma", "Tableau"].contains(app.label) {
                licence.used -= 3
                findings.plant(
                    "seats in use that Procurement did not count", app.label,
                    "\(licence.used) of \(app.assignments.count)")
            }
            licences.append(licence)
        }
    }

    // MARK: - Laptops

    private mutating func listLaptops() {
        var draw = stream("laptops")
        for computer in computers {
            let owner = computer.owner.map { people[$0] }
            addLaptop(
                serial: computer.serial, model: computer.model,
                to: owner?.okta?.email ?? (computer.email.isEmpty ? nil : computer.email), &draw)
        }
        for index in leftManagers + deprovisionedMembers {
            guard let okta = people[index].okta else { continue }
            addLaptop(
                serial: "C02" + draw.token(9, of: SeededRandom.serial),
                model: "MacBook Pro (14-inch, 2023)", to: okta.email, &draw)
            findings.plant(
                "laptop that a leaver still has", laptops[laptops.count - 1].tag, "of \(okta.login)"
            )
        }
        for index in heads.prefix(3) {
            addLaptop(
                serial: "C02" + draw.token(9, of: SeededRandom.serial), model: "MacBook Air (M3)",
                to: people[index].okta?.email, &draw)
            findings.plant("Mac that never enrolled in Jamf", laptops[laptops.count - 1].tag)
        }
        for index in people.indices
        where people[index].department == "Finance" && active(index) {
            addLaptop(
                serial: "PF" + draw.token(6, of: SeededRandom.serial), model: "ThinkPad X1 Carbon",
                to: people[index].okta?.email, &draw)
        }
        for _ in 0..<5 {
            addLaptop(
                serial: "C02" + draw.token(9, of: SeededRandom.serial), model: "MacBook Air (M1)",
                to: nil, &draw)
            laptops[laptops.count - 1].status = "retired"
        }
    }

    private mutating func addLaptop(
        serial: String, model: String, to owner: String?, _ draw: inout SeededRandom
    ) {
        laptops.append(
            Laptop(
                tag: "ACME-\(30001 + laptops.count)", serial: serial, model: model,
                status: owner == nil ? "in stock" : "deployed", assignedTo: owner,
                location: draw.below(Location.all.count),
                bought: Moment.daysAgo(draw.within(60...1500)),
                cost: Double(draw.within(89900...289900)) / 100))
    }
}
