extension Company {
    /// Whoever HR does not know: contractors, service accounts, forgotten accounts, bots and guests;
    /// and those whom only HR knows.
    mutating func plantOutsiders() {
        plantContractors()
        plantServices()
        plantOrphans()
        plantJoiners()
        plantStrays()
    }

    private mutating func plantContractors() {
        let companies = ["Brightwork GmbH", "Tallinn Digital", "Nimbus, Inc.", "Studio \"Nord\""]
        for position in 0..<Company.contractorCount {
            var person = staff.person(.contractor)
            person.department = random.pick(["Engineering", "Marketing", "Customer Support"])
            person.title = "Contractor"
            person.location = random.pick(Location.all)
            person.manager = random.pick(heads)
            person.hired = Moment.daysAgo(random.within(200...700))
            person.okta = oktaAccount(of: person)
            person.okta?.userType = "Contractor"
            person.slack = slackAccount(of: person)
            person.slack?.isGuest = true
            if person.department == "Engineering" {
                person.github = githubAccount(of: person)
                person.jira = jiraAccount(of: person)
            }
            var contract = Contract(
                email: person.email, company: random.pick(companies),
                sponsor: supervisorName(person.manager), start: person.hired,
                end: Moment.now.plus(days: random.within(20...300)))
            switch position {
            case 0..<4:
                contract.end = Moment.daysAgo(random.within(10...120))
                findings.plant(
                    "contractor past the end date, still active", person.email,
                    contract.end?.date ?? "")
            case 4..<6:
                contract.end = Moment.daysAgo(random.within(10...120))
                person.okta?.status = "DEPROVISIONED"
                person.okta?.factors = .none
                person.slack?.isDeleted = true
                person.github = nil
                person.jira?.isActive = false
                findings.plant("contractor past the end date, closed", person.email)
            case 6..<8:
                contract.end = nil
                findings.plant("contractor without an end date", person.email)
            case 8:
                contract.email = contract.email.uppercased()
                findings.plant("letter case differs in the list of contractors", person.email)
            default: break
            }
            person.contract = contract
            people.append(person)
        }
    }

    private mutating func plantServices() {
        let accounts = [
            ("svc-backup", "Backup"), ("svc-okta-sync", "Okta Sync"), ("svc-jenkins", "Jenkins"),
            ("svc-scanner", "Badge Scanner"), ("svc-reporting", "Reporting"),
            ("svc-warehouse", "Warehouse"),
        ]
        for (position, account) in accounts.enumerated() {
            var person = Person(
                kind: .service, first: "Service", last: account.1, local: account.0)
            person.hired = Moment.daysAgo(random.within(400...1500))
            person.okta = oktaAccount(of: person)
            person.okta?.userType = "Service"
            person.okta?.secondEmail = ""
            person.okta?.display = account.0
            person.okta?.factors = .none
            if position % 3 == 0 { person.okta?.lastLogin = nil }
            if account.0 == "svc-okta-sync" {
                person.okta?.roles = ["API Access Management Administrator"]
                findings.plant("administrator without MFA", person.email)
            }
            if position == 2 {
                person.aws = AWSAccount(
                    user: account.0, created: person.hired, hasPassword: false, hasMFA: false,
                    hasKey: true, keyRotated: moment(daysAgo: 300...380),
                    keyUsed: moment(daysAgo: 1...3))
                findings.plant("AWS key not rotated for more than 90 days", account.0)
            }
            findings.plant("service account in Okta", person.email)
            people.append(person)
        }
    }

    /// Active in Okta, and nobody in HR, among the contractors or the services answers for them.
    private mutating func plantOrphans() {
        for position in 0..<6 {
            var person = staff.person(.orphan)
            person.department = random.pick(["Sales", "Marketing", "Engineering"])
            person.title = "Intern"
            person.manager = random.pick(heads)
            person.hired = Moment.daysAgo(random.within(300...900))
            person.okta = oktaAccount(of: person)
            if position < 2 { person.github = githubAccount(of: person) }
            if position == 2 { person.okta?.lastLogin = moment(daysAgo: 200...280) }
            findings.plant("active in Okta, unknown to HR", person.email)
            people.append(person)
        }
    }

