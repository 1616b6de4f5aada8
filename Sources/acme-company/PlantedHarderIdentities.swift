extension Company {
    /// Trouble that would join two people's accounts if an address or a number were believed blindly.
    mutating func plantHarderIdentities(_ times: Int) throws(Shortage) {
        for _ in 0..<times {
            try plantRecycledAddress()
            try plantBorrowedAddresses()
            try plantWrongNumber()
        }
        try plantSpellings(3 * times)
    }

    /// Somebody left years ago, and HR still has the row; the address belongs to somebody else now.
    private mutating func plantRecycledAddress() throws(Shortage) {
        let gone = try deal(1)[0]
        let heir = try deal(1)[0]
        leave(gone, keeping: [])
        people[gone].okta = nil
        people[gone].slack = nil
        people[gone].google = nil
        people[gone].jira = nil
        let address = people[heir].email
        people[gone].hr[0].email = address
        findings.plant(
            "address of a leaver that somebody else has now", people[heir].email,
            "HR row \(people[gone].hr[0].number)")
    }

    /// A colleague's address as one's own second address, in Okta and in Google.
    private mutating func plantBorrowedAddresses() throws(Shortage) {
        let dealt = try deal(3)
        let address = people[dealt[2]].email
        people[dealt[0]].okta?.secondEmail = address
        people[dealt[1]].google?.secondary = address
        note("a colleague's address as the second one", Array(dealt.prefix(2))) { _ in address }
    }

    /// Google has a colleague's employee number.
    private mutating func plantWrongNumber() throws(Shortage) {
        let dealt = try deal(2)
        let number = people[dealt[1]].number
        people[dealt[0]].google?.employeeID = "\(number)"
        note("a colleague's employee number in Google", [dealt[0]])
    }

    /// A nickname in Slack, and a Jira that lost the accents.
    private mutating func plantSpellings(_ count: Int) throws(Shortage) {
        let short = try deal(count)
        for index in short {
            let person = people[index]
            people[index].slack?.real = "\(person.first.prefix(3)) \(person.last)"
        }
        note("nickname in Slack", short)
        let lost = try deal(count) { person in
            person.jira != nil && person.name.contains { !$0.isASCII }
        }
        for index in lost {
            let name = people[index].name
            people[index].jira?.name = String(name.map { $0.isASCII ? $0 : "?" })
        }
        note("accents lost in Jira", lost)
    }
}
