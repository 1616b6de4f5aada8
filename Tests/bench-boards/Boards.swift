/// The boards over loaded objects, Q1 to Q8.
extension Task {
    static let idle = Task(
        "Q1", ["okta_users"],
        .board(
            Question(
                board: """
                    okta.users | where {okta_users.status} == "$1" and {okta_users.department} == "$2"
                    and {okta_users.lastLogin} < $3
                    | show {okta_users.id}, {okta_users.email}, {okta_users.lastLogin}
                    """,
                sql: """
                    SELECT {okta_users.id}, {okta_users.email}, {okta_users.lastLogin} FROM okta_users
                    WHERE {okta_users.status} = '$1' AND {okta_users.department} = '$2'
                    AND {okta_users.lastLogin} < '$3T00:00:00.000Z'
                    """,
                literals: [
                    ["ACTIVE", "Sales, EMEA", "2026-08-03"], ["ACTIVE", "Sales", "2026-08-02"],
                    ["ACTIVE", "Sales, APAC", "2026-08-04"],
                    ["ACTIVE", "Sales, Americas", "2026-08-07"],
                    ["ACTIVE", "Customer Success", "2026-08-08"],
                    ["ACTIVE", "Support", "2026-08-09"],
                ])))

    static let strangers = Task(
        "Q2", ["okta_users", "github_members"],
        .board(
            Question(
                board: """
                    github.members | where no okta.users
                    | show {github_members.login}, {github_members.email}
                    """,
                sql: """
                    SELECT g.{github_members.login}, g.{github_members.email} FROM github_members g
                    WHERE NOT EXISTS (SELECT 1 FROM okta_users u
                    WHERE lower(u.{okta_users.email}) = lower(g.{github_members.email}))
                    """)),
        varied: Question(
            board: """
                github.members | where {github_members.created_at} >= $1 and no okta.users
                | show {github_members.login}, {github_members.email}
                """,
            sql: """
                SELECT g.{github_members.login}, g.{github_members.email} FROM github_members g
                WHERE g.{github_members.created_at} >= '$1T00:00:00.000Z' AND NOT EXISTS (SELECT 1 FROM okta_users u
                WHERE lower(u.{okta_users.email}) = lower(g.{github_members.email}))
                """,
            literals: [
                ["2018-10-01"], ["2018-10-09"], ["2018-09-20"], ["2018-11-01"], ["2018-09-02"],
                ["2018-10-20"],
            ]))

    static let leavers = Task(
        "Q3", ["okta_users", "okta_app_users", "okta_apps"],
        .board(
            Question(
                board: """
                    okta.app_users | where {okta_app_users.status} == "$1"
                    and {okta_app_users.user}.{okta_users.status} == "$2"
                    | show {okta_app_users.app}.{okta_apps.label}, {okta_app_users.user}.{okta_users.email},
                    {okta_app_users.credentials.userName}, {okta_app_users.lastUpdated}
                    """,
                sql: """
                    SELECT a.{okta_apps.label}, u.{okta_users.email}, au.{okta_app_users.credentials.userName},
                    au.{okta_app_users.lastUpdated} FROM okta_app_users au
                    JOIN okta_users u ON au.{okta_app_users.userId} = u.{okta_users.id}
                    JOIN okta_apps a ON au.{okta_app_users.appId} = a.{okta_apps.id}
                    WHERE au.{okta_app_users.status} = '$1' AND u.{okta_users.status} = '$2'
                    """,
                literals: [["ACTIVE", "DEPROVISIONED"]])),
        varied: Question(
            board: """
                okta.app_users | where {okta_app_users.status} == "ACTIVE" and {okta_app_users.lastUpdated} >= $1
                and {okta_app_users.user}.{okta_users.status} == "DEPROVISIONED"
                | show {okta_app_users.app}.{okta_apps.label}, {okta_app_users.user}.{okta_users.email},
                {okta_app_users.credentials.userName}, {okta_app_users.lastUpdated}
                """,
            sql: """
                SELECT a.{okta_apps.label}, u.{okta_users.email}, au.{okta_app_users.credentials.userName},
                au.{okta_app_users.lastUpdated} FROM okta_app_users au
                JOIN okta_users u ON au.{okta_app_users.userId} = u.{okta_users.id}
                JOIN okta_apps a ON au.{okta_app_users.appId} = a.{okta_apps.id}
                WHERE au.{okta_app_users.status} = 'ACTIVE' AND au.{okta_app_users.lastUpdated} >= '$1T00:00:00.000Z'
                AND u.{okta_users.status} = 'DEPROVISIONED'
                """,
            literals: [
                ["2022-10-01"], ["2022-10-09"], ["2022-11-20"], ["2022-12-01"], ["2022-11-02"],
                ["2022-10-20"],
            ]))

