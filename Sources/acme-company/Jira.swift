extension Company {
    var jiraAccounts: [JiraAccount] { people.compactMap(\.jira) + strayJira }

    /// Atlassian's "Export users".
    func jiraUsers() -> String {
        var csv = CSV([
            "User id", "User name", "email", "User status", "Added to org", "Org role",
            "Last seen in Jira - acme",
        ])
        var draw = stream("jira users")
        for account in jiraAccounts {
            csv.rows.append([
                account.id, account.name, account.email,
                account.isActive ? "Active" : "Deactivated",
                Moment.daysAgo(draw.within(50...900)).date, "User", account.lastSeen?.date ?? "",
            ])
        }
        return csv.text
    }

    /// Jira's "Export issues": one `Labels` column for each label, times in Jira's own spelling, and two
    /// rows that somebody cut and pasted: one a cell short of `Description`, one with a cell too many.
    func jiraIssues() -> String {
        var csv = CSV([
            "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Priority",
            "Assignee", "Assignee Id", "Reporter", "Reporter Id", "Created", "Updated", "Labels",
            "Labels", "Description",
        ])
        for issue in issues {
            csv.rows.append([
                issue.summary, issue.key, "\(issue.id)", issue.type, issue.status, issue.project,
                issue.priority, issue.assignee?.name ?? "", issue.assignee?.id ?? "",
                issue.reporter?.name ?? "", issue.reporter?.id ?? "", issue.created.jira,
                issue.updated.jira, issue.labels.first ?? "", issue.labels.dropFirst().first ?? "",
                issue.description,
            ])
        }
        csv.rows[140].removeLast()
        csv.rows[150].append("")
        return csv.text
    }
}
