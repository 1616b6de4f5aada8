/// One thing that is timed: a load of a file, or a board over loaded objects.
struct Task: Sendable {
    enum Work: Sendable {
        /// Reads one file into columns.
        case load(String)
        /// Answers a board on files that are loaded already.
        case board(files: [String], String)
    }

    let name: String
    let work: Work

    static let all = [
        Task(name: "L1", work: .load("okta_users.csv")),
        Task(name: "L2", work: .load("okta_app_users.csv")),
        Task(name: "L3", work: .load("slack_members.json")),
        Task(name: "L4", work: .load("okta_events.ndjson")),
        Task(
            name: "Q1",
            work: .board(
                files: ["okta_users.csv"],
                """
                okta.users | where status == "ACTIVE" and department == "Sales, EMEA" and lastLogin < 2026-08-03
                | show id, email, lastLogin
                """)),
        Task(
            name: "Q2",
            work: .board(
                files: ["okta_users.csv", "github_members.csv"],
                "github.members | where no okta.users | show login, email")),
        Task(
            name: "Q3",
            work: .board(
                files: ["okta_users.csv", "okta_app_users.csv", "okta_apps.csv"],
                """
                okta.app_users | where status == "ACTIVE" and user.status == "DEPROVISIONED"
                | show app.label, user.email, credentials.userName, lastUpdated
                """)),
        Task(
            name: "Q4",
            work: .board(
                files: ["okta_users.csv", "okta_group_members.csv", "okta_groups.csv"],
                """
                okta.users | with n = count(groups[type == "OKTA_GROUP"]) | where n > 0 | show id, login, n
                """)),
        Task(
            name: "Q5",
            work: .board(
                files: ["okta_users.csv"],
                "okta.users | group department, status: n = count() | sort n desc")),
        Task(
            name: "Q6",
            work: .board(
                files: ["okta_users.csv"],
                """
                okta.users | sort lastLogin desc, id | take 10 per department
                | show department, id, login, lastLogin
                """)),
        Task(
            name: "Q7",
            work: .board(
                files: ["okta_users.csv", "hris_employees.csv"],
                """
                okta.users | where status == "ACTIVE" and has hris.employees[employmentStatus == "Terminated"
                and row.lastLogin >= terminationDate + 7d] | show id, email, lastLogin
                """)),
        Task(
            name: "Q8",
            work: .board(
                files: ["okta_users.csv"],
                """
                okta.users | where status == "ACTIVE" and has manager.status and manager.status != "ACTIVE"
                | show id, login, manager.login, manager.status
                """)),
    ]

    /// What a person would tell cork of these exports: which fields are the same thing.
    static let setup = """
        now 2026-08-10T00:00:00Z
        link github.members.email = okta.users.email
        link hris.employees.workEmail = okta.users.email
        link okta.users.manager = okta.users.login as manager
        """
}
