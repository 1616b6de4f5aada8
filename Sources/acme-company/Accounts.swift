extension Company {
    /// Gives every employee the accounts their department has, all in good order.
    mutating func openAccounts() {
        for index in people.indices {
            let person = people[index]
            people[index].hr = [hrRow(of: person)]
            let okta = oktaAccount(of: person)
            people[index].okta = okta
            let slack = slackAccount(of: person)
            people[index].slack = slack
            let google = googleAccount(of: person)
            people[index].google = google
            if has(person, ["Engineering", "Data", "Security", "IT"])
                || (person.department == "Product" && random.isWithin(percent: 40))
            {
                let github = githubAccount(of: person)
                people[index].github = github
            }
            if has(
                person, ["Engineering", "Data", "Security", "IT", "Product", "Customer Support"])
            {
                let jira = jiraAccount(of: person)
                people[index].jira = jira
            }
            if has(person, ["Engineering", "IT", "Security"]) && random.isWithin(percent: 45) {
                let aws = awsAccount(of: person)
                people[index].aws = aws
            }
        }
    }

    private func has(_ person: Person, _ departments: [String]) -> Bool {
        departments.contains(person.department)
    }

    /// A working day's moment `days` before now.
    mutating func moment(daysAgo days: ClosedRange<Int>) -> Moment {
        Moment.daysAgo(random.within(days)).plus(seconds: random.within(25200...64800))
    }

    func hrRow(of person: Person) -> HRRow {
        HRRow(
            number: person.number, first: person.first, last: person.last, email: person.email,
            title: person.title, department: person.department, supervisor: person.manager,
            hired: person.hired)
    }

    mutating func oktaAccount(of person: Person) -> OktaAccount {
        var account = OktaAccount(
            id: "00u" + random.token(17), login: person.email, email: person.email,
            first: person.first, last: person.last, display: person.name, title: person.title,
            department: person.department, manager: person.manager,
            created: person.hired.plus(seconds: 32400), lastLogin: moment(daysAgo: 1...60))
        if random.isWithin(percent: 55) {
            let mailbox = person.local.replacing(".", with: "")
            let provider = random.pick(["gmail.com", "outlook.com", "proton.me", "gmx.net"])
            account.secondEmail = "\(mailbox)\(random.within(10...99))@\(provider)"
        }
        return account
    }

    /// Handles carry no dot, so none of them equals the left part of an address.
    mutating func githubAccount(of person: Person) -> GitHubAccount {
        GitHubAccount(
            login: unused(
                Names.ascii(String(person.first.prefix(1))) + Names.ascii(person.last)
                    + "\(random.within(10...999))"),
            id: random.within(1_000_000...98_000_000), name: person.name, saml: person.email,
            lastActive: moment(daysAgo: 1...45))
    }

    mutating func slackAccount(of person: Person) -> SlackAccount {
        SlackAccount(
            id: slackID(), name: person.local, real: person.name, email: person.email)
    }

    mutating func slackID() -> String {
        "U0" + random.token(9, of: SeededRandom.serial)
    }

    mutating func googleAccount(of person: Person) -> GoogleAccount {
        GoogleAccount(
            email: person.email, first: person.first, last: person.last,
            employeeID: person.number == 0 ? "" : "\(person.number)",
            lastSignIn: moment(daysAgo: 1...45))
    }

    mutating func jiraAccount(of person: Person) -> JiraAccount {
        JiraAccount(
            id: jiraID(), name: person.name, email: person.email, lastSeen: moment(daysAgo: 1...45))
    }

    mutating func jiraID() -> String { "\(random.within(557058...712020)):\(random.uuid())" }

    mutating func awsAccount(of person: Person) -> AWSAccount {
        var account = AWSAccount(
            user: person.local, created: person.hired.plus(days: 14, seconds: 36000),
            hasPassword: true, hasMFA: true)
        if random.isWithin(percent: 60) {
            account.hasKey = true
            account.keyRotated = moment(daysAgo: 5...70)
            account.keyUsed = moment(daysAgo: 1...4)
        }
        return account
    }
}