    /// Hired, and nobody has made them an account yet.
    private mutating func plantJoiners() {
        for _ in 0..<5 {
            var person = staff.person(.employee)
            person.department = random.pick(["Engineering", "Sales"])
            person.title = person.department == "Sales" ? "Account Executive" : "Software Engineer"
            person.manager = random.pick(heads)
            person.location = random.pick(Location.all)
            person.hired = Moment.now.plus(days: random.within(-10...10))
            person.number = nextNumber()
            person.hr = [hrRow(of: person)]
            findings.plant("joiner without an Okta user", person.email)
            people.append(person)
        }
    }

    private mutating func plantStrays() {
        for login in ["acme-ci-bot", "acme-renovate"] {
            strayGitHub.append(
                GitHubAccount(
                    login: login, id: random.within(1_000_000...98_000_000), name: "", saml: "",
                    lastActive: moment(daysAgo: 1...3), isLinked: false))
            findings.plant("bot in GitHub", login)
        }
        for _ in 0..<4 {
            let name = staff.newName()
            let login = unused(Names.ascii(name.last) + "-oss")
            strayGitHub.append(
                GitHubAccount(
                    login: login, id: random.within(1_000_000...98_000_000),
                    name: "\(name.first) \(name.last)", role: "outside_collaborator",
                    hasTwoFactor: false, saml: "", lastActive: moment(daysAgo: 10...200),
                    isLinked: false))
            findings.plant("outside collaborator in GitHub", login)
        }
        for bot in ["jirabot", "deploybot", "statusbot", "standuply"] {
            straySlack.append(
                SlackAccount(
                    id: slackID(), name: bot, real: bot, email: "", isBot: true, isLinked: false))
            findings.plant("bot in Slack", bot)
        }
        for _ in 0..<2 {
            let name = staff.newName()
            let guest = SlackAccount(
                id: slackID(), name: unused(Names.ascii(name.last) + "_guest"),
                real: "\(name.first) \(name.last)", email: "\(name.local)@brightwork.example",
                isGuest: true, isLinked: false)
            straySlack.append(guest)
            findings.plant("guest in Slack whom Okta does not know", guest.name)
        }
        for mailbox in ["reception", "careers", "invoices"] {
            strayGoogle.append(
                GoogleAccount(
                    email: "\(mailbox)@acme.com", first: "Acme", last: mailbox.capitalized(),
                    employeeID: "", hasTwoStep: false, lastSignIn: nil))
            findings.plant("shared mailbox in Google", "\(mailbox)@acme.com")
        }
        strayJira.append(
            JiraAccount(
                id: jiraID(), name: "Automation for Jira", email: "", lastSeen: nil,
                isLinked: false))
        findings.plant("bot in Jira", "Automation for Jira")
        for _ in 0..<2 {
            let name = staff.newName()
            strayJira.append(
                JiraAccount(
                    id: jiraID(), name: "\(name.first) \(name.last)",
                    email: "\(name.local)@brightwork.example", lastSeen: moment(daysAgo: 1...90),
                    isLinked: false))
            findings.plant("guest in Jira whom Okta does not know", "\(name.first) \(name.last)")
        }
        for user in ["terraform", "ci-runner"] {
            strayAWS.append(
                AWSAccount(
                    user: user, created: Moment.daysAgo(1200), hasPassword: false, hasMFA: false,
                    hasKey: true, keyRotated: moment(daysAgo: 400...900),
                    keyUsed: moment(daysAgo: 1...2)))
            findings.plant("AWS user whom Okta does not know", user)
            findings.plant("AWS key not rotated for more than 90 days", user)
        }
    }

    /// Names that repaint a terminal, turn text round or break a cell.
    mutating func plantOddities() throws(Shortage) {
        let oddities: [(String, (String) -> String)] = [
            ("display name with an escape sequence", { "\u{1b}[31m\($0)\u{1b}[0m" }),
            ("display name with a bidi control", { "\($0) \u{202e}nimda" }),
            ("display name with an emoji", { "\($0) 🦊" }),
            ("display name with quotes and a comma", { "\"\($0)\", MBA" }),
        ]
        for (kind, spell) in oddities {
            let index = try deal(1)[0]
            let name = people[index].name
            people[index].okta?.display = spell(name)
            note(kind, [index])
        }
    }
}

extension String {
    fileprivate func capitalized() -> String { prefix(1).uppercased() + dropFirst() }
}
