extension Company {
    /// What makes the same person hard to recognise: spelling, merger, marriage, blanks.
    mutating func plantIdentities() throws(Shortage) {
        try plantCase()
        try plantMerger()
        try plantNameChanges()
        try plantPlusTags()
        try plantBlanks()
        try plantNumbers()
    }

    private func shouting(_ address: String) -> String {
        address.split(separator: "@").map { part in
            part.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }
                .joined(separator: ".")
        }.joined(separator: "@")
    }

    private mutating func plantCase() throws(Shortage) {
        let inHR = try deal(5)
        for index in inHR {
            let email = shouting(people[index].email)
            people[index].hr[0].email = email
        }
        note("letter case differs in HR", inHR) { $0.hr[0].email }
        let inGitHub = try deal(4) { $0.github != nil }
        for index in inGitHub {
            let email = shouting(people[index].email)
            people[index].github?.saml = email
        }
        note("letter case differs in GitHub", inGitHub) { $0.github?.saml ?? "" }
        let inOkta = try deal(3)
        for index in inOkta {
            let email = shouting(people[index].email)
            people[index].okta?.login = email
            people[index].okta?.email = email
        }
        note("letter case differs in Okta", inOkta) { $0.email }
    }

    /// Northwind was bought: some people kept its domain, some moved while Jira knows only the old one.
    private mutating func plantMerger() throws(Shortage) {
        let stayed = try deal(6) { $0.jira != nil }
        for index in stayed { move(index, to: "northwind.io") }
        note("still on northwind.io everywhere", stayed)

        let moved = try deal(16) { $0.jira != nil }
        for index in moved {
            let old = "\(people[index].local)@northwind.io"
            people[index].jira?.email = old
            people[index].formerEmail = old
            people[index].google?.secondary = old
        }
        // Without a name only the learnt domain map can tell whose these are.
        for index in moved.prefix(2) { people[index].jira?.name = "" }
        note("moved to acme.com, Jira knows northwind.io", moved) {
            $0.jira?.name == "" ? "no name in Jira" : ""
        }

        // The trap: in Jira `left@northwind.io` is `right`, who became somebody else at acme.com.
        let left = try deal(1) { $0.jira == nil }[0]
        let right = try deal(1) { $0.jira != nil }[0]
        let shared = "\(people[left].local)@northwind.io"
        people[right].jira?.email = shared
        findings.plant(
            "same local part on both domains, two people", people[left].email,
            "in Jira \(shared) is \(people[right].email)")

        // Two people of one name: only the exact address tells them apart.
        let namesakes = try deal(2) { $0.jira != nil && $0.github != nil && $0.aws == nil }
        let (one, other) = (namesakes[0], namesakes[1])
        let first = people[one]
        people[other].first = first.first
        people[other].last = first.last
        people[other].local = first.local
        move(other, to: "northwind.io")
        people[other].slack?.name = first.local + "2"
        findings.plant(
            "two people of one name", people[one].email, "the other is \(people[other].email)")
    }

    /// Writes every account anew for an address at another domain.
    private mutating func move(_ index: Int, to domain: String) {
        people[index].domain = domain
        let person = people[index]
        people[index].hr[0].email = person.email
        people[index].hr[0].first = person.first
        people[index].hr[0].last = person.last
        people[index].okta?.login = person.email
        people[index].okta?.email = person.email
        people[index].okta?.first = person.first
        people[index].okta?.last = person.last
        people[index].okta?.display = person.name
        people[index].github?.saml = person.email
        people[index].github?.name = person.name
        people[index].slack?.email = person.email
        people[index].slack?.name = person.local
        people[index].slack?.real = person.name
        people[index].google?.email = person.email
        people[index].google?.first = person.first
        people[index].google?.last = person.last
        people[index].jira?.email = person.email
        people[index].jira?.name = person.name
    }

    /// New name and address in HR, Okta, Slack and Google; the old ones elsewhere.
    private mutating func plantNameChanges() throws(Shortage) {
        let kinds = [
            "name changed, old address in Okta's emailAliases",
            "name changed, old address is Okta's secondEmail",
            "name changed, old address only in Google's Work Secondary Email",
        ]
        for (position, kind) in kinds.enumerated() {
            let dealt = try deal(position == 2 ? 2 : 3) { $0.github != nil && $0.jira != nil }
            for index in dealt {
                let old = people[index]
                let new = staff.newName(first: old.first)
                people[index].last = new.last
                people[index].local = new.local
                move(index, to: "acme.com")
                people[index].aws?.user = new.local
                people[index].formerEmail = old.email
                people[index].github?.saml = old.email
                people[index].github?.name = old.name
                people[index].okta?.secondEmail = ""
                switch position {
                case 0:
                    people[index].okta?.aliases = [old.email]
                    people[index].jira?.email = old.email
                    people[index].jira?.name = old.name
                case 1:
                    people[index].okta?.secondEmail = old.email
                default:
                    people[index].google?.secondary = old.email
                    people[index].github?.isLinked = false
                }
            }
            note(kind, dealt) { "GitHub \($0.github?.login ?? "") has \($0.github?.saml ?? "")" }
        }
    }

    /// Plus-tags are not folded: these accounts stay unknown until somebody pins them.
    private mutating func plantPlusTags() throws(Shortage) {
        let dealt = try deal(4) { $0.github != nil }
        for index in dealt {
            let person = people[index]
            people[index].github?.saml = "\(person.local)+github@\(person.domain)"
            people[index].github?.name = ""
            people[index].github?.isLinked = false
        }
        note("plus-tag in GitHub", dealt) { "GitHub \($0.github?.login ?? "")" }
        for index in try deal(2) {
            let person = people[index]
            let account = SlackAccount(
                id: slackID(), name: unused(Names.ascii(person.first) + "_test"),
                real: "\(person.first) (test)", email: "\(person.local)+slack@\(person.domain)",
                isLinked: false)
            straySlack.append(account)
            strayOwners[account.name] = "person \(index)"
            findings.plant(
                "second Slack account under a plus-tag", account.name, "of \(person.email)")
        }
    }

    private mutating func plantBlanks() throws(Shortage) {
        let inHR = try deal(4)
        for index in inHR { people[index].hr[0].email = "" }
        note("no Work Email in HR, employee number only", inHR) { "HR row \($0.number)" }
        let named = try deal(3) { $0.github != nil }
        for index in named { people[index].github?.saml = "" }
        note("no SAML name in GitHub, person name only", named) {
            "GitHub \($0.github?.login ?? "")"
        }
        let nameless = try deal(3) { $0.github != nil }
        for index in nameless {
            people[index].github?.saml = ""
            people[index].github?.name = ""
            people[index].github?.isLinked = false
        }
        note("no SAML name and no name in GitHub", nameless) { "GitHub \($0.github?.login ?? "")" }
    }

    /// Okta writes 00123, HR and Google 123.
    private mutating func plantNumbers() throws(Shortage) {
        let dealt = try deal(3)
        for index in dealt {
            let first = people[index].first
            people[index].google?.email = "\(Names.ascii(first))@acme.com"
            people[index].google?.first = first.prefix(1) + "."
        }
        // Two people of one given name cannot share a short address.
        var seen: Set<String> = []
        for index in dealt {
            let address = people[index].google?.email ?? ""
            if !seen.insert(address).inserted {
                people[index].google?.email = "hello-" + address
            }
        }
        note("short address in Google, employee number only", dealt) { $0.google?.email ?? "" }
    }
}
