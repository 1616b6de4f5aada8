/// What the boards about people and their accounts must find, read off the plan.
extension Company {
    private func logins(_ fits: (Person, OktaAccount) -> Bool) -> [String] {
        people.compactMap { person in
            person.okta.flatMap { fits(person, $0) ? $0.login : nil }
        }
    }

    mutating func recordAccessBoards() {
        findings.unknownToHR = people.compactMap { person in
            guard let account = person.okta, account.isActive, person.hr.isEmpty else { return nil }
            return (account.login, linkedGitHub(person)?.login ?? "")
        }
        recordLeavers()
        recordUnknown()
        findings.board(
            "orphans", logins { person, account in account.isActive && person.kind == .orphan },
            passes: false)
        findings.board(
            "service_accounts", logins { _, account in account.userType == "Service" })
        findings.board(
            "contractors_past_end",
            people.compactMap { person in
                guard let contract = person.contract, let end = contract.end else { return nil }
                return end < Moment.now && person.okta?.isActive == true ? contract.email : nil
            }, passes: false)
        findings.board(
            "managers_who_left",
            people.compactMap { person in
                guard let account = person.okta, account.isActive, let manager = account.manager
                else { return nil }
                return people[manager].okta?.status == "DEPROVISIONED" ? account.login : nil
            }, passes: false)
        findings.board(
            "joiners_without_okta",
            people.filter { $0.okta == nil && !$0.isLeaver }.map(\.email))
        findings.board(
            "employees_entered_twice", people.filter { $0.hr.count > 1 }.map { $0.hr[0].email })
        findings.board("hr_drift", people.filter(hasDrift).compactMap { $0.okta?.login })
    }

    private func linkedGitHub(_ person: Person) -> GitHubAccount? {
        person.github.flatMap { $0.isLinked ? $0 : nil }
    }

    private mutating func recordLeavers() {
        let leavers = people.filter { $0.isLeaver && $0.okta != nil }
        func logins(_ fits: (Person) -> Bool) -> [String] {
            leavers.filter(fits).compactMap { $0.okta?.login }
        }
        let inOkta: (Person) -> Bool = { $0.okta?.isActive == true }
        let inGitHub: (Person) -> Bool = { $0.github?.isLinked == true }
        let inSlack: (Person) -> Bool = { $0.slack?.isDeleted == false }
        let inGoogle: (Person) -> Bool = { $0.google?.isSuspended == false }
        let inAWS: (Person) -> Bool = { $0.aws != nil }
        let inJira: (Person) -> Bool = { $0.jira?.isActive == true }
        findings.board("leavers", logins { _ in true })
        findings.board(
            "leavers_with_access",
            logins {
                inOkta($0) || inGitHub($0) || inSlack($0) || inGoogle($0) || inAWS($0) || inJira($0)
            })
        findings.board("leavers_in_okta", logins(inOkta), passes: false)
        findings.board(
            "leavers_in_github", leavers.filter(inGitHub).compactMap { $0.github?.login })
        findings.board("leavers_in_slack", logins(inSlack))
        findings.board("leavers_in_google", logins(inGoogle))
        findings.board("leavers_in_aws", logins(inAWS))
        findings.board("leavers_in_jira", logins(inJira))
    }

    /// Accounts of a tool that no Okta user stands behind.
    private mutating func recordUnknown() {
        findings.board(
            "github_unknown", githubAccounts.filter { !$0.isLinked }.map(\.login))
        findings.board(
            "github_outside",
            githubAccounts.filter { $0.role == "outside_collaborator" }.map(\.login))
        findings.board("slack_unknown", straySlack.filter { !$0.isBot }.map(\.name))
        findings.board("google_unknown", strayGoogle.map(\.email))
        findings.board("jira_unknown", strayJira.map(\.name))
        findings.board("aws_unknown", ["<root_account>"] + strayAWS.map(\.user))
        findings.board(
            "merger_accounts",
            jiraAccounts.map(\.email).filter { $0.hasSuffix("@northwind.io") })
    }

    /// HR's row that is in force and Okta differ in title, department, manager or last name.
    private func hasDrift(_ person: Person) -> Bool {
        guard let account = person.okta, account.isActive else { return false }
        return person.hr.contains { row in
            row.isActive
                && (row.title != account.title || row.department != account.department
                    || row.supervisor != account.manager || row.last != account.last)
        }
    }
}
