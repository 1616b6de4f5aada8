/// The tasks that are whole processes: E1 joins three exports into one, S1 starts and answers on twenty rows, C0 and C1
/// reopen what was kept. In a statement, `okta_users` stands for the table or for the file.
extension Task {
    static let joined = Task(
        "E1", ["okta_users", "github_members", "hris_employees"],
        .process(
            Question(
                board: """
                    okta.users | show {okta_users.id}, {okta_users.email}, {okta_users.status}, {okta_users.department},
                    github = github.members.{github_members.login}, role = github.members.{github_members.role},
                    two_factor = github.members.{github_members.two_factor},
                    hr = hris.employees.{hris_employees.Employment Status},
                    term = hris.employees.{hris_employees.Termination Date} | export "out_cork.csv" replace
                    """,
                sql: """
                    SELECT u.{okta_users.id}, u.{okta_users.email}, u.{okta_users.status}, u.{okta_users.department},
                    g.{github_members.login} AS github, g.{github_members.role} AS role,
                    g.{github_members.two_factor} AS two_factor, h.{hris_employees.Employment Status} AS hr,
                    h.{hris_employees.Termination Date} AS term FROM okta_users u
                    LEFT JOIN github_members g ON lower(g.{github_members.email}) = lower(u.{okta_users.email})
                    LEFT JOIN hris_employees h ON lower(h.{hris_employees.Work Email}) = lower(u.{okta_users.email})
                    """)))

    static let start = Task(
        "S1", ["tiny_users"],
        .process(
            Question(
                board: "okta.users | group {okta_users.status}",
                sql: "SELECT {okta_users.status}, count(*) FROM tiny_users GROUP BY 1")))

    static let reopened = Task(
        "C0", ["okta_users"],
        .process(
            Question(
                board: """
                    okta.users | where {okta_users.status} == "ACTIVE" and {okta_users.department} == "Sales, EMEA"
                    and {okta_users.lastLogin} < 2026-08-03 | group : n = count()
                    """,
                sql: """
                    SELECT count(*) FROM okta_users WHERE {okta_users.status} = 'ACTIVE'
                    AND {okta_users.department} = 'Sales, EMEA' AND {okta_users.lastLogin} < '2026-08-03T00:00:00.000Z'
                    """)))

    static let reopenedJoin = Task(
        "C1", ["okta_users", "okta_apps", "okta_app_users"],
        .process(
            Question(
                board: """
                    okta.app_users | where {okta_app_users.status} == "ACTIVE"
                    and {okta_app_users.user}.{okta_users.status} == "DEPROVISIONED"
                    | group {okta_app_users.app}.{okta_apps.label}: n = count() | sort n desc | take 20
                    """,
                sql: """
                    SELECT a.{okta_apps.label}, count(*) AS n FROM okta_app_users au
                    JOIN okta_users u ON au.{okta_app_users.userId} = u.{okta_users.id}
                    JOIN okta_apps a ON au.{okta_app_users.appId} = a.{okta_apps.id}
                    WHERE au.{okta_app_users.status} = 'ACTIVE' AND u.{okta_users.status} = 'DEPROVISIONED'
                    GROUP BY 1 ORDER BY n DESC LIMIT 20
                    """)))
}
