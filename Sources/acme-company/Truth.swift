import Foundation

/// Which records are whose, from the plan: what a test holds the product's persons against.
///
/// One line a record: the object, the record's number in the order of its file, and the person.
extension Company {
    func truth() -> String {
        var lines: [String] = []
        func add(_ object: String, _ persons: [String]) {
            for (row, person) in persons.enumerated() {
                lines.append("\(object)\t\(row)\t\(person)")
            }
        }
        let people = people.enumerated().map { (name: "person \($0)", person: $1) }
        func with<Account>(_ account: (Person) -> Account?) -> [(String, Account)] {
            people.compactMap { entry in account(entry.person).map { (entry.name, $0) } }
        }
        add("okta.users", with(\.okta).map(\.0))
        add(
            "hris.employees",
            people.flatMap { entry in entry.person.hr.map { (entry.name, $0.number) } }
                .sorted { $0.1 < $1.1 }.map(\.0))
        let github =
            with(\.github)
            + strayGitHub.map { (strayOwners[$0.login] ?? "github \($0.login)", $0) }
        add("github.members", github.sorted { $0.1.id < $1.1.id }.map(\.0))
        add(
            "slack.users",
            ["slackbot"] + with(\.slack).map(\.0)
                + straySlack.map { strayOwners[$0.name] ?? "slack \($0.name)" })
        add("google.users", with(\.google).map(\.0) + strayGoogle.map { "google \($0.email)" })
        add("jira.users", with(\.jira).map(\.0) + strayJira.map { "jira \($0.name)" })
        add(
            "aws.credential_report",
            ["aws root"] + with(\.aws).map(\.0) + strayAWS.map { "aws \($0.user)" })
        add("contractors.list", with(\.contract).map(\.0))
        var owners: [String: String] = [:]
        for entry in people { if let okta = entry.person.okta { owners[okta.email] = entry.name } }
        add("zoom.users", zoomAccounts.map { owners[$0.email] ?? guest($0.email) })
        add("salesforce.users", salesforceAccounts.map { owners[$0.email] ?? guest($0.email) })
        add("onepassword.users", onePasswordAccounts.map { owners[$0.email] ?? guest($0.email) })
        return lines.joined(separator: "\n") + "\n"
    }

    private func guest(_ address: String) -> String { "outside \(address)" }
}
