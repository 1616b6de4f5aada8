/// What the boards over `people` and `accounts` must find, read off the plan.
extension Company {
    mutating func recordPeopleBoards() {
        findings.board("people_status", people.filter(isEmployed).map(identifier))
        findings.board(
            "accounts_by_tool",
            ["hris", "contractors", "onepassword"]
                + ["okta", "aws", "github", "google", "jira", "salesforce", "slack", "zoom"]
                .flatMap { [$0, $0] })
        findings.board("orphaned_accounts", orphanedTools())
        findings.board(
            "leavers_accounts",
            people.filter(hasLeft).flatMap { person in
                [String](repeating: identifier(person), count: openAccounts(person))
            })
        findings.board(
            "two_domains",
            people.filter { person in
                person.jira.map { !$0.email.isEmpty && $0.email == person.google?.secondary }
                    ?? false
            }.map(identifier))
        findings.board(
            "several_accounts", people.filter { $0.hr.count > 1 }.map(identifier))
        findings.board("machine_accounts", machines())
        findings.board(
            "employed_without_okta",
            people.filter { isEmployed($0) && $0.okta == nil }.map(identifier))
        findings.board(
            "unknown_people", people.filter { $0.kind == .orphan }.map(identifier))
        findings.board("doubtful_accounts", doubtful())
    }

    /// A register says so: HR, or the list of contractors.
    private func isEmployed(_ person: Person) -> Bool {
        person.hr.contains(where: \.isActive)
            || person.contract.map { $0.end.map { Moment.now < $0 } ?? true } ?? false
    }

    private func hasLeft(_ person: Person) -> Bool {
        (!person.hr.isEmpty || person.contract != nil) && !isEmployed(person)
    }

    /// The first address by the order of trust: HR, the contract, Okta.
    private func identifier(_ person: Person) -> String {
        let emails =
            person.hr.sorted { $0.number < $1.number }.map(\.email)
            + [person.contract?.email ?? "", person.okta?.email ?? ""]
        return (emails.first { !$0.isEmpty } ?? "").lowercased()
    }

    /// Accounts of a leaver, or of a contractor whose contract is over, that can still be used.
    private func openAccounts(_ person: Person) -> Int {
        let email = person.okta?.email
        let states: Set<String> = ["ACTIVE", "LOCKED_OUT", "PASSWORD_EXPIRED", "RECOVERY"]
        let open = [
            person.okta.map { states.contains($0.status) } ?? false, person.github != nil,
            person.slack?.isDeleted == false, person.google?.isSuspended == false,
            person.jira?.isActive == true, person.aws != nil,
            zoomAccounts.contains { $0.email == email && $0.isActive },
            salesforceAccounts.contains { $0.email == email && $0.isActive },
            onePasswordAccounts.contains { $0.email == email && $0.state == "ACTIVE" },
        ]
        return open.filter { $0 }.count
    }

    /// Guests and forgotten people are in most tools; in Salesforce only if one of them sells.
    private func orphanedTools() -> [String] {
        let sells = people.contains { person in
            person.kind == .orphan
                && salesforceAccounts.contains { $0.email == person.okta?.email && $0.isActive }
        }
        return ["okta", "github", "jira", "onepassword", "slack", "zoom"]
            + (sells ? ["salesforce"] : [])
    }

    private func machines() -> [String] {
        let services = people.filter { $0.kind == .service }
        var found = services.compactMap { $0.okta?.login }
        found += services.compactMap { $0.aws?.user } + ["<root_account>"] + strayAWS.map(\.user)
        found += strayGitHub.filter { $0.name.isEmpty }.map(\.login)
        found += strayGoogle.map(\.email)
        found += strayJira.filter { $0.email.isEmpty }.map(\.id)
        found += salesforceAccounts.filter { $0.federation.isEmpty }.map(\.username)
        found += ["slackbot"] + straySlack.filter(\.isBot).map(\.name)
        return found + zoomAccounts.filter { $0.first == "Room" }.map(\.email)
    }

    /// Whom only the name, or only the part before the @, connects with somebody.
    private func doubtful() -> [String] {
        var found = people.compactMap(\.github).filter { $0.saml.isEmpty && !$0.name.isEmpty }
            .map(\.login)
        // In Jira `left@northwind.io` is somebody else.
        let locals = Set(people.map(\.local))
        found += people.compactMap { person in
            guard let jira = person.jira, let at = jira.email.firstIndex(of: "@"),
                jira.email.lowercased() != person.email.lowercased(),
                person.google?.secondary != jira.email, person.formerEmail == nil,
                locals.contains(String(jira.email[..<at]))
            else { return nil }
            return jira.email
        }
        // Two people of one name, on two domains: the later row of HR is in doubt.
        for person in people where !person.hr.isEmpty {
            let namesake = people.first { other in
                other.local == person.local && other.domain != person.domain && !other.hr.isEmpty
            }
            if let namesake, namesake.number < person.number { found.append(person.hr[0].email) }
        }
        return found
    }
}
