extension Company {
    /// Trouble inside one tool, or between HR's word and Okta's.
    mutating func plantHygiene() throws(Shortage) {
        try plantStatuses()
        try plantSignIns()
        try plantFactors()
        try plantAdmins()
        try plantDrift()
        try plantGoogle()
        try plantKeys()
        let groupMembers = try deal(3)
        let appUsers = try deal(3)
        for index in groupMembers + appUsers {
            leave(index, keeping: [])
        }
        deprovisionedMembers = groupMembers
        deprovisionedAppUsers = appUsers
        note("deprovisioned, still in groups", groupMembers)
        note("deprovisioned, still assigned to apps", appUsers)
    }

    private mutating func plantStatuses() throws(Shortage) {
        let counts = [
            ("SUSPENDED", 3), ("LOCKED_OUT", 2), ("PASSWORD_EXPIRED", 2), ("RECOVERY", 1),
            ("STAGED", 2), ("PROVISIONED", 2),
        ]
        for (status, count) in counts {
            let dealt = try deal(count)
            for index in dealt {
                people[index].okta?.status = status
                if status == "SUSPENDED" { people[index].hr[0].employment = "Leave of Absence" }
                if status == "STAGED" || status == "PROVISIONED" {
                    people[index].okta?.lastLogin = nil
                    people[index].okta?.factors = .none
                }
            }
            note("Okta status \(status)", dealt)
        }
    }

    private mutating func plantSignIns() throws(Shortage) {
        let stale = try deal(6)
        for index in stale {
            let at = moment(daysAgo: 95...400)
            people[index].okta?.lastLogin = at
        }
        note("no sign-in for more than 90 days", stale) { $0.okta?.lastLogin?.date ?? "" }
        let never = try deal(2)
        for index in never { people[index].okta?.lastLogin = nil }
        note("never signed in", never)
    }

    private mutating func plantFactors() throws(Shortage) {
        let none = try deal(5)
        for index in none { people[index].okta?.factors = .none }
        note("no MFA factor", none)
        let pending = try deal(2)
        for index in pending { people[index].okta?.factors = .pendingOnly }
        note("MFA factor never activated", pending)
    }

    private mutating func plantAdmins() throws(Shortage) {
        let dealt = try deal(8) { $0.department == "IT" || $0.department == "Security" }
        let roles = [
            ["Super Administrator"], ["Super Administrator"], ["Super Administrator"],
            ["Application Administrator"], ["Help Desk Administrator"],
            ["Read Only Administrator", "Report Administrator"], ["Group Membership Administrator"],
            ["Organization Administrator"],
        ]
        for (index, labels) in zip(dealt, roles) { people[index].okta?.roles = labels }
        note("administrator", dealt) { ($0.okta?.roles ?? []).joined(separator: ", ") }
        let without = [dealt[4], dealt[7]]
        for index in without { people[index].okta?.factors = .none }
        note("administrator without MFA", without)
    }

    /// HR's word and Okta's differ in one attribute.
    private mutating func plantDrift() throws(Shortage) {
        let title = try deal(4)
        for index in title {
            let acting = "Acting " + people[index].title
            people[index].okta?.title = acting
        }
        note("title differs between HR and Okta", title)
        let department = try deal(4)
        for index in department {
            let other = people[index].department == "Sales" ? "Marketing" : "Sales"
            people[index].okta?.department = other
        }
        note("department differs between HR and Okta", department)
        let manager = try deal(3)
        for index in manager {
            let current = people[index].manager
            let others = heads.filter { $0 != current }
            let other = random.pick(others)
            people[index].okta?.manager = other
        }
        note("manager differs between HR and Okta", manager)
        let name = try deal(3)
        for index in name {
            let married = people[index].last + "-" + random.pick(Names.family)
            people[index].hr[0].last = married
        }
        note("last name differs between HR and Okta", name) { $0.hr[0].last }
    }

    private mutating func plantGoogle() throws(Shortage) {
        let dealt = try deal(5)
        for index in dealt { people[index].google?.hasTwoStep = false }
        note("no 2-step verification in Google", dealt)
    }

    private mutating func plantKeys() throws(Shortage) {
        let old = try deal(4) { $0.aws != nil }
        for index in old {
            people[index].aws?.hasKey = true
            let rotated = moment(daysAgo: 120...700)
            people[index].aws?.keyRotated = rotated
            let used = moment(daysAgo: 1...30)
            people[index].aws?.keyUsed = used
        }
        note("AWS key not rotated for more than 90 days", old) { $0.aws?.user ?? "" }
        let unused = try deal(3) { $0.aws != nil }
        for index in unused {
            people[index].aws?.hasKey = true
            let rotated = moment(daysAgo: 40...70)
            people[index].aws?.keyRotated = rotated
            people[index].aws?.keyUsed = nil
        }
        note("AWS key never used", unused) { $0.aws?.user ?? "" }
        let noMFA = try deal(2) { $0.aws != nil }
        for index in noMFA { people[index].aws?.hasMFA = false }
        note("AWS console password without MFA", noMFA) { $0.aws?.user ?? "" }
    }
}
