extension Company {
    enum Tool { case okta, github, slack, google, aws, jira }

    /// People whom HR has let go, and the accounts somebody forgot.
    mutating func plantLeavers() throws(Shortage) {
        let offboarded = try deal(10)
        for index in offboarded { leave(index, keeping: []) }
        note("leaver, offboarded cleanly", offboarded)

        try forget(.okta, count: 3, kind: "leaver still active in Okta") { _ in true }
        try forget(.github, count: 3, kind: "leaver still in GitHub") { $0.github != nil }
        try forget(.slack, count: 3, kind: "leaver still in Slack") { _ in true }
        try forget(.google, count: 3, kind: "leaver still in Google") { _ in true }
        try forget(.aws, count: 2, kind: "leaver still in AWS") { $0.aws != nil }
        try forget(.jira, count: 3, kind: "leaver still in Jira") { $0.jira != nil }

        let forgotten = try deal(1) { $0.github != nil && $0.aws != nil }
        for index in forgotten {
            leave(index, keeping: [.okta, .github, .slack, .google, .aws, .jira])
        }
        note("leaver forgotten everywhere", forgotten)

        let deleted = try deal(2) { $0.github != nil }
        for index in deleted {
            leave(index, keeping: [.github])
            people[index].okta = nil
            people[index].github?.isLinked = false
            deletedFromOkta.insert(index)
            findings.plant(
                "leaver deleted from Okta, still in GitHub", people[index].github?.login ?? "",
                "HR row \(people[index].hr[0].number), \(people[index].email)")
        }
        plantLeavingManagers()
        try plantSecondRows()
    }

    private mutating func forget(
        _ tool: Tool, count: Int, kind: String, where fits: (Person) -> Bool
    ) throws(Shortage) {
        let dealt = try deal(count, where: fits)
        for index in dealt { leave(index, keeping: [tool]) }
        note(kind, dealt)
    }

    /// Closes everything but what is kept, and dates the departure.
    mutating func leave(_ index: Int, keeping kept: Set<Tool>) {
        let left = Moment.daysAgo(random.within(20...300))
        for row in people[index].hr.indices {
            people[index].hr[row].left = left
            people[index].hr[row].employment = "Terminated"
            if people[index].hr[row].hired > left.plus(days: -60) {
                people[index].hr[row].hired = left.plus(days: -60)
            }
        }
        if !kept.contains(.okta) {
            people[index].okta?.status = "DEPROVISIONED"
            people[index].okta?.factors = .none
            people[index].okta?.lastLogin = left.plus(days: -1, seconds: 36000)
        }
        if !kept.contains(.github) { people[index].github = nil }
        if !kept.contains(.slack) { people[index].slack?.isDeleted = true }
        if !kept.contains(.google) {
            people[index].google?.isSuspended = true
            people[index].google?.hasTwoStep = false
            people[index].google?.lastSignIn = left.plus(days: -1)
        }
        if !kept.contains(.aws) { people[index].aws = nil }
        if !kept.contains(.jira) { people[index].jira?.isActive = false }
    }

    /// Two managers left; their people still report to them in HR and in Okta.
    private mutating func plantLeavingManagers() {
        var candidates = people.indices.filter { index in
            people[index].isManager && !heads.contains(index) && index != 0
                && people.filter { $0.manager == index && $0.okta?.isActive == true }.count >= 3
        }
        random.shuffle(&candidates)
        let managers = Array(candidates.prefix(2))
        for index in managers { leave(index, keeping: []) }
        leftManagers = managers
        note("manager who left", managers)
    }

    /// Rehired people and people HR entered twice: two rows, one address.
    private mutating func plantSecondRows() throws(Shortage) {
        let rehired = try deal(3)
        for index in rehired {
            var old = people[index].hr[0]
            old.number = nextNumber()
            let returned = Moment.daysAgo(random.within(30...200))
            old.left = returned.plus(days: -random.within(100...400))
            old.hired = returned.plus(days: -random.within(900...1500))
            old.employment = "Terminated"
            people[index].hr[0].hired = returned
            people[index].hr.insert(old, at: 0)
        }
        note("rehired, two HR rows", rehired)
        let doubled = try deal(2)
        for index in doubled {
            var second = people[index].hr[0]
            second.number = nextNumber()
            people[index].hr.append(second)
        }
        note("entered twice in HR", doubled)
    }

    /// The next free employee number.
    mutating func nextNumber() -> Int {
        (people.flatMap { $0.hr.map(\.number) } + people.map(\.number)).max().map { $0 + 1 } ?? 101
    }

    /// Records the people dealt for a kind of trouble by their Okta login.
    mutating func note(_ kind: String, _ dealt: [Int], _ remark: (Person) -> String = { _ in "" }) {
        for index in dealt {
            let person = people[index]
            findings.plant(kind, person.okta?.login ?? person.email, remark(person))
        }
    }
}
