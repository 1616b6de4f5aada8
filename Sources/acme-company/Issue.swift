/// A Jira issue; people are named by their Jira account.
struct Issue {
    var key: String
    var id: Int
    var summary: String
    var type: String
    var status: String
    var priority: String
    var assignee: JiraAccount?
    var reporter: JiraAccount?
    var created: Moment
    var updated: Moment
    var labels: [String]
    var description = ""

    var project: String { String(key.prefix { $0 != "-" }) }
}

extension Company {
    private static let subjects = [
        "Rotate the signing certificate", "Checkout fails for Swiss francs",
        "Dashboard shows yesterday's numbers", "Upgrade PostgreSQL to 17", "Laptop for new starter",
        "Export is missing rows, again", "Typo on the pricing page", "SSO loop in Safari",
        "Backup job runs twice", "Add audit log to the admin page", "Flaky test in billing",
    ]

    mutating func openIssues() {
        var draw = stream("issues")
        let active = people.compactMap { person in
            person.jira.flatMap { $0.isActive ? $0 : nil }
        }
        let closed = people.compactMap { person in
            person.jira.flatMap { $0.isActive ? nil : $0 }
        }
        for position in 0..<260 {
            let created = Moment.daysAgo(draw.within(2...400)).plus(
                seconds: draw.within(28800...61200))
            let prefix = draw.pick(["PLAT", "WEB", "OPS", "HELP"])
            issues.append(
                Issue(
                    key: "\(prefix)-\(101 + position)", id: 10_000 + position * 13,
                    summary: draw.pick(Self.subjects),
                    type: draw.pick(["Task", "Bug", "Story", "Service Request"]),
                    status: draw.pick(["To Do", "In Progress", "Done", "Done"]),
                    priority: draw.pick(["Low", "Medium", "Medium", "High"]),
                    assignee: draw.isWithin(percent: 85) ? draw.pick(active) : nil,
                    reporter: draw.pick(active), created: created,
                    updated: created.plus(seconds: draw.within(3600...150_000)),
                    labels: draw.isWithin(percent: 40)
                        ? [
                            draw.pick(["backend", "frontend", "infra"]), draw.pick(["q3", "debt"]),
                        ]
                        : []))
        }
        issues[7].description = "Steps:\n1. open \"Reports\"\n2. export, then compare"
        issues[31].description = "=HYPERLINK(\"https://example.invalid\",\"click\")"
        issues[58].summary = "Größenänderung löscht Umlaute 🦊"
        for position in 0..<5 {
            let index = 20 + position * 9
            issues[index].status = position % 2 == 0 ? "In Progress" : "To Do"
            issues[index].assignee = closed[position % closed.count]
            findings.plant(
                "open issue assigned to a deactivated Jira user", issues[index].key,
                issues[index].assignee?.name ?? "")
        }
        issues[90].status = "To Do"
        issues[90].assignee = JiraAccount(
            id: "557058:\(draw.uuid())", name: "Former user", email: "")
        findings.plant("open issue assigned to a deleted Jira user", issues[90].key)
        for (index, status) in [(140, "To Do"), (150, "Done")] {
            issues[index].status = status
            issues[index].assignee = nil
        }
        findings.plant("ragged row in jira/issues.csv", issues[140].key, "one cell short")
        findings.plant("ragged row in jira/issues.csv", issues[150].key, "one cell too many")
    }
}
