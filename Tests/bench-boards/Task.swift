/// One thing that is timed: a load of a file, a board over loaded objects, or a process from its start to its end.
struct Task: Sendable {
    enum Work: Sendable {
        /// Reads one file into columns.
        case load(String)
        /// Answers a board on files that are loaded already.
        case board(Question)
        /// Is asked of the program, in a folder with links to the files.
        case process(Question)
    }

    let name: String
    /// The exports that it reads, without `.csv`.
    let tables: [String]
    let work: Work
    /// The board that is asked with several literals, where the task's own has none, or none of like results.
    let varied: Question?

    init(_ name: String, _ tables: [String], _ work: Work, varied: Question? = nil) {
        (self.name, self.tables, self.work, self.varied) = (name, tables, work, varied)
    }

    static let all = [
        Task("L1", [], .load("okta_users.csv")),
        Task("L2", [], .load("okta_app_users.csv")),
        Task("L3", [], .load("slack_members.json")),
        Task("L4", [], .load("okta_events.ndjson")),
        idle, strangers, leavers, memberships, counts, latest, afterTheEnd, managers,
        joined, start, reopened, reopenedJoin,
    ]

    /// What a person would tell cork of these exports: which fields are the same thing.
    static let setup = """
        now 2026-08-10T00:00:00Z
        link github.members.{github_members.email} = okta.users.{okta_users.email}
        link hris.employees.{hris_employees.Work Email} = okta.users.{okta_users.email}
        link okta.users.{okta_users.manager} = okta.users.{okta_users.login} as manager
        """
}