    static let memberships = Task(
        "Q4", ["okta_users", "okta_group_members", "okta_groups"],
        .board(
            Question(
                board: """
                    okta.users | with n = count(groups[{okta_groups.type} == "$1"]) | where n > 0
                    | show {okta_users.id}, {okta_users.login}, n
                    """,
                sql: """
                    SELECT u.{okta_users.id}, u.{okta_users.login}, count(*) FROM okta_users u
                    JOIN okta_group_members m ON m.{okta_group_members.userId} = u.{okta_users.id}
                    JOIN okta_groups g ON g.{okta_groups.id} = m.{okta_group_members.groupId}
                    WHERE g.{okta_groups.type} = '$1' GROUP BY u.{okta_users.id}, u.{okta_users.login}
                    """,
                literals: [["OKTA_GROUP"]])),
        varied: Question(
            board: """
                okta.users | with n = count(groups[{okta_groups.type} == "OKTA_GROUP" and {okta_groups.created} >= $1])
                | where n > 0 | show {okta_users.id}, {okta_users.login}, n
                """,
            sql: """
                SELECT u.{okta_users.id}, u.{okta_users.login}, count(*) FROM okta_users u
                JOIN okta_group_members m ON m.{okta_group_members.userId} = u.{okta_users.id}
                JOIN okta_groups g ON g.{okta_groups.id} = m.{okta_group_members.groupId}
                WHERE g.{okta_groups.type} = 'OKTA_GROUP' AND g.{okta_groups.created} >= '$1T00:00:00.000Z'
                GROUP BY u.{okta_users.id}, u.{okta_users.login}
                """,
            literals: [
                ["2016-06-01"], ["2016-06-09"], ["2016-05-20"], ["2016-07-01"], ["2016-05-02"],
                ["2016-06-20"],
            ]))

    static let counts = Task(
        "Q5", ["okta_users"],
        .board(
            Question(
                board: """
                    okta.users | group {okta_users.department}, {okta_users.status}: n = count() | sort n desc
                    """,
                sql: """
                    SELECT {okta_users.department}, {okta_users.status}, count(*) FROM okta_users
                    GROUP BY {okta_users.department}, {okta_users.status}
                    """)),
        varied: Question(
            board: """
                okta.users | where {okta_users.created} >= $1
                | group {okta_users.department}, {okta_users.status}: n = count() | sort n desc
                """,
            sql: """
                SELECT {okta_users.department}, {okta_users.status}, count(*) FROM okta_users
                WHERE {okta_users.created} >= '$1T00:00:00.000Z' GROUP BY {okta_users.department}, {okta_users.status}
                """,
            literals: [
                ["2016-06-01"], ["2016-06-09"], ["2016-05-20"], ["2016-07-01"], ["2016-05-02"],
                ["2016-06-20"],
            ]))

    static let latest = Task(
        "Q6", ["okta_users"],
        .board(
            Question(
                board: """
                    okta.users | sort {okta_users.lastLogin} desc, {okta_users.id}
                    | take $1 per {okta_users.department}
                    | show {okta_users.department}, {okta_users.id}, {okta_users.login}, {okta_users.lastLogin}
                    """,
                sql: ranked("lower({okta_users.id})"), timed: ranked("{okta_users.id}"),
                literals: [["10"], ["11"], ["9"], ["12"], ["8"], ["13"]])))

    private static func ranked(_ tie: String) -> String {
        """
        SELECT {okta_users.department}, {okta_users.id}, {okta_users.login}, {okta_users.lastLogin}
        FROM (SELECT *, row_number() OVER (PARTITION BY {okta_users.department}
        ORDER BY {okta_users.lastLogin} DESC NULLS LAST, \(tie)) AS r FROM okta_users) WHERE r <= $1
        """
    }

    static let afterTheEnd = Task(
        "Q7", ["okta_users", "hris_employees"],
        .board(
            Question(
                board: """
                    okta.users | where {okta_users.status} == "$1"
                    and has hris.employees[{hris_employees.Employment Status} == "$2"
                    and row.{okta_users.lastLogin} >= {hris_employees.Termination Date} + $3d]
                    | show {okta_users.id}, {okta_users.email}, {okta_users.lastLogin}
                    """,
                sql: """
                    SELECT u.{okta_users.id}, u.{okta_users.email}, u.{okta_users.lastLogin} FROM okta_users u
                    WHERE u.{okta_users.status} = '$1' AND EXISTS (SELECT 1 FROM hris_employees h
                    WHERE lower(h.{hris_employees.Work Email}) = lower(u.{okta_users.email})
                    AND h.{hris_employees.Employment Status} = '$2' AND u.{okta_users.lastLogin}::TIMESTAMP
                    > h.{hris_employees.Termination Date}::DATE + INTERVAL $3 DAY)
                    """,
                literals: [
                    ["ACTIVE", "Terminated", "7"], ["ACTIVE", "Terminated", "8"],
                    ["ACTIVE", "Terminated", "6"], ["ACTIVE", "Terminated", "9"],
                    ["ACTIVE", "Terminated", "5"], ["ACTIVE", "Terminated", "10"],
                ])))

    static let managers = Task(
        "Q8", ["okta_users"],
        .board(managed("==", "=", literals: [["ACTIVE"]])),
        varied: managed(
            "!=", "<>",
            literals: [
                ["STAGED"], ["RECOVERY"], ["LOCKED_OUT"], ["PROVISIONED"], ["PASSWORD_EXPIRED"],
                ["SUSPENDED"],
            ]))

    private static func managed(_ sign: String, _ sqlSign: String, literals: [[String]]) -> Question
    {
        Question(
            board: """
                okta.users | where {okta_users.status} \(sign) "$1" and has manager.{okta_users.status}
                and manager.{okta_users.status} != "ACTIVE"
                | show {okta_users.id}, {okta_users.login}, manager.{okta_users.login}, manager.{okta_users.status}
                """,
            sql: """
                SELECT u.{okta_users.id}, u.{okta_users.login}, m.{okta_users.login}, m.{okta_users.status}
                FROM okta_users u JOIN okta_users m ON u.{okta_users.manager} = m.{okta_users.login}
                WHERE u.{okta_users.status} \(sqlSign) '$1' AND m.{okta_users.status} <> 'ACTIVE'
                """, literals: literals)
    }
}
